"""All cases of a child as JSON: instants in UTC ending in Z."""

from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from reports.child_values import ABOUT, Answer, CaseTold, ChildReport, Promise
from states.days import instant_text

Json = dict[str, Any]


def child_document(report: ChildReport) -> Json:
    """Everything that is in the report. Of every reason: which of its parts are there."""
    return {
        "report": "child",
        "case": report.reference,
        "as_known": instant_text(report.as_known),
        "training": bool(report.training),
        "notice": report.training,
        "cases": [_case(each) for each in report.cases],
        "challenges": [_challenge(each, report) for each in report.cases if each.challenges],
        **{about: [_plain(each) for each in report.about(about)] for about in ABOUT},
        "known": [_plain(each) for each in report.events],
    }


def _case(told: CaseTold) -> Json:
    return {**_plain(told), "promises": [_promise(each) for each in told.promises]}


def _promise(promise: Promise) -> Json:
    reason = promise.reason
    present = {
        "code": reason is not None,
        "text": reason is not None and bool(reason.text),
        "authoriser": reason is not None and bool(reason.authoriser),
    }
    return {**_plain(promise), "reason_has": present if promise.asks_why or reason else None}


def _challenge(told: CaseTold, report: ChildReport) -> Json:
    outcomes: list[Answer] = [each for each in report.about("outcome") if each.case == told.reference]
    return {
        "case": told.reference,
        "about": told.through,
        "step": told.step,
        "step_title": told.step_title,
        "finished": told.finished,
        "outcome": [_plain(each) for each in outcomes],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant_text(value)
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
