"""Who holds the pen, who was told so, how and when, and for how long each has held it."""

from pathlib import Path

from engine.documents import case_document, replay_document
from engine.library import Library
from engine.packs.editions import edition_of
from engine.packs.reading import load
from engine.rehearse import rehearse
from engine.words import told
from states.days import instant_text, parse_instant
from states.facts import AnyFact, Corrected, HolderChanged, StruckOut, encode, is_cause
from states.folding import fold
from tests.small_pack import Workshop
from tests.spec.desk import NO_RISK, UNRESOLVED, Desk, refused

WORKER, MANAGER = "practitioner of school-a", "line-manager of school-a"
TOLD = {"handed_to": "B. Manager", "told_how": "telephone", "told_at": "2026-12-11T15:05:00Z"}
ASKED = 'hand_over:\n  told_whom: {type: person, ask: "Who was told?", tells: whom}\n'


def handed_over(**answers: str) -> Desk:
    """Opened by the worker on Friday 11 December 2026 and handed to the manager the same afternoon."""
    desk = Desk()
    desk.open("2026-12-11T09:00Z")
    desk.take("2026-12-11T15:10Z", WORKER, "hand-over", **NO_RISK, **answers)
    return desk


def shown(desk: Desk, now: str = "2026-12-11T16:00Z") -> dict[str, object]:
    procedure = Library().pinned(desk.case, desk.store.pack)
    return case_document(desk.reference, texts(desk), procedure, parse_instant(now))


def texts(desk: Desk) -> tuple[AnyFact, ...]:
    """The history with what lies sealed in it."""
    return desk.store.opened(desk.reference)


def last_hand_over(desk: Desk) -> int:
    return max(place for place, fact in enumerate(desk.history, 1) if isinstance(fact, HolderChanged))


def move_of(desk: Desk) -> int:
    return last_hand_over(desk) - 1


def test_a_hand_over_says_who_was_told_how_and_when() -> None:
    desk = handed_over(**TOLD)
    fact = texts(desk)[last_hand_over(desk) - 1]
    assert isinstance(fact, HolderChanged)
    assert fact.told_at
    assert (fact.told, instant_text(fact.told_at)) == ("telephone", "2026-12-11T15:05:00Z")
    assert fact.sealed == {"told_whom": "B. Manager"}
    assert "B. Manager" not in encode(fact)
    assert desk.case.record["told_how"] == "telephone"
    assert shown(desk)["holder"] == {
        "role": "line-manager",
        "agency": "school-a",
        "told": {"whom": "B. Manager", "how": "telephone", "at": "2026-12-11T15:05:00Z"},
    }
    assert told(desk.case, "B. Manager") == "Told: B. Manager, telephone, Fri 11 Dec 2026, 15:05."
    assert desk.findings() == []


def test_a_replay_shows_the_telling_in_the_fact_itself() -> None:
    facts = replay_document("", texts(handed_over(**TOLD)))["facts"]
    [fact] = [fact for fact in facts if fact["fact"] == "HolderChanged" and fact["role"] == "line-manager"]
    assert fact["told"] == {"whom": "B. Manager", "how": "telephone", "at": "2026-12-11T15:05:00Z"}
    assert not fact.keys() & {"told_at", "told_whom"}


def test_a_hand_over_of_which_nobody_was_told_is_written_as_it_always_was() -> None:
    desk = handed_over()
    assert "told" not in encode(desk.facts(HolderChanged)[-1])
    assert shown(desk)["holder"] == {"role": "line-manager", "agency": "school-a"}
    assert told(desk.case, None) == "Nobody is recorded as told."


def test_a_post_that_takes_the_pen_itself_is_not_asked_whom_it_told() -> None:
    desk = Desk()
    desk.open("2026-12-11T09:00Z")
    desk.sweep("2026-12-17T09:00Z")
    assert told(desk.case, None) == ""
    assert not any(alert.startswith("nobody-told") for alert in desk.open_alerts())


def test_the_telling_may_be_recorded_later_by_correcting_what_the_move_left_open() -> None:
    desk = handed_over()
    desk.correct("2026-12-14T10:00Z", "designated-lead of school-a", move_of(desk), "told_how", "in-person")
    desk.correct("2026-12-14T10:01Z", "designated-lead of school-a", move_of(desk), "handed_to", "B. Manager")
    desk.correct("2026-12-14T10:02Z", "designated-lead of school-a", move_of(desk), "told_at", "2026-12-11T15:30:00Z")
    document = shown(desk, "2026-12-14T11:00Z")
    expected = {"whom": "B. Manager", "how": "in-person", "at": "2026-12-11T15:30:00Z"}
    assert document["holder"] == {"role": "line-manager", "agency": "school-a", "told": expected}
    record = document["record"]
    assert isinstance(record, dict)
    assert (record["handed_to"], record["told_how"]) == ("B. Manager", "in-person")
    assert "told_whom" not in record
    assert fold(desk.history[5:], onto=fold(desk.history[:5])) == desk.case
    assert desk.findings() == []
    assert [fact.field[:7] for fact in desk.facts(Corrected) if is_cause(fact)] == ["record."] * 3
    assert (
        list(rehearse(desk.store, desk.library, load(edition_of("halton")), parse_instant("2026-12-14T11:00Z"))) == []
    )


def test_telling_of_an_earlier_hand_over_leaves_the_present_one_as_it_is() -> None:
    desk = handed_over()
    earlier = move_of(desk)
    desk.take("2026-12-14T09:00Z", MANAGER, "accept")
    desk.take("2026-12-15T09:00Z", MANAGER, "escalate-to-step-3", told_how="video", **UNRESOLVED)
    desk.correct("2026-12-15T10:00Z", "designated-lead of school-a", earlier, "told_how", "in-person")
    assert desk.case.handed_over.how == "video"
    assert desk.case.record["told_how"] == "video"
    assert [fact.field for fact in desk.facts(Corrected)] == ["record.told_how", "told"]


def test_a_move_that_passed_no_pen_cannot_be_told_of() -> None:
    desk = handed_over()
    desk.take("2026-12-14T09:00Z", MANAGER, "accept")
    with refused("not-correctable"):
        position = next(place for place, fact in enumerate(desk.history, 1) if getattr(fact, "move", "") == "accept")
        desk.correct("2026-12-14T10:00Z", "designated-lead of school-a", position, "told_how", "in-person")


def test_a_name_that_is_struck_out_goes_from_the_answer_and_from_the_hand_over() -> None:
    for of_move in (True, False):
        desk = handed_over(**TOLD)
        place, field = (move_of(desk), "handed_to") if of_move else (last_hand_over(desk), "told_whom")
        desk.strike_out("2026-12-14T10:00Z", "partnership-manager of partnership", place, field)
        assert {(fact.position, fact.field) for fact in desk.facts(StruckOut)} == {
            (move_of(desk), "record.handed_to"),
            (last_hand_over(desk), "told_whom"),
        }
        holder, record = shown(desk)["holder"], shown(desk)["record"]
        assert isinstance(holder, dict)
        assert isinstance(record, dict)
        assert (holder["told"]["whom"], record["handed_to"]) == ("struck out", "struck out")
        assert "B. Manager" not in str(texts(desk))
        assert desk.findings() == []


def test_a_name_given_later_that_is_struck_out_goes_from_both_corrections() -> None:
    desk = handed_over()
    desk.correct("2026-12-14T10:01Z", "designated-lead of school-a", move_of(desk), "handed_to", "B. Manager")
    place = next(place for place, fact in enumerate(desk.history, 1) if isinstance(fact, Corrected))
    desk.strike_out("2026-12-14T11:00Z", "partnership-manager of partnership", place, "value")
    assert "B. Manager" not in str(texts(desk))
    assert desk.findings() == []


def test_two_working_days_without_anybody_told_remind_the_business_unit_until_somebody_is() -> None:
    desk = handed_over()
    desk.sweep("2026-12-14T23:00Z")
    assert "nobody-told" not in desk.open_alerts()
    desk.sweep("2026-12-15T09:00Z")
    assert "nobody-told" in desk.open_alerts()
    assert desk.case.alerts["nobody-told"].tell.role == "business-unit"
    assert desk.case.alerts["nobody-told"].severity == "information"
    desk.correct("2026-12-15T10:00Z", "designated-lead of school-a", move_of(desk), "told_how", "in-person")
    assert "nobody-told" not in desk.open_alerts()


def test_nobody_is_reminded_where_somebody_was_told() -> None:
    desk = handed_over(told_how="telephone")
    desk.sweep("2026-12-17T09:00Z")
    assert "nobody-told" not in desk.open_alerts()


def test_a_hand_over_that_stands_a_full_working_day_is_said_so_on_the_day_after_it() -> None:
    desk = handed_over()
    desk.sweep("2026-12-14T23:30Z")
    assert "handed-over-not-accepted" not in desk.open_alerts()
    desk.sweep("2026-12-15T00:30Z")
    assert "handed-over-not-accepted" in desk.open_alerts()


def test_a_case_shows_how_long_each_holder_has_held_it() -> None:
    desk = handed_over()
    desk.take("2026-12-14T09:00Z", MANAGER, "accept")
    assert shown(desk, "2026-12-14T15:10Z")["held"] == [
        {
            "role": "practitioner",
            "agency": "school-a",
            "from": "2026-12-11T09:00:00Z",
            "until": "2026-12-11T15:10:00Z",
            "working_days": 0,
            "hours": 6.17,
        },
        {
            "role": "line-manager",
            "agency": "school-a",
            "from": "2026-12-11T15:10:00Z",
            "until": None,
            "working_days": 1,
            "hours": 72.0,
        },
    ]


def test_a_corrected_instant_moves_the_time_held() -> None:
    desk = handed_over()
    desk.correct("2026-12-14T10:00Z", "designated-lead of school-a", move_of(desk), "at", "2026-12-11T12:00:00Z")
    held = shown(desk)["held"]
    assert isinstance(held, list)
    assert [(span["from"], span["until"]) for span in held] == [
        ("2026-12-11T09:00:00Z", "2026-12-11T12:00:00Z"),
        ("2026-12-11T12:00:00Z", None),
    ]
    assert desk.case.handed_over.at == parse_instant("2026-12-11T12:00Z")


def test_every_move_that_passes_the_pen_asks_what_the_partnership_wants_to_know_and_no_other_does(
    tmp_path: Path,
) -> None:
    workshop = Workshop(tmp_path)
    workshop.change("acts:\n", f"{ASKED}acts:\n", "partnership.yaml")
    pack, faults = workshop.read()
    assert faults == []
    assert pack is not None
    moves = pack.procedures["visit"].policy.pathway.moves
    assert [name for name, move in moves.items() if "told_whom" in move.record] == ["open", "plan", "report"]


def test_a_list_of_what_a_question_tells_is_a_fault_of_that_question(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.change("acts:\n", f"{ASKED}acts:\n", "partnership.yaml")
    workshop.change("ask: On which day?", "ask: On which day?, tells: [whom]")
    assert [each.field for each in workshop.faults()] == ["moves.plan.record.visit_on.tells"]


def test_a_question_of_its_own_that_tells_the_same_is_not_doubled() -> None:
    moves = load(edition_of("halton")).procedures["escalation"].policy.pathway.moves
    assert [name for name, question in moves["hand-over"].record.items() if question.tells] == [
        "handed_to",
        "told_how",
        "told_at",
    ]


def test_a_pack_in_which_telling_is_not_what_it_says_is_not_used(tmp_path: Path) -> None:
    for number, (was, now, file, field) in enumerate(
        (
            ("acts:\n", f"{ASKED.replace('person', 'text')}acts:\n", "partnership.yaml", "hand_over.told_whom"),
            (
                "acts:\n",
                f"{ASKED.replace('tells: whom', 'tells: whom, required: yes')}acts:\n",
                "partnership.yaml",
                "hand_over.told_whom.required",
            ),
            ("      remark: {", "      a: {type: person, ask: A?, tells: whom}\n      remark: {", "visit.yaml", None),
        )
    ):
        workshop = Workshop(tmp_path / str(number))
        workshop.change(was, now, file)
        faults = workshop.faults()
        if field is None:
            assert faults == []
            workshop.change("remark: {type: text, ", "remark: {type: person, tells: whom, ", file)
            assert workshop.fault().code == "told-twice"
        else:
            assert faults[0].code in ("not-usable", "required-of-all")
            assert faults[0].field.startswith(field)
