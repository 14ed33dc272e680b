"""Every slip in the partnership's own file is found on its line: who sees what, what follows what, who may act."""

import os
from pathlib import Path

import pytest

from engine.packs.folders import folder_faults
from tests.small_pack import VISIT, Workshop

MORE = """\
relations: {follows: Follows from it, sibling: About a brother or sister}
child_relations: [sibling]
opened_about: {visit: follows}
hand_over:
  told_whom: {type: person, ask: Who was told?, tells: whom}
  told_at: {type: instant, ask: When?, tells: when}
access:
  sees_everything: [chair]
  audits: [auditor]
  administers: [line-manager]
  child_report: [chair]
  fallback: {role: chair, agency: partnership}
  review:
    pathway: review
    asks_as: asker
    own_reviewed_by: police
    hours: 24
    fields: {reference: asked_for, person: asked_by, post: asked_as, because: why, own: of_us, until: seen_until}
  source: handbook
reporting_year: {begins: 04-01, source: handbook}
small_numbers: {below: 5, source: handbook}
"""

REVIEW = """\
pathway: review
title: A look at why a case was seen
reference: REV
sources: {it: {title: Handbook, part: section 3, edition: January 2026, confidence: high}}
source: it
steps:
  - {name: asked, title: Asked, holder: {role: chair, party: partnership}, source: it}
  - {name: seen-to, title: Seen to, holder: {role: chair, party: partnership}, finished: yes, source: it}
moves:
  - name: open
    title: Ask to see a case
    to: asked
    who: [{role: asker, party: raising}, {role: asker, party: partnership}]
    source: it
    record:
      asked_for: {type: case, ask: Which case?, required: yes}
      asked_by: {type: person, ask: Who asks?, required: yes}
      asked_as: {type: text, ask: In which role?, required: yes}
      why: {type: text, ask: Why?, required: yes}
      of_us: {type: yes_no, ask: Is it one of us?, required: yes}
      seen_until: {type: instant, ask: Until when?, required: yes, may_be_future: yes}
      raising_agency: {type: agency, ask: Which agency?}
      rooms: {type: number, ask: How many rooms?}
  - {name: look, title: Look at it, from: asked, to: seen-to, who: [{role: chair, party: partnership}], source: it}
"""


@pytest.fixture
def pack(tmp_path: Path) -> Workshop:
    """The small pack with everything that a partnership may say beside it."""
    shop = Workshop(tmp_path)
    shop.change("emergency:", f"{MORE}emergency:", "partnership.yaml")
    shop.change("chair: Chair}", "chair: Chair, auditor: Auditor, asker: Who asks}", "partnership.yaml")
    shop.write("review.yaml", REVIEW)
    return shop


def test_a_partnership_that_says_all_it_may_is_sound(pack: Workshop) -> None:
    assert pack.faults() == []


ROLES = "practitioner, line-manager, chair, auditor, asker"
SLIPS = [
    ("sees_everything: [chair]", "sees_everything: [king]", "unknown-role", "access.sees_everything", ROLES),
    ("audits: [auditor]", "audits: [auditr]", "unknown-role", "access.audits", "Did you mean “auditor”?"),
    ("administers: [line-manager]", "administers: [x-y]", "unknown-role", "access.administers", ROLES),
    ("child_report: [chair]", "child_report: [zz]", "unknown-role", "access.child_report", ROLES),
    ("sees_everything: [chair]", "sees_everything: [chair, chair]", "said-twice", "access.sees_everything", "Keep one"),
    ("[line-manager]\n  child", "[auditor]\n  child", "audits-and-administers", "access.administers", "in one of"),
    ("  administers: [line-manager]\n", "", "nobody-administers", "access.administers", "Name in `administers`"),
    ("fallback: {role: chair,", "fallback: {role: chain,", "unknown-role", "access.fallback.role", "“chair”"),
    ("agency: partnership}", "agency: partners}", "unknown-agency", "access.fallback.agency", "“partnership”"),
    ("pathway: review", "pathway: reviews", "unknown-pathway", "access.review.pathway", "“review”"),
    ("asks_as: asker", "asks_as: askers", "unknown-role", "access.review.asks_as", "“asker”"),
    ("asks_as: asker", "asks_as: chair", "review-cannot-open", "access.review.asks_as", "{role: chair, party"),
    ("reviewed_by: police", "reviewed_by: polise", "unknown-agency", "access.review.own_reviewed_by", "“police”"),
    ("reviewed_by: police", "reviewed_by: partnership", "reviews-itself", "access.review.own_reviewed_by", "another"),
    ("own: of_us", "own: of_uss", "unknown-field", "access.review.fields.own", "“of_us”"),
    ("own: of_us", "own: rooms", "wrong-type", "access.review.fields.own", "yes_no"),
    ("reference: asked_for", "reference: rooms", "wrong-type", "access.review.fields.reference", "case or text"),
    ("{visit: follows}", "{visits: follows}", "unknown-pathway", "opened_about.visits", "“visit”"),
    ("{visit: follows}", "{visit: folows}", "unknown-relation", "opened_about.visit", "“follows”"),
    ("relations: [sibling]", "relations: [siblings]", "unknown-relation", "child_relations", "“sibling”"),
    (", tells: whom", "", "tells-nothing", "hand_over.told_whom", "`tells: whom`"),
    ("tells: whom}", "tells: whom, required: yes}", "required-of-all", "hand_over.told_whom.required", "Leave"),
    ("told_at: {type: instant", "again: {type: person, ask: A?, tells: whom}\n  told_at: {type: instant", "told-twice",
     "hand_over.again.tells", "Ask only one"),
    ("correct: [line-manager]", "correct: []", "nobody-may", "acts.correct", ROLES),
    ("{workload: Workload}", "{}", "no-reasons", "lateness_reasons", "`workload: "),
    ("begins: 04-01", "begins: 02-30", "not-a-date", "reporting_year.begins", "`04-01`"),
    ("begins: 04-01", "begins: 02-29", "not-a-date", "reporting_year.begins", "`04-01`"),
    *[("below: 5", f"below: {number}", "not-usable", "small_numbers.below", "a whole number")
      for number in ("5.0", "+5", "5_0", "05", "0x5", "٥", "1", "9" * 4000)],
]  # fmt: skip


@pytest.mark.parametrize(("was", "now", "code", "field", "remedy"), SLIPS, ids=[f"{now[:40]}" for _, now, *_ in SLIPS])
def test_a_slip_in_the_partnership_is_the_one_thing_that_is_said(
    pack: Workshop, was: str, now: str, code: str, field: str, remedy: str
) -> None:
    pack.change(was, now, "partnership.yaml")
    found = [fault for fault in pack.faults() if fault.code == code]
    assert found, pack.faults()
    assert (found[0].file, found[0].field) == ("partnership.yaml", field)
    assert remedy in found[0].remedy
    assert {fault.code for fault in pack.faults()} == {code}


def test_a_review_that_asks_more_than_seeing_answers_could_never_be_opened(pack: Workshop) -> None:
    pack.change("How many rooms?", "How many rooms?, required: yes", "review.yaml")
    assert (pack.fault().code, pack.fault().field) == ("review-cannot-open", "access.review.pathway")


def test_what_names_a_pathway_that_cannot_be_read_is_not_blamed_as_well(pack: Workshop) -> None:
    pack.change("reference: REV", "reference: rev", "review.yaml")
    assert (pack.fault().file, pack.fault().field) == ("review.yaml", "reference")


def test_a_partnership_without_any_pathway_is_of_no_use(pack: Workshop) -> None:
    (pack.folder / "visit.yaml").unlink()
    (pack.folder / "review.yaml").unlink()
    assert "no-pathway" in {fault.code for fault in pack.faults()}


def test_an_edition_lies_in_the_folder_of_its_name_and_a_draft_where_it_likes(pack: Workshop) -> None:
    pack.change("edition: 2026-01\nin", "edition: 2026-02\nin", "partnership.yaml")
    read, _ = pack.read()
    assert read is not None
    [fault] = folder_faults(pack.folder, read)
    assert (fault.code, fault.line, fault.field) == ("two-names", 3, "edition")
    draft = pack.folder.rename(pack.folder.with_name("draft"))
    assert list(folder_faults(draft, read)) == []


NOT_READ = ["extra.YAML", "extra.yml", "extra.json", ".extra.yaml"]


@pytest.mark.parametrize("name", NOT_READ)
def test_a_file_that_is_passed_over_is_told(pack: Workshop, name: str) -> None:
    pack.write(name, VISIT)
    assert (pack.fault().file, pack.fault().code) == (name, "not-read")


def test_a_folder_that_is_passed_over_is_told(pack: Workshop) -> None:
    pack.write("story/visit/one.yaml", "story: one")
    _, [fault] = pack.read()
    assert (fault.file, fault.code) == ("story", "not-read")


def test_a_file_that_is_no_file_is_told_and_never_waited_for(pack: Workshop) -> None:
    os.mkfifo(pack.folder / "pipe.yaml")
    (pack.folder / "zero.yaml").symlink_to("/dev/zero")
    (pack.folder / "nowhere.yaml").symlink_to("nowhere")
    (pack.folder / "round.yaml").symlink_to("round.yaml")
    _, faults = pack.read()
    assert {(fault.file, fault.code) for fault in faults} == {
        (f"{name}.yaml", "not-readable") for name in ("pipe", "zero", "nowhere", "round")
    }


def test_a_link_may_lead_to_a_file_of_the_pack_and_to_no_other(pack: Workshop, tmp_path: Path) -> None:
    (pack.folder / "visit.yaml").rename(pack.folder / "kept.txt")
    (pack.folder / "visit.yaml").symlink_to("kept.txt")
    assert pack.faults() == []
    (tmp_path / "elsewhere.yaml").write_text(VISIT)
    (pack.folder / "visit.yaml").unlink()
    (pack.folder / "visit.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert (pack.faults()[0].file, pack.faults()[0].code) == ("visit.yaml", "not-readable")
