"""The specification: a store in plain dictionaries, where sealed texts stay texts and nothing outlives the process."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock

from states.facts import AnyFact, decode, with_sealed
from store import chain, refusals
from store.contract import Conflict
from store.instants import from_text, or_never, to_text
from store.memory_people import MemoryPeople, in_order, is_wanted, may_be_seen
from store.people import People
from store.rows import (
    AlertRow,
    Answer,
    CaseRow,
    Envelope,
    Excluded,
    Finding,
    LinkRow,
    OutboxRow,
    Rows,
    Sight,
    Tick,
    Wanted,
)


@dataclass(frozen=True)
class _Kept:
    """All that is kept of one case; sealed texts stand in the facts, None once destroyed."""

    row: CaseRow
    facts: tuple[AnyFact, ...] = ()
    alerts: dict[str, AlertRow] = field(default_factory=dict)
    outbox: dict[tuple[str, int], OutboxRow] = field(default_factory=dict)
    links: tuple[LinkRow, ...] = ()
    excluded: dict[tuple[int, str], frozenset[str]] = field(default_factory=dict)
    due: datetime | None = None


@dataclass
class _State:
    cases: dict[str, _Kept] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    counters: dict[tuple[str, int], int] = field(default_factory=dict)
    ticks: dict[datetime, Tick] = field(default_factory=dict)
    packs: dict[str, str] = field(default_factory=dict)

    def merge(self, later: "_State") -> None:
        for name in self.__dataclass_fields__:
            getattr(self, name).update(getattr(later, name))


class MemoryStore:
    """A `Store` for stories, rehearsals and tests."""

    def __init__(self, partnership: str = "halton", kind: str = "training") -> None:
        self.partnership = partnership
        self.kind = kind
        self.people: People = MemoryPeople()
        self._state = _State()
        self._writing = Lock()

    @contextmanager
    def transaction(self) -> Iterator["MemoryUnit"]:
        if not self._writing.acquire(timeout=5):
            raise refusals.locked()
        try:
            unit = MemoryUnit(self._state, self.partnership)
            yield unit
            if unit.lost:
                raise Conflict
            self._state.merge(unit.later)
        finally:
            self._writing.release()

    def history(self, case: str) -> tuple[AnyFact, ...]:
        return _unopened(self.opened(case))

    def opened(self, case: str) -> tuple[AnyFact, ...]:
        kept = self._state.cases.get(case)
        return kept.facts if kept else ()

    def histories(self, start: str = "", stop: str = "") -> Iterator[tuple[str, tuple[AnyFact, ...]]]:
        for case in self.cases():
            if start <= case and (not stop or case < stop):
                yield case, self.history(case)

    def envelopes(self, case: str) -> tuple[Envelope, ...]:
        facts = self.opened(case)
        unread = [chain.sealed_text(dict.fromkeys(fact.sealed)) for fact in facts]
        return tuple(chain.envelop(self.partnership, case, 0, "", facts, unread))

    def check_chain(self, case: str) -> list[Finding]:  # noqa: ARG002 - the contract's
        """Nothing here can be changed behind the store's back."""
        return []

    def counters(self) -> dict[tuple[str, int], int]:
        return dict(self._state.counters)

    def answers(self) -> list[Answer]:
        return sorted(self._state.answers.values(), key=lambda answer: (answer.case, answer.first, answer.last))

    def added_packs(self) -> list[str]:
        return [text for name, text in sorted(self._state.packs.items()) if name.startswith("added:")]

    def check_whole(self) -> list[Finding]:
        return []

    def cases(self) -> Iterator[str]:
        return iter(sorted(self._state.cases))

    def case_row(self, case: str) -> CaseRow | None:
        kept = self._state.cases.get(case)
        return kept.row if kept else None

    def case_rows(
        self, pathway: str = "", status: str = "", limit: int = 1000, after: CaseRow | None = None
    ) -> list[CaseRow]:
        rows = sorted((kept.row for kept in self._state.cases.values()), key=_by_deadline)
        return [
            row
            for row in rows
            if pathway in ("", row.pathway)
            and status in ("", row.status)
            and (after is None or _by_deadline(row) > _by_deadline(after))
        ][:limit]

    def cases_seen(self, sight: Sight, wanted: Wanted, limit: int = 50, skip: int = 0) -> list[CaseRow]:
        rows = sorted(self._seen(sight, wanted), key=lambda row: in_order(row, wanted), reverse=wanted.sort[0] == "-")
        return rows[skip : skip + limit]

    def count_seen(self, sight: Sight, wanted: Wanted) -> int:
        return len(self._seen(sight, wanted))

    def _seen(self, sight: Sight, wanted: Wanted) -> list[CaseRow]:
        named = frozenset(sight.names)
        excluded = {
            case for case, kept in self._state.cases.items() if any(named & keys for keys in kept.excluded.values())
        }
        rows = [kept.row for kept in self._state.cases.values()]
        return [row for row in rows if may_be_seen(row, sight, excluded) and is_wanted(row, wanted)]

    def alerts_seen(self, sight: Sight, state: str = "open") -> list[AlertRow]:
        cases = {row.case for row in self._seen(sight, Wanted())}
        return [row for row in self.alert_rows(state) if row.case in cases]

    def count_alerts_told(self, sight: Sight, posts: Collection[tuple[str, str]], state: str = "open") -> int:
        return sum((row.tell_role, row.tell_agency) in posts for row in self.alerts_seen(sight, state))

    def holders(self) -> list[tuple[str, str]]:
        rows = (kept.row for kept in self._state.cases.values())
        posts = {(row.holder_role, row.holder_agency) for row in rows if not row.finished}
        return sorted(posts - {("", "")})

    def held_by(self, role: str, agency: str) -> list[str]:
        return [
            row.case
            for row in self.cases_seen(Sight(), Wanted(finished=False, holder=(role, agency)), len(self._state.cases))
        ]

    def told(self, state: str = "open") -> dict[tuple[str, str], int]:
        return dict(Counter((row.tell_role, row.tell_agency) for row in self.alert_rows(state)))

    def wrongly_excluded(self, case: str, answers: Sequence[Excluded]) -> list[Excluded]:
        kept = self._state.cases[case].excluded
        named = {(answer.position, answer.field): answer for answer in answers}
        wrong = [answer for place, answer in named.items() if kept.get(place, frozenset()) != frozenset(answer.keys)]
        return [*wrong, *(Excluded(*place, ()) for place in sorted(kept.keys() - named.keys()))]

    def alert_rows(self, state: str = "", case: str = "") -> list[AlertRow]:
        rows = [row for kept in self._state.cases.values() for row in kept.alerts.values()]
        chosen = [row for row in rows if state in ("", row.state) and case in ("", row.case)]
        return sorted(chosen, key=lambda row: (row.raised_at, row.case, row.key))

    def outbox_rows(self, case: str = "") -> list[OutboxRow]:
        rows = [row for kept in self._state.cases.values() for row in kept.outbox.values() if case in ("", row.case)]
        return sorted(rows, key=lambda row: (row.queued_at, row.case, row.key, row.rung))

    def link_rows(self, case: str = "", to: str = "") -> list[LinkRow]:
        rows = [row for kept in self._state.cases.values() for row in kept.links]
        chosen = [row for row in rows if case in ("", row.case) and to in ("", row.to)]
        return sorted(chosen, key=lambda row: (row.to, row.case, row.relation))

    def due_at(self, case: str) -> datetime | None:
        kept = self._state.cases.get(case)
        return kept.due if kept else None

    def count_due(self, now: datetime) -> int:
        return sum(1 for kept in self._state.cases.values() if kept.due is not None and kept.due <= now)

    def latest_instant(self) -> datetime | None:
        seen = [fact.seen_at for kept in self._state.cases.values() for fact in kept.facts]
        return max([*seen, *self._state.ticks], default=None)

    def ticks(self, since: datetime) -> list[Tick]:
        return [tick for at, tick in sorted(self._state.ticks.items()) if at >= since]

    def pack(self, sha256: str) -> str | None:
        return self._state.packs.get(sha256)

    def close(self) -> None:
        """Nothing to let go of."""


class MemoryUnit:
    """A `Unit`: what it writes is kept apart, in `later`, until it ends well. `lost` once a write in it failed."""

    def __init__(self, state: _State, partnership: str) -> None:
        self._state = state
        self._partnership = partnership
        self.later = _State()
        self.lost = False

    def answer(self, key: str) -> Answer | None:
        return self.later.answers.get(key) or self._state.answers.get(key)

    def fingerprint(self, content: bytes) -> str:
        return hmac.new(b"no master key in memory", content, hashlib.sha256).hexdigest()

    def history(self, case: str) -> tuple[AnyFact, ...]:
        kept = self._kept(case)
        return _unopened(kept.facts) if kept else ()

    def head(self, case: str) -> int:
        kept = self._kept(case)
        return len(kept.facts) if kept else 0

    def new_reference(self, prefix: str, year: int) -> str:
        last = self.later.counters.get((prefix, year)) or self._state.counters.get((prefix, year), 0)
        self.later.counters[prefix, year] = last + 1
        return chain.reference(prefix, year, last + 1)

    def append(
        self,
        case: str,
        facts: Sequence[AnyFact],
        *,
        after: int,
        due: datetime | None,
        rows: Rows,
        key: str = "",
        fingerprint: str = "",
    ) -> None:
        chain.must_fit(case, facts, after, rows)
        if self.head(case) != after or (key and self.answer(key)):
            self.lost = True
            raise Conflict
        bodies = chain.envelop(self._partnership, case, after, "", facts, [chain.NOTHING_SEALED] * len(facts))
        kept = self._kept(case) or _Kept(rows.case)
        outbox = dict(kept.outbox)
        for row in rows.outbox:
            outbox.setdefault((row.key, row.rung), row)
        self.later.cases[case] = _Kept(
            row=rows.case,
            facts=(
                *kept.facts,
                *(with_sealed(decode(each.body), dict(fact.sealed)) for each, fact in zip(bodies, facts, strict=True)),
            ),
            alerts=kept.alerts | {row.key: row for row in rows.alerts},
            outbox=outbox,
            links=tuple(dict.fromkeys((*kept.links, *rows.links))),
            excluded=kept.excluded | {(each.position, each.field): frozenset(each.keys) for each in rows.excluded},
            due=due and from_text(to_text(due)),
        )
        if key:
            self.later.answers[key] = Answer(case, after + 1, after + len(facts), fingerprint)

    def claim_due(self, now: datetime, skipping: Collection[str] = ()) -> str | None:
        due = [(at, case) for at, case in self._due(now) if case not in skipping]
        return min(due)[1] if due else None

    def count_due(self, now: datetime) -> int:
        return len(self._due(now))

    def record_awake(self, tick: Tick) -> None:
        same = self.later.ticks.get(tick.at) or self._state.ticks.get(tick.at) or Tick(tick.at, 0, 0, 0)
        self.later.ticks[tick.at] = Tick(
            tick.at, max(same.due, tick.due), same.handled + tick.handled, same.facts + tick.facts
        )

    def destroy_key(self, case: str, position: int, path: str) -> None:
        kept = self._kept(case)
        fact = kept.facts[position - 1] if kept and 0 < position <= len(kept.facts) else None
        if kept is None or fact is None or fact.sealed.get(path) is None:
            raise refusals.nothing_to_strike_out(case, position, path)
        gone = with_sealed(fact, {**fact.sealed, path: None})
        self.later.cases[case] = replace(kept, facts=(*kept.facts[: position - 1], gone, *kept.facts[position:]))

    def keep_pack(self, sha256: str, text: str) -> None:
        if sha256 not in self._state.packs:
            self.later.packs.setdefault(sha256, text)

    def _kept(self, case: str) -> _Kept | None:
        return self.later.cases.get(case) or self._state.cases.get(case)

    def _due(self, now: datetime) -> list[tuple[datetime, str]]:
        cases = self._state.cases | self.later.cases
        return [(kept.due, case) for case, kept in cases.items() if kept.due is not None and kept.due <= now]


def _by_deadline(row: CaseRow) -> tuple[str, str]:
    return or_never(row.next_due_at), row.case


def _unopened(facts: tuple[AnyFact, ...]) -> tuple[AnyFact, ...]:
    return tuple(with_sealed(fact, dict.fromkeys(fact.sealed)) if fact.sealed else fact for fact in facts)
