"""Refusals that are the database's and nobody's mistake: for pages and programs alike the service is not ready."""

from collections.abc import Mapping

from states.refusals import Refused

NOT_READY = frozenset(
    {
        "case-key-damaged",
        "database-damaged",
        "database-full",
        "database-locked",
        "database-read-only",
        "database-unreachable",
        "fact-unreadable",
        "facts-missing",
        "no-database",
        "no-key",
        "not-a-database",
        "pack-altered",
        "pack-missing",
        "row-unreadable",
        "schema-too-new",
        "schema-too-old",
        "wrong-key",
    }
)
"""The codes that are answered with status 503."""

OPERATOR = "Try again later; if it stays so, tell whoever runs this service."

_BECAUSE: Mapping[str, str] = {
    "database-damaged": "The database is damaged.",
    "database-full": "There is no room left to write to the database.",
    "database-locked": "Somebody else has been writing to the database for too long.",
    "database-read-only": "The database may only be read.",
    "database-unreachable": "The database cannot be reached.",
    "no-database": "The database is not there.",
    "no-key": "The key that opens the texts is not here.",
    "not-a-database": "What is there is not a database of Duecourse.",
    "row-unreadable": "The database holds something that cannot be read.",
    "schema-too-new": "The database was written by a later version of Duecourse.",
    "schema-too-old": "The database was written by an earlier version of Duecourse.",
    "wrong-key": "The key that is here does not open the texts.",
}
"""What whoever runs the service is told with its address or a file: outside, neither is anybody's business."""


def as_told_outside(refused: Refused) -> Refused:
    """A refusal as those at the other end are told it: of what is not theirs to mend, no more than that."""
    if refused.code not in NOT_READY:
        return refused
    return Refused(code=refused.code, because=_BECAUSE.get(refused.code, refused.because), remedy=OPERATOR)
