"""What does not hold in the stored history of a case. Pure: it looks at rows, and every fault is a value.

| code | what it says |
|---|---|
| `fact-changed` | a column of this fact is not what it was when its hash was made |
| `fact-unreadable` | its body or its sealed column cannot be read |
| `fact-disagrees` | its body says another kind, `at` or `seen_at` than its columns |
| `chain-broken` | it does not follow from the fact before it, or a position is missing |
| `head-mismatch` | the case's row names another last fact, or another number of facts |
| `key-changed` | the wrapped key of a sealed text, or of the case, is not what it was |
| `key-missing` | there is none, though nothing was struck out |
| `key-left` | a text was struck out, or never sealed, and its key is still there |
| `seal-broken` | the key is there and the sealed text does not open |
"""

import base64
import binascii
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from states.facts import AnyFact, StruckOut, decode
from store import chain
from store.instants import to_text
from store.rows import Envelope, Finding
from store.sealing import CaseSealer, Sealer, wrapped_hash


class Box(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sealed text as it stands in the `sealed` column: the box in base64, and the hash of its wrapped key."""

    box: str
    key: str


Sealed = dict[str, Box | None]
read_sealed = msgspec.json.Decoder(Sealed).decode


@dataclass(frozen=True)
class Stored:
    """All rows of one case, read at one moment. `head` is the hash that the case's row names."""

    case: str
    envelopes: Sequence[Envelope]
    version: int
    head: str
    keys: dict[tuple[int, str], bytes]
    case_key: bytes | None


def findings(partnership: str, stored: Stored, sealer: Sealer | None) -> Iterator[Finding]:
    """Everything that does not hold, in order of position. Without a sealer, whatever can be told without keys."""
    facts: dict[int, AnyFact] = {}
    boxes: dict[int, Sealed] = {}
    found = [*_chained(partnership, stored), *_head(stored)]
    for envelope in stored.envelopes:
        try:
            boxes[envelope.position] = read_sealed(envelope.sealed)
            facts[envelope.position] = decode(envelope.body)
        except ValueError:
            found.append(Finding(stored.case, envelope.position, "fact-unreadable", "It cannot be read as a fact."))
            continue
        found += _agrees(stored.case, envelope, facts[envelope.position])
    struck = {(fact.position, fact.field) for fact in facts.values() if isinstance(fact, StruckOut)}
    found += _keys(stored, boxes, struck, sealer)
    yield from sorted(found, key=lambda finding: finding.n)


def _chained(partnership: str, stored: Stored) -> Iterator[Finding]:
    previous, expected = "", 1
    for envelope in stored.envelopes:
        n = envelope.position
        if n != expected:
            yield Finding(stored.case, expected, "chain-broken", f"The fact after position {expected - 1} is {n}.")
        elif envelope.previous_hash != previous:
            yield Finding(stored.case, n, "chain-broken", "It does not follow from the fact before it.")
        if chain.digest(partnership, stored.case, envelope) != envelope.hash:
            yield Finding(stored.case, n, "fact-changed", "It is not what it was when it was written.")
        previous, expected = envelope.hash, n + 1


def _head(stored: Stored) -> Iterator[Finding]:
    last = stored.envelopes[-1] if stored.envelopes else None
    if (stored.version, stored.head) != ((last.position, last.hash) if last else (0, "")):
        because = f"The case's row names {stored.version} facts and another last one than the history has."
        yield Finding(stored.case, last.position if last else 0, "head-mismatch", because)


def _agrees(case: str, envelope: Envelope, fact: AnyFact) -> Iterator[Finding]:
    said = (type(fact).__name__, to_text(fact.at), to_text(fact.seen_at))
    if said != (envelope.fact, envelope.at, envelope.seen_at) or fact.sealed:
        yield Finding(case, envelope.position, "fact-disagrees", "Its body says otherwise than its columns.")


def _keys(
    stored: Stored, boxes: dict[int, Sealed], struck: set[tuple[int, str]], sealer: Sealer | None
) -> Iterator[Finding]:
    case, keys = stored.case, dict(stored.keys)
    case_sealer = sealer.case(case, stored.case_key) if sealer and stored.case_key is not None else None
    if stored.keys and stored.case_key is None:
        yield Finding(case, 0, "key-missing", "The key of the case is gone, and with it every text.")
    elif sealer and stored.case_key is not None and case_sealer is None:
        yield Finding(case, 0, "key-changed", "The key of the case is not what it was.")
    for n, sealed in boxes.items():
        for path, box in sealed.items():
            wrapped = keys.pop((n, path), None) if box else None
            if box is None or (wrapped is None and (n, path) in struck):
                continue
            if wrapped is None:
                yield Finding(case, n, "key-missing", f"The key of “{path}” is gone, and nobody struck it out.")
            elif (n, path) in struck:
                yield Finding(case, n, "key-left", f"“{path}” was struck out, and its key is still there.")
            elif wrapped_hash(wrapped) != box.key:
                yield Finding(case, n, "key-changed", f"The key of “{path}” is not what it was.")
            elif case_sealer and _opens(case_sealer, n, path, box, wrapped) is None:
                yield Finding(case, n, "seal-broken", f"“{path}” does not open with its key.")
    for n, path in keys:
        yield Finding(case, n, "key-left", f"There is a key for “{path}”, and no such text.")


def _opens(sealer: CaseSealer, position: int, path: str, box: Box, wrapped: bytes) -> str | None:
    try:
        return sealer.open(position, path, base64.b64decode(box.box), wrapped)
    except binascii.Error:
        return None


def opened(
    sealer: CaseSealer, position: int, sealed: Sealed, keys: dict[tuple[int, str], bytes]
) -> dict[str, str | None]:
    """The texts of one fact, None for each that cannot be opened."""
    return {
        path: _opens(sealer, position, path, box, wrapped)
        if box and (wrapped := keys.get((position, path))) is not None
        else None
        for path, box in sealed.items()
    }
