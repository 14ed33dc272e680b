"""An answer as a person reads it again: on the page to check it before it is sent."""

from engine import words
from states.refusals import Refused
from web.forms.fields import Field
from web.forms.moments import Mistyped, day_typed, instant_typed
from web.forms.rows import read_rows
from web.rendering import said


def shown(field: Field) -> list[str]:
    """What was answered, a line each; what cannot be read is shown as it was typed."""
    match field.control:
        case "radios" | "select" | "checkboxes":
            titles = {option.value: option.text for option in field.options}
            return [titles.get(value, value) for value in field.values if value]
        case "date" | "instant":
            return [_moment(field)]
        case "attendance" | "actions":
            rows = read_rows(field.form.typed, field.name, field.question)
            return [_row(field, entry) for entry in rows.entries]
        case _:
            return field.value.split("\n")


def _moment(field: Field) -> str:
    try:
        if field.control == "date":
            return words.day(day_typed(field.form.typed, field.id))
        return words.moment(instant_typed(field.form.typed, field.id))
    except (Mistyped, Refused):
        return " ".join(field.part(part) for part in ("day", "month", "year", "time")).strip()


def _row(field: Field, entry: dict[str, str]) -> str:
    titles = {option.value: option.text for option in (*field.form.sectors, *field.form.agencies)}
    return ", ".join(
        titles.get(text, text) if part in ("partner", "agency") else said(text) if part == "attendance" else text
        for part, text in entry.items()
    )
