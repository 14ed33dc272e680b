"""All cases of a child on the command line."""

from rich.console import Console

from cli.answering import answer, table
from cli.doors import Door
from cli.looks import looked
from engine import words
from reports.child import child_report
from reports.child_documents import child_document
from reports.child_values import ABOUT, ChildReport, Promise

TITLES = {
    "safety": "Kept safe meanwhile",
    "voice": "What the child says",
    "characteristics": "Who the child is",
    "parents": "Parents and carers",
    "outcome": "How it ended",
}


def answered(door: Door, case: str, as_json: bool) -> None:
    """The report that begins at a case; whoever keeps the database sees every case."""
    report = child_report(door.store, door.library, case, door.now, lambda _: True)
    for each in report.cases:
        looked(door, each.reference, "all cases of the child")
    answer(child_document(report), lambda console: _readable(console, report), as_json)


def _readable(console: Console, report: ChildReport) -> None:
    if report.training:
        console.print(report.training)
    console.print(f"All cases of the child of {report.reference}", style="bold")
    for told in report.cases:
        found = f", {told.relation.lower()} ({told.through})" if told.through else ""
        console.print("")
        rows = [(each.title, words.moment(each.due_at), each.status, _why(each)) for each in told.promises]
        title = f"{told.reference}, {told.title}: {told.step_title}{found}"
        console.print(table(("Promise", "By when", "How it stands", "Why late"), rows, title))
    for about in ABOUT:
        answers = [
            (each.case, words.moment(each.seen_at), each.ask, _words(each.value)) for each in report.about(about)
        ]
        if answers:
            console.print("")
            console.print(table(("Case", "Known since", "Question", "Answer"), answers, TITLES[about]))
    console.print("")
    known = [(words.moment(each.seen_at), words.moment(each.at), each.case, each.text) for each in report.events]
    console.print(table(("Known since", "Happened", "Case", "What"), known, "What was known when"))


def _words(value: object) -> str:
    """An answer as it was given; of a list that tells of several things each time, how many there are."""
    if isinstance(value, list | tuple):
        return ", ".join(each if isinstance(each, str) else f"entry {n}" for n, each in enumerate(value, 1))
    return str(value)


def _why(promise: Promise) -> str:
    reason = promise.reason
    if reason is None:
        return "no reason recorded" if promise.asks_why else ""
    said = ": ".join(part for part in (reason.title, reason.text) if part)
    return f"{said} ({f'authorised by {reason.authoriser}' if reason.authoriser else 'nobody authorised it'})"
