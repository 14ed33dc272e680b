"""A plan reviewed in every school term: what is promised, what is only expected, and what publishing changes."""

import shutil
from pathlib import Path

import pytest

from cli.main import main
from engine.handle import handle
from engine.packs.diff import differences, opened
from engine.packs.editions import root
from engine.packs.reading import calendar_document, read_pack
from engine.repinning import apply, preview, to_calendar
from states.days import parse_instant
from states.facts import DeadlineMoved
from states.refusals import Refused
from tests.small_pack import Workshop
from tests.spec.command_line import Run
from tests.spec.desk import Desk, actor
from workflow.commands import OpenCase

WORKER, HEAD, MANAGER = (
    "social-worker of social-care",
    "virtual-school-head of social-care",
    "partnership-manager of partnership",
)
PLAN = {"child_view": "Less noise.", "targets": "Reading.", "next_review_on": "2027-05-20"}
REVIEW = PLAN | {"term": "summer", "earlier_targets": "most"}
PUBLISHED = """\
    - {name: Summer term 2027, first: '2027-04-12', last: '2027-07-21'}
    - {name: Autumn term 2027, first: '2027-09-02', last: '2027-12-22'}
"""


def in_care(on: str) -> Desk:
    """A child in care since 1 February 2027, whose first plan is complete at `on`."""
    desk = Desk()
    answers = {"child": "C-301", "came_into_care_on": "2027-02-01", "stage": "primary"}
    now = parse_instant("2027-02-01T09:00Z")
    opening = OpenCase(at=now, seen_at=now, by=actor(WORKER), pathway="personal-education-plan", answers=answers)
    desk.reference = handle(desk.store, desk.library, opening).reference
    desk.take(on, WORKER, "complete-plan", **PLAN)
    return desk


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """Halton's calendar with one more term, in a folder of its own."""
    text = (root() / "_calendars/halton/2026-11.yaml").read_text(encoding="utf-8")
    last = PUBLISHED.splitlines(keepends=True)[0]
    assert last in text
    file = tmp_path / "halton" / "2027-06.yaml"
    file.parent.mkdir()
    file.write_text(text.replace(last, PUBLISHED).replace("'2026-11'", "'2027-06'"), encoding="utf-8")
    return file


def test_the_review_is_due_by_the_end_of_the_term_after_the_plans_and_then_after_each_reviews() -> None:
    desk = in_care("2027-02-19T10:00Z")
    assert desk.due("plan-review") == "2027-07-21"
    desk.take("2027-05-20T10:00Z", WORKER, "review-plan", **REVIEW)
    assert desk.clock("plan-review").status == "met"
    assert desk.due("plan-review#2") == "2027-12-18"
    assert desk.findings() == []


def test_a_day_that_is_moved_moves_no_promise_and_a_day_gone_by_is_not_late() -> None:
    desk = in_care("2027-02-19T10:00Z")
    desk.sweep("2027-06-01T06:00Z")
    assert (desk.clock("review-day").late, desk.clock("plan-review").late) == (False, False)
    desk.take("2027-06-01T09:00Z", HEAD, "move-review-day", next_review_on="2027-07-02", reason="x", agreed_by="y")
    assert (desk.due("plan-review"), desk.due("review-day#2")) == ("2027-07-21", "2027-07-02")
    desk.sweep("2027-07-22T06:00Z")
    assert desk.clock("plan-review").status == "breached"
    assert desk.findings() == []


def test_no_move_is_refused_because_nobody_has_published_the_terms_yet() -> None:
    desk = in_care("2027-02-19T10:00Z")
    for day in ("2027-06-01", "2028-02-01", "2031-11-05"):
        desk.take(f"{day}T10:00Z", WORKER, "review-plan", **REVIEW | {"next_review_on": day})
    assert desk.due("plan-review#4") == "2032-03-25"


def test_terms_that_are_published_move_what_was_provisional_and_are_seen_first(published: Path) -> None:
    desk = in_care("2027-02-19T10:00Z")
    desk.take("2027-05-20T10:00Z", WORKER, "review-plan", **REVIEW)
    target = to_calendar(calendar_document(published), desk.store.pack)
    who, now = actor(MANAGER), parse_instant("2027-06-14T09:00Z")
    [seen] = preview(desk.store, desk.library, target, now)
    moved = [each for each in seen.differences if each.what == "deadline"]
    assert [(each.name, (each.was or "")[:10], (each.becomes or "")[:10]) for each in moved] == [
        ("plan-review#2", "2027-12-18", "2027-12-22")
    ]
    assert desk.facts(DeadlineMoved) == []
    list(apply(desk.store, desk.library, target, who, now, "Published by the council"))
    assert (desk.due("plan-review#2"), desk.due("plan-review")) == ("2027-12-22", "2027-07-21")
    assert desk.findings() == []


def test_a_calendar_of_bank_holidays_alone_leaves_the_school_terms_as_they_were(published: Path) -> None:
    desk = in_care("2027-02-19T10:00Z")
    bare = root() / "_calendars/england-and-wales/2026-02-25.yaml"
    target = to_calendar(calendar_document(bare), desk.store.pack)
    who, now = actor(MANAGER), parse_instant("2027-06-14T09:00Z")
    list(apply(desk.store, desk.library, target, who, now, "A new list"))
    desk.take("2027-06-15T10:00Z", WORKER, "review-plan", **REVIEW | {"next_review_on": "2027-11-01"})
    assert (desk.due("plan-review"), desk.due("plan-review#2")) == ("2027-07-21", "2027-12-18")
    assert desk.findings() == []


def test_due_counts_school_terms_and_says_which(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    status, due = run("due", "--within", "1 school term", "--from", "2025-11-12", "--derivation")
    assert (status, due["due_on"], due["unit"], due["counted"], due["provisional"]) == (
        (0, "2026-03-27", "school_terms", 1, False)
    )
    assert due["school_terms"] == [
        {"name": "Spring term 2026", "first": "2026-01-05", "last": "2026-03-27", "expected": False}
    ]
    assert due["derivation"]["skipped_terms"][0]["name"] == "Autumn term 2025"
    assert due["calendar"] == "halton/2026-11"
    assert main(["due", "plan-review", "--pathway", "personal-education-plan", "--from", "2025-11-12"]) == 0
    said = capsys.readouterr().out
    assert "The first school term after that is Spring term 2026, 5 Jan to 27 Mar 2026." in said
    assert "It falls due at the end of its last day, Fri 27 Mar 2026." in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("2025-12-29",), "which lies between terms"),
        (("2025-11-12", "--count-from", "include_trigger"), "which lies in Autumn term 2025; that term is the first"),
        (("2027-05-04",), "Provisional: The dates of Autumn term 2027 are not published yet"),
        (("2027-05-04",), "Autumn term 2027, 1 Sep to 18 Dec 2027 (expected)"),
        (("2027-05-04",), "the last one before it is Fri 17 Dec 2027"),
    ],
)
def test_the_reason_is_told_in_words(arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["due", "--within", "1 school term", "--from", *arguments]) == 0
    assert said in " ".join(capsys.readouterr().out.split())


def test_a_pathway_shows_its_terms_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["packs", "show", "personal-education-plan"]) == 0
    said = capsys.readouterr().out
    assert "1 school term, not counting the first" in said
    assert "then again: 1 school term" in said
    assert "20 working days, not counting the first" in said
    assert "up to the day that is given" in said


def test_a_day_before_the_first_term_is_refused(run: Run) -> None:
    status, refused = run("due", "--within", "1 school term", "--from", "2022-08-31")
    assert (status, refused["code"]) == (1, "outside-calendar")


# What an author is told


TERMLY = ("within: {window: {from_day: 1, to_day: 3}}", "within: {school_terms: 1, count_from: exclude_trigger}")


@pytest.fixture
def termly(tmp_path: Path) -> Workshop:
    """A small pack with a timescale in school terms and Halton's calendar."""
    pack = Workshop(tmp_path / "pack")
    pack.change(*TERMLY)
    pack.change("england-and-wales/2026-02-25", "halton/2026-11", "partnership.yaml")
    return pack


def test_terms_need_a_calendar_that_lists_them(termly: Workshop) -> None:
    assert "no-school-terms" not in {fault.code for fault in read_pack(termly.folder)[1]}
    termly.change("halton/2026-11", "england-and-wales/2026-02-25", "partnership.yaml")
    [fault] = [fault for fault in read_pack(termly.folder)[1] if fault.code == "no-school-terms"]
    assert (fault.file, fault.field) == ("visit.yaml", "timescales.planning.within")
    assert "england-and-wales lists none" in fault.because


def test_a_difference_in_terms_is_told_in_words(tmp_path: Path, published: Path) -> None:
    shutil.copytree(root(), tmp_path / "packs", ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    shutil.copy(published, tmp_path / "packs/_calendars/halton/2027-06.yaml")
    halton = tmp_path / "packs/halton/2024-12"
    for file, was, becomes in (
        ("personal-education-plan.yaml", "within: {school_terms: 1, c", "within: {school_terms: 2, c"),
        ("partnership.yaml", "calendar: halton/2026-11", "calendar: halton/2027-06"),
    ):
        text = (halton / file).read_text(encoding="utf-8")
        assert was in text
        (halton / file).write_text(text.replace(was, becomes), encoding="utf-8")
    shutil.rmtree(halton / "stories/personal-education-plan")
    pack, _ = read_pack(halton)
    assert pack is not None
    assert [each.says for each in differences(opened("halton/2024-12"), pack)] == [
        "Working days are now those of the calendar halton/2027-06 (was halton/2026-11).",
        "Plan review (personal-education-plan): the time allowed is now 2 school terms, not counting the first term"
        " (was 1 school term, not counting the first term).",
        "The school term Autumn term 2027 is now listed, 2027-09-02 to 2027-12-22.",
    ]


def test_a_calendar_extends_one_that_there_is(published: Path) -> None:
    text = published.read_text(encoding="utf-8")
    for named in ("england-and-wales/1999-01-01", "../../../etc/passwd", "nowhere"):
        published.write_text(text.replace("england-and-wales/2026-02-25", named), encoding="utf-8")
        with pytest.raises(Refused) as refused:
            calendar_document(published)
        assert refused.value.code == "calendar-not-usable"
        assert "to extend" in refused.value.because
    itself = f"{published.parent.name}/{published.stem}"
    published.write_text(text.replace("england-and-wales/2026-02-25", itself), encoding="utf-8")
    with pytest.raises(Refused, match="extends itself"):
        calendar_document(published)
    published.write_text(text.replace("england-and-wales/2026-02-25", "halton/2026-11"), encoding="utf-8")
    assert "2026-12-25" in calendar_document(published)
