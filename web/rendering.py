"""Templates: the environment they are made in, and the words and dates they may use."""

from datetime import date, datetime
from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader

from engine import words
from states.days import day_of, instant_text, parse_day
from web.assets import address_of


@cache
def environment() -> Environment:
    """One environment for all pages; everything that goes into a page is escaped."""
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    loader = ChoiceLoader([govuk, PackageLoader("web")])
    # Templates come with the program: nobody looks on each page whether one of its macros was changed on disk.
    made = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False)
    made.filters.update(day=_day, moment=words.moment, instant=instant_text, said=said, edition=words.edition)
    made.globals.update(asset=address_of, post=words.post, status=words.status)
    return made


def _day(value: date | datetime | str) -> str:
    """Wed 23 Dec 2026, of a day, also one written YYYY-MM-DD, or of the London day of an instant."""
    if isinstance(value, str):
        return words.day(parse_day(value))
    return words.day(day_of(value) if isinstance(value, datetime) else value)


def said(name: str) -> str:
    """A name from a pack that has no title, as a person would say it: `social-care` is "Social care"."""
    return name.replace("-", " ").replace("_", " ").capitalize()
