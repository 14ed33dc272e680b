"""What every copy of a report says beside its figures: what it is, of which period, known when, from which pack."""

from engine import words
from reports.values import Period, Report
from states.days import instant_text

STANDS = "As it stands on"


def of_when(report: Report) -> str:
    """Of which days it tells, or of which moment, for people."""
    return of_period(report.period) if report.period else f"{STANDS} {words.moment(report.as_known)}"


def of_period(period: Period) -> str:
    """Both days, for people."""
    return f"{words.day(period.first)} to {words.day(period.last)}, both days included"


def about(report: Report) -> list[tuple[str, str]]:
    """Each line with its label; dates as YYYY-MM-DD in London, the instant in UTC."""
    lines = [
        ("Notice", report.training),
        ("Report", report.title),
        ("Partnership", report.partnership),
        ("Period", f"{report.period.first} to {report.period.last}, both days included" if report.period else ""),
        ("As known on" if report.period else STANDS, instant_text(report.as_known)),
        ("Compared with", instant_text(report.compared_with) if report.compared_with else ""),
        ("Pack edition", report.edition),
        ("Copy", "for outside: no cases, small numbers hidden" if report.outward else "for use inside the partnership"),
        *(("Method", line) for line in report.method),
        *(("Hidden", line) for line in report.suppressed),
    ]
    return [(label, text) for label, text in lines if text]
