"""A visitor: a person in one of their posts, as the doors hand them on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from store.people import Person, Post
from workflow.commands import Actor


@dataclass(frozen=True)
class Visitor:
    """Somebody signed in. `post` is the one they act in; `posts` are all that they hold now."""

    person: Person
    post: Post
    posts: tuple[Post, ...]

    def actor(self) -> Actor:
        """As a command names who acts."""
        return Actor(
            person=self.person.name, role=self.post.role, agency=self.post.agency, account=self.person.username
        )


def held(posts: Sequence[Post], now: datetime) -> tuple[Post, ...]:
    """Those of a person's posts that they hold at an instant."""
    return tuple(post for post in posts if post.since <= now and (post.until is None or now < post.until))
