"""The text of one file: an ordinary one, of a size that a pack can have, in the folder where it seems to lie."""

import os
import stat
from pathlib import Path

LARGEST = 1_000_000
"""Bytes: a pack of a whole region is a tenth of it."""

Stamp = tuple[int, int, int, int]
"""What changes with a file: when it was written, when anything about it was, its size, and which file it is."""

_NEVER_WAIT = getattr(os, "O_NONBLOCK", 0)
"""Opening a pipe would otherwise wait for somebody who writes into it."""


class Unreadable(Exception):  # noqa: N818 - it ends the reading of one file and becomes a fault of it
    """What is wrong with a file, and on which line."""

    def __init__(self, line: int, code: str, because: str, remedy: str) -> None:
        super().__init__(because)
        self.line, self.code, self.because, self.remedy = line, code, because, remedy


def text_of(path: Path, inside: Path | None = None) -> tuple[str, Stamp]:
    """What a file says, and its stamp at that moment. `inside`: the folder that no link may lead out of.

    Raises: Unreadable.
    """
    if inside is not None and not leads_inside(path, inside):
        because = "It is a link to a file outside the pack's folder."
        raise Unreadable(1, "not-readable", because, "Put the file itself there: a pack is whole in its own folder.")
    try:
        written, stamp = _bytes(path)
    except OSError as error:
        problem = error.strerror or "the system does not say why"
        raise Unreadable(1, "not-readable", f"It cannot be opened: {problem}.", "Put a readable file there.") from None
    try:
        return written.decode("utf-8-sig"), stamp
    except UnicodeDecodeError as error:
        line = written[: error.start].count(b"\n") + 1
        raise Unreadable(line, "not-text", "The file is not UTF-8 text.", "Save it as UTF-8.") from None


def leads_inside(path: Path, folder: Path) -> bool:
    """Whether a path, all links followed, still lies in a folder."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def stamp_of(status: os.stat_result) -> Stamp:
    """The stamp of one state of a file."""
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino


def _bytes(path: Path) -> tuple[bytes, Stamp]:
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | _NEVER_WAIT)) as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            because = "It is no ordinary file."
            raise Unreadable(1, "not-readable", because, "Put an ordinary file there, or remove it.")
        written = file.read(LARGEST + 1)
    if len(written) > LARGEST:
        because = f"It has more than {LARGEST:,} bytes."
        raise Unreadable(1, "too-large", because, "Split it, or take out what is not a pack.")
    return written, stamp_of(status)
