"""What is typed into the fields of any move, of any pathway, is read as the same answers given to the engine."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.library import Library
from states.days import day_of, instant_text, parse_day, parse_instant
from web.forms.fields import Form
from web.forms.moments import Mistyped, instant_typed, typed_day, typed_instant
from web.forms.reading import Asking, read
from web.forms.rows import PARTS_OF
from web.forms.typed import FRAME, Typed, anything, id_of
from web.rendering import environment
from workflow.answers import read_answers
from workflow.entries import read_list
from workflow.pathways import Pathway
from workflow.questions import ATTENDANCE, Question

NOW = parse_instant("2026-12-11T09:00Z")
PACK = Library().opening("halton", day_of(NOW))
MOVES = [(pathway, move) for pathway, procedure in PACK.procedures.items() for move in procedure.policy.pathway.moves]
WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=40).filter(
    lambda text: any(letter.isalnum() for letter in text)
)


class Inputs(HTMLParser):
    """Everything that a page would send if everything on it were chosen: the names and values of its inputs."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, set[str]] = {}
        self.text: set[str] = set()
        self.ids: list[str] = []
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        name = found.get("name") or ""
        if tag == "select":
            self._select = name
            self.values.setdefault(name, set())
        elif tag == "option":
            self.values[self._select].add(found.get("value") or "")
        elif tag == "textarea" or (tag == "input" and found.get("type", "text") == "text"):
            self.text.add(name)
        elif tag == "input" and found.get("type") in ("radio", "checkbox"):
            self.values.setdefault(name, set()).add(found.get("value") or "")


def drawn(pathway: Pathway, record: Mapping[str, Question], typed: Typed, errors: Mapping[str, str]) -> str:
    form = Form(pathway, PACK.partnership, record, typed, errors)
    template = environment().from_string(
        '{% import "forms/fields.html" as fields %}{% for field in form.fields %}{{ fields.draw(field) }}{% endfor %}'
    )
    return template.render(form=form)


@st.composite
def filled(draw: st.DrawFn, record: Mapping[str, Question]) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    """Answers as the engine takes them, and the same as they are typed."""
    answers: dict[str, Any] = {}
    typed: dict[str, tuple[str, ...]] = {}
    for name, question in record.items():
        needed = question.required or (question.when and question.when.hold(answers))
        if needed or draw(st.booleans()):
            answers[name], typed_so = draw(answer(name, question))
            typed |= typed_so
    return answers, typed


@st.composite
def answer(draw: st.DrawFn, name: str, question: Question) -> tuple[Any, dict[str, tuple[str, ...]]]:
    begins = id_of(name)
    match question.type:
        case "text" | "person":
            given = draw(WORDS).strip()
        case "choices":
            chosen = draw(st.lists(st.sampled_from(question.choices), min_size=1, unique=True))
            chosen = next(([each] for each in chosen if each in question.alone), chosen)
            return chosen, {begins: tuple(chosen)}
        case "choice":
            given = draw(st.sampled_from(question.choices))
        case "yes_no":
            given = draw(st.sampled_from(("yes", "no")))
        case "number":
            given = str(draw(st.integers(1, 400)))
        case "agency":
            given = draw(st.sampled_from(PACK.partnership.agencies_of(question.sectors)))
        case "case":
            given = "ESC-2026-0001"
        case "date":
            day = day_of(NOW) - timedelta(days=draw(st.integers(0, 900)))
            return day.isoformat(), typed_day(day, begins)
        case "instant":
            instant = NOW - timedelta(minutes=draw(st.integers(0, 600_000)))
            return instant_text(instant), typed_instant(instant, begins)
        case "attendance" | "actions":
            return draw(rows(name, question.type))
    return given, {begins: (given,)}


@st.composite
def rows(draw: st.DrawFn, name: str, kind: str) -> tuple[Any, dict[str, tuple[str, ...]]]:
    entries = [draw(entry(kind)) for _ in range(draw(st.integers(1, 4)))]
    typed: dict[str, tuple[str, ...]] = {}
    for number, each in enumerate(entries, 1):
        for part, text in each.items():
            begins = f"{id_of(name)}-{number}-{part}"
            typed |= typed_day(parse_day(text), begins) if part == "due" else {begins: (text,)}
    return entries, typed


@st.composite
def entry(draw: st.DrawFn, kind: str) -> dict[str, str]:
    words = WORDS.map(str.strip)
    agency = st.sampled_from(tuple(PACK.partnership.agencies))
    if kind == "attendance":
        needed = {
            "partner": st.sampled_from(tuple(PACK.partnership.sectors)),
            "attendance": st.sampled_from(ATTENDANCE),
        }
        optional = {"person": words, "agency": agency, "reason": words}
        found = draw(st.fixed_dictionaries(needed, optional=optional))
        return {"reason": draw(words), **found} if found["attendance"] == "not-applicable" else found
    due = st.dates(day_of(NOW), day_of(NOW) + timedelta(days=400)).map(lambda day: day.isoformat())
    return draw(st.fixed_dictionaries({"what": words, "owner": words, "due": due}, optional={"agency": agency}))


@pytest.mark.parametrize(("pathway", "move"), MOVES)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_move_takes_through_its_form_what_the_engine_takes(pathway: str, move: str, data: st.DataObject) -> None:
    record = PACK.procedures[pathway].policy.pathway.moves[move].record
    answers, typed = data.draw(filled(record))
    reading = read(Asking(record, {}, PACK.partnership, NOW), typed)
    assert reading.errors == {}
    assert read_answers(record, reading.answers, {}, PACK.partnership, NOW) == read_answers(
        record, answers, {}, PACK.partnership, NOW
    )


@pytest.mark.parametrize(("pathway", "move"), MOVES)
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_move_has_an_input_for_everything_that_can_be_answered(
    pathway: str, move: str, data: st.DataObject
) -> None:
    procedure = PACK.procedures[pathway].policy.pathway
    record = procedure.moves[move].record
    _, typed = data.draw(filled(record))
    page = drawn(procedure, record, typed, {})
    inputs = Inputs(page)
    assert len(inputs.ids) == len(set(inputs.ids))
    for name, values in typed.items():
        assert name in inputs.text or set(values) <= inputs.values[name]
    for value in (value for values in typed.values() for value in values if value.isalnum()):
        assert value in page


@pytest.mark.parametrize(("pathway", "move"), MOVES)
def test_every_move_left_empty_names_what_is_missing_at_inputs_that_are_there(pathway: str, move: str) -> None:
    procedure = PACK.procedures[pathway].policy.pathway
    record = procedure.moves[move].record
    errors = read(Asking(record, {}, PACK.partnership, NOW), {}).errors
    inputs = Inputs(drawn(procedure, record, {}, errors))
    assert len(errors) == sum(question.required for question in record.values())
    assert set(errors) <= set(inputs.ids)


def test_no_question_can_be_taken_for_what_a_form_carries_itself() -> None:
    assert all(id_of(name) != name for name in FRAME)
    assert not any(id_of(name)[0].islower() for name in FRAME)


def test_the_rows_of_the_page_have_the_parts_that_the_engine_reads() -> None:
    full = {
        "attendance": {"partner": "police", "attendance": "attended", "agency": "police", "person": "A", "reason": "B"},
        "actions": {"what": "A", "owner": "B", "agency": "police", "due": "2026-12-14"},
    }
    for question in (Question(type="attendance", ask="Who?"), Question(type="actions", ask="What?")):
        entries = full[question.type]
        assert set(PARTS_OF[question.type]) == set(entries)
        assert read_list("any", question, [entries], PACK.partnership, {})


INSTANTS = [
    ("10 7 2026 9:05", "2026-07-10T08:05:00Z"),
    ("10 12 2026 14.30", "2026-12-10T14:30:00Z"),
    ("10 dec 2026 2:30pm", "2026-12-10T14:30:00Z"),
    ("10 December 2026 2pm", "2026-12-10T14:00:00Z"),
    ("10 12 2026 12am", "2026-12-10T00:00:00Z"),
    ("10 12 2026 1430", "2026-12-10T14:30:00Z"),
    ("25 10 2026 01:30 BST", "2026-10-25T00:30:00Z"),
    ("25 10 2026 01:30 GMT", "2026-10-25T01:30:00Z"),
    ("25 10 2026 02:00", "2026-10-25T02:00:00Z"),
]
NO_INSTANTS = [
    ("25 10 2026 01:30", "time", "came twice"),
    ("29 3 2026 01:30", "time", "clocks went forward"),
    ("30 2 2026 10:00", "day", "real date"),
    ("10 13 2026 10:00", "month", "real date"),
    ("10 12 26 10:00", "year", "four digits"),
    ("10 12 2026 ", "time", "must include a time"),
    ("10 12 2026 25:00", "time", "00:00 to 23:59"),
    ("10 12 2026 9", "time", "minutes"),
    ("10 12 2026 noonish", "time", "14:30"),
    ("x 12 2026 10:00", "day", "in numbers"),
]


def parts(text: str) -> dict[str, tuple[str, ...]]:
    day, month, year, time = text.split(" ", 3)
    return {"at-day": (day,), "at-month": (month,), "at-year": (year,), "at-time": (time,)}


@pytest.mark.parametrize(("text", "instant"), INSTANTS)
def test_times_are_read_as_people_write_them_and_as_london_shows_them(text: str, instant: str) -> None:
    assert instant_text(instant_typed(parts(text), "at")) == instant


@pytest.mark.parametrize(("text", "part", "words"), NO_INSTANTS)
def test_what_is_no_time_says_what_is_wrong_with_which_part(text: str, part: str, words: str) -> None:
    with pytest.raises(Mistyped, match=words) as wrong:
        instant_typed(parts(text), "at")
    assert wrong.value.part == part


@given(st.datetimes(datetime(2013, 1, 1), datetime(2049, 12, 31)))  # noqa: DTZ001 - made UTC in the next line
def test_an_instant_shown_in_its_inputs_is_read_back_as_the_same_minute(naive: datetime) -> None:
    instant = naive.replace(second=0, microsecond=0, tzinfo=NOW.tzinfo)
    assert instant_typed(typed_instant(instant, "at"), "at") == instant


def test_spaces_alone_are_no_answer() -> None:
    assert not anything({"dispute": ("  ",)}, "dispute")
