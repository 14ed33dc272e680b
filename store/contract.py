"""What every store promises. `memory` is the specification; SQLite and PostgreSQL give the same answers.

Writing happens in a unit of work: `with store.transaction() as unit: ...`. It is one durable transaction; an exception
inside leaves nothing behind. Do not open a second unit inside the first: stores with a single writer wait for
themselves until they refuse. Reading from the store sees what has been committed; reading from the unit also sees what
the unit has written.

Storage that fails is refused with a stable code, and nothing is half-written: `no-database`, `not-a-database`,
`database-damaged`, `database-locked`, `database-read-only`, `database-full`, `database-unreachable`, `schema-too-old`,
`schema-too-new`, `no-key`, `wrong-key`, `fact-unreadable`; from `create` also `database-exists` and `key-exists`.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from states.facts import AnyFact
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


class Conflict(Exception):  # noqa: N818 - a lost race, not an error: whoever sees it begins again
    """Somebody else wrote first. Leave the unit and run the command again from the start."""


class Unit(Protocol):
    """One unit of work. After `Conflict` or `Refused` from any method but `answer`, leave it."""

    def answer(self, key: str) -> Answer | None:
        """What an idempotency key led to; None for a key that was never used."""

    def fingerprint(self, content: bytes) -> str:
        """HMAC-SHA256 of a command's content, under a key derived from the master key: tells same from other and
        gives nobody a hash of personal text to guess at. Raises: Refused("no-key")."""

    def history(self, case: str) -> tuple[AnyFact, ...]:
        """The case's facts in order, sealed texts unopened (path -> None); () for an unknown case."""

    def head(self, case: str) -> int:
        """How many facts the case has; 0 for an unknown case."""

    def new_reference(self, prefix: str, year: int) -> str:
        """The next case reference, such as "ESC-2026-0001": without gaps per prefix and year."""

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
        """Write facts after the first `after` ones, and all that follows from them, in this unit.

        Facts (sealed texts encrypted, hashes chained), the case row, alerts and outbox, the due row (None: no row)
        and, for a `key`, its answer. No facts is allowed on an open case: then only the rest is written. `after` 0
        opens a case. `rows.case.version` is the length that the history then has.
        Raises: Conflict where the history is not `after` long or the key was used meanwhile, Refused("no-key") for a
        sealed text without the master key, ValueError where the arguments contradict each other.
        """

    def claim_due(self, now: datetime, skipping: Collection[str] = ()) -> str | None:
        """One case whose due row is at or before `now`, earliest first, then by reference; None where none is left.

        Nobody else claims it before this unit ends. It stays due until an append says otherwise.
        """

    def count_due(self, now: datetime) -> int:
        """How many cases are due at `now`."""

    def record_awake(self, tick: Tick) -> None:
        """The engine was awake. Two records of one instant become one: most due, sums of handled and facts."""

    def destroy_key(self, case: str, position: int, path: str) -> None:
        """Destroy the key of one sealed field: its text is gone for good and the chain still holds.

        Append the `StruckOut` fact in the same unit, or `check_chain` reports the missing key.
        Raises: Refused("nothing-to-strike-out") where there is no such sealed field or it was destroyed before.
        """

    def keep_pack(self, sha256: str, text: str) -> None:
        """Keep a document (a resolved pack, a calendar) under its hash; keeping it again changes nothing."""


class Store(Protocol):
    """One partnership's histories and what is read from them. `people`: what is kept beside the cases."""

    people: People

    @property
    def partnership(self) -> str:
        """Whose cases these are."""

    @property
    def kind(self) -> str:
        """`training` or `live`."""

    def transaction(self) -> AbstractContextManager[Unit]:
        """One unit of work: one durable transaction, committed at the end of the `with`, else rolled back."""

    def history(self, case: str) -> tuple[AnyFact, ...]:
        """The case's facts in order, sealed texts unopened (path -> None); () for an unknown case."""

    def opened(self, case: str) -> tuple[AnyFact, ...]:
        """The same with the sealed texts, None where one was struck out or the master key is not here."""

    def histories(self, start: str = "", stop: str = "") -> Iterator[tuple[str, tuple[AnyFact, ...]]]:
        """Every case with its history (sealed texts unopened), in order of reference, a few at a time.

        From reference `start` on, and before `stop` unless that is empty.
        """

    def envelopes(self, case: str) -> tuple[Envelope, ...]:
        """The case's facts raw, as stored."""

    def check_chain(self, case: str) -> list[Finding]:
        """What does not hold in the stored history of a case; see `store.chain` for the codes. [] when all does."""

    def counters(self) -> dict[tuple[str, int], int]:
        """The number given to a case last, by the prefix of its reference and the year."""

    def answers(self) -> list[Answer]:
        """What every idempotency key led to, by case and then by its first fact."""

    def added_packs(self) -> list[str]:
        """The documents kept under a name that begins with `added:`, in order of the names."""

    def check_whole(self) -> list[Finding]:
        """What does not hold of the database as a whole: damaged pages, facts of a partnership that is not this one."""

    def cases(self) -> Iterator[str]:
        """Every case reference of which anything is stored, in order."""

    def case_row(self, case: str) -> CaseRow | None:
        """The case as lists show it."""

    def case_rows(
        self, pathway: str = "", status: str = "", limit: int = 1000, after: CaseRow | None = None
    ) -> list[CaseRow]:
        """Cases by next deadline, earliest first, those without one last, then by reference.

        Empty `pathway` or `status` means any. The next page: pass the last row seen as `after`.
        """

    def cases_seen(self, sight: Sight, wanted: Wanted, limit: int = 50, skip: int = 0) -> list[CaseRow]:
        """The cases that may be seen and are wanted, in the order asked for; equals by reference."""

    def count_seen(self, sight: Sight, wanted: Wanted) -> int:
        """How many there are."""

    def alerts_seen(self, sight: Sight, state: str = "open") -> list[AlertRow]:
        """The alerts in a state of the cases that may be seen, in the order of `alert_rows`."""

    def count_alerts_told(self, sight: Sight, posts: Collection[tuple[str, str]], state: str = "open") -> int:
        """How many of them one of these posts (role, agency) is told of."""

    def holders(self) -> list[tuple[str, str]]:
        """The posts (role, agency) that hold an open case; its cost follows how many there are, not their cases."""

    def held_by(self, role: str, agency: str) -> list[str]:
        """The open cases that a post holds, the earliest deadline first."""

    def told(self, state: str = "open") -> dict[tuple[str, str], int]:
        """How many alerts in a state each post (role, agency) is told of."""

    def wrongly_excluded(self, case: str, answers: Sequence[Excluded]) -> list[Excluded]:
        """Of all the answers that name people to be kept out of a case, those that the store keeps otherwise.

        Among them, without keys, those of which it keeps something and that are not there. [] without the master key.
        """

    def alert_rows(self, state: str = "", case: str = "") -> list[AlertRow]:
        """Alerts by the instant they were raised, then by case and key. Empty `state` or `case` means any."""

    def outbox_rows(self, case: str = "") -> list[OutboxRow]:
        """Who is to be told, by the instant it was queued, then by case, key and rung."""

    def link_rows(self, case: str = "", to: str = "") -> list[LinkRow]:
        """Links by the older case, the newer and the relation; from a newer `case`, or to an older one."""

    def due_at(self, case: str) -> datetime | None:
        """The next instant at which time alone changes something in the case."""

    def count_due(self, now: datetime) -> int:
        """How many cases are due at `now`, without waiting for whoever is writing."""

    def latest_instant(self) -> datetime | None:
        """The greatest `seen_at` of any fact, or instant of any awake record."""

    def ticks(self, since: datetime) -> list[Tick]:
        """When the engine was awake, from `since` on, in order."""

    def pack(self, sha256: str) -> str | None:
        """A document kept under its hash."""

    def close(self) -> None:
        """Let go of connections and keys. A closed store is not used again."""
