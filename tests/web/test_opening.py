"""Opening a case in the browser: danger first, few clicks, nothing lost, and a case such as the engine makes."""

import re
from itertools import product
from pathlib import Path

import pytest

from engine.handle import handle
from engine.packs.editions import editions, root
from engine.stories.notation import Event
from engine.stories.reading import read_stories
from states.case import NO_CASE
from states.facts import CaseOpened
from tests.spec.desk import OPENING, actor
from tests.web.form_desk import OPEN_ESCALATION, Browser, FormDesk, errors_of, text_of
from web.forms.opening import Opening
from web.forms.parts import MOST_CLICKS, parts_of
from workflow.commands import OpenCase
from workflow.decide import decide
from workflow.opening import AGENCIES


def beginnings() -> list[tuple[Event, str]]:
    """For every pathway the opening of its first story."""
    found: dict[str, Event] = {}
    for edition in editions(root()):
        for story in read_stories(edition.path)[0] if edition.partnership in ("halton", "pan-cheshire") else ():
            if not story.events[0].refused:
                found.setdefault(story.pathway, story.events[0])
    return [(event, pathway) for pathway, event in found.items()]


@pytest.fixture
def desk(tmp_path: Path) -> FormDesk:
    return FormDesk(tmp_path)


@pytest.fixture
def lead(desk: FormDesk) -> Browser:
    return desk.person("designated-lead of school-a")


def test_only_procedures_that_the_post_may_open_are_offered(desk: FormDesk, lead: Browser) -> None:
    offered = lead.get("/cases/new")
    assert "/cases/new/escalation" in offered
    assert "/cases/new/data-return" not in offered
    lead.get("/cases/new/data-return", 403)
    lead.get("/cases/new/nothing-of-the-kind", 404)


def test_danger_is_asked_about_before_anything_else(lead: Browser) -> None:
    first = lead.get("/cases/new/escalation")
    assert "<h1" in first
    assert "Is a child at immediate risk of harm?" in first
    assert "What is disputed" not in first


def test_danger_leads_to_call_first_and_what_was_done_is_recorded_afterwards(desk: FormDesk, lead: Browser) -> None:
    call = lead.send("/cases/new/escalation", immediate_risk="yes").headers["location"]
    assert call.endswith("/call-first")
    page = lead.get(call)
    assert "Call first, record afterwards" in page
    assert desk.site.pack().partnership.emergency.text.split(".")[0] in text_of(page)
    unanswered = lead.send(call)
    assert unanswered.status_code == 422
    assert set(errors_of(unanswered.text)) == {"called_whom", "called_at-day", "safe_meanwhile"}


def test_danger_that_is_taken_back_no_longer_stands_in_the_way(lead: Browser) -> None:
    call = lead.send("/cases/new/escalation", immediate_risk="yes").headers["location"]
    first = call.replace("call-first", "1")
    assert lead.send(first, immediate_risk="no").headers["location"].endswith("/2")


def test_an_escalation_opened_in_the_browser_is_what_the_same_answers_make_at_the_engine(
    desk: FormDesk, lead: Browser
) -> None:
    check = lead.open_escalation()
    confirmed = lead.send(check).headers["location"]
    case = confirmed.split("/")[2]
    opened, *_ = desk.history(case)
    command = OpenCase(
        at=desk.now,
        seen_at=desk.now,
        by=actor("designated-lead of school-a"),
        pathway="escalation",
        answers={**OPENING, "concern_arose_at": "2026-12-11T08:30:00Z"},
    )
    other, *_ = desk.history(handle(desk.store, desk.library, command).reference)
    assert isinstance(opened, CaseOpened)
    assert isinstance(other, CaseOpened)
    assert opened.record == other.record
    assert opened.sealed["record.dispute"] == other.sealed["record.dispute"]
    assert opened.by == other.by


def test_the_check_shows_the_deadlines_before_anything_is_stored(desk: FormDesk, lead: Browser) -> None:
    check = lead.open_escalation()
    page = text_of(lead.get(check))
    assert "What happens when you open it" in page
    assert "First attempt between the workers" in page
    assert "Fri 11 Dec 2026, end of day" in page
    assert "Practitioner, School A" in page
    assert list(desk.store.cases()) == []


def test_the_check_says_beside_who_will_have_it_that_nobody_holds_that_post(lead: Browser) -> None:
    page = text_of(lead.get(lead.open_escalation()))
    assert "Practitioner, School A. Nobody holds that post." in page


def test_the_deadlines_that_will_start_stand_in_the_order_of_their_dates(desk: FormDesk, lead: Browser) -> None:
    first = lead.send("/cases/new/serious-incident", immediate_risk="no").headers["location"]
    when = {name: value for name, value in OPEN_ESCALATION.items() if name.startswith("concern_arose_at")}
    aware = {name.replace("concern_arose_at", "authority_aware_at"): value for name, value in when.items()}
    second = lead.send(first, child="C-18", **aware).headers["location"]
    told = {"kind_of_incident": "abuse-or-neglect-known-or-suspected", "outcome": "died", "what_happened": "A fall."}
    page = text_of(lead.get(lead.send(second, **told).headers["location"]))
    titles = ("The referral is logged", "The Virtual Panel gives its view", "The local authority notifies")
    assert sorted(titles, key=page.index) == list(titles)


def test_the_confirmation_says_the_reference_who_has_it_and_what_is_due(lead: Browser) -> None:
    confirmed = lead.send(lead.open_escalation()).headers["location"]
    page = text_of(lead.get(confirmed))
    assert "ESC-2026-0001" in page
    assert "It is now with: Practitioner, School A" in page
    assert "First attempt between the workers" in page


def test_the_same_page_sent_twice_opens_one_case(desk: FormDesk, lead: Browser) -> None:
    check = lead.open_escalation()
    page = lead.get(check)
    first, second = lead.post(check, page), lead.post(check, page)
    assert first.headers["location"] == second.headers["location"]
    assert len(list(desk.store.cases())) == 1


def test_every_page_is_kept_as_it_is_sent_and_the_draft_goes_when_the_case_is_open(lead: Browser) -> None:
    check = lead.open_escalation()
    listed = lead.get("/drafts")
    assert check in listed
    assert "Children's social care; Plan drift" in text_of(listed)
    assert OPEN_ESCALATION["dispute"] not in listed
    lead.send(check)
    assert "You have no drafts" in lead.get("/drafts")


def test_what_is_wrong_is_said_beside_its_field_and_everything_typed_is_kept(lead: Browser) -> None:
    first = lead.send("/cases/new/escalation", immediate_risk="no").headers["location"]
    typed = {**OPEN_ESCALATION, "concern_arose_at-day": "31", "concern_arose_at-month": "2", "subject": ""}
    answer = lead.send(first, **typed)
    assert answer.status_code == 422
    assert "<title>Error: " in " ".join(answer.text.split())
    assert errors_of(answer.text) == {
        "concern_arose_at-day": "“When did the concern arise?” must be a real date",
        "subject": "Select an answer to “What is the disagreement about?”",
    }
    assert "The plan has not moved; we ask for a review." in answer.text
    assert 'value="31"' in answer.text
    for target in errors_of(answer.text):
        assert f'id="{target}"' in answer.text


def test_what_was_typed_wrongly_is_in_the_draft_too(lead: Browser) -> None:
    first = lead.send("/cases/new/escalation", immediate_risk="no").headers["location"]
    lead.send(first, **{**OPEN_ESCALATION, "subject": ""})
    assert "The plan has not moved; we ask for a review." in lead.get(first)


def test_an_agency_that_cannot_be_the_other_one_is_refused_beside_its_question(lead: Browser) -> None:
    first = lead.send("/cases/new/escalation", immediate_risk="no").headers["location"]
    answer = lead.send(first, **{**OPEN_ESCALATION, "receiving_agency": "school-a"})
    assert errors_of(answer.text) == {"receiving_agency": "Select another agency: the two must differ"}


def test_whoever_keeps_records_for_others_is_asked_whose_concern_it_is(desk: FormDesk) -> None:
    manager = desk.person("partnership-manager of partnership")
    first = manager.send("/cases/new/escalation", immediate_risk="no").headers["location"]
    assert 'name="raising_agency"' in manager.get(first)


def test_a_change_from_the_check_leads_straight_back_to_it(lead: Browser) -> None:
    check = lead.open_escalation()
    page = check.replace("/check", "/2")
    assert lead.send(page, **{**OPEN_ESCALATION, "level_of_need": "4"}).headers["location"] == check


def test_what_need_not_be_answered_is_one_page_that_stands_in_nobodys_way(desk: FormDesk, lead: Browser) -> None:
    check = lead.open_escalation()
    more = check.replace("/check", "/more")
    assert 'name="evidence"' in lead.get(more)
    assert lead.send(more, evidence="Three letters.").headers["location"] == check
    case = lead.send(check).headers["location"].split("/")[2]
    assert desk.history(case)[0].sealed["record.evidence"] == "Three letters."


def test_an_answer_that_calls_for_another_asks_for_it(lead: Browser) -> None:
    check = lead.open_escalation()
    more = check.replace("/check", "/more")
    answer = lead.send(more, entered_at="step-2")
    assert answer.status_code == 422
    assert list(errors_of(answer.text)) == ["step_1_evidence"]


def test_a_case_can_be_opened_about_another_and_is_linked_in_the_same_breath(desk: FormDesk, lead: Browser) -> None:
    older = desk.open()
    first = lead.send(f"/cases/new/escalation?link={older}&relation=follows", immediate_risk="no").headers["location"]
    assert older in lead.get(first)
    check = lead.send(first, **OPEN_ESCALATION).headers["location"]
    newer = lead.send(check).headers["location"].split("/")[2]
    assert [(link.to, link.relation) for link in desk.store.link_rows(case=newer)] == [(older, "follows")]


def test_a_case_that_one_may_not_see_cannot_be_linked_to_either(desk: FormDesk) -> None:
    older = desk.open()
    stranger = desk.person("designated-lead of school-b")
    stranger.get(f"/cases/new/escalation?link={older}&relation=follows", 404)


def test_nobody_finds_a_draft_but_its_owner(desk: FormDesk, lead: Browser) -> None:
    check = lead.open_escalation()
    other = desk.person("designated-lead of school-b")
    other.get(check, 404)
    assert "You have no drafts" in other.get("/drafts")
    other.client.post(check.replace("/check", "").replace("/cases/new/escalation", "/drafts") + "/delete")
    lead.get(check)


def test_a_draft_is_sealed_in_the_database(desk: FormDesk, lead: Browser, tmp_path: Path) -> None:
    lead.open_escalation(dispute="Nobody may read this in the file.")
    files = [path.read_bytes() for path in tmp_path.glob("desk.db*")]
    assert not any(b"Nobody may read this" in content for content in files)


def test_an_auditor_opens_nothing(desk: FormDesk) -> None:
    partnership = desk.site.pack().partnership
    assert partnership.access is not None
    auditor = desk.person(f"{partnership.access.audits[0]} of {partnership.own_agency}")
    auditor.get("/cases/new", 403)
    auditor.get("/cases/new/escalation", 403)
    assert auditor.client.post("/cases/new/escalation", data={}).status_code == 403


def test_whoever_is_offered_a_procedure_can_open_it_with_what_it_asks(desk: FormDesk) -> None:
    pack = desk.site.pack()
    opened = offered = 0
    for event, pathway in beginnings():
        procedure = pack.procedures[pathway]
        for role, agency in product(pack.partnership.roles, pack.partnership.agencies):
            opening = Opening(procedure, actor(f"{role} of {agency}"), event.on)
            offered += bool(opening.ways)
            if opening.ways:
                answers = {name: value for name, value in event.record.items() if name not in AGENCIES}
                asked = {
                    field for field in AGENCIES if field in opening.questions and opening.questions[field].required
                }
                stands = next(
                    pair
                    for pair in sorted(opening.ways.pairs)
                    if (pair[0] == agency or {"raising_agency"} & (asked | opening.filled.keys()))
                    and (not pair[1] or {"receiving_agency"} & (asked | opening.filled.keys()))
                )
                answers |= {
                    field: each for field, each in zip(AGENCIES, stands, strict=True) if each and field in asked
                }
                answers |= {field: each for field, (each,) in opening.filled.items()}
                at = event.happened or event.on
                command = OpenCase(at=at, seen_at=event.on, by=opening.opener, pathway=pathway, answers=answers)
                opened += bool(decide(NO_CASE, command, procedure.policy))
    assert opened == offered > 100


def test_an_agency_that_asks_another_for_a_meeting_is_asked_neither_for_itself_nor_for_the_only_one_there_is(
    desk: FormDesk, lead: Browser
) -> None:
    call = lead.send("/cases/new/strategy-meeting", immediate_risk="no").headers["location"]
    opening = Opening(desk.site.pack().procedures["strategy-meeting"], actor("designated-lead of school-a"), desk.now)
    assert opening.filled == {"raising_agency": ("social-care",), "receiving_agency": ("school-a",)}
    assert "Which agency convenes it" not in text_of(lead.get(call))
    manager = desk.person("line-manager of social-care")
    assert "strategy-meeting" not in manager.get("/cases/new")
    manager.get("/cases/new/strategy-meeting", 403)


def test_no_agency_is_offered_that_could_never_be_the_answer(lead: Browser) -> None:
    page = lead.get(lead.send("/cases/new/escalation", immediate_risk="no").headers["location"])
    offered = re.findall(r'name="receiving_agency" type="radio" value="([^"]*)"', page)
    assert "social-care" in offered
    assert not {"school-a", "partnership"} & set(offered)


def test_no_procedure_takes_more_clicks_to_open_than_it_should(desk: FormDesk) -> None:
    for procedure in desk.site.pack().procedures.values():
        move = procedure.policy.pathway.moves["open"]
        parts = parts_of(move.record, actor("designated-lead of school-a"), desk.site.pack().partnership)
        clicks = 3
        for part in parts:
            if part.kind == "emergency":
                clicks += 1
            if part.kind == "questions":
                chosen = ("choice", "choices", "yes_no", "agency")
                clicks += 1 + sum(each.required and each.type in chosen for each in part.questions.values())
        assert clicks <= MOST_CLICKS, (procedure.policy.pathway.pathway, clicks)


def test_every_question_of_an_opening_is_on_exactly_one_page(desk: FormDesk) -> None:
    for procedure in desk.site.pack().procedures.values():
        move = procedure.policy.pathway.moves["open"]
        for who in ("designated-lead of school-a", "business-unit of partnership"):
            parts = parts_of(move.record, actor(who), desk.site.pack().partnership)
            placed = [name for part in parts for name in part.questions]
            assert sorted(placed) == sorted(move.record)
