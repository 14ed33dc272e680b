"""How the questions of an opening are dealt out over pages: what matters most first, and as few clicks as eight."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from workflow.commands import Actor
from workflow.parties import RAISING_FIELD
from workflow.policy import Partnership
from workflow.questions import Question

MOST_CLICKS = 8
"""From the work list to the open case, beside typing: a lead who has never seen this gets through in so many."""

TO_GET_HERE = 2
TO_ACCEPT = 1
_CHOSEN_BY_A_CLICK = frozenset({"choice", "choices", "yes_no", "agency"})

Kind = Literal["emergency", "call-first", "questions", "more"]


@dataclass(frozen=True)
class Part:
    """One page of an opening; `place` is its part of the address."""

    place: str
    kind: Kind
    questions: Mapping[str, Question]


def parts_of(record: Mapping[str, Question], opener: Actor, partnership: Partnership) -> tuple[Part, ...]:
    """Danger first, then what has to be answered, one question a page where the clicks allow it, and the rest last."""
    dangers = {name: each for name, each in record.items() if each.shows == "emergency" and not each.when}
    dangers = {name: each for name, each in dangers.items() if each.type == "yes_no"}
    called = {name: each for name, each in record.items() if dangers.keys() & each.when.root.keys()}
    others = {name: each for name, each in record.items() if name not in dangers and name not in called}
    groups = list(_groups(others, _asked_of(opener, others, partnership)))
    asked = {name for group in groups for name in group}
    more = {name: each for name, each in others.items() if name not in asked}
    pages = [Part(str(number), "emergency", {name: each}) for number, (name, each) in enumerate(dangers.items(), 1)]
    if dangers:
        pages.append(Part("call-first", "call-first", called))
    for chunk in _dealt(groups, _spare(len(dangers), groups)):
        questions = {name: others[name] for group in chunk for name in group}
        number = sum(page.kind != "call-first" for page in pages) + 1
        pages.append(Part(str(number), "questions", questions))
    return (*pages, Part("more", "more", more))


def _asked_of(opener: Actor, questions: Mapping[str, Question], partnership: Partnership) -> set[str]:
    """What everybody has to answer; whoever keeps records for others also says whose concern it is."""
    for_others = {RAISING_FIELD} & questions.keys() if opener.agency == partnership.own_agency else set()
    return {name for name, each in questions.items() if each.required} | for_others


def _groups(questions: Mapping[str, Question], asked: set[str]) -> Iterator[dict[str, Question]]:
    """A question with all that hang on its answer."""
    for name in questions:
        if name in asked:
            group = {name: questions[name]}
            for other, each in questions.items():
                if other not in asked and each.when and each.when.root.keys() <= group.keys():
                    group[other] = each
            yield group


def _spare(dangers: int, groups: list[dict[str, Question]]) -> int:
    """How many clicks are left for going on to a next page."""
    chosen = sum(next(iter(group.values())).type in _CHOSEN_BY_A_CLICK for group in groups)
    return max(1, MOST_CLICKS - TO_GET_HERE - TO_ACCEPT - dangers - chosen)


def _dealt(groups: list[dict[str, Question]], pages: int) -> Iterator[list[dict[str, Question]]]:
    """The groups in order on at most so many pages, as evenly as they go."""
    pages = min(pages, len(groups))
    for page in range(pages):
        yield groups[page * len(groups) // pages : (page + 1) * len(groups) // pages]
