"""Schemathesis sends the API what its description allows and what it does not, and holds every answer against it.

Where an address names a case, a move or an alert, half of what is sent names one that is there.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.spec.desk import OPENING
from tests.web.api_desk import EVERYTHING, token_of
from tests.web.case_desk import Room, escalations

EXAMPLES = 4
"""For each address and way of generating; each is sent by everybody of `CALLERS`."""
CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    allow_header_conformance,
]
KNOWN = {
    "case": ("ESC-2026-0001", "ESC-2026-0002"),
    "move": ("hand-over", "accept", "record-discussion", "withdraw"),
    "alert": ("deadline-near/step-1", "same-child-unconfirmed"),
    "pathway": ("escalation", "allegation", "serious-incident"),
    "name": ("escalations", "caseload", "late-without-reason"),
    "edition": ("2024-12",),
}
ADDRESSES = 36
Sent = Case[Any]
TURNED_AWAY = (400, 413)
"""What cannot be read at all, or is too much, is turned away before anybody asks whose it is."""
CALLERS = ("", "read", EVERYTHING)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    made, _ = escalations(tmp_path_factory.mktemp("api"))
    made.open("2026-12-11T09:30Z", "practitioner of school-a", "escalation", dict(OPENING))
    made.wait("2027-01-20T09:00Z")
    yield made
    made.store.close()


@st.composite
def sent(draw: st.DrawFn, generated: st.SearchStrategy[Sent]) -> Sent:
    """What is generated, with names that are there in half of the addresses."""
    case = draw(generated)
    for name in case.path_parameters or {}:
        if draw(st.booleans()):
            case.path_parameters[name] = draw(st.sampled_from(KNOWN[name]))
    return case


def test_every_answer_is_as_described_and_who_may_not_is_told_no_more(room: Room) -> None:
    counted: Counter[tuple[str, int]] = Counter()
    secrets = {scopes: token_of(room, "line-manager of school-a", scopes).secret for scopes in CALLERS if scopes}
    description = schemathesis.openapi.from_asgi("/api/openapi.json", room.app)
    operations = [found.ok() for found in description.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) == ADDRESSES
    for operation, mode in product(operations, GenerationMode):

        @given(case=sent(operation.as_strategy(mode)))
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def answers_as_described(case: Sent) -> None:
            for scopes in CALLERS:
                answer = case.call(headers={"Authorization": f"Bearer {secrets.get(scopes, '')}"})
                counted[scopes, answer.status_code] += 1
                case.validate_response(answer, checks=CHECKS)
                if not scopes or (scopes == "read" and case.method == "POST"):
                    assert answer.status_code in (*TURNED_AWAY, 401, 403, 404), (case.method, case.formatted_path)

        answers_as_described()
    assert all(counted[scopes, status] for scopes, status in (("", 401), ("read", 403), (EVERYTHING, 200)))
