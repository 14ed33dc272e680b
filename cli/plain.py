"""Words from outside are text: a path of stray bytes, say, is refused before anything is done with it."""

from collections.abc import Iterable

from states.refusals import Refused


def readable_words(given: Iterable[str]) -> None:
    """Whether all of it is text. Raises: Refused("not-text")."""
    for word in given:
        if "\0" in word or any("\ud800" <= letter <= "\udfff" for letter in word):
            shown = "".join(letter if letter.isprintable() else "?" for letter in word[:120])
            raise Refused(
                code="not-text",
                because=f"“{shown}” holds something that is no text.",
                remedy="Write it in UTF-8; give a file whose name cannot be written so another name.",
            )
