"""Questions, and conditions on their answers, that cannot mean what they say."""

from collections.abc import Collection, Iterator

from engine.packs.clocks import starting_ways
from engine.packs.subject import Subject
from engine.packs.yaml import Fault, Path_
from workflow.answers import LOWERED
from workflow.conditions import Condition, Conditions, Given, Missing, Not, OneOf, Range
from workflow.pathways import Move
from workflow.questions import HAPPENED, Question


def condition_faults(subject: Subject) -> Iterator[Fault]:
    """Everything wrong with the questions, and with each `when` of questions, leads and timescales."""
    yield from _types(subject)
    for name, move in subject.pathway.moves.items():
        before = subject.recorded_by(subject.routes.before(name)) if name in subject.routes.moves else None
        yield from _set(subject, name)
        for place, (field, question) in enumerate(move.record.items()):
            path = ("moves", name, "record", field)
            yield from _question(subject, path, field, question)
            asked = list(move.record)[:place]
            yield from when_faults(
                subject, path, _of_fields(question.when), None if before is None else before.union(asked)
            )
        yield from when_faults(subject, ("moves", name), move.only_when, before, "only_when")
        yield from _dated(subject, name, move)
        known = None if before is None else before.union(move.record, move.sets)
        for place, lead in enumerate(move.leads):
            yield from when_faults(subject, ("moves", name, "leads", str(place)), lead.when, known)
    for name, timescale in subject.pathway.timescales.items():
        moves = {way.move for way in starting_ways(subject, timescale)}
        moves = moves.union(*(subject.routes.before(move) for move in moves))
        known = subject.recorded_by(moves) if moves else None
        yield from when_faults(subject, ("timescales", name), timescale.when, known)


def _of_fields(when: Conditions) -> Conditions:
    """A condition on fields alone; what it says of answers that were lowered is looked at where those are."""
    if not any(key.startswith(LOWERED) for key in when.root):
        return when
    return Conditions({key: each for key, each in when.root.items() if not key.startswith(LOWERED)})


def _types(subject: Subject) -> Iterator[Fault]:
    for name, move in subject.pathway.moves.items():
        for field, question in move.record.items():
            first = subject.fields[field][0].type
            if question.type != first:
                because = f"“{field}” is asked for as {question.type} here and as {first} before, and is one record."
                remedy = f"Ask for it as {first} everywhere, or give one of them another name."
                yield subject.fault(("moves", name, "record", field, "type"), "two-types", because, remedy)


def _question(subject: Subject, path: Path_, field: str, question: Question) -> Iterator[Fault]:
    twice = sorted({choice for choice in question.choices if question.choices.count(choice) > 1})
    if twice:
        because = f"“{field}” offers {', '.join(twice)} more than once."
        yield subject.fault((*path, "choices"), "said-twice", because, "Keep each choice once.")
    if question.required and question.when:
        because = f"“{field}” is required always, and again `when` a condition holds."
        remedy = "Keep `when` if it is needed only then, or `required: yes` if it always is."
        yield subject.fault((*path, "when"), "required-twice", because, remedy)
    if question.not_before and not _is_a_day(subject, question.not_before):
        because = f"“{question.not_before}” is no question for a day, so nothing can lie before it."
        remedy = f"Write `not_before: {HAPPENED}` for the move itself, or name a question of the type date or instant."
        yield subject.fault((*path, "not_before"), "not-a-day", because, remedy)
    if question.may_be_future and question.type not in ("date", "instant"):
        because = f"“{field}” is of the type {question.type}, which lies in no future."
        remedy = "Leave `may_be_future` out: it belongs to dates and instants."
        yield subject.fault((*path, "may_be_future"), "no-future", because, remedy)


def _is_a_day(subject: Subject, field: str) -> bool:
    return field == HAPPENED or (field in subject.fields and subject.fields[field][0].type in ("date", "instant"))


def _set(subject: Subject, name: str) -> Iterator[Fault]:
    for field, value in subject.pathway.moves[name].sets.items():
        path = ("moves", name, "sets", field)
        if field not in subject.fields:
            continue
        possible = subject.values(field)
        if subject.fields[field][0].sealed:
            because = f"“{field}” is sealed, and what a move sets is open to everyone."
            yield subject.fault(path, "sealed-field", because, "Set a field of the type choice or yes_no.")
        elif possible is not None and value not in possible:
            because = f"“{field}” is never “{value}”."
            yield subject.fault(path, "impossible-value", because, f"Use one of {', '.join(sorted(possible))}.")


def _dated(subject: Subject, name: str, move: Move) -> Iterator[Fault]:
    """`happened_at` names an instant that this very move asks for."""
    question = move.record.get(move.happened_at)
    if move.happened_at and (question is None or question.type != "instant" or question.may_be_future):
        instants = [
            field for field, asked in move.record.items() if asked.type == "instant" and not asked.may_be_future
        ]
        because = f"“{name}” asks for no instant “{move.happened_at}” that has passed."
        yield subject.fault(
            ("moves", name, "happened_at"), "not-a-day", because, f"Name one of {_list(instants)}, or leave it out."
        )


def when_faults(
    subject: Subject, path: Path_, when: Conditions, known: Collection[str] | None, key: str = "when"
) -> Iterator[Fault]:
    """Everything wrong with conditions on a record.

    `known` are the fields that can have an answer by then; None where nobody ever gets there.
    """
    settable = {field for move in subject.pathway.moves.values() for field in move.sets}
    for field, condition in when.root.items():
        here = (*path, key, field)
        if field not in subject.fields:
            if field not in settable:
                yield from subject.unknown(here, "field", [field], _readable(subject))
        elif subject.fields[field][0].sealed:
            because = f"“{field}” is sealed ({subject.fields[field][0].type}), and no condition may read it."
            remedy = f"Ask a question of the type choice or yes_no for it; readable are {_list(_readable(subject))}."
            yield subject.fault(here, "sealed-field", because, remedy)
        elif known is not None and field not in known:
            because = f"“{field}” can have no answer yet when this is asked, so the condition is decided beforehand."
            remedy = (
                f"Ask for “{field}” before it, or use one of {_list(sorted(set(known) & set(_readable(subject))))}."
            )
            yield subject.fault(here, "not-known-yet", because, remedy)
        else:
            yield from _value(subject, here, field, condition)


def _readable(subject: Subject) -> list[str]:
    return [name for name, questions in subject.fields.items() if not questions[0].sealed]


def _value(subject: Subject, path: Path_, field: str, condition: Condition) -> Iterator[Fault]:
    kind, possible = subject.fields[field][0].type, subject.values(field)
    match condition:
        case Given() | Missing():
            return
        case Range(at_least=int(least), at_most=int(most)) if least > most:
            because = f"No number is at least {least} and at most {most}."
            yield subject.fault(path, "impossible-value", because, "Exchange the two, or leave one out.")
        case Range() if kind != "number":
            because = f"“{field}” is of the type {kind}, and only numbers can be compared."
            remedy = f"Use one of {_list(sorted(possible))}." if possible else "Write {present: yes} or {absent: yes}."
            yield subject.fault(path, "impossible-value", because, remedy)
        case OneOf() | Not() if kind == "number":
            because = f"“{field}” is a number, and numbers are compared by bounds only."
            yield subject.fault(path, "impossible-value", because, "Write for example {at_least: 5, at_most: 5}.")
        case OneOf() | Not() if kind == "choices":
            because = f"“{field}” has several answers at once, which are never equal to one value."
            yield subject.fault(
                path, "impossible-value", because, "Write {present: yes} or {absent: yes}, or ask a choice."
            )
        case OneOf() | Not() if possible is not None:
            values = condition.values if isinstance(condition, OneOf) else (condition.unlike,)
            for value in dict.fromkeys(str(each) for each in values):
                if value not in possible:
                    because, remedy = f"“{field}” is never “{value}”.", f"Use one of {_list(sorted(possible))}."
                    yield subject.fault(path, "impossible-value", because, remedy)


def _list(names: Collection[str]) -> str:
    return ", ".join(names) or "none"
