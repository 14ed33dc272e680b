"""The clocks of a case as a page shows them: what is due, when, why on that date, and what was done about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import quote

from engine import words
from engine.documents import clock_document, proof_of
from engine.packs.pack import Procedure
from states.case import Case, Clock
from states.days import parse_day
from states.facts import AnyFact, ClockExtended, ClockSuspended
from web import standing
from web.rendering import said
from web.showing.actions import in_own_words
from web.showing.people import UNNAMED, agency_title, post_title, posts_in_words
from web.standing import Standing
from workflow.offering import keepers
from workflow.timescales import Leave, Timescale

KINDS = {
    "statutory": "Statutory",
    "local": "Local procedure",
    "aspiration": "What the partnership aims for",
    "reminder": "Reminder",
}


_SURE = {"high": "", "unconfirmed": " Unconfirmed.", "proposed": ""}
"""What follows a source. That a number is only suggested stands beside the clock already."""


@dataclass(frozen=True)
class Seen:
    """From where a case is looked at: `history` is what is known of it, `case` what that amounts to at `now`.

    filled: the posts (role, agency) that somebody holds at `now`; None where nobody asks, as of times gone by.
    """

    reference: str
    case: Case
    history: tuple[AnyFact, ...]
    procedure: Procedure
    now: datetime
    filled: frozenset[tuple[str, str]] | None = None

    def is_vacant(self, post: tuple[str, str]) -> bool:
        """Whether nobody holds a post now, as far as that is known."""
        return self.filled is not None and post not in self.filled


@dataclass(frozen=True)
class ClockShown:
    """One clock. Everything here is text, or says whether something is so."""

    clock: Clock
    seen: Seen

    @property
    def _timescale(self) -> Timescale | None:
        """None where the case moved to an edition that no longer knows it."""
        return self.seen.procedure.policy.pathway.timescales.get(self.clock.timescale)

    @cached_property
    def plain_title(self) -> str:
        """What is due; one of several rounds, parties or actions says which. It names nobody."""
        return title_of(self.clock.id, self.seen.procedure)

    @cached_property
    def title(self) -> str:
        """The same, of an action in its own words, with whose it is."""
        action = in_own_words(self.clock, self.seen.case, self.seen.history, self.seen.procedure)
        return f"{self.plain_title}: {action}" if action else self.plain_title

    @property
    def address(self) -> str:
        """Where what can be done about it is found."""
        return f"/cases/{self.seen.reference}/clocks/{quote(self.clock.id, safe='')}"

    @property
    def tag(self) -> Standing:
        """Its tag."""
        return standing.of_clock(self.clock, self.seen.now)

    @cached_property
    def _keepers(self) -> tuple[tuple[str, str], ...]:
        return keepers(self.clock, self.seen.case, self.seen.procedure.policy) if self.clock.running else ()

    @property
    def by_whom(self) -> str:
        """The posts that can keep it; of many only the first two. Says where nobody is there. Empty where it ended."""
        said_of = posts_in_words(self._keepers, self.seen.procedure.policy.partnership)
        lacking = said_of and all(self.seen.is_vacant(post) for post in self._keepers)
        return (
            f"{said_of} (nobody holds {'that post' if len(self._keepers) == 1 else 'any of these posts'})"
            if lacking
            else said_of
        )

    @property
    def everybody(self) -> list[str]:
        """Every post that can keep it, and which of them nobody holds."""
        partnership = self.seen.procedure.policy.partnership
        return [
            f"{post_title(*post, partnership)}{' (nobody holds this post)' if self.seen.is_vacant(post) else ''}"
            for post in self._keepers
        ]

    @property
    def due(self) -> str:
        """The last moment on time."""
        return words.moment(self.clock.due_at)

    @property
    def beside(self) -> str:
        """Beside the date and its tag: how far it is, or when it was done; empty where the tag says it."""
        clock = self.clock
        if clock.cancelled_at is not None:
            return f"no longer needed since {words.moment(clock.cancelled_at)}"
        if clock.stopped_at is not None:
            return f"done {words.moment(clock.stopped_at)}"
        if clock.suspended_at is not None:
            return "stands still"
        in_hours = standing.in_hours(clock.due_at, self.seen.now)
        if self.tag == standing.GONE_BY or (self.tag == standing.TODAY and not in_hours):
            return ""
        return standing.distance(clock.due_at, self.seen.now, self.seen.procedure.policy.calendar)

    @property
    def kind(self) -> str:
        """Whose promise it is."""
        return KINDS[self.clock.terms.kind]

    @cached_property
    def notes(self) -> list[str]:
        """What has to stand beside it: an unconfirmed number, a provisional date, a minimum, late before it began."""
        clock, found = self.clock, words.standing(self.clock.terms)
        if clock.terms.at_least:
            found.append("a minimum: it is kept by not acting before this moment")
        if self._provisional:
            found.append("provisional: some bank holidays counted are only expected")
        if clock.received_late:
            found.append(words.received_late(clock, self.seen.case))
        if clock.band:
            found.append(f"how long it took is told in bands: {said(clock.band.removeprefix('band-')).lower()}")
        return found

    @cached_property
    def _provisional(self) -> bool:
        return bool(self._timescale) and proof_of(self.clock, self.seen.procedure.policy).provisional

    @cached_property
    def days(self) -> str:
        """How many working days it has run."""
        if self._timescale is None:
            return ""
        counted = clock_document(self.clock, self.seen.history, self.seen.procedure.policy, self.seen.now)["days"]
        gross, net = counted["gross"], counted["net"]
        return f"{gross}" if gross == net else f"{gross}, or {net} without those it stood still"

    @cached_property
    def suspended(self) -> str:
        """Why it stands still, since when and until when at the latest; empty where it runs."""
        clock = self.clock
        if clock.suspended_at is None or clock.suspended_until is None:
            return ""
        last = next(
            fact for fact in reversed(self.seen.history) if isinstance(fact, ClockSuspended) and fact.clock == clock.id
        )
        why = _leave_reason(last.reason, self._timescale.suspension if self._timescale else None)
        return (
            f"{why}. Suspended since {words.moment(clock.suspended_at)}; "
            f"it runs again by {words.moment(clock.suspended_until)} at the latest."
        )

    @cached_property
    def reason(self) -> str:
        """Why it was late, as somebody has said; empty where nobody has."""
        given = self.clock.reason
        if given is None:
            return ""
        code = self.seen.procedure.policy.partnership.lateness_reasons.get(given.code, said(given.code))
        text = self.seen.history[given.position - 1].sealed.get("text")
        return f"{code}: {text or UNNAMED}"

    @property
    def reason_missing(self) -> bool:
        """Late, or gone by, and nobody has said why yet."""
        clock = self.clock
        late = clock.wants_reason or (clock.terms.counts and clock.overdue(self.seen.now))
        return late and clock.reason is None

    @cached_property
    def proof(self) -> list[str]:
        """How the deadline was worked out, a sentence a line."""
        if self._timescale is None:
            return ["The procedure that the case now keeps no longer has this timescale."]
        lines = words.derivation(proof_of(self.clock, self.seen.procedure.policy))
        return [*lines, *self._added()]

    def _added(self) -> Iterator[str]:
        timescale = self._timescale
        for fact in self.seen.history:
            match fact:
                case ClockSuspended(clock=self.clock.id, reason=reason):
                    why = _leave_reason(reason, timescale.suspension if timescale else None)
                    yield f"It was suspended on {words.moment(fact.at)}: {why}."
                case ClockExtended(clock=self.clock.id, reason=reason, amount=amount):
                    why = _leave_reason(reason, timescale.extension if timescale else None)
                    yield f"{_days(amount)} more were granted on {words.moment(fact.at)}: {why}."
        if self.clock.paused:
            yield f"{_days(self.clock.paused)} on which it stood still are part of the length above."
        if self.clock.extended:
            yield f"{_days(self.clock.extended)} that were granted are part of the length above."

    @cached_property
    def source(self) -> str:
        """On whose authority: title, part and edition, and that nobody has confirmed it where that is so."""
        if self._timescale is None:
            return ""
        source = self._timescale.source
        return f"{source.title}, {source.part} (edition {words.edition(source.edition)}).{_SURE[source.confidence]}"

    @property
    def other_readings(self) -> list[str]:
        """The dates that the same promise has in another reading, while nobody has confirmed which is meant."""
        if self._timescale is None or self.clock.terms.also is None:
            return []
        found = clock_document(self.clock, self.seen.history, self.seen.procedure.policy, self.seen.now)["readings"]
        return [
            f"Counted in {said(each['unit']).lower()} it would be {words.day(parse_day(each['due_on']))}."
            for each in found
            if not each["configured"]
        ]


def clocks_shown(seen: Seen) -> tuple[list[ClockShown], list[ClockShown]]:
    """Those that still run, the earliest deadline first, and those that have ended, the last to end first."""
    shown = [ClockShown(clock, seen) for clock in seen.case.clocks.values()]
    running = sorted((each for each in shown if each.clock.running), key=lambda each: each.clock.due_at)
    ended = [each for each in shown if not each.clock.running]
    return running, sorted(ended, key=_ended_at, reverse=True)


def title_of(clock: str, procedure: Procedure) -> str:
    """A clock by its id: its timescale's title, and which party, action or round it is."""
    partnership = procedure.policy.partnership
    name, _, later = clock.partition("#")
    base, _, which = name.partition(":")
    told = words.which(which, agency_title(which, partnership) if which in partnership.agencies else "")
    marks = (told, f"round {later}" if later else "")
    shown = ", ".join(mark for mark in marks if mark)
    title = procedure.titles.get(base, said(base))
    return f"{title} ({shown})" if shown else title


def _ended_at(shown: ClockShown) -> datetime:
    return shown.clock.stopped_at or shown.clock.cancelled_at or shown.clock.started_at


def _leave_reason(code: str, leave: Leave | None) -> str:
    return leave.reasons.get(code, said(code)) if leave else said(code)


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
