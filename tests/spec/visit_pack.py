"""A pathway that is in no procedure anywhere, with every ability a timescale can have; for tests only."""

from pathlib import Path

from engine.library import Library
from engine.packs.pack import Pack
from engine.packs.reading import read_pack
from engine.stories.playing import OnePack

PATHWAY = """
pathway: visits
title: Visits, invented for tests
reference: VIS
source: &source {title: Invented, part: all of it, edition: "1", confidence: high}
steps:
  - {name: asked, title: Asked, holder: {role: line-manager, party: raising}, source: *source}
  - {name: done, title: Done, holder: {role: line-manager, party: raising}, finished: yes, source: *source}
moves:
  - name: open
    title: Ask for a visit
    to: asked
    who: &raising [{role: line-manager, party: raising}]
    source: *source
    record:
      publish_on: {type: date, ask: "When is it published?", may_be_future: yes}
  - name: note-meeting
    title: Note a meeting
    from: [asked]
    who: *raising
    source: *source
    record:
      people: {type: attendance, ask: "Who took part?", required: yes, reasoned: not-applicable}
      why_without: {type: text, ask: "Why without the police?", when: {people.police: {not: attended}}}
      safety_plan: {type: actions, ask: "Who does what by when?"}
  - name: do-action
    title: An action is done
    from: [asked]
    who: *raising
    source: *source
    record:
      action: {type: number, ask: "Which action, by its number?", required: yes}
  - name: look-in
    title: Look in
    from: [asked]
    who: *raising
    source: *source
  - name: call
    title: Tell of a call
    from: [asked]
    who: *raising
    source: *source
    happened_at: called_at
    record:
      called_at: {type: instant, ask: "When was the call?", required: yes}
      agreed: {type: yes_no, ask: "Was it agreed?", required: yes}
  - name: put-off
    title: Put it off
    from: [asked]
    who: *raising
    source: *source
    record:
      publish_on: {type: date, ask: "Until when?", required: yes, may_be_future: yes}
  - name: sign
    title: Sign
    from: [asked]
    only_when: {agreed: yes}
    who: *raising
    source: *source
  - name: finish
    title: Finish
    from: [asked]
    to: done
    who: *raising
    source: *source
timescales:
  - name: letter
    title: The letter
    starts: open
    stops: finish
    within: {working_days: 10, count_from: exclude_trigger}
    near: {working_days: 2}
    kind: local
    suspension: {reasons: {awaiting-court: A court decides first}, who: *raising, at_most: 5}
    extension: {reasons: {agreed: Both agree}, who: *raising, at_most: 3}
    source: *source
  - name: answer
    title: The answer
    starts: open
    stops: sign
    cancels: [finish]
    within: {calendar_days: 30, count_from: exclude_trigger}
    kind: local
    suspension: {reasons: {awaiting-court: A court decides first}, who: *raising, at_most: 9}
    source: *source
  - name: by-law
    title: By law
    starts: open
    stops: finish
    within: {working_days: 10, count_from: exclude_trigger}
    kind: statutory
    source: *source
  - name: time-to-comment
    title: Time to comment, at least
    starts: open
    stops: finish
    within: {calendar_days: 15, count_from: include_trigger}
    at_least: yes
    kind: local
    source: *source
  - name: sent-before
    title: Sent before it is published
    starts: open
    stops: look-in
    cancels: [finish]
    when: {publish_on: {present: yes}}
    anchor: publish_on
    within: {working_days: 7, count_from: exclude_trigger}
    before: yes
    kind: local
    source: *source
  - name: review
    title: Reviews
    starts: open
    stops: look-in
    cancels: [finish]
    within: {months: 3, count_from: exclude_trigger}
    repeat: {months: 6, count_from: exclude_trigger}
    kind: local
    source: *source
  - name: met
    title: Met
    starts: open
    stops: note-meeting
    cancels: [finish]
    within: {hours: 24}
    bands: {hours: [24, 48, 72], reason_above: 24}
    kind: local
    source: *source
  - name: action
    title: Actions
    starts: note-meeting
    stops: do-action
    cancels: [finish]
    within: {given_day: yes}
    each_action: safety_plan
    matched_by: action
    kind: local
    source: *source
rules:
  - name: police-missing
    title: The police did not take part
    when: {record.people.police: {not: attended}}
    tell: {role: holder}
    severity: warning
    source: *source
  - name: no-reason
    title: No reason recorded
    each: clock
    when: {reason: missing}
    tell: {role: holder}
    severity: warning
    source: *source
"""


def visit_pack(folder: Path) -> Pack:
    """Halton's partnership with the one pathway above, read from a folder as any pack is."""
    edition = folder / "halton-test" / "1"
    edition.mkdir(parents=True)
    (edition / "partnership.yaml").write_text(
        'extends: halton/2024-12\npartnership: halton-test\nedition: "1"\nin_force_from: 2020-01-01\n', encoding="utf-8"
    )
    (edition / "visits.yaml").write_text(PATHWAY, encoding="utf-8")
    pack, faults = read_pack(edition)
    assert pack is not None, faults
    return pack


def visit_library(folder: Path) -> Library:
    """A library in which every case opens under that pack."""
    return OnePack(visit_pack(folder))
