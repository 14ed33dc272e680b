"""What a visitor can do in a case now: one thing first, the others after it, and what can be opened beside it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from engine.packs.pack import Pack
from states.case import Clock
from web.showing.clocks import ClockShown, Seen
from web.showing.people import nobody_holds, posts_in_words, within
from workflow.commands import Actor
from workflow.offering import Holds, as_pressing, awaited, on_offer, posts
from workflow.opening import ways_to_open


class Offer(NamedTuple):
    """Something that can be done: what it is called, and where."""

    title: str
    address: str


@dataclass(frozen=True)
class Next:
    """What is to be done next in a case, as one visitor sees it.

    keeps: the deadline that it keeps, empty where none is kept by it. first: what this visitor does about it, None
    where that is for others; then `waits` says for whom the case waits; `lacking` says that nobody is
    there, where the page does not say so of the pen already. also: what
    this visitor may record besides. pressing: the deadline that the case's tag speaks of, where that is another one.
    """

    keeps: str
    first: Offer | None
    waits: str
    lacking: str
    also: list[Offer]
    pressing: str


def what_next(actor: Actor | None, seen: Seen, spoken_of: datetime | None) -> Next:
    """What a case waits for, and what of it is for this visitor: None for one who records nothing.

    spoken_of: the deadline that the tag of the case goes by.
    """
    policy = seen.procedure.policy
    chosen = awaited(seen.case, policy, seen.now)
    chosen = as_pressing(chosen, actor, seen.case, policy) if actor else chosen
    own = on_offer(actor, seen.case, policy) if actor else ()
    first = next((name for name in chosen.moves if name in own), "")
    clock = seen.case.clocks.get(chosen.clock)
    others = () if first else _there(posts(chosen.moves[:1], seen.case, policy), seen)
    return Next(
        keeps=_deadline(clock, seen) if clock else "",
        first=_offer(first, seen) if first else None,
        waits=_waits(others, chosen.moves, clock, seen) if others else "",
        lacking=nobody_holds(others, policy.partnership) if _lacks(others, seen) else "",
        also=[_offer(name, seen) for name in own if name != first],
        pressing=_pressing(clock, spoken_of, seen),
    )


def _there(whom: tuple[Holds, ...], seen: Seen) -> tuple[Holds, ...]:
    """Of these posts whoever holds the pen, else those that somebody holds; where nobody is there, all of them."""
    held = tuple(post for post in whom if not seen.is_vacant(post))
    with_the_pen = tuple(post for post in held if post == (seen.case.holder.role, seen.case.holder.agency))
    return with_the_pen or held or whom


def _lacks(whom: tuple[Holds, ...], seen: Seen) -> bool:
    holder = (seen.case.holder.role, seen.case.holder.agency)
    return bool(whom) and holder not in whom and all(seen.is_vacant(post) for post in whom)


def _waits(whom: tuple[Holds, ...], moves: tuple[str, ...], clock: Clock | None, seen: Seen) -> str:
    """Post, Agency: what they do, by when."""
    policy = seen.procedure.policy
    title = policy.pathway.moves[moves[0]].title
    by = f", by {ClockShown(clock, seen).due}" if clock else ""
    return f"{within(posts_in_words(whom, policy.partnership))}: {title}{by}"


def _offer(name: str, seen: Seen) -> Offer:
    title = seen.procedure.policy.pathway.moves[name].title
    return Offer(title, f"/cases/{seen.reference}/moves/{name}")


def _deadline(clock: Clock, seen: Seen) -> str:
    shown = ClockShown(clock, seen)
    return f"{shown.title}: by {shown.due} ({shown.beside or shown.tag.text.lower()})"


def _pressing(chosen: Clock | None, spoken_of: datetime | None, seen: Seen) -> str:
    """The deadline that the tag of the case speaks of, where that is not the one chosen."""
    if spoken_of is None or (chosen is not None and chosen.due_at == spoken_of):
        return ""
    running = (clock for clock in seen.case.clocks.values() if clock.running and clock.due_at == spoken_of)
    clock = next(running, None)
    return _deadline(clock, seen) if clock else ""


def beside(actor: Actor, seen: Seen, pack: Pack) -> list[Offer]:
    """What this post may open about a case, as the partnership says, linked to it in the same breath."""
    found = []
    for pathway, relation in pack.partnership.opened_about.items():
        procedure = pack.procedures.get(pathway)
        if procedure is None or pathway == seen.case.pathway or not ways_to_open(actor, procedure.policy):
            continue
        query = urlencode({"link": seen.reference, "relation": relation})
        found.append(Offer(procedure.policy.pathway.title, f"/cases/new/{pathway}?{query}"))
    return found
