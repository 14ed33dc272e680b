"""Whoever says which state of a case they have seen changes that state, and no other."""

from engine.handle import handle
from states.days import parse_instant
from tests.spec.desk import DISCUSSED, Desk, actor, refused
from workflow.commands import TakeStep


def test_who_has_seen_the_case_as_it_is_may_go_on_and_who_has_not_is_refused_before_anything_is_written() -> None:
    desk = Desk()
    desk.open("2026-12-11T09:00Z")
    seen = len(desk.history)
    now = parse_instant("2026-12-11T10:00Z")
    command = TakeStep(
        at=now, seen_at=now, by=actor("practitioner of school-a"), move="record-discussion", answers=DISCUSSED
    )
    with refused("changed-meanwhile"):
        handle(desk.store, desk.library, command, desk.reference, version=seen - 1)
    assert len(desk.history) == seen
    handle(desk.store, desk.library, command, desk.reference, "key", version=seen)
    assert len(desk.history) > seen
    again = handle(desk.store, desk.library, command, desk.reference, "key", version=seen)
    assert again.facts == ()
