"""What somebody typed: every field of a form exactly as it was sent, so that a page can show it again."""

from collections.abc import Iterable, Iterator, Mapping

Typed = Mapping[str, tuple[str, ...]]
"""Each input's name with everything that was sent under it, in order."""

FRAME = frozenset({"form_token", "key", "version", "do", "add", "remove", "draft", "happened", "seen"})
"""Names that the forms need for themselves."""


def id_of(name: str) -> str:
    """The name and id of a question's inputs; one called as one of ours gets a capital, as no pack writes it."""
    return f"Q-{name}" if name in FRAME else name


def typed_of(sent: Iterable[tuple[str, object]]) -> dict[str, tuple[str, ...]]:
    """What was typed in a form, without what the form carries for itself. Files are never read."""
    found: dict[str, tuple[str, ...]] = {}
    for name, value in sent:
        if isinstance(value, str) and name not in FRAME:
            found[name] = (*found.get(name, ()), value.replace("\r\n", "\n"))
    return found


def one(typed: Typed, name: str) -> str:
    """What was typed into one input, without the space around it; empty where there is nothing."""
    return typed.get(name, ("",))[-1].strip()


def of_question(typed: Typed, name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What was typed for one question: in its own input and in those that carry on its name."""
    begins = id_of(name)
    return ((each, values) for each, values in typed.items() if each == begins or each.startswith(f"{begins}-"))


def with_answers(typed: Typed, names: Iterable[str], sent: Typed) -> dict[str, tuple[str, ...]]:
    """What was typed before, and of some questions what was sent now in place of what they said."""
    names = tuple(names)
    before = {each for name in names for each, _ in of_question(typed, name)}
    now = {each: values for name in names for each, values in of_question(sent, name)}
    return {**{each: values for each, values in typed.items() if each not in before}, **now}


def anything(typed: Typed, name: str) -> bool:
    """Whether anything at all was typed for a question."""
    return any(value.strip() for _, values in of_question(typed, name) for value in values)
