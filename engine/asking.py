"""What can be asked of a store, the same way at every door: a case now or as known then, and whether it all holds."""

from datetime import datetime
from typing import Any

from engine import whole
from engine.documents import case_document, known_by
from engine.handle import unknown_case
from engine.library import Library
from engine.unseen import Visible, every
from engine.verify import verify
from states.days import instant_text
from states.facts import AnyFact
from states.folding import fold
from states.refusals import Refused
from store.contract import Store
from store.rows import LinkRow

Json = dict[str, Any]


def history_now(store: Store, case: str, now: datetime) -> tuple[AnyFact, ...]:
    """A case's facts, texts opened. Raises: Refused for an unknown case, or a time before its last fact."""
    history = store.opened(case)
    if not history:
        raise unknown_case(case)
    if now < history[-1].seen_at:
        raise Refused(
            code="earlier-than-known",
            because=f"The last fact of {case} was recorded later, at {instant_text(history[-1].seen_at)}.",
            remedy="Leave --at out, or use --as-known or --until to look back.",
        )
    return history


def list_now(store: Store, now: datetime) -> None:
    """Whether the lists may be asked for at an instant: they show what is known now, and look back at nothing.

    Raises: Refused("earlier-than-known").
    """
    latest = store.latest_instant()
    if latest is not None and now < latest:
        raise Refused(
            code="earlier-than-known",
            because=f"Something was recorded here later, at {instant_text(latest)}.",
            remedy="Leave --at out; `duecourse show CASE --as-known` and `duecourse replay CASE --until` look back.",
        )


def history_then(case: str, history: tuple[AnyFact, ...], then: datetime) -> tuple[AnyFact, ...]:
    """What of it was known at an instant. Raises: Refused("not-known-then")."""
    known = known_by(history, then)
    if not known:
        raise Refused(
            code="not-known-then",
            because=f"Nothing was known of {case} at {instant_text(then)}.",
            remedy="Ask for a later instant; `duecourse replay` shows when it became known.",
        )
    return known


def shown(store: Store, library: Library, case: str, history: tuple[AnyFact, ...], now: datetime) -> Json:
    """A case with what stands beside it: whether it is invented, and the cases that it is linked with."""
    document = case_document(case, history, library.pinned(fold(history), store.pack), now)
    document["training"] = store.kind == "training"
    document["links"] = [
        {"case": other, "relation": row.relation, "newer": row.case} for other, row in links_of(store, case)
    ]
    return document


def links_of(store: Store, case: str) -> list[tuple[str, LinkRow]]:
    """The cases that this one is linked with, whichever of the two is the newer and says so."""
    own, others = store.link_rows(case=case), store.link_rows(to=case)
    return [*((row.to, row) for row in own), *((row.case, row) for row in others)]


def verification(store: Store, library: Library, case: str = "", visible: Visible = every) -> Json:
    """Whether nothing was altered and everything follows, in one case or in all that the reader may see.

    Raises: Refused("unknown-case").
    """
    if case and not store.envelopes(case):
        raise unknown_case(case)
    cases = [case] if case else [each for each in store.cases() if visible(each)]
    findings = list(verify(store, library, case, visible))
    return {
        "ok": not findings,
        "cases": len(cases),
        "facts": sum(len(store.envelopes(each)) for each in cases),
        "findings": [{"case": each.case, "n": each.n, "code": each.code, "because": each.because} for each in findings],
        "covers": list(whole.COVERS if case else whole.COVERS_THE_WHOLE),
        "leaves_out": list(whole.LEAVES_OUT),
    }


def known_already(given: datetime, now: datetime) -> datetime:
    """An instant of which something can have been known. Raises: Refused("not-known-yet")."""
    if given > now:
        raise Refused(
            code="not-known-yet",
            because=f"{instant_text(given)} has not come yet, so nobody knows what will be known then.",
            remedy="Give an instant up to now.",
        )
    return given
