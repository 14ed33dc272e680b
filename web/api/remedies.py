"""What would work, in the words of this door: the same refusals are told on the command line, in its words."""

import re
from collections.abc import Mapping

from web.statuses import OPERATOR

_SAID: Mapping[str, str] = {
    "`duecourse list` shows every case": "GET /api/cases lists those that the post may see",
    "`duecourse show CASE --as-known` and `duecourse replay CASE --until` look back": (
        "`as_known` at GET /api/cases/{case} and `until` at GET /api/cases/{case}/facts look back"
    ),
    "`duecourse show`": "GET /api/cases/{case}",
    "`duecourse replay`": "GET /api/cases/{case}/facts",
    "`duecourse verify` shows whether something was altered": "whoever runs this service can see why",
    "`--happened`": "`happened`",
    "; or give the folder of a pack": "",
    "--as-known": "`as_known`",
    "--at": "`at`",
    "--pathway": "`pathway`",
    "--until": "`until`",
}
_OF_THE_COMMAND_LINE = re.compile(r"`duecourse|--[a-z]")
DESCRIBED = "GET /api/openapi.json describes what this service takes."


def in_words_of_programs(remedy: str) -> str:
    """The remedy with addresses and parameters in place of commands and options."""
    for there, here in _SAID.items():
        remedy = remedy.replace(there, here)
    return remedy


def remedy_here(remedy: str, status: int) -> str:
    """What would work for a program. What the service cannot mend by being asked otherwise is for whoever runs it."""
    if status == 503:
        return OPERATOR
    said = in_words_of_programs(remedy)
    return DESCRIBED if _OF_THE_COMMAND_LINE.search(said) else said
