"""Packs: a partnership's procedures in one edition, read from YAML, merged with what they extend, and trusted after.

What was read is resolved into one canonical JSON document, known by its sha256: a case keeps that, so neither an
upgrade nor an edit of a file can change what an open case was promised.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from rules.alerts import RuleBook
from rules.bells import Bells
from rules.model import Rule
from states.calendars import Calendar, calendar_from
from states.refusals import Refused
from workflow.pathways import Pathway
from workflow.policy import Partnership, Policy


@dataclass(frozen=True)
class Procedure:
    """One pathway of a pack, ready to decide with: the policy and the rules."""

    policy: Policy
    book: RuleBook

    @cached_property
    def bells(self) -> Bells:
        """When its rules may change by time alone."""
        return Bells(self.book, self.policy.calendar)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The words of a pack: timescales by name, and steps, moves, rules, roles, agencies … behind `step:` and so on.

        A question stands behind `ask:` with its move and name, and with its name alone.
        """
        pathway, partnership = self.policy.pathway, self.policy.partnership
        asked = [(name, field, each.ask) for name, move in pathway.moves.items() for field, each in move.record.items()]
        leaves = [
            (f"{kind}:{name}.{code}", title)
            for name, timescale in pathway.timescales.items()
            for kind, leave in (("suspension", timescale.suspension), ("extension", timescale.extension))
            for code, title in (leave.reasons.items() if leave else ())
        ]
        return {
            **{name: timescale.title for name, timescale in pathway.timescales.items()},
            **{f"step:{name}": step.title for name, step in pathway.steps.items()},
            **{f"move:{name}": move.title for name, move in pathway.moves.items()},
            **{f"rule:{rule.name}": rule.title for rule in self.book.rules},
            **{f"role:{name}": title for name, title in partnership.roles.items()},
            **{f"agency:{name}": agency.title for name, agency in partnership.agencies.items()},
            **{f"reason:{code}": title for code, title in partnership.lateness_reasons.items()},
            **{f"relation:{code}": title for code, title in partnership.relations.items()},
            **{f"ask:{field}": ask for _, field, ask in reversed(asked)},
            **{f"ask:{name}.{field}": ask for name, field, ask in asked},
            **dict(leaves),
        }


@dataclass(frozen=True)
class Pack:
    """One partnership in one edition. `document` is what the sha256 is taken of; the calendar has its own."""

    partnership: Partnership
    procedures: Mapping[str, Procedure]
    calendar: Calendar
    calendar_document: str
    document: str
    sha256: str

    def procedure(self, pathway: str) -> Procedure:
        """The procedure of a pathway. Raises: Refused("unknown-pathway")."""
        if pathway not in self.procedures:
            raise Refused(
                code="unknown-pathway",
                because=f"{self.partnership.title} has no pathway “{pathway[:60]}” ({self.partnership.edition}).",
                remedy=f"Its pathways are {', '.join(self.procedures)}.",
            )
        return self.procedures[pathway]


def from_documents(document: str, calendar_document: str) -> Pack:
    """The pack that two stored documents amount to; what was once accepted is not questioned again."""
    content = json.loads(document)
    calendar = calendar_of(calendar_document)
    partnership = Partnership.model_validate(content["partnership"])
    sha256 = hash_of(document)
    procedures = {}
    for name, written in content["pathways"].items():
        pathway = Pathway.model_validate({key: value for key, value in written.items() if key != "rules"})
        rules = tuple(Rule.model_validate({"name": rule, **body}) for rule, body in written.get("rules", {}).items())
        procedures[name] = Procedure(Policy(partnership, pathway, calendar, sha256), RuleBook(rules))
    return Pack(partnership, procedures, calendar, calendar_document, document, sha256)


def hash_of(document: str) -> str:
    """What a pack's document is known by."""
    return hashlib.sha256(document.encode()).hexdigest()


def canonical(content: Any) -> str:
    """One text for one content."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=16)
def with_terms(document: str, before: str) -> str:
    """A calendar in place of the one before it: where it says nothing of school terms, those stay as they were."""
    content, earlier = json.loads(document), json.loads(before)
    if "school_terms" in content or "school_terms" not in earlier:
        return document
    return canonical({**content, "school_terms": earlier["school_terms"]})


@lru_cache(maxsize=16)
def calendar_of(document: str) -> Calendar:
    return calendar_from(json.loads(document))
