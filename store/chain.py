"""How facts hang together: each one's hash covers all its columns and the hash before it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from states.facts import AnyFact, encode
from store.instants import to_text
from store.rows import Envelope, Rows

NOTHING_SEALED = "{}"

_canonical = msgspec.json.Encoder(order="deterministic").encode


def canonical(value: object) -> bytes:
    """JSON in UTF-8 without spaces, keys sorted, nothing escaped that need not be."""
    return _canonical(value)


def sealed_text(sealed: Mapping[str, object]) -> str:
    """The `sealed` column: canonical JSON, `{}` where nothing is sealed."""
    return canonical(sealed).decode() if sealed else NOTHING_SEALED


def digest(partnership: str, case: str, envelope: Envelope | Sequence[str | int]) -> str:
    """SHA-256 in hex over the canonical JSON of [partnership, case, every column of the envelope but its hash]."""
    columns = msgspec.structs.astuple(envelope)[:-1] if isinstance(envelope, Envelope) else envelope
    return hashlib.sha256(_canonical((partnership, case, *columns))).hexdigest()


def envelop(
    partnership: str, case: str, after: int, previous: str, facts: Sequence[AnyFact], sealed: Sequence[str]
) -> Iterator[Envelope]:
    """The facts as they are stored after the first `after` ones, of which the last has the hash `previous`.

    sealed: the `sealed` column of each.
    """
    for position, (fact, box) in enumerate(zip(facts, sealed, strict=True), start=after + 1):
        columns = (position, type(fact).__name__, to_text(fact.at), to_text(fact.seen_at), encode(fact), box, previous)
        previous = digest(partnership, case, columns)
        yield Envelope(*columns, previous)


def reference(prefix: str, year: int, number: int) -> str:
    """`ESC-2026-0001`."""
    return f"{prefix}-{year}-{number:04d}"


def must_fit(case: str, facts: Sequence[AnyFact], after: int, rows: Rows) -> None:
    """Raises ValueError where the arguments of one append contradict each other."""
    if {
        rows.case.case,
        *(row.case for row in rows.alerts),
        *(row.case for row in rows.outbox),
        *(row.case for row in rows.links),
    } != {case}:
        raise ValueError(f"rows of another case than {case}")
    if after < 0 or after + len(facts) < 1:
        raise ValueError(f"a history of {after} and {len(facts)} facts")
    if rows.case.version != after + len(facts):
        raise ValueError(f"a case row of version {rows.case.version} for {after + len(facts)} facts")
