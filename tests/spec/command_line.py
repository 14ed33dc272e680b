"""Commands that many tests give: an escalation opened and climbed by the people of a school."""

from collections.abc import Callable
from typing import Any

Run = Callable[..., tuple[int, Any]]
OPENING = (
    "child=C-17",
    "concern_arose_at=2026-12-11T08:30:00Z",
    "receiving_agency=social-care",
    "subject=plan-drift",
    "level_of_need=3",
    "immediate_risk=no",
    "dispute=We differ about Jessamine Quill.",
)
TEACHER = ("--by", "Alex Example", "--role", "practitioner", "--agency", "school-a")
HEAD = ("--by", "Bo Example", "--role", "line-manager", "--agency", "school-a")


def fields(*answers: str) -> list[str]:
    return [part for answer in answers for part in ("--field", answer)]


def opened(run: Run, at: str = "2026-12-11T09:00:00Z") -> str:
    status, document = run("open", "escalation", *TEACHER, *fields(*OPENING), "--at", at)
    assert status == 0, document
    return str(document["case"])


def climbed(run: Run) -> str:
    case = opened(run)
    take = ("take", case)
    run(*take, "hand-over", *TEACHER, "--field", "immediate_risk=no", "--at", "2026-12-11T15:00:00Z")
    run(*take, "accept", *HEAD, "--at", "2026-12-14T10:00:00Z")
    return case


def clocks(document: Any) -> dict[str, Any]:
    return {clock["id"]: clock for clock in document["clocks"]}
