"""A small pack to break: one pathway, one partnership, everything in it sound."""

from pathlib import Path

from engine.packs.pack import Pack
from engine.packs.reading import read_pack
from engine.packs.yaml import Fault

PARTNERSHIP = """\
partnership: riverside
title: Riverside safeguarding partnership
edition: 2026-01
in_force_from: 2026-01-01
calendar: england-and-wales/2026-02-25
own_agency: partnership
sources:
  handbook: {title: Handbook, part: section 1, edition: January 2026, confidence: high}
source: handbook
sectors: {police: Police, education: Education, partnership: The partnership}
agencies:
  partnership: {title: Business unit, sector: partnership}
  police: {title: Police, sector: police}
  school-a: {title: School A, sector: education}
roles: {practitioner: Practitioner, line-manager: Line manager, chair: Chair}
lateness_reasons: {workload: Workload}
acts:
  correct: [line-manager]
  strike_out: [chair]
emergency:
  text: If a child is in danger now, call 999.
  source: handbook
"""

VISIT = """\
pathway: visit
title: A visit after a concern
reference: VIS
sources:
  handbook: {title: Handbook, part: section 2, edition: January 2026, confidence: high}
  idea: {title: Duecourse, part: suggested practice, edition: 2026-01, confidence: proposed}
source: handbook
day_one:
  starts: {open: reported_at}
  unit: working_days
  source: handbook
questions:
  risk:
    at_risk: {type: yes_no, ask: Is a child at risk now?, required: yes}
    called: {type: person, ask: Who was called?, when: {at_risk: yes}}
steps:
  - {name: waiting, title: Waiting for a visit, holder: {role: line-manager, party: raising}, source: handbook}
  - {name: visiting, title: A visit is planned, holder: {role: practitioner, party: receiving}, source: handbook}
  - {name: done, title: Done, holder: {role: chair, party: partnership}, finished: yes, source: handbook}
moves:
  - name: open
    title: Open
    to: waiting
    leads:
      - {when: {urgency: now}, to: visiting}
    who:
      - {role: practitioner, party: raising}
    source: handbook
    asks: [risk]
    record:
      child: {type: text, ask: Which child?, required: yes}
      reported_at: {type: instant, ask: When was it reported?, required: yes}
      receiving_agency: {type: agency, ask: Who is to visit?, required: yes}
      urgency: {type: choice, ask: How urgent is it?, choices: [now, soon]}
      why_now: {type: text, ask: Why now?, when: {urgency: now}}
  - name: plan
    title: Plan the visit
    from: [waiting]
    to: visiting
    who:
      - {role: line-manager, party: raising}
    source: handbook
    record:
      visit_on: {type: date, ask: On which day?, may_be_future: yes}
  - name: remark
    title: Remark on it
    from: [waiting, visiting]
    who:
      - {role: practitioner, party: receiving}
    source: handbook
    sets: {urgency: soon}
    record:
      remark: {type: text, ask: What is it?, required: yes}
  - name: report
    title: Report the visit
    from: [visiting]
    to: done
    who:
      - {role: practitioner, party: receiving}
    source: handbook
    record:
      seen: {type: number, ask: How many children were seen?}
      helpers: {type: choices, ask: Who helped?, choices: [school, family]}
  - name: thank
    title: Thank the helpers
    from: [done]
    after: [report]
    who:
      - {role: chair, party: partnership}
    source: handbook
timescales:
  - name: planning
    title: The visit is planned
    starts: waiting
    stops: [plan]
    within: {window: {from_day: 1, to_day: 3}}
    near: {working_days: 1}
    kind: local
    source: handbook
  - name: visit
    title: The visit is made
    starts: [visiting]
    stops: [report]
    cancels: [thank]
    when: {at_risk: no}
    within: {working_days: 5, count_from: exclude_trigger}
    near: {working_days: 2}
    kind: statutory
    source: handbook
rules:
  - name: at-risk
    title: A child is at risk
    when: {record.at_risk: yes, finished: no}
    tell: {role: chair, party: partnership}
    severity: urgent
    source: handbook
  - name: too-late
    title: A deadline has passed
    each: clock
    when: {clock: breached}
    tell: {role: holder}
    severity: warning
    ladder:
      - {after: {working_days: 2}, tell: {role: chair, party: partnership}}
    source: idea
"""

FILES = {"visit.yaml": VISIT, "partnership.yaml": PARTNERSHIP}


class Workshop:
    """A copy of the small pack in a folder of its own, where it can be broken and read again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "riverside" / "2026-01"
        self.folder.mkdir(parents=True)
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str | bytes) -> None:
        """A file of the pack, by its name there."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def change(self, was: str, now: str, file: str = "visit.yaml") -> None:
        """One place of a file, written differently."""
        text = (self.folder / file).read_text()
        assert was in text, f"{file} has no {was!r}"
        self.write(file, text.replace(was, now, 1))

    def read(self) -> tuple[Pack | None, list[Fault]]:
        """The pack as it is now, or what is wrong with it."""
        return read_pack(self.folder)

    def faults(self) -> list[Fault]:
        """All that is wrong with it; each fault in a file that is there, on a line that it has."""
        pack, faults = self.read()
        assert (pack is None) == bool(faults)
        for fault in faults:
            assert 1 <= fault.line <= max(1, len(self._lines(fault))), fault
            assert fault.because.endswith("."), fault
            assert fault.remedy, fault
        return faults

    def fault(self) -> Fault:
        """The one thing that is wrong with it."""
        [only] = self.faults()
        return only

    def line(self, fault: Fault) -> str:
        """What stands on the line that a fault names."""
        return self._lines(fault)[fault.line - 1].strip()

    def _lines(self, fault: Fault) -> list[str]:
        """Its own files are called by their names, inherited ones by their folders too."""
        own = self.folder / fault.file
        return (
            (own if own.exists() else self.folder.parent.parent / fault.file).read_text("utf-8", "replace").splitlines()
        )
