"""All cases of a child as a page shows them, in the words of each case's own procedure."""

from dataclasses import dataclass
from datetime import datetime

from reports.child_values import Answer, CaseTold, ChildReport, Promise
from web.showing.answers import in_words
from web.showing.people import post_title
from web.standing import working_days
from workflow.answers import LISTS

HEADINGS = (
    ("safety", "Kept safe meanwhile", "what kept the child safe meanwhile"),
    ("voice", "What the child says", "what the child says"),
    ("characteristics", "Who the child is", "who the child is"),
    ("parents", "Parents and carers", "whether parents and carers were told, or why not"),
)


@dataclass(frozen=True)
class Said:
    """One answer in words."""

    case: str
    ask: str
    text: str
    at: datetime
    seen_at: datetime
    corrected: bool


@dataclass(frozen=True)
class PromiseShown:
    """One promise in words. `quality`: what the reason for lateness has and lacks; empty where none is due."""

    promise: Promise
    ended: datetime | None
    over: str
    why: str
    quality: str


@dataclass(frozen=True)
class CaseShown:
    """One case with its promises, and, of a challenge, how it ended."""

    told: CaseTold
    holder: str
    promises: list[PromiseShown]
    outcome: list[Said]


def sections(report: ChildReport) -> list[tuple[str, str, list[Said]]]:
    """Heading, what nothing is recorded of where there is nothing, and the answers."""
    return [
        (heading, empty, [said_in_words(each, report) for each in report.about(about)])
        for about, heading, empty in HEADINGS
    ]


def said_in_words(answer: Answer, report: ChildReport) -> Said:
    """An answer as its case's own page shows it."""
    procedure = report.procedures[answer.case]
    text = str(answer.value)
    if answer.kind in LISTS:
        text = f"{len(answer.value)} entries"
    elif isinstance(answer.value, str | int | list | tuple):
        moves = procedure.policy.pathway.moves.values()
        question = next((move.record[answer.field] for move in moves if answer.field in move.record), None)
        text = in_words(answer.kind, answer.value, procedure, question)
    return Said(answer.case, answer.ask, text, answer.at, answer.seen_at, answer.corrected)


def cases_shown(report: ChildReport) -> list[CaseShown]:
    """Every case, the one that the report begins with first."""
    found = []
    for told in report.cases:
        partnership = report.procedures[told.reference].policy.partnership
        outcome = [said_in_words(each, report) for each in report.about("outcome") if each.case == told.reference]
        found.append(
            CaseShown(
                told,
                post_title(told.holder_role, told.holder_agency, partnership),
                [_promise(each) for each in told.promises],
                outcome,
            )
        )
    return found


def _promise(promise: Promise) -> PromiseShown:
    over = "by less than a working day"
    if promise.over:
        over = f"by {working_days(promise.over)}"
    reason = promise.reason
    why = ": ".join(part for part in (reason.title, reason.text) if part) if reason else ""
    return PromiseShown(promise, promise.ended_at, over if promise.late else "", why, _quality(promise))


def _quality(promise: Promise) -> str:
    """Whether a reason has its code, its words and who authorised it."""
    if promise.reason is None:
        return "No reason is recorded." if promise.asks_why else ""
    parts = {"in words": promise.reason.text, "by whom it was authorised": promise.reason.authoriser}
    lacking = [name for name, text in parts.items() if not text]
    if lacking:
        return f"The reason has a code; not recorded: {' and '.join(lacking)}."
    return f"The reason has a code and words, and was authorised by {promise.reason.authoriser.rstrip('.')}."
