"""The beginning of a pack of one's own: a partnership on top of another, one small pathway, one story."""

import re
from collections.abc import Mapping
from pathlib import Path
from string import Template

from engine.packs.diff import opened
from engine.packs.pack import Pack
from states.refusals import Refused

_PARTNERSHIP = Template("""\
# A pack of your own, on top of $extends: whatever is not said here comes from there.
# `duecourse packs check` says whether it can be used; the reference is in docs/reference/packs.md.
partnership: $partnership
title: $title
edition: "$edition"
in_force_from: $in_force_from   # the first day on which a new case takes this edition
extends: $extends

# Everything that carries a number or a duty says where it comes from. Confidence is high, unconfirmed or proposed;
# what is only proposed reminds, and never counts as late.
sources:
  own: {title: Name your document here, part: and the page, edition: and which edition, confidence: unconfirmed}
source: own
""")

_PATHWAY = Template("""\
# One procedure: where a case can stand, what takes it on, what is promised meanwhile, and who is told.
pathway: $pathway
title: $heading
reference: $reference   # two to five capital letters: the first case is $reference-2026-0001

sources:
  procedure: {title: Name your procedure here, part: and the page, edition: and which edition, confidence: unconfirmed}
source: procedure

# Where a case can stand, and who holds the pen there. The last step ends it.
steps:
  - name: waiting
    title: Waiting for an answer
    holder: {role: $role, party: raising}
    source: procedure
  - name: answered
    title: Answered
    holder: {role: $role, party: raising}
    finished: yes
    source: procedure

# What people do. The move called open begins a case. `who` may do it; `record` is what they are asked.
moves:
  - name: open
    title: Open
    to: waiting
    who:
      - {role: $role, party: raising}
    source: procedure
    record:
      child: {type: text, ask: "Which child? Give a pseudonymous reference, never a name.", required: yes}
  - name: answer
    title: Answer
    from: [waiting]
    to: answered
    who:
      - {role: $role, party: raising}
    source: procedure
    record:
      outcome: {type: choice, ask: "What is the answer?", required: yes, choices: [agreed, not-agreed]}

# What is promised: from what, until what, how long, and when to warn.
timescales:
  - name: answer
    title: An answer given
    starts: open
    stops: answer
    within: {working_days: 5, count_from: exclude_trigger}
    near: {working_days: 1}
    kind: local
    source: procedure

# Who is told, and when.
rules:
  - name: deadline-passed
    title: The time for an answer has passed
    each: clock
    when: {clock: breached}
    tell: {role: holder}
    severity: warning
    source: procedure
""")

_STORY = Template("""\
# A story is worked out by hand; a pack whose stories do not come true, or leave out a move or a rule, is not usable.
story: answered-late
title: Answered after six working days
pathway: $pathway
shows: The fifth working day after Monday 2 November is Monday 9 November; the day after it somebody is told.
events:
  - on: Mon 2 Nov 2026 10:00
    by: $role of $agency
    move: open
    record:
      child: C-001
    expect:
      step: waiting
      clocks:
        answer: {near: Fri 6 Nov 2026, due: Mon 9 Nov 2026, status: running}
  - on: Tue 10 Nov 2026 09:00   # nobody does anything: a look at the case
    expect:
      alerts: [deadline-passed/answer]
      breaches: [answer]
  - on: Tue 10 Nov 2026 11:00
    by: $role of $agency
    move: answer
    record:
      outcome: agreed
expect:
  step: answered
  clocks:
    answer: {status: late}
  alerts: []
""")

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_TAKEN = frozenset({"partnership", "yes", "no", "true", "false", "null"})
"""The name of another file, and what YAML does not take for a name."""


def begin(pathway: str, folder: Path, extends: str) -> tuple[Path, ...]:
    """The files written; `folder` is that of the edition, best `<partnership>/<edition>`.

    Raises: Refused("not-a-name"), Refused("already-there") for a file that exists or a pathway that is inherited,
    Refused("base-without-agencies"), Refused("not-writable"), and what `opened` does.
    """
    if not _NAME.fullmatch(pathway) or pathway in _TAKEN:
        raise Refused(
            code="not-a-name",
            because=f"A pathway cannot be called “{pathway[:60]}”.",
            remedy="Use small letters, digits and hyphens, such as home-visit.",
        )
    folder = folder.absolute()
    beside = folder.parent.parent / extends
    base = opened(str(beside) if (beside / "partnership.yaml").is_file() else extends)
    words = _words(pathway, folder, extends, base)
    files = {
        folder / "partnership.yaml": _PARTNERSHIP,
        folder / f"{pathway}.yaml": _PATHWAY,
        folder / "stories" / pathway / "answered-late.yaml": _STORY,
    }
    if there := [path for path in files if path.exists()]:
        raise Refused(
            code="already-there",
            because=f"{there[0]} exists already, and nothing is overwritten.",
            remedy="Name a new folder, or take the file away first.",
        )
    try:
        for path, template in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(template.substitute(words), encoding="utf-8")
    except OSError as error:
        raise Refused(
            code="not-writable",
            because=f"{folder} cannot be written: {error.strerror}.",
            remedy="Name a folder where you may write.",
        ) from None
    return tuple(files)


def _words(pathway: str, folder: Path, extends: str, base: Pack) -> Mapping[str, str]:
    partnership = base.partnership
    if pathway in base.procedures:
        raise Refused(
            code="already-there",
            because=f"{extends} has a pathway “{pathway}” already, which a new one would change.",
            remedy="Give the new one another name.",
        )
    agencies = [name for name in partnership.agencies if name != partnership.own_agency]
    if not agencies:
        raise Refused(
            code="base-without-agencies",
            because=f"{extends} has no agency but its own business unit, so nobody could play a story on it.",
            remedy="Extend the pack of a partnership with its agencies; `duecourse packs list` shows which there are.",
        )
    name = _named(folder.parent.name, "our-partnership")
    return {
        "extends": extends,
        "partnership": name,
        "title": name.replace("-", " ").capitalize(),
        "edition": _named(folder.name, "1"),
        "in_force_from": partnership.in_force_from,
        "pathway": pathway,
        "heading": pathway.replace("-", " ").capitalize(),
        "reference": _reference(pathway, {each.policy.pathway.reference for each in base.procedures.values()}),
        "role": next(iter(partnership.roles)),
        "agency": agencies[0],
    }


def _named(written: str, otherwise: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", written.lower()).strip("-")[:60].strip("-") or otherwise


def _reference(pathway: str, taken: set[str]) -> str:
    """Capital letters of the name that no inherited pathway has."""
    letters = re.sub(r"[^A-Z]", "", pathway.upper()) + "X"
    more = (f"{first}{second}{third}" for first in letters for second in _ALPHABET for third in _ALPHABET)
    return next(each for each in (letters[:3].ljust(3, "X"), *more) if each not in taken)


_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
