"""The anticipated no."""


class Refused(Exception):  # noqa: N818 - a refusal is the anticipated no, not an error
    """What was asked for cannot be done: a stable `code`, why, and what would work.

    `because` and `remedy` are whole sentences for the person who asked; `str()` gives both, the reason first.
    """

    def __init__(self, *, code: str, because: str, remedy: str) -> None:
        super().__init__(f"{because} {remedy}")
        self.code = code
        self.because = because
        self.remedy = remedy

    def __reduce__(self) -> tuple[object, ...]:
        """Exceptions are copied with positional arguments, which this one does not take."""
        return _again, (self.code, self.because, self.remedy)


def _again(code: str, because: str, remedy: str) -> Refused:
    return Refused(code=code, because=because, remedy=remedy)
