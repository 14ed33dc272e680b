"""Changing a case by a form: sent twice it is done once; what changed meanwhile is shown before anything is lost."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.responses import Response

from engine.handle import handle
from states.refusals import Refused
from web.looking import Looked, look
from web.showing.happenings import Happening, changed_since
from web.showing.overtaken import answers_by_fact
from web.visits import Visit
from web.writing import must_write
from workflow.commands import AnyCommand

TOP = "form"
"""The id of the form itself, for an error that belongs to no field of it."""


@dataclass(frozen=True)
class CaseForm:
    """A form about a case. `template` shows it; `done` is the word for when it is done; `back` is where it leads.

    Raises: HTTPException 403 for a post that only reads.
    """

    visit: Visit
    looked: Looked
    template: str
    done: str
    back: str
    context: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        must_write(self.visit)

    @property
    def key(self) -> str:
        """What makes this form, shown on this version of the case to this session, the same one again."""
        address = self.visit.request.url
        content = f"{address.path}?{address.query} {self.looked.version}"
        return hmac.digest(self.visit.token.encode(), content.encode(), "sha256").hex()

    def answer(self, command: Callable[[], AnyCommand], errors: Mapping[str, str]) -> Response:
        """The form, or what came of sending it. `errors` by field id: what is wrong with what was sent."""
        if not self.visit.posted:
            return self.shown(200)
        if errors:
            return self.shown(409 if self._changed else 422, errors)
        if self._changed and not self._sent_before():
            return self.shown(409)
        store, library, length = self.visit.site.store, self.visit.site.library, len(self.looked.history)
        try:
            handle(store, library, command(), self.looked.reference, self._sent_key, length)
        except Refused as refused:
            if refused.code == "changed-meanwhile":
                return replace(self, looked=look(self.visit, "form")).answer(command, errors)
            if refused.code == "key-used":
                return self.shown(409)
            return self.shown(422, {TOP: f"{refused.because} {refused.remedy}"})
        return self.visit.to(self.back, self.done)

    def shown(self, status: int, errors: Mapping[str, str] | None = None) -> Response:
        """The page of the form, with what was typed, the errors, and what changed meanwhile."""
        found = errors or {}
        return self.visit.page(
            self.template,
            status,
            looked=self.looked,
            form=self,
            errors=found,
            error_list=[{"text": text, "href": f"#{name}"} for name, text in found.items()],
            meanwhile=self.meanwhile if status == 409 else [],
            recorded=answers_by_fact(self.looked, self.visit.site.now()) if status == 409 else {},
            **self.context,
        )

    @property
    def meanwhile(self) -> list[Happening]:
        """What was recorded since the form was shown."""
        version = self.visit.given("version")
        known = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
        return changed_since(self.looked.history, known, self.looked.procedure)

    @property
    def _changed(self) -> bool:
        return self.visit.given("version") != str(self.looked.version)

    @property
    def _sent_key(self) -> str:
        return self.visit.given("key") or self.key

    def _sent_before(self) -> bool:
        with self.visit.site.store.transaction() as unit:
            return unit.answer(self._sent_key) is not None


def some_words(visit: Visit, asked: Mapping[str, str]) -> dict[str, str]:
    """Errors for the fields that were left empty; `asked`: what to say, by field."""
    return {name: text for name, text in asked.items() if not visit.given(name)} if visit.posted else {}


def one_of(visit: Visit, name: str, choices: Mapping[str, Any], text: str) -> dict[str, str]:
    """An error where none of the choices was chosen."""
    return {name: text} if visit.posted and visit.given(name) not in choices else {}
