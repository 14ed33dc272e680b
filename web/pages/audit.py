"""The audit of a case: every fact with its hashes, whether all of it holds, and who has looked at it; as a file too."""

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec
from starlette.responses import Response
from starlette.routing import Route

from access.accounts import find_person
from access.seeing import is_read_only, may
from access.views import views_of
from engine.holders import STRUCK_OUT
from engine.unseen import hides
from engine.verify import verify
from reports.csv_files import neutral
from states.days import instant_text
from states.facts import AnyFact, StruckOut
from store.rows import Envelope, Finding
from web.looking import Looked, look
from web.showing.happenings import Happening, happenings
from web.showing.people import UNNAMED, post_title
from web.visits import Visit, signed_in
from web.writing import amendable
from workflow.guards import may_correct, may_strike_out

EVER = datetime(2012, 1, 1, tzinfo=UTC)
"""Before anybody could have looked."""

_COLUMNS = (
    "position",
    "fact",
    "event",
    "happened at (UTC)",
    "recorded at (UTC)",
    "by",
    "body",
    "previous hash",
    "hash",
)


def audit(visit: Visit) -> Response:
    """Every fact, and the verdict over them."""
    looked = look(visit, "audit")
    findings = list(verify(visit.site.store, visit.site.library, looked.reference))
    strikes_out = amendable(may_strike_out, looked, visit)
    struck = {(fact.position, fact.field) for fact in looked.history if isinstance(fact, StruckOut)}
    return visit.page(
        "audit.html",
        looked=looked,
        rows=list(_rows(looked, visit)),
        fields=[(), *(tuple(fields_of(fact, n, struck)) for n, fact in enumerate(looked.history, 1))],
        struck_out=[
            (),
            *(_may_go(fact, n, struck) if n in strikes_out else () for n, fact in enumerate(looked.history, 1)),
        ],
        findings=findings,
        verdict=_verdict(looked, findings),
        views=_looks(looked, visit),
        correctable=amendable(may_correct, looked, visit),
    )


def fields_of(fact: AnyFact, n: int, struck: Collection[tuple[int, str]]) -> Iterator[tuple[str, str]]:
    """What a fact says, path and text, but for when and by whom; a sealed text as it may be read."""
    own = msgspec.to_builtins(fact)
    for name in ("fact", "at", "seen_at", "by", "sealed"):
        own.pop(name, None)
    yield from _flat("", own)
    for path, text in fact.sealed.items():
        yield path, STRUCK_OUT if (n, path) in struck else text or UNNAMED


def _flat(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        for name, part in parts:
            yield from _flat(f"{path}.{name}" if path else str(name), part)
    else:
        yield path, str(value)


def _may_go(fact: AnyFact, n: int, struck: Collection[tuple[int, str]]) -> tuple[str, ...]:
    """The sealed texts that can be struck out still; who acted stays."""
    return tuple(path for path in fact.sealed if not path.startswith("by.") and (n, path) not in struck)


def _rows(looked: Looked, visit: Visit) -> Iterator[tuple[Happening, Envelope]]:
    yield from zip(
        happenings(looked.history, looked.procedure), visit.site.store.envelopes(looked.reference), strict=False
    )


def _verdict(looked: Looked, findings: list[Finding]) -> str:
    if findings:
        things = "1 thing does" if len(findings) == 1 else f"{len(findings)} things do"
        return f"Checked just now: {things} not hold."
    return (
        f"Checked just now: none of the {len(looked.history)} events was altered, and every deadline and every alert "
        "follows from what people recorded."
    )


def download(visit: Visit) -> Response:
    """The same as a file for a spreadsheet; no cell of it can be taken for a formula."""
    looked = look(visit, "audit as a file")
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for (happening, envelope), fact in zip(_rows(looked, visit), looked.history, strict=False):
        cells = (
            str(envelope.position),
            envelope.fact,
            happening.text,
            instant_text(happening.at),
            instant_text(happening.seen_at),
            happening.who,
            _body(envelope, fact),
            envelope.previous_hash,
            envelope.hash,
        )
        writer.writerow([neutral(cell) for cell in cells])
    name = f"{looked.reference}-audit.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response("\ufeff" + text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _body(envelope: Envelope, fact: AnyFact) -> str:
    """The fact as it is kept, of which the hash is; not where it names a case that the visitor may not see."""
    return "Not shown: it names a case that you may not see." if hides(fact) else envelope.body


@dataclass(frozen=True)
class Look:
    """Somebody looked at the case."""

    at: datetime
    who: str
    what: str


def _looks(looked: Looked, visit: Visit) -> list[Look] | None:
    """Who has looked at the case, the last first; None for posts that may not know."""
    own = visit.pack.partnership
    if not (may(visit.who, own, "administers") or is_read_only(visit.who, own)):
        return None
    store, partnership = visit.site.store, looked.procedure.policy.partnership
    found = []
    for view in reversed(views_of(store, EVER, case=looked.reference)):
        person = find_person(store, view.person)
        post = post_title(view.role, view.agency, partnership)
        found.append(Look(view.at, f"{person.name if person else view.person}, {post}", f"{view.page} ({view.door})"))
    return found


ROUTES = (
    Route("/cases/{case}/audit", signed_in(audit)),
    Route("/cases/{case}/audit.csv", signed_in(download)),
)
