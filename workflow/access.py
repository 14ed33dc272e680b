"""Who may see and do what beside the moves of a pathway: as the partnership says, in roles of its own agency."""

from typing import Annotated

from pydantic import Field

from workflow.numbers import WHOLE
from workflow.pieces import FieldName, Frozen, Name, Names, Source


class Fallback(Frozen):
    """The post that gets what is for a post that nobody holds."""

    role: Name
    agency: Name


class ReviewFields(Frozen):
    """The fields in which opening a review says what was asked, by whom, in which post, why, and until when.

    own: the one that says whether the partnership's own agency asked.
    """

    reference: FieldName
    person: FieldName
    post: FieldName
    because: FieldName
    own: FieldName
    until: FieldName


class Review(Frozen):
    """How seeing a case beyond one's agency is looked at afterwards: in a case of a pathway, opened with these fields.

    asks_as: the role in which anybody asks. own_reviewed_by: the agency that looks at what the own agency asked for.
    """

    pathway: Name
    asks_as: Name
    own_reviewed_by: Name
    hours: Annotated[int, Field(ge=1, le=240), WHOLE]
    fields: ReviewFields


class Access(Frozen):
    """What roles may see and do beyond the cases of their agency. Roles but `audits` are those of the own agency."""

    sees_everything: Names = ()
    audits: Names = ()
    administers: Names = ()
    child_report: Names = ()
    fallback: Fallback | None = None
    review: Review | None = None
    source: Source
