"""Looking at a case: found only where the visitor may see it, and every look is logged."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from starlette.exceptions import HTTPException

from access.seeing import may_see
from access.views import log_view
from engine.deciding import time_passed
from engine.packs.pack import Procedure
from engine.unseen import Visible, without_unseen
from states.case import Case
from states.facts import AnyFact, is_cause
from states.folding import fold
from store.rows import CaseRow
from web.visits import Visit
from workflow.pathways import Pathway


@dataclass(frozen=True)
class Looked:
    """A case that the visitor may see, as it is recorded.

    `history` has its sealed texts opened, where the key is here.
    """

    reference: str
    row: CaseRow
    history: tuple[AnyFact, ...]
    procedure: Procedure
    case: Case

    @property
    def pathway(self) -> Pathway:
        """Its pathway, in the edition that the case keeps."""
        return self.procedure.policy.pathway

    @property
    def about_a_child(self) -> bool:
        """Whether its procedure asks anything of a child's life."""
        return any(question.about for move in self.pathway.moves.values() for question in move.record.values())

    @property
    def version(self) -> int:
        """How many things people have recorded: what a form was made from, whatever time has added since."""
        return sum(1 for fact in self.history if is_cause(fact))

    @property
    def titles(self) -> Mapping[str, str]:
        """Titles by name, as `engine.words.fact` takes them."""
        return self.procedure.titles


def look(visit: Visit, what: str) -> Looked:
    """The case that the address names; `what` is the page it is looked at on, for the log.

    Raises: HTTPException 404 where there is no such case or the visitor may not see it: the two cannot be told apart.
    """
    reference = visit.place("case")
    store = visit.site.store
    row = row_seen(visit, reference)
    if row is None:
        raise HTTPException(404)
    history = without_unseen(store.opened(reference), visible_to(visit))
    case = fold(history)
    procedure = visit.site.library.pinned(case, store.pack)
    log_view(store, visit.who, reference, what, "web", visit.site.wall())
    return Looked(reference, row, history, procedure, case)


def row_seen(visit: Visit, reference: str) -> CaseRow | None:
    """A case as lists show it, where there is one of that reference and the visitor may see it."""
    return may_see(visit.who, reference, visit.pack, visit.site.store, visit.site.now())


def visible_to(visit: Visit) -> Visible:
    """Whether the visitor may see a case, by its reference; each is asked once."""
    return cache(lambda reference: row_seen(visit, reference) is not None)


def as_of_now(looked: Looked, visit: Visit) -> Case:
    """The case with the time that has passed since anything was recorded let pass: what a command would see."""
    return fold(time_passed(looked.case, visit.site.now(), looked.procedure), onto=looked.case)
