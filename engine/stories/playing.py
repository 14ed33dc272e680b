"""Stories played: a dated story runs through the real engine on a store in memory, and what came of it is compared."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.handle import Handled, handle, handle_in
from engine.library import Library
from engine.packs.pack import Pack
from engine.stories import notation
from engine.stories.expectations import Difference, Look, compared
from engine.stories.notation import Event, Expected, Post
from engine.stories.reading import Story
from states.case import Case
from states.facts import AnyFact, CaseOpened, StepTaken
from states.folding import fold
from states.refusals import Refused
from store.contract import Store
from store.memory import MemoryStore
from workflow.commands import (
    TIME,
    AcknowledgeAlert,
    Actor,
    AnyCommand,
    Correct,
    Extend,
    GiveReason,
    LinkCase,
    OpenCase,
    PassTime,
    Resume,
    StrikeOut,
    Suspend,
    TakeStep,
)


@dataclass(frozen=True)
class Played:
    """What came of a story: its case, every look at it that the story takes, and where it came out differently."""

    story: Story
    reference: str
    history: tuple[AnyFact, ...]
    case: Case
    looks: tuple[Look, ...]
    differences: tuple[Difference, ...]


class OnePack(Library):
    """A library in which every case opens under one pack, whatever the date."""

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self.pack = pack

    def opening(self, partnership: str, on: date, store: Store | None = None) -> Pack:  # noqa: ARG002 - the library's
        return self.pack


def play(story: Story, pack: Pack) -> Played:
    """The story under this pack, from its first entry to its last; what differs is a value, never an exception."""
    store = MemoryStore(pack.partnership.partnership)
    library = OnePack(pack)
    reference, older = "", _older(story, store, library)
    looks: list[Look] = []
    differences: list[Difference] = []
    for place, event in enumerate(story.events):
        let_time_pass(store, library, event.on)
        where = ("events", str(place))
        refused = ""
        try:
            handled = enact(store, library, event, story.pathway, reference, older)
            reference = handled.reference if handled else reference
        except Refused as no:
            refused = no.code
            if refused != event.refused:
                differences.append(_differs(story, where, event, f"refused as {no.code}: {no}"))
        if event.refused and not refused:
            differences.append(_differs(story, where, event, "done"))
        if not reference:
            break
        if event.expect:
            looks.append(_look(store, reference, story, (*where, "expect"), event.expect))
    history = store.history(reference)
    if reference:
        looks.append(_look(store, reference, story, ("expect",), story.expect))
    differences.extend(difference for look in looks for difference in compared(look, story))
    return Played(story, reference, history, fold(history), tuple(looks), tuple(differences))


def let_time_pass(store: Store, library: Library, until: datetime) -> None:
    """Every case that is due up to an instant, handled at each instant that its due row names: punctual sweeps."""
    while _passed_once(store, library, until):
        pass


def _older(story: Story, store: Store, library: Library) -> str:
    """The case that the story links its own to, opened just before it by the same people; none where it links none."""
    if not any(event.link for event in story.events):
        return ""
    try:
        handled = enact(store, library, story.events[0], story.pathway, "")
    except Refused:
        return ""  # The story's own opening is refused as well, and says so.
    return handled.reference if handled else ""


def enact(
    store: Store, library: Library, event: Event, pathway: str, reference: str, older: str = ""
) -> Handled | None:
    """What somebody does in an entry, handled as the engine always does; None where the entry is only a look.

    older: the case that links are to. Raises: Refused.
    """
    command = command_of(event, pathway, store.history(reference) if reference else (), older)
    return handle(store, library, command, reference) if command else None


def command_of(event: Event, pathway: str, history: tuple[AnyFact, ...], older: str) -> AnyCommand | None:
    """The command of an entry; None where the entry is only a look at the case."""
    if event.by is None:
        return None
    at, now, by = event.happened or event.on, event.on, _actor(event.by, event.person)
    if event.move == "open":
        return OpenCase(at=at, seen_at=now, by=by, pathway=pathway, answers=event.record)
    if event.move:
        return TakeStep(at=at, seen_at=now, by=by, move=event.move, answers=event.record)
    if event.reason:
        return GiveReason(at=at, seen_at=now, by=by, **dict(event.reason))
    if event.acknowledge:
        return AcknowledgeAlert(at=at, seen_at=now, by=by, **dict(event.acknowledge))
    if event.suspend:
        return Suspend(at=at, seen_at=now, by=by, **dict(event.suspend))
    if event.resume:
        return Resume(at=at, seen_at=now, by=by, clock=event.resume.clock)
    if event.extend:
        asked = dict(event.extend)
        return Extend(at=at, seen_at=now, by=by, amount=asked.pop("days"), **asked)
    if event.link:
        return LinkCase(at=at, seen_at=now, by=by, older=older, relation=event.link.relation)
    if event.correct:
        return Correct(at=at, seen_at=now, by=by, **_of_fact(event.correct, history), value=event.correct.value)
    if event.strike_out:
        authoriser = event.strike_out.authoriser
        return StrikeOut(at=at, seen_at=now, by=by, **_of_fact(event.strike_out, history), authoriser=authoriser)
    return None


def person(post: Post) -> str:
    """An invented name for whoever holds a post, the same in every story."""
    drawn = hashlib.sha256(str(post).encode()).digest()
    return f"{_FIRST[drawn[0] % len(_FIRST)]} {_LAST[drawn[1] % len(_LAST)]}"


_FIRST = ("Robin", "Kim", "Alex", "Sam", "Jo", "Lee", "Chris", "Pat", "Ashley", "Jamie", "Morgan", "Drew", "Frances")
_LAST = ("Alder", "Birch", "Cedar", "Elm", "Hawthorn", "Hazel", "Holly", "Larch", "Linden", "Rowan", "Sorrel", "Yew")


def _actor(post: Post, name: str) -> Actor:
    return Actor(person=name or person(post), role=post.role, agency=post.agency)


def _of_fact(asked: notation.Correct | notation.StrikeOut, history: tuple[AnyFact, ...]) -> dict[str, Any]:
    position = asked.fact or _recorded_at(asked.move, asked.field, history)
    return {"position": position, "field": asked.field, "because": asked.because}


def _recorded_at(move: str, field: str, history: tuple[AnyFact, ...]) -> int:
    """The number of the fact in which a move of this name last recorded a field; 0 where none did."""
    return max(
        (
            position
            for position, fact in enumerate(history, start=1)
            if (isinstance(fact, StepTaken) and fact.move == move and (field == "at" or _answers(fact, field)))
            or (isinstance(fact, CaseOpened) and move == "open" and field != "at" and _answers(fact, field))
        ),
        default=0,
    )


def _answers(fact: StepTaken | CaseOpened, field: str) -> bool:
    return field in fact.record or f"record.{field}" in fact.sealed


def _passed_once(store: Store, library: Library, until: datetime) -> bool:
    with store.transaction() as unit:
        case = unit.claim_due(until)
        if case is None:
            return False
        due = store.due_at(case) or until
        now = max(due, _known_since(store, case))
        handle_in(unit, store, library, PassTime(at=now, seen_at=now, by=TIME), case)
    return True


def _known_since(store: Store, case: str) -> datetime:
    """A bell may lie before the last record where something was recorded late; it rings after that record."""
    return store.history(case)[-1].seen_at


def _look(store: Store, reference: str, story: Story, path: tuple[str, ...], expected: Expected) -> Look:
    history = store.history(reference)
    return Look(path, story.line(*path), expected, fold(history), history)


def _differs(story: Story, where: tuple[str, ...], event: Event, computed: str) -> Difference:
    expected = f"refused as {event.refused}" if event.refused else "done"
    path = (*where, "refused") if event.refused else where
    return Difference(story.document.file, story.line(*path), ".".join(path), expected, computed)
