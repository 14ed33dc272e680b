"""The web app shows and records the same on a database file as on PostgreSQL."""

import re
from contextlib import closing
from pathlib import Path

from engine.library import Library
from store.contract import Store
from store.doors import open_store
from tests.spec.desk import NO_RISK, OPENING
from tests.web.case_desk import Room, text_of

PAGES = (
    "/",
    "/?show=late",
    "/find?q=C-17",
    "/cases/{case}",
    "/cases/{case}/replay",
    "/cases/{case}/audit",
    "/cases/{case}/child",
    "/alerts",
    "/people/vacancies",
    "/reports",
    "/reports/escalations",
    "/reports/caseload",
    "/procedure",
)


def seen_on(store: Store, folder: Path) -> dict[str, str]:
    """What each page says to two people after a day of work in the browser."""
    room = Room(folder, Library(), "halton", store)
    case = room.open("2026-12-11T09:00Z", "practitioner of school-a", "escalation", dict(OPENING))
    sent = room.browser("practitioner of school-a").send(f"/cases/{case}/moves/hand-over", **NO_RISK)
    assert sent.status_code in (200, 303), sent.text
    room.wait("2027-01-20T08:00Z")
    given = {"code": "staff-absence", "text": "Away ill.", "authoriser": "C. Head"}
    reason = room.browser("line-manager of school-a").send(f"/cases/{case}/clocks/whole/reason", **given)
    assert reason.status_code == 303, reason.text
    return {
        f"{who} {page}": _without_hashes(text_of(room.browser(who).get(page.format(case=case)).text))
        for who in ("line-manager of school-a", "partnership-manager of partnership")
        for page in PAGES
    }


def _without_hashes(text: str) -> str:
    return re.sub(r"\b[0-9a-f]{64}\b", "", text)


def test_every_page_says_the_same_on_a_file_as_on_postgresql(
    sqlite_address: tuple[str, str], postgres_address: tuple[str, str], tmp_path: Path
) -> None:
    with closing(open_store(*sqlite_address)) as file, closing(open_store(*postgres_address)) as server:
        on_file, on_server = seen_on(file, tmp_path), seen_on(server, tmp_path)
    assert on_server == on_file
