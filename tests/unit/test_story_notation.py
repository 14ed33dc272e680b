"""Stories that cannot be read are refused with file, line, and what would work."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from engine.packs.yaml import Fault
from engine.stories.dates import NotReadable, read_instant, read_when, show_day, show_instant
from engine.stories.reading import Story, read_story

GOOD = """\
story: a-story
title: A story
pathway: escalation
shows: What it shows.
events:
  - on: Fri 11 Dec 2026 09:00
    by: practitioner of school-a
    move: open
    record: {child: C-1, concern_arose_at: Fri 11 Dec 2026 08:30, immediate_risk: no}
  - on: Thu 24 Dec 2026 09:00
    expect:
      clocks:
        step-2: {due: Wed 23 Dec 2026, status: breached, late: yes}
        step-3: none
      alerts: []
"""


def read(folder: Path, text: str) -> tuple[Story | None, list[Fault]]:
    path = folder / "a-story.yaml"
    path.write_text(text)
    return read_story(path, "stories/escalation/a-story.yaml")


def fault_of(folder: Path, old: str, new: str) -> Fault:
    assert old in GOOD
    story, faults = read(folder, GOOD.replace(old, new))
    assert story is None
    [fault] = faults
    assert fault.file == "stories/escalation/a-story.yaml"
    assert fault.because.endswith(".")
    assert fault.remedy
    return fault


def test_a_story_is_read_with_its_instants_in_utc_and_its_answers_as_a_form_would_send_them(tmp_path: Path) -> None:
    story, faults = read(tmp_path, GOOD)
    assert faults == []
    assert story is not None
    assert story.events[0].on == datetime(2026, 12, 11, 9, tzinfo=UTC)
    assert str(story.events[0].by) == "practitioner of school-a"
    assert story.events[0].record == {
        "child": "C-1",
        "concern_arose_at": "2026-12-11T08:30:00Z",
        "immediate_risk": "no",
    }
    assert story.events[1].expect is not None
    assert story.line("events", "1", "expect", "clocks", "step-2", "due") == 13


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "remedy"),
    [
        ("on: Fri 11", "on: Thu 11", "weekday-does-not-fit", 6, "Write Fri 11 Dec 2026, or the date that was meant."),
        ("arose_at: Fri", "arose_at: Mon", "weekday-does-not-fit", 9, "Write Fri 11 Dec 2026"),
        ("due: Wed 23", "due: Tue 23", "weekday-does-not-fit", 13, "Write Wed 23 Dec 2026"),
        ("on: Fri 11 Dec 2026 09:00", "on: 2026-12-11T09:00Z", "not-a-date", 6, "such as Fri 11 Dec 2026"),
        ("on: Fri 11 Dec 2026 09:00", "on: Fri 11 Dec 2026", "time-missing", 6, "Fri 11 Dec 2026 09:00"),
        ("on: Fri 11 Dec 2026 09:00", "on: Mon 30 Feb 2026 09:00", "not-a-date", 6, "Check the day"),
        ("    move: open", "    mvoe: open", "unknown-entry", 8, "Did you mean “move”?"),
        ("title: A story\n", "", "missing-title", 1, "Add `title: A visit in time`."),
        ("by: practitioner of school-a", "by: the head teacher", "not-a-post", 7, "practitioner of school-a"),
        ("    by: practitioner of school-a\n", "", "nobody-acts", 6, "Say by whom"),
        ("status: breached", "status: overdue", "not-usable", 13, "Use one of running"),
        ("late: yes", "lateness: yes", "unknown-entry", 13, "Did you mean “late”?"),
        ("move: open", "move: resolve", "not-opened", 6, "Begin with move: open."),
        ("Thu 24 Dec 2026 09:00", "Thu 10 Dec 2026 09:00", "not-in-order", 10, "Put the entries in the order of `on`"),
        ("story: a-story", "story: another", "two-names", 1, "Use one name."),
        ("pathway: escalation", "pathway: escalation\npathway: escalation", "said-twice", 4, "Keep one of the two."),
        ("move: open", "move: open\n    acknowledge: {alert: x}", "two-at-once", 6, "Make them two entries."),
        ("      alerts: []", "      alerts: [", "not-yaml", 15, ""),
    ],
)
def test_a_fault_names_its_line_and_what_would_work(
    old: str, new: str, code: str, line: int, remedy: str, tmp_path: Path
) -> None:
    fault = fault_of(tmp_path, old, new)
    assert (fault.code, fault.line) == (code, line)
    assert remedy in fault.remedy


def test_an_entry_in_which_nothing_happens_is_refused(tmp_path: Path) -> None:
    story, faults = read(tmp_path, GOOD + "  - on: Fri 25 Dec 2026 09:00\n")
    assert story is None
    assert [(fault.code, fault.line) for fault in faults] == [("nothing-happens", 16)]


def test_every_fault_of_a_file_is_said_at_once(tmp_path: Path) -> None:
    _, faults = read(tmp_path, GOOD.replace("on: Fri 11", "on: Thu 11").replace("status: breached", "status: overdue"))
    assert [fault.line for fault in faults] == [6, 13]


def test_a_file_that_holds_no_story_is_refused(tmp_path: Path) -> None:
    for text in ("", "- one\n", "only words\n"):
        _, [fault] = read(tmp_path, text)
        assert fault.code == "not-a-story"


def test_an_hour_that_comes_twice_or_not_at_all_is_no_instant() -> None:
    for text in ("Sun 25 Oct 2026 01:30", "Sun 29 Mar 2026 01:30", "Fri 11 Dec 2026 24:00"):
        with pytest.raises(NotReadable) as refused:
            read_instant(text)
        assert refused.value.code == "not-one-instant"


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Fri 11 Dec 2026 09:00", datetime(2026, 12, 11, 9, tzinfo=UTC)),
        ("Fri 10 Jul 2026 09:00", datetime(2026, 7, 10, 8, tzinfo=UTC)),
        ("Sun 25 Oct 2026 00:59", datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        ("Sun 25 Oct 2026 02:00", datetime(2026, 10, 25, 2, tzinfo=UTC)),
        ("Sun 25 Oct 2026 17:00", datetime(2026, 10, 25, 17, tzinfo=UTC)),
        ("Sun 29 Mar 2026 00:30", datetime(2026, 3, 29, 0, 30, tzinfo=UTC)),
        ("Sun 29 Mar 2026 23:00", datetime(2026, 3, 29, 22, tzinfo=UTC)),
    ],
)
def test_a_time_is_that_of_londons_clocks_and_is_shown_again_as_it_was_written(text: str, instant: datetime) -> None:
    assert read_instant(text) == instant
    assert show_instant(instant) == text


def test_a_date_without_a_time_is_a_day() -> None:
    assert read_when("Wed 23 Dec 2026") == date(2026, 12, 23)
    assert show_day(date(2026, 12, 3)) == "Thu 3 Dec 2026"
