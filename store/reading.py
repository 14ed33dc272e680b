"""From rows to what a store hands out."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from states.facts import AnyFact, decode, with_sealed
from store import chain, refusals
from store.instants import from_text, unless_never
from store.rows import AlertRow, CaseRow, OutboxRow, Tick

HISTORY = ("position", "body", "sealed", "hash")
"""The columns of a fact that a history is read from."""

_paths = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


def history_of(case: str, rows: Iterable[Sequence[Any]]) -> tuple[AnyFact, ...]:
    """Facts from rows that begin with position, body and sealed; texts unopened.

    Raises: Refused("fact-unreadable"), Refused("facts-missing").
    """
    facts = []
    for expected, row in enumerate(rows, start=1):
        if row[0] != expected:
            raise refusals.facts_missing(case)
        try:
            fact = decode(row[1])
            facts.append(fact if row[2] == chain.NOTHING_SEALED else with_sealed(fact, dict.fromkeys(_paths(row[2]))))
        except ValueError as error:
            raise refusals.fact_unreadable(case, expected) from error
    return tuple(facts)


def case_row(row: Sequence[Any]) -> CaseRow:
    """From the columns of the case's row, in the order of `CaseRow`."""
    flags = (bool(row[12]), bool(row[13]))
    known = (*row[:6], from_text(row[6]), unless_never(row[7]), *row[8:12], *flags, unless_never(row[14]))
    return CaseRow(*known)


def alert_row(row: Sequence[Any]) -> AlertRow:
    """From the columns of an alert, in the order of `AlertRow`."""
    known = (*row[:8], from_text(row[8]), *row[9:])
    return AlertRow(*known)


def outbox_row(row: Sequence[Any]) -> OutboxRow:
    """From the columns of an outbox row, in the order of `OutboxRow`."""
    known = (*row[:6], from_text(row[6]))
    return OutboxRow(*known)


def tick(row: Sequence[Any]) -> Tick:
    """From the columns of an awake record, in the order of `Tick`."""
    return Tick(from_text(row[0]), *row[1:])
