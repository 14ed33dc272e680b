"""What an author is given beside the check: what is different, a beginning, a drawing."""

import json
from pathlib import Path

import pytest

from cli.main import main
from engine.packs.diff import Difference, differences, opened
from engine.packs.editions import editions, root
from engine.packs.pack import Pack
from engine.packs.reading import load
from states.refusals import Refused
from tests.small_pack import Workshop

EVERY = [load(edition) for edition in editions(root())]
PATHWAYS = [(pack, name) for pack in EVERY for name in pack.procedures]
LABELS = [f"{pack.partnership.partnership}/{pack.partnership.edition}/{name}" for pack, name in PATHWAYS]


@pytest.fixture
def pack(tmp_path: Path) -> Workshop:
    """A small pack that is sound, to be changed."""
    return Workshop(tmp_path / "changed")


@pytest.fixture
def before(tmp_path: Path) -> Pack:
    """The same pack before any change."""
    return opened(str(Workshop(tmp_path / "before").folder))


def told(before: Pack, pack: Workshop) -> list[str]:
    return [each.says for each in differences(before, opened(str(pack.folder)))]


def only(before: Pack, pack: Workshop) -> Difference:
    [difference] = differences(before, opened(str(pack.folder)))
    return difference


@pytest.mark.parametrize("one", EVERY, ids=[f"{one.partnership.partnership}" for one in EVERY])
def test_a_pack_and_itself_have_no_difference(one: Pack) -> None:
    assert differences(one, one) == []


def test_the_last_day_of_a_window_is_told_as_a_day(before: Pack, pack: Workshop) -> None:
    pack.change("to_day: 3", "to_day: 4")
    assert only(before, pack) == Difference(
        pathway="visit",
        kind="timescale",
        name="planning",
        field="within.window.to_day",
        was=3,
        now=4,
        says="Planning (visit): the last day is now Day 4 (was Day 3).",
    )


def test_an_adopted_term_is_told_as_such(before: Pack, pack: Workshop) -> None:
    pack.change("near: {working_days: 1}\n    kind: local\n    source: handbook", "kind: local\n    source: idea")
    suggested = opened(str(pack.folder))
    assert told(before, pack)[0] == "Planning (visit) is now only suggested: it no longer counts."
    back = [each.says for each in differences(suggested, before)]
    assert back[0] == "Planning (visit) is adopted: it now counts (was only suggested)."


def test_a_term_adopted_by_raising_the_confidence_of_its_source_is_told_once(before: Pack, pack: Workshop) -> None:
    text = "planned: {title: Handbook, part: section 9, edition: 2026, confidence: proposed}\n  idea:"
    pack.change("idea:", text)
    pack.change("kind: local\n    source: handbook", "kind: local\n    source: planned")
    suggested = opened(str(pack.folder))
    pack.change("edition: 2026, confidence: proposed", "edition: 2026, confidence: high")
    assert told(suggested, pack) == ["Planning (visit) is adopted: it now counts (was only suggested)."]


CHANGES = [
    ("unit: working_days", "unit: calendar_days", "Days (visit) are now calendar days (were working days)."),
    (
        "within: {working_days: 5, count_from: exclude_trigger}",
        "within: {weeks: 1, count_from: include_trigger}",
        "Visit (visit): the time allowed is now 1 week, the first day counted "
        "(was 5 working days, not counting the first day).",
    ),
    (
        "near: {working_days: 2}",
        "near: {hours: 6}",
        "Visit (visit): the warning now comes 6 hours before the deadline (was 2 working days before).",
    ),
    ("    near: {working_days: 2}\n", "", "Visit (visit): the warning now comes only at the deadline (was 2 working"),
    ("kind: statutory", "kind: local", "Visit (visit) is now local (was statutory)."),
    ("    when: {at_risk: no}\n", "", "Visit (visit) now runs always (was if at_risk is no)."),
    ("    cancels: [thank]\n", "", "Visit (visit): thank no longer ends it."),
    ("stops: [report]", "stops: [report, done]", "Visit (visit): done now stops it too."),
    (
        "choices: [now, soon]",
        "choices: [now, soon, later]",
        "The question “urgency” of the move open (visit) has a new",
    ),
    ("choices: [school, family]", "choices: [family, school]", "`choices` stand in another order."),
    ("ask: Why now?", "ask: Why today?", "now reads “Why today?” (was “Why now?”)."),
    ("child: {type: text, ask: Which child?, required: yes}", "child: {type: text, ask: Which child?}", "now no (was"),
    (
        "{role: line-manager, party: raising}\n    source",
        "{role: chair, party: partnership}\n    source",
        "Move “plan”",
    ),
    ("{role: line-manager, party: raising}, source", "{role: practitioner, party: raising}, source", "is now held by"),
    ("{when: {urgency: now}, to: visiting}", "{when: {urgency: soon}, to: visiting}", "to visiting if urgency is soon"),
    ("      - {role: practitioner, party: raising}\n", "      - {role: chair, party: partnership}\n", "be taken by"),
    (
        "each: clock\n    when: {clock: breached}",
        "each: clock\n    when: {clock: [breached, late]}",
        "breached or late",
    ),
    ("severity: urgent", "severity: warning", "Rule “at-risk” (visit) is now warning (was urgent)."),
    (
        "after: {working_days: 2}",
        "after: {working_days: 1}",
        "to Chair (partnership) after 1 working day (was to Chair",
    ),
    ("title: A visit after a concern", "title: A visit", "The pathway visit is now called “A visit” (was"),
    ("reference: VIS", "reference: VST", "The pathway visit: its cases' references now begin with VST (was VIS)."),
]


@pytest.mark.parametrize(
    ("was", "now", "says"), CHANGES, ids=[now.strip()[:50] or was.strip()[:50] for was, now, _ in CHANGES]
)
def test_a_change_is_told_in_a_sentence(was: str, now: str, says: str, before: Pack, pack: Workshop) -> None:
    pack.change(was, now)
    assert any(says in each for each in told(before, pack)), told(before, pack)


PARTNERSHIP = [
    ("{police: Police,", "{police: Police, health: Health,", "There is a new core partner (sector) “Health” [health]."),
    (
        "  school-a:",
        "  school-b: {title: School B, sector: education}\n  school-a:",
        "There is a new agency “School B”",
    ),
    ("{workload: Workload}", "{workload: Workload, flood: A flood}", "There is a new reason code “A flood” [flood]."),
    ("chair: Chair}", "chair: The chair}", "Role “chair” is now called “The chair” (was “Chair”)."),
    ("correct: [line-manager]", "correct: [line-manager, chair]", "Chair may now correct what was recorded."),
    (
        "call 999.",
        "call 999 first.",
        "What to do in an emergency now reads “If a child is in danger now, call 999 first.”",
    ),
]


@pytest.mark.parametrize(("was", "now", "says"), PARTNERSHIP, ids=[now.strip()[:50] for _, now, _ in PARTNERSHIP])
def test_a_change_of_the_partnership_is_told_too(was: str, now: str, says: str, before: Pack, pack: Workshop) -> None:
    pack.change(was, now, file="partnership.yaml")
    assert [says in each for each in told(before, pack)] == [True], told(before, pack)


def test_a_new_edition_is_told_too(before: Pack, pack: Workshop) -> None:
    pack.change("edition: 2026-01\nin", "edition: 2026-02\nin", file="partnership.yaml")
    pack.folder = pack.folder.rename(pack.folder.with_name("2026-02"))
    assert told(before, pack) == ["The edition is now 2026-02 (was 2026-01)."]


def test_one_change_of_a_source_is_told_once_for_all_that_rests_on_it(before: Pack, pack: Workshop) -> None:
    pack.change("part: section 2, edition: January 2026", "part: section 2, edition: March 2026")
    [said] = told(before, pack)
    assert said.startswith("The source “Handbook” of visit, day_one, waiting, visiting and ")
    assert said.endswith("its edition is now “March 2026” (was “January 2026”).")


def test_a_move_that_is_gone_is_told_once_with_all_that_it_asked(before: Pack, pack: Workshop) -> None:
    text = (pack.folder / "visit.yaml").read_text()
    remark = text[text.index("  - name: remark") : text.index("  - name: report")]
    pack.change(remark, "")
    assert told(before, pack) == ["There is no move “Remark on it” [remark] (visit) any more."]


def test_a_new_question_and_a_new_timescale_are_told_with_what_matters_of_them(before: Pack, pack: Workshop) -> None:
    pack.change("seen: {type", "late: {type: yes_no, ask: Was it late?, required: yes}\n      seen: {type")
    pack.change(
        "rules:\n",
        "  - {name: thanks, title: Thanked, starts: done, stops: thank, kind: reminder, source: idea,"
        " within: {weeks: 2, count_from: exclude_trigger}}\nrules:\n",
    )
    assert told(before, pack) == [
        "The move report (visit) now asks “Was it late?” (late, required).",
        "There is a new timescale “Thanked” [thanks] (visit), 2 weeks, not counting the first day. "
        "It reminds, and never counts.",
    ]


def test_a_whole_pathway_that_is_new_is_told_once(before: Pack, pack: Workshop) -> None:
    text = (pack.folder / "visit.yaml").read_text()
    pack.write("call.yaml", text.replace("pathway: visit", "pathway: call").replace("reference: VIS", "reference: CAL"))
    assert told(before, pack) == ["There is a new pathway “A visit after a concern” [call]."]


def test_another_order_alone_is_told_as_such(before: Pack, pack: Workshop) -> None:
    pack.change("{police: Police, education: Education,", "{education: Education, police: Police,", "partnership.yaml")
    assert told(before, pack) == ["Entries of the kind core partner (sector) stand in another order."]


def test_the_order_of_statements_is_that_of_the_pack(before: Pack, pack: Workshop) -> None:
    pack.change("severity: urgent", "severity: warning")
    pack.change("to_day: 3", "to_day: 4")
    pack.change("title: Open\n", "title: Begin\n")
    pack.change("chair: Chair}", "chair: The chair}", "partnership.yaml")
    found = differences(before, opened(str(pack.folder)))
    assert [each.kind for each in found] == ["role", "move", "timescale", "rule"]


def test_a_day_that_becomes_a_bank_holiday_is_told(before: Pack, pack: Workshop) -> None:
    name = "england-and-wales/2026-02-25.yaml"
    text = (root() / "_calendars" / name).read_text(encoding="utf-8")
    pack.write(f"../../_calendars/{name}", text.replace("days:\n", "days:\n    '2026-06-26': Day of rest\n", 1))
    assert told(before, pack) == ["Fri 26 Jun 2026 is now a bank holiday: Day of rest."]


def test_differences_come_as_a_document_or_as_sentences(
    pack: Workshop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    was, now = str(Workshop(tmp_path / "before").folder), str(pack.folder)
    assert main(["packs", "diff", was, now]) == 0
    assert capsys.readouterr().out.strip() == "There is no difference."
    pack.change("to_day: 3", "to_day: 4")
    assert main(["packs", "diff", was, now]) == 0
    assert capsys.readouterr().out.strip() == "Planning (visit): the last day is now Day 4 (was Day 3)."
    assert main(["packs", "diff", was, now, "--json"]) == 0
    [difference] = json.loads(capsys.readouterr().out)["differences"]
    assert list(difference) == ["pathway", "kind", "name", "field", "was", "is", "says"]
    assert (difference["was"], difference["is"]) == (3, 4)


def test_a_pack_that_is_not_there_or_cannot_be_read_is_refused_by_name(pack: Workshop) -> None:
    for where, code in (("nowhere", "unknown-pack"), ("halton/1999", "unknown-edition"), ("a/b/c", "unknown-pack")):
        with pytest.raises(Refused) as refused:
            opened(where)
        assert refused.value.code == code
    pack.change("to: done", "to: dome")
    with pytest.raises(Refused) as refused:
        opened(str(pack.folder))
    assert refused.value.code == "pack-not-usable"
    assert "visit.yaml, line " in refused.value.because
