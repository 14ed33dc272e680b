"""Whom a token stands for, as the API says it."""

from web.api.shapes.base import Instant, Post, Shape


class Person(Shape):
    """A person with an account."""

    username: str
    name: str


class Key(Shape):
    """The token itself, without its secret."""

    name: str
    scopes: list[str]
    until: Instant


class Me(Shape):
    """Whom the token stands for, and where."""

    person: Person
    post: Post
    token: Key
    partnership: str
    training: bool
    reads_only: bool
    now: Instant
