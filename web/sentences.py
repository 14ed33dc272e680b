"""The words of the frame: navigation, what was done, what went wrong. What facts and dates say is in `engine.words`."""

from datetime import datetime
from typing import NamedTuple

from engine import words
from workflow.policy import Partnership

NAVIGATION = (
    ("/", "Work list"),
    ("/cases", "Find a case"),
    ("/alerts", "Alerts"),
    ("/reports", "Reports"),
    ("/procedure", "Procedure"),
)

FOOTER = (
    {"href": "/help", "text": "Help"},
    {"href": "/accessibility", "text": "Accessibility statement"},
    {"href": "/procedure", "text": "The procedure"},
)

DONE = {
    "opened": "The case is open.",
    "recorded": "Recorded.",
    "reason": "The reason is recorded.",
    "acknowledged": "Acknowledged. The clock goes on.",
    "suspended": "The clock is suspended.",
    "resumed": "The clock runs again.",
    "extended": "The clock is extended.",
    "corrected": "Corrected. What was recorded before stays in the history.",
    "struck-out": "Struck out. The text can no longer be read by anybody.",
    "linked": "The cases are linked.",
    "draft": "Your draft is kept. You can come back to it from the work list.",
    "discarded": "The draft is deleted.",
    "signed-out": "You are signed out.",
    "password": "Your password is changed.",
    "person": "The person is added.",
    "post": "The post is recorded.",
    "ended": "Ended.",
    "password-given": "The password is set. Tell it to them yourself.",
    "disabled": "The account is disabled.",
    "enabled": "The account is enabled.",
    "acting": "You act in another post now.",
    "asked": "Your request is recorded, and somebody looks at it by the next working day. "
    "If there is a case of that reference, you can now find it.",
    "token": "The token is revoked.",
}


SIGNED_OUT = {
    "out": "You were signed out, because nothing was done for some time.",
    "kept": "You were signed out. What you typed is kept.",
    "lost": "You were signed out. What you sent just now was not done.",
}
"""What the sign-in page says to somebody whose session ran out."""


class Error(NamedTuple):
    """An error page: its title, and what a person can do."""

    title: str
    text: str


ERRORS = {
    400: Error("That request could not be read", "Go back and try again. Nothing was saved."),
    403: Error("You cannot do that", "Your post does not allow it. The business unit can say whose does."),
    404: Error(
        "Page not found",
        "Check the address. If you typed a case reference, check each digit. "
        "A case that your post may not see is not found either.",
    ),
    405: Error("That request could not be read", "Go back and try again. Nothing was saved."),
    409: Error("This changed while you were working", "Look at it again before you go on. Nothing was lost."),
    413: Error("That is more than this service takes at once", "Shorten what you typed. Nothing was saved."),
    429: Error("Too many tries", "Wait a few minutes and try again."),
    500: Error(
        "Sorry, there is a problem with the service",
        "Try again later. What you had sent before is safe; what you sent just now was not saved.",
    ),
    503: Error("Sorry, the service is not ready", "Try again in a minute. Nothing was lost."),
}


def footer(partnership: Partnership) -> str:
    """Whose service it is, under which edition, and how times are to be read."""
    edition = words.edition(partnership.edition)
    return f"{partnership.title}. New cases follow edition {edition}. All times are UK local time."


def training(now: datetime) -> str:
    """What stands on every page of a training database, which keeps a time of its own."""
    return f"{words.TRAINING} Here it is {words.moment(now)}."


def printed(person: str, now: datetime) -> str:
    """What stands on every printed page."""
    return f"OFFICIAL-SENSITIVE. Printed by {person}; as at {words.moment(now)}."


def alerts_waiting(text: str, waiting: int) -> str:
    """Alerts 3; for those who do not see the page, what the number is of."""
    return f'{text} {waiting}<span class="govuk-visually-hidden"> to your post, not acknowledged</span>'
