"""The demonstration: what is in the invented years, and what `duecourse demo` shows of them."""

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from cli.demo import run_demo
from cli.demo_totals import totals, year_of
from cli.demo_year import ENDS, SCHOOLS, Summary, run, stories
from cli.doors import made, opened
from engine.library import Library
from engine.verify import verify
from states.days import day_of
from states.facts import AnyFact, BreachWithdrawn, DeadlineBreached, StepTaken
from states.folding import fold
from states.refusals import Refused
from store.memory import MemoryStore


@pytest.fixture(scope="module")
def years() -> tuple[MemoryStore, Summary]:
    store = MemoryStore()
    return store, run(store, Library(), lambda *_: None)


@pytest.fixture(scope="module")
def says(years: tuple[MemoryStore, Summary]) -> tuple[str, ...]:
    return tuple(total.says for total in totals(fold(facts) for _, facts in years[0].histories()))


def history(years: tuple[MemoryStore, Summary], story: str) -> tuple[AnyFact, ...]:
    store, summary = years
    return store.history(summary.references[story])


def test_every_story_of_the_years_becomes_a_case_and_nothing_in_them_is_refused(
    years: tuple[MemoryStore, Summary],
) -> None:
    store, summary = years
    assert set(summary.references) == {story.name for story in stories()}
    assert len(list(store.cases())) == len(stories()) >= 25
    assert list(verify(store, Library())) == []


def test_there_are_at_least_three_hundred_strategy_meetings_in_three_years_to_march_2025(
    years: tuple[MemoryStore, Summary],
) -> None:
    cases = [fold(facts) for _, facts in years[0].histories()]
    meetings = [case for case in cases if case.pathway == "strategy-meeting"]
    assert len(meetings) >= 300
    assert {year_of(day_of(case.taken[0].at)) for case in meetings} == {"2022/23", "2023/24", "2024/25"}
    assert {case.step for case in meetings} == {"closed"}


def test_strategy_meetings_were_held_in_the_published_shares(says: tuple[str, ...]) -> None:
    assert says[:4] == (
        "166 of 200 strategy meetings of 2024/25 were held within 24 hours (83 %).",
        "20 of 200 strategy meetings of 2024/25 were held after more than 24 and within 48 hours (10 %).",
        "10 of 200 strategy meetings of 2024/25 were held after more than 48 and within 72 hours (5 %).",
        "4 of 200 strategy meetings of 2024/25 were held after more than 72 hours (2 %).",
    )


def test_three_core_partners_were_at_all_of_them_and_education_at_more_than_nine_in_ten(says: tuple[str, ...]) -> None:
    assert says[4:8] == (
        "200 of 200 strategy meetings of 2024/25 had children's social care at the table (100 %).",
        "200 of 200 strategy meetings of 2024/25 had the police at the table (100 %).",
        "200 of 200 strategy meetings of 2024/25 had health at the table (100 %).",
        "184 of 200 strategy meetings of 2024/25 had education at the table (92 %).",
    )


def test_notifications_rapid_review_learning_reviews_and_schools_escalations_are_as_published(
    says: tuple[str, ...],
) -> None:
    assert says[8:] == (
        "2 of 2 serious incidents referred in 2022/23 were notified.",
        "1 of 1 rapid reviews of 2024/25 ended in the Panel's agreement that no practice review is needed.",
        "6 of 7 learning reviews proposed in 2024/25 took place.",
        "0 of 2 schools' escalations of 2023/24 reached Step 3.",
        "5 of 5 schools' escalations of 2024/25 reached Step 3.",
    )


def test_a_written_contribution_is_nobody_at_the_table(years: tuple[MemoryStore, Summary]) -> None:
    written = next(
        case
        for case in (fold(facts) for _, facts in years[0].histories())
        if case.pathway == "strategy-meeting" and "written-contribution" in str(case.record["attendance"])
    )
    [only] = [each for each in totals([written]) if each.what == "attended-education"]
    assert only.numerator == 0
    assert only.denominator == (1 if year_of(day_of(written.taken[-1].at)) == "2024/25" else 0)


def test_five_escalations_by_schools_reached_step_3_in_2024_25_and_none_in_the_year_before(
    years: tuple[MemoryStore, Summary],
) -> None:
    reached: Counter[str] = Counter()
    for _, facts in years[0].histories():
        case = fold(facts)
        entered = [each for each in facts if isinstance(each, StepTaken) and each.step == "step-3"]
        if entered and case.parties["raising"] in SCHOOLS:
            reached[year_of(day_of(entered[0].at))] += 1
    assert (reached["2023/24"], reached["2024/25"]) == (0, 5)


def test_they_end_with_cases_on_track_due_soon_and_late_one_of_them_since_midnight(
    years: tuple[MemoryStore, Summary],
) -> None:
    rows = years[0].case_rows()
    assert {"running", "near", "breached", "late", "met"} <= {row.status for row in rows}
    today = [
        each.clock
        for _, facts in years[0].histories()
        for each in facts
        if isinstance(each, DeadlineBreached) and day_of(each.seen_at) == day_of(ENDS)
    ]
    assert sorted(today) == ["step-1", "step-4", "whole"]


def test_over_christmas_day_9_15_and_21_are_24_december_6_and_14_january(years: tuple[MemoryStore, Summary]) -> None:
    clocks = fold(history(years, "2025-12-12-over-christmas")).clocks
    due = [day_of(clocks[name].due_at).isoformat() for name in ("step-2", "step-3", "step-4")]
    assert due == ["2025-12-24", "2026-01-06", "2026-01-14"]


def test_one_was_done_in_time_and_recorded_late(years: tuple[MemoryStore, Summary]) -> None:
    kinds = {type(fact) for fact in history(years, "2025-11-20-health-trust-b")}
    assert {DeadlineBreached, BreachWithdrawn} <= kinds


def test_nobody_answers_one_of_them_and_it_stays_where_it_is(years: tuple[MemoryStore, Summary]) -> None:
    case = fold(history(years, "2026-06-09-nobody-answers"))
    assert case.step == "step-1"
    assert case.alerts["deadline-breached/step-1"].tell.role == "partnership-manager"


def test_what_time_brings_about_is_noticed_at_once(years: tuple[MemoryStore, Summary]) -> None:
    by_time = [fact for fact in history(years, "2026-04-29-recorded-late") if fact.by.role == "time"]
    assert by_time
    assert max(fact.seen_at - fact.at for fact in by_time) <= timedelta(microseconds=1)


def test_the_command_makes_a_training_database_once_with_the_same_facts_everywhere_and_then_only_shows_it(
    years: tuple[MemoryStore, Summary],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DUECOURSE_KEY", raising=False)
    assert run_demo(as_json=True) == 0
    first = json.loads(capsys.readouterr().out)
    assert (first["training"], first["made"], first["now"]) == (True, True, "2026-07-16T09:00:00Z")
    assert first["cases"] == len(stories())
    assert dict(opened("duecourse-demo.db", None).store.histories()) == dict(years[0].histories())
    assert years[0].latest_instant() == ENDS
    assert first["verified"] == {"ok": True, "findings": []}
    assert [row["status"] for row in first["work_list"]].count("breached") == 3
    assert run_demo() == 0
    shown = capsys.readouterr().out
    assert "Training data: everything here is invented." in shown
    assert "Published totals, computed from these cases" in shown
    assert all(total["says"] in shown for total in first["totals"])
    assert "Not late after all" in shown
    assert "Spring bank holiday" in shown
    assert "Nothing was altered" in shown
    assert "--db duecourse-demo.db" in shown


def test_a_database_that_is_there_is_never_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DUECOURSE_KEY", raising=False)
    there = tmp_path / "there.db"
    there.write_text("something else")
    with pytest.raises(Refused) as refused:
        run_demo(str(there))
    assert refused.value.code == "database-exists"
    assert there.read_text() == "something else"


def test_a_live_database_is_never_shown_as_a_demonstration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DUECOURSE_KEY", raising=False)
    made("duecourse-demo.db", "halton", "live").close()
    with pytest.raises(Refused) as refused:
        run_demo()
    assert refused.value.code == "not-training"


def test_an_interrupted_demonstration_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> Summary:
        raise KeyboardInterrupt

    monkeypatch.delenv("DUECOURSE_KEY", raising=False)
    monkeypatch.setattr("cli.demo.run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_demo(str(tmp_path / "new.db"))
    assert list(tmp_path.iterdir()) == []
