"""Whole numbers as packs write them: digits and nothing else, so that what is read is what its author sees."""

import re

from pydantic import BeforeValidator

_WHOLE_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,17}")


def whole_number(written: object) -> int:
    """A whole number, written as one or as its digits. Raises: ValueError for 007, +5, 5.0, 5_0 and the like."""
    if isinstance(written, int) and not isinstance(written, bool):
        return written
    if isinstance(written, str) and is_whole(written):
        return int(written)
    raise ValueError("it is not a whole number in digits")


def is_whole(written: str) -> bool:
    """Whether a text is a whole number written in digits: 0, 7, 14 and -3, but neither 007 nor 1_000."""
    return bool(_WHOLE_NUMBER.fullmatch(written))


WHOLE = BeforeValidator(whole_number)
"""Beside `int` in a model: it takes no other way to write a number."""
