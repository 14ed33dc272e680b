"""Names of people as keys that several ways of writing one name share, so that somebody can be kept out by name.

"Jones, Bob", "Mr. Bob JONES" and "Bob Jones" have the key "bob jones" in common. Rather one key too many than one too
few: whoever is kept out by mistake asks, and whoever is let in by mistake does not.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

_PARTS = re.compile(r"[;\n/&+]|\band\b", re.IGNORECASE)
"""Between several people in one answer."""

_PIECES = re.compile(r"[,()\[\]:]|\s[-–—]\s")
"""Between a family name and a first name, or a name and what is said about it."""

_APOSTROPHES = str.maketrans("", "", "'’ʼ`´")
_WORDS = re.compile(r"[^\W_]+")
_TITLES = frozenset(
    {
        *("mr", "mrs", "ms", "miss", "mx", "dr", "doctor", "prof", "professor", "sir", "dame", "lord", "lady", "hon"),
        *("rev", "revd", "reverend", "father", "fr", "sister", "sr", "cllr", "councillor"),
        *("pc", "dc", "ds", "di", "dci", "sgt", "sergeant", "inspector"),
    }
)


def keys_in(answer: str) -> tuple[str, ...]:
    """Every key that a name in this answer may have, in order; () where it has no word."""
    found: dict[str, None] = {}
    for part in _PARTS.split(answer):
        pieces = [_words(piece) for piece in _PIECES.split(part)]
        around = [one + other for one, other in pairwise(pieces)]
        for words in (_words(part), *pieces, *around):
            found.update(dict.fromkeys(_keys(words)))
            found.update((_key(pair), None) for pair in pairwise(words))
    return tuple(found)


def keys_of(name: str, username: str = "", email: str = "") -> tuple[str, ...]:
    """Every key by which this person may be named, in order."""
    texts = (name, username, email, email.partition("@")[0])
    return tuple(dict.fromkeys(key for text in texts for key in _keys(_words(text))))


def _keys(words: Sequence[str]) -> Iterator[str]:
    """That of all the words; of more than two also that of the first and the last."""
    if words:
        yield _key(words)
    if len(words) > 2:
        yield _key((words[0], words[-1]))


def _key(words: Sequence[str]) -> str:
    return " ".join(sorted(words))


def _words(text: str) -> list[str]:
    """Without case, accents, punctuation and titles."""
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold())
    words = _WORDS.findall("".join(each for each in plain if not unicodedata.combining(each)))
    return [word for word in words if word not in _TITLES] or words
