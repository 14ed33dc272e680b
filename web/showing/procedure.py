"""A procedure as a page to read: its steps, moves, promises and rules in words, each with where it is stated."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine import words
from engine.packs.pack import Pack
from engine.packs.pages import page
from engine.packs.wording import value_in_words
from web.rendering import said
from web.showing.clocks import KINDS
from web.showing.conditions import of_rule, on_record

Json = Mapping[str, Any]

PARTIES = {
    "raising": "of the agency that raises it",
    "receiving": "of the agency that it is raised with",
    "partnership": "of the partnership",
}
MARKS = {"high": "", "unconfirmed": "Unconfirmed", "proposed": "Suggested"}
_COUNTED = frozenset({"working_days", "calendar_days", "weeks", "months", "school_terms"})
SEVERITIES = {"information": "For information", "warning": "Warning", "urgent": "Urgent"}


@dataclass(frozen=True)
class Sourced:
    """Where something is stated, and the mark that it gets where nobody has confirmed it, or nobody states it."""

    text: str
    mark: str


@dataclass(frozen=True)
class Entry:
    """A step, a move, a promise or a rule: its title, and label and words line by line."""

    name: str
    title: str
    lines: list[tuple[str, str]]
    source: Sourced
    number: str = ""


@dataclass(frozen=True)
class Procedure:
    """Everything that a page about a pathway shows."""

    document: Json
    source: Sourced
    steps: list[Entry]
    moves: list[Entry]
    timescales: list[Entry]
    rules: list[Entry]
    unconfirmed: int


def procedure_shown(pack: Pack, pathway: str) -> Procedure:
    """A pathway in words. Raises: Refused("unknown-pathway")."""
    document = page(pack, pathway)
    told = _Words(document)
    steps = [told.step(each) for each in document["steps"]]
    moves = [told.move(each) for each in document["moves"]]
    timescales = [told.timescale(each) for each in document["timescales"]]
    rules = [told.rule(each) for each in document["rules"]]
    marked = [entry for entry in (*steps, *moves, *timescales, *rules) if entry.source.mark]
    return Procedure(document, sourced(document["source"]), steps, moves, timescales, rules, len(marked))


def sourced(source: Json) -> Sourced:
    """A source in words, with its mark."""
    edition = words.edition(source["edition"])
    return Sourced(f"{source['title']}, {source['part']} (edition {edition})", MARKS[source["confidence"]])


class _Words:
    """The titles of a pathway, and its parts said with them."""

    def __init__(self, document: Json) -> None:
        self.roles = {each["name"]: each["title"] for each in document["roles"]}
        self.moves = {each["name"]: each["title"] for each in document["moves"]}
        self.steps = {each["name"]: each["title"] for each in document["steps"]}
        asks = {f"record.{field['name']}": field["ask"] for move in document["moves"] for field in move["fields"]}
        taken = {f"taken.{name}": title for name, title in self.moves.items()}
        promises = {each["name"]: each["title"] for each in document["timescales"]}
        self.titles = {**self.roles, **promises, **self.steps, **asks, **taken}

    def step(self, step: Json) -> Entry:
        lines = [("Who has the pen", self._post(step["holder"]))]
        if step["finished"]:
            lines.append(("Here", "The case has ended"))
        return Entry(step["name"], step["title"], lines, sourced(step["source"]))

    def move(self, move: Json) -> Entry:
        return Entry(move["name"], move["title"], list(self._move(move)), sourced(move["source"]))

    def _move(self, move: Json) -> Iterator[tuple[str, str]]:
        yield "Who may", self._posts(move["who"])
        if move["from"]:
            yield "From", "; ".join(self.steps[name] for name in move["from"])
        yield "Leads to", self.steps[move["to"]] if move["to"] else "The case stays where it is"
        for lead in move["leads"]:
            yield "Or to", f"{self.steps[lead['to']]}, if {on_record(lead['when'], self.titles)}"
        if move["only_when"]:
            yield "Only if", on_record(move["only_when"], self.titles)
        if move["after"]:
            yield "Only after", "; ".join(self.moves[name] for name in move["after"])
        if move["holder"]:
            yield "Then with", self._post(move["holder"])
        asked = [self._asked(field) for field in move["fields"]]
        if asked:
            yield "Asks", "\n".join(asked)

    def _asked(self, field: Json) -> str:
        needed = "must be answered" if field["required"] else ""
        if field["when"]:
            needed = f"must be answered if {on_record(field['when'], self.titles)}"
        return f"{field['ask']}{f' ({needed})' if needed else ''}"

    def timescale(self, timescale: Json) -> Entry:
        counted = {"count_from": timescale["count_from"]} if timescale["within"].keys() & _COUNTED else {}
        number = self._say("within", {**timescale["within"], **counted})
        number = f"Not before {number}" if timescale["at_least"] else number
        number = f"{number}, counted back" if timescale["before"] else number
        return Entry(
            timescale["name"],
            timescale["title"],
            list(self._timescale(timescale)),
            sourced(timescale["source"]),
            number,
        )

    def _timescale(self, timescale: Json) -> Iterator[tuple[str, str]]:
        yield "Whose promise", KINDS[timescale["kind"]]
        yield "Begins with", self._events(timescale["starts"])
        if timescale["anchor"]:
            asked = self.titles.get(f"record.{timescale['anchor']}", said(timescale["anchor"]))
            yield "Counted from", f"the answer to “{asked}”"
        yield "Kept by", self._events(timescale["stops"])
        if timescale["when"]:
            yield "Only if", on_record(timescale["when"], self.titles)
        if timescale["near"]:
            last = timescale["near"].get("working_days") == 0
            yield "Reminds", "on its last day" if last else f"{self._say('near', timescale['near'])} it"
        if timescale["repeat"]:
            yield "Again", f"within {self._say('repeat', timescale['repeat'])}, whenever it is met"
        if timescale["bands"]:
            yield "Told in bands", ", ".join(f"{hours} hours" for hours in timescale["bands"]["hours"])
        if timescale["cancels"]:
            yield "No longer needed after", self._events(timescale["cancels"])
        for name, label in (("suspension", "May be suspended"), ("extension", "May be extended")):
            if timescale[name]:
                yield label, self._leave(timescale[name])

    def _leave(self, leave: Json) -> str:
        reasons = "; ".join(leave["reasons"].values())
        return f"by: {self._posts(leave['who'])}. For: {reasons}. Up to {leave['at_most']} of its own days altogether"

    def rule(self, rule: Json) -> Entry:
        lines = [
            ("When", of_rule(rule["when"], self.titles) or "always"),
            ("Told first", self._post(rule["tell"])),
        ]
        lines += [
            (f"If nobody takes it on in {self._say('within', rung['after'])}", self._post(rung["tell"]))
            for rung in rule["ladder"]
        ]
        if rule["acknowledged_for"]:
            lines.append(("Taken on for", self._say("within", rule["acknowledged_for"])))
        return Entry(rule["name"], rule["title"], lines, sourced(rule["source"]), SEVERITIES[rule["severity"]])

    def _events(self, names: list[str]) -> str:
        """Moves by their title, steps as being reached."""
        return "; or ".join(
            f"“{self.moves[name]}”" if name in self.moves else f"reaching “{self.steps.get(name, said(name))}”"
            for name in names
        )

    def _post(self, who: Json) -> str:
        """Line manager of the agency that raises it; whoever has the pen."""
        if not who.get("party"):
            return "Whoever has the pen"
        return f"{self.roles.get(who['role'], said(who['role']))} {PARTIES[who['party']]}"

    def _posts(self, whos: Sequence[Json]) -> str:
        """Several, each party named once."""
        roles: dict[str, list[str]] = {}
        for who in whos:
            roles.setdefault(who["party"], []).append(self.roles.get(who["role"], said(who["role"])))
        return "; ".join(f"{', '.join(titles)} {PARTIES[party]}" for party, titles in roles.items())

    def _say(self, field: str, value: Json) -> str:
        return value_in_words(field, value, self.roles)
