"""The demonstration's strategy meetings: a table a year, one row a meeting, written out as what people record."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from engine.packs.yaml import Document, read_yaml
from engine.stories.dates import show_day_of, show_instant
from engine.stories.notation import Event, Expected, Instant
from engine.stories.reading import Story
from workflow.pieces import Frozen

PATHWAY = "strategy-meeting"
SAID = "said"
"""The file of what is said at the meetings; every other file of the folder is a year's table."""

ASKED_BY = {
    "social-care": "social-worker",
    "police": "practitioner",
    "health-trust-a": "practitioner",
    "health-trust-b": "practitioner",
    "school-a": "designated-lead",
    "school-b": "designated-lead",
}
CHAIR, MANAGER = "strategy-meeting-chair of social-care", "team-manager of social-care"
A_MOMENT, A_WHILE = timedelta(minutes=10), timedelta(minutes=40)
"""How long after something happened it is recorded."""


class Meeting(Frozen):
    """One row. `education`: how the school took part; `late`: the reason recorded for more than 24 hours, if any was;
    `enquiry_ended`: when the section 47 enquiry ended that the meeting started, if it did."""

    asked: Instant
    by: str
    held: Instant
    circulated: Instant
    education: str = "attended"
    late: str = ""
    enquiry_ended: Instant | None = None


class Year(Frozen):
    """A year's table."""

    year: str
    meetings: tuple[Meeting, ...]


class Said(Frozen):
    """What is said at the meetings: of each question its answers, taken in turn; `late` by reason."""

    concern: tuple[str, ...]
    urgency: tuple[str, ...]
    meeting_kind: tuple[str, ...]
    decisions: tuple[str, ...]
    reasons: tuple[str, ...]
    child_voice: tuple[str, ...]
    outcome_for_child: tuple[str, ...]
    late: Mapping[str, str]

    def at(self, place: int, *questions: str) -> dict[str, str]:
        """The answers for the meeting at this place of its table."""
        return {each: (answers := getattr(self, each))[place % len(answers)] for each in questions}


def meetings(folder: Path) -> Iterator[Story]:
    """Every row of every year's table in the folder, as a story of its own."""
    said = Said.model_validate(_content(folder / f"{SAID}.yaml"))
    for path in sorted(folder.glob("*.yaml")):
        if path.stem != SAID:
            year = Year.model_validate(_content(path))
            for place, meeting in enumerate(year.meetings, start=1):
                yield _story(year.year, place, meeting, said)


def _content(path: Path) -> Any:
    document = read_yaml(path, path.name)
    assert not document.faults, document.faults  # noqa: S101 - the tables come with the product, and its tests read them
    return document.content


def _story(year: str, place: int, meeting: Meeting, said: Said) -> Story:
    name = f"{year}-meeting-{place:03}"
    return Story(
        name=name,
        title=f"Strategy meeting {place} of {year}",
        pathway=PATHWAY,
        shows="One row of a year's table.",
        events=tuple(sorted(_events(f"C-{year}-{place:03}", place, meeting, said), key=lambda event: event.on)),
        expect=Expected(),
        document=Document(name),
    )


def _events(child: str, place: int, meeting: Meeting, said: Said) -> Iterator[Event]:
    """The row in the notation of stories, as a practitioner would have written it."""
    yield _opened(child, place, meeting, said)
    recorded = meeting.held + A_WHILE
    yield _entry(recorded, CHAIR, move="hold", happened=show_instant(meeting.held), record=_held(place, meeting, said))
    if meeting.late:
        reason = {"clock": "held", "code": meeting.late, "text": said.late[meeting.late], "authoriser": "The manager"}
        yield _entry(recorded + A_MOMENT, MANAGER, reason=reason)
    if meeting.enquiry_ended:
        yield from _enquiry(meeting.held, recorded, meeting.enquiry_ended)
    everybody = ["social-care", "police", "health", "education"]
    record = {"circulated_to": everybody, "absent_included": "yes", "machine_drafted": "no"}
    yield _entry(meeting.circulated, CHAIR, move="circulate-record", record=record)
    yield _entry(
        max(meeting.circulated, meeting.enquiry_ended or meeting.circulated) + A_WHILE,
        MANAGER,
        move="close",
        record={
            "enquiry": "ended" if meeting.enquiry_ended else "none",
            "challenge": "no",
            **said.at(place, "outcome_for_child"),
        },
    )


def _opened(child: str, place: int, meeting: Meeting, said: Said) -> Event:
    asks = {} if meeting.by == "social-care" else {"raising_agency": "social-care", "receiving_agency": meeting.by}
    return _entry(
        meeting.asked + A_MOMENT,
        f"{ASKED_BY[meeting.by]} of {meeting.by}",
        move="open",
        record={
            "child": child,
            "earliest_request_or_decision": show_instant(meeting.asked),
            "earliest_was": "threshold-decision" if meeting.by == "social-care" else "request",
            "immediate_risk": "no",
            **asks,
            **said.at(place, "urgency", "concern"),
        },
    )


def _held(place: int, meeting: Meeting, said: Said) -> dict[str, Any]:
    """What is recorded of the meeting itself; the three others of the core partners were there in person."""
    attendance = [{"partner": each, "attendance": "attended"} for each in ("social-care", "police", "health")]
    attendance.append({"partner": "education", "attendance": meeting.education})
    decided = {"decisions": ["section-47-enquiry"]} if meeting.enquiry_ended else said.at(place, "decisions")
    return {
        "chair": "The chair",
        "attendance": json.dumps(attendance),
        "could_decide": "yes",
        "parents_told": "told",
        "serious_harm_or_death": "no",
        "actions_agreed": "no",
        **decided,
        **said.at(place, "meeting_kind", "reasons", "child_voice"),
    }


def _enquiry(held: datetime, recorded: datetime, ended: datetime) -> Iterator[Event]:
    """The section 47 enquiry that the meeting started, and that no conference followed."""
    started = {
        "initiating_discussion_on": show_day_of(held),
        "enquiry_kind": "social-care-alone",
        "decided_by": "The chair",
    }
    yield _entry(recorded + A_MOMENT, CHAIR, move="s47-started", record=started)
    outcome = {
        "s47_outcome": "not-substantiated",
        "reason": "What was feared was looked into and not found.",
        "authorised_by": "The manager",
        "agencies_told": "All four core partners, by the social worker.",
    }
    yield _entry(ended, MANAGER, move="s47-ended", record=outcome)


def _entry(on: datetime, by: str, **what: Any) -> Event:
    return Event.model_validate({"on": show_instant(on), "by": by, **what})
