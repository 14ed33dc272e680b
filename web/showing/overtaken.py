"""What others recorded while somebody was filling in a form: every answer of theirs, so that one can judge by it."""

from datetime import datetime

from web.looking import Looked
from web.showing.answers import Entry, record_shown
from web.showing.clocks import Seen


def answers_by_fact(looked: Looked, now: datetime) -> dict[int, list[tuple[str, str]]]:
    """Each question with its answer in words, by the number of the fact that gave it."""
    seen = Seen(looked.reference, looked.case, looked.history, looked.procedure, now)
    return {
        each.n: [
            *((answer.ask, answer.text) for answer in each.answers),
            *((ask, "; ".join(_in_a_line(entry) for entry in entries)) for ask, entries in each.lists),
        ]
        for each in record_shown(seen)
    }


def _in_a_line(entry: Entry) -> str:
    return ", ".join([entry.of, *(f"{label}: {text}" if label else text for label, text in entry.parts)])
