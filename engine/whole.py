"""What `verify` looks at beside the histories: the numbers given out, the answers to repeated commands, the packs.

References are drawn from a counter in the transaction of the opening, so an opening that was refused or that failed
leaves no gap: every number up to the counter has its case, and no case has a higher one.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from engine.library import Library, Read, added_to, kept_pack, prove
from engine.packs.pack import Procedure
from states.case import Case
from states.refusals import Refused
from store.chain import reference
from store.contract import Store
from store.rows import Finding

_REFERENCE = re.compile(r"(.+)-(\d{4})-(\d{4,})", re.ASCII)

COVERS = (
    "every fact of a case, hash by hash, and that each deadline, breach and alert follows from what people recorded",
    "the lists, links, due dates and messages that are made of the facts",
    "the packs and calendars that cases keep, read anew and hashed",
)
COVERS_THE_WHOLE = (
    *COVERS,
    "the packs that were added",
    "the numbers of the cases: none is missing, and none is above its counter",
    "the answers kept for repeated commands: the facts that they name are there, and are those of one command",
)
LEAVES_OUT = (
    "people, their posts, passwords, sessions and tokens, and who was let see more",
    "the log of who looked, the drafts, and the log of when Duecourse was awake",
    "the newest cases, if somebody took them out of every table and put their counter back too",
    "which repeated commands there were, and what they said: only a fingerprint of it is kept",
)


class Rereading(Library):
    """A library that takes no document for unaltered that it has not read again itself, once for each."""

    def __init__(self, library: Library) -> None:
        super().__init__(library.where)
        self._proved: set[tuple[str, str]] = set()

    def pinned(self, case: Case, read: Read) -> Procedure:
        key = case.pack, case.calendar
        if key not in self._proved:
            prove(*key, read)
            self._proved.add(key)
        return super().pinned(case, read)


def numbers(store: Store) -> Iterator[Finding]:
    """Cases that are missing below a counter, and counters that are behind the cases."""
    counters = store.counters()
    given: dict[tuple[str, int], list[int]] = {series: [] for series in counters}
    for case in store.cases():
        read = _REFERENCE.fullmatch(case)
        if read:  # Where it is not, somebody changed it, and its chain says so.
            given.setdefault((read[1], int(read[2])), []).append(int(read[3]))
    for series, there in given.items():
        last, highest = counters.get(series, 0), max(there, default=0)
        if highest > last:
            because = (
                f"The counter of {series[0]}-{series[1]} stands at {last}, and there is {reference(*series, highest)}: "
                "no further case can be opened until it is put right, or restored from a copy."
            )
            yield Finding(reference(*series, highest), 0, "counter-behind", because)
        for first, final in _gaps(sorted(there), last):
            name = reference(*series, first)
            which = f"There is no {name}" if first == final else f"There is none of {name} to {final:04d}"
            yield Finding(name, 0, "case-missing", f"{which}, although the number was given to a case.")


def _gaps(there: list[int], last: int) -> Iterator[tuple[int, int]]:
    """The numbers from 1 to `last` that are not there, each stretch by its first and its final one."""
    before = 0
    for number in (*there, last + 1):
        if number > before + 1:
            yield before + 1, number - 1
        before = max(before, number)


def answers(store: Store) -> Iterator[Finding]:
    """Answers to repeated commands that name facts which are not there, or not those of one command."""
    for case, kept in groupby(store.answers(), key=lambda answer: answer.case):
        history = store.envelopes(case)
        taken = 0
        for answer in kept:
            facts = history[answer.first - 1 : answer.last]
            of_one = len({fact.seen_at for fact in facts}) <= 1
            fits = 1 <= answer.first <= answer.last + 1 <= len(history) + 1
            if not history or not fits or not of_one or (facts and answer.first <= taken):
                because = f"An answer kept for a repeated command names facts {answer.first} to {answer.last} of it."
                yield Finding(case, min(answer.first, len(history)), "answer-wrong", f"{because} They are not its own.")
            taken = max(taken, answer.last)


def added(store: Store) -> Iterator[Finding]:
    """Packs that were added and are not what they were."""
    for each in added_to(store):
        try:
            prove(each.pack, each.calendar, store.pack)
            own = kept_pack(each.pack, each.calendar, store.pack).partnership
        except Refused as refused:
            yield Finding("", 0, refused.code, refused.because)
            continue
        if (own.edition, own.in_force_from) != (each.edition, each.in_force_from):
            because = f"What is noted of the added edition {own.edition} differs from the pack itself."
            yield Finding("", 0, "pack-altered", because)
