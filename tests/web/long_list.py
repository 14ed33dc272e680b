"""A room with a list of more than one page in it: cases late, due today, due later, without a deadline, and closed."""

from datetime import timedelta
from pathlib import Path

from engine.library import Library
from store.rows import CaseRow, Rows
from tests.store.histories import case_opened
from tests.web.case_desk import Room

EVERY = 12
"""How many cases there are of each kind."""


def long_list(folder: Path) -> Room:
    """Heads of cases alone, of three agencies and two procedures, and at noon; nothing stands behind them."""
    room = Room(folder, Library(), "halton")
    now = room.now = room.now.replace(hour=12)
    day, hour = timedelta(days=1), timedelta(hours=1)
    kinds = [
        (now - day, now - hour, False),
        (now - 2 * day, now + 2 * hour, False),
        (now + hour, now + day, False),
        (now + 3 * day, None, False),
        (now - 2 * day, now + 2 * day, False),
        (now - 2 * day, None, False),
        (None, None, False),
        (None, None, True),
    ]
    heads = []
    for number in range(EVERY * len(kinds)):
        next_due_at, late_from, finished = kinds[number % len(kinds)]
        raising, receiving = ("school-a", "police") if number % 3 else ("school-b", "social-care")
        head = CaseRow(
            case=f"ESC-2026-{number + 1:04}",
            pathway="escalation" if number % 5 else "welfare-check",
            edition="2024-12",
            step="gone",
            holder_role="practitioner" if number % 2 else "line-manager",
            holder_agency=raising,
            opened_at=now - 3 * day,
            next_due_at=next_due_at,
            status="running" if next_due_at else "none",
            version=1,
            raising=raising,
            receiving=receiving,
            finished=finished,
            late_from=late_from,
        )
        heads.append(head)
    with room.store.transaction() as unit:
        for head in heads:
            unit.append(head.case, [case_opened()], after=0, due=head.next_due_at, rows=Rows(head))
    return room
