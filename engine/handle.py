"""`handle`: the only place where deciding meets storing. One command, one case, one transaction."""

from dataclasses import dataclass

import msgspec

from engine.deciding import consequences, next_bell
from engine.library import Library, kept_pack
from engine.packs.pack import Pack, Procedure
from engine.read_models import rows_of
from states.case import NO_CASE, Case
from states.days import day_of
from states.facts import AnyFact, StruckOut
from states.folding import fold
from states.refusals import Refused
from store.contract import Conflict, Store, Unit
from workflow.commands import AnyCommand, LinkCase, OpenCase, Repin

TRIES = 8
"""How often a command begins again when somebody else wrote to the case first."""


@dataclass(frozen=True)
class Handled:
    """What came of a command: the case and the facts it added; none where its key had been answered before."""

    reference: str
    facts: tuple[AnyFact, ...]
    case: Case


def handle(
    store: Store,
    library: Library,
    command: AnyCommand,
    reference: str = "",
    key: str = "",
    version: int | None = None,
) -> Handled:
    """Load, let time pass, decide, alert, append. Without a reference the command opens a case.

    `version`: how many facts whoever asks has seen of the case, where that matters to them.
    Raises: Refused, and then nothing at all has been written.
    """
    for _ in range(TRIES):
        try:
            with store.transaction() as unit:
                return handle_in(unit, store, library, command, reference, key, version)
        except Conflict:
            continue
    raise Refused(
        code="busy",
        because="The case could not be written to: others kept writing at the same moment, or its rows do not fit.",
        remedy="Try again in a moment; if it stays so, `duecourse verify` shows whether something was altered.",
    )


def handle_in(
    unit: Unit,
    store: Store,
    library: Library,
    command: AnyCommand,
    reference: str = "",
    key: str = "",
    version: int | None = None,
) -> Handled:
    """The same inside a unit of work that is already open."""
    fingerprint = unit.fingerprint(_content(command, reference)) if key else ""
    answer = unit.answer(key) if key else None
    if answer is not None:
        return _answered_before(unit, answer.case, answer.fingerprint == fingerprint, key)
    if isinstance(command, OpenCase):
        return _opened(unit, store, library, command, key, fingerprint)
    history = unit.history(reference)
    if not history:
        raise unknown_case(reference)
    if version not in (None, len(history)):
        raise Refused(
            code="changed-meanwhile",
            because=f"{reference} has changed since you read it.",
            remedy="Read it again, and repeat this if it is still what you want.",
        )
    if isinstance(command, LinkCase):
        _older(unit, command.older, reference, history)
    case = fold(history)
    procedure = library.pinned(case, store.pack)
    onwards = moved_to(command, case.pathway, store) if isinstance(command, Repin) else None
    facts = consequences(case, command, procedure, history, onwards)
    procedure = onwards or procedure
    after = fold(facts, onto=case)
    for fact in facts:
        if isinstance(fact, StruckOut):
            unit.destroy_key(reference, fact.position, fact.field)
    _append(unit, reference, case.length, facts, after, command, procedure, key, fingerprint)
    return Handled(reference, facts, after)


def _older(unit: Unit, older: str, reference: str, history: tuple[AnyFact, ...]) -> None:
    """Refuses a link to a case that is not there, or that is not the older of the two."""
    other = unit.history(older)
    if not other:
        raise unknown_case(older)
    if older == reference:
        raise Refused(
            code="linked-to-itself",
            because=f"{older} is the case itself, and a link is between two cases.",
            remedy="Name the other case, the older of the two.",
        )
    if other[0].seen_at > history[0].seen_at:
        raise Refused(
            code="not-older",
            because=f"{older} is not older than {reference}, and a link is recorded by the newer of two cases.",
            remedy=f"Link {older} to {reference} instead.",
        )


def moved_to(command: Repin, pathway: str, store: Store) -> Procedure:
    """The procedure that a case is moved to. Raises: Refused where the database does not hold it."""
    return kept_pack(command.pack, command.calendar, store.pack).procedure(pathway)


def unknown_case(reference: str) -> Refused:
    """No such case, said the same way everywhere."""
    return Refused(
        code="unknown-case",
        because=f"There is no case “{reference[:60]}”.",
        remedy="Check the reference, such as ESC-2026-0001; `duecourse list` shows every case.",
    )


def _opened(unit: Unit, store: Store, library: Library, command: OpenCase, key: str, fingerprint: str) -> Handled:
    pack: Pack = library.opening(store.partnership, day_of(command.at), store)
    procedure = pack.procedure(command.pathway)
    facts = consequences(NO_CASE, command, procedure)
    if command.older:
        link = LinkCase(
            at=command.at, seen_at=command.seen_at, by=command.by, older=command.older, relation=command.relation
        )
        _older(unit, command.older, "", facts)
        facts = (*facts, *consequences(fold(facts), link, procedure))
    unit.keep_pack(pack.sha256, pack.document)
    unit.keep_pack(pack.calendar.sha256, pack.calendar_document)
    reference = unit.new_reference(procedure.policy.pathway.reference, day_of(command.seen_at).year)
    case = fold(facts)
    _append(unit, reference, 0, facts, case, command, procedure, key, fingerprint)
    return Handled(reference, facts, case)


def _append(
    unit: Unit,
    reference: str,
    length: int,
    facts: tuple[AnyFact, ...],
    case: Case,
    command: AnyCommand,
    procedure: Procedure,
    key: str,
    fingerprint: str,
) -> None:
    unit.append(
        reference,
        facts,
        after=length,
        due=next_bell(case, command.seen_at, procedure),
        rows=rows_of(reference, case, facts, procedure.policy.pathway),
        key=key,
        fingerprint=fingerprint,
    )


def _answered_before(unit: Unit, reference: str, same: bool, key: str) -> Handled:
    if not same:
        raise Refused(
            code="key-used",
            because=f"The key “{key[:60]}” was used before, for another command.",
            remedy="Use a new key for a new command; repeat a command with exactly the same words.",
        )
    return Handled(reference, (), fold(unit.history(reference)))


def _content(command: AnyCommand, reference: str) -> bytes:
    """What makes a command the same one again: everything but the moment it was keyed."""
    fields = msgspec.to_builtins(command)
    at, _ = fields.pop("at"), fields.pop("seen_at")
    happened = at if command.at != command.seen_at else ""
    return msgspec.json.encode([reference, happened, fields], order="deterministic")
