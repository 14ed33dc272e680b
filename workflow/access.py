"""Who may see and do what beside the moves of a pathway: as the partnership says, in roles of its own agency."""

from typing import Annotated

from pydantic import Field

from workflow.pathways import FieldName, Frozen, Name, Names, Source


class Fallback(Frozen):
    """The post that gets what is for a post that nobody holds."""

    role: Name
    agency: Name


class Review(Frozen):
    """How seeing a case beyond one's agency is looked at afterwards: a case of a pathway, opened with these fields.

    reference: the field for the reference that was asked for; because: the field for the reason.
    """

    pathway: Name
    reference: FieldName
    because: FieldName
    hours: Annotated[int, Field(ge=1, le=240)]


class Access(Frozen):
    """What roles may see and do beyond the cases of their agency. Roles but `audits` are those of the own agency."""

    sees_everything: Names = ()
    audits: Names = ()
    administers: Names = ()
    child_report: Names = ()
    fallback: Fallback | None = None
    review: Review | None = None
    source: Source
