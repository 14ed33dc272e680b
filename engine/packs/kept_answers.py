"""Answers kept one for each agency or choice, and what hangs on them: whose each is must be known when it is given."""

from collections.abc import Iterator

from engine.packs.subject import Subject
from engine.packs.yaml import Fault, Path_
from workflow.answers import LOWERED
from workflow.conditions import OneOf
from workflow.guards import OPEN
from workflow.pathways import Move
from workflow.questions import RAISING, Question


def kept_faults(subject: Subject) -> Iterator[Fault]:
    """Everything wrong with what an answer is kept by, and with conditions on its being lower than before."""
    kept = kept_fields(subject)
    for name, move in subject.pathway.moves.items():
        for field, question in move.record.items():
            path = ("moves", name, "record", field)
            if question.kept_by and question.kept_by != RAISING:
                yield from _whose(subject, path, move, field, question)
            if field in kept:
                yield from _alike(subject, path, field, question, kept[field])
            for key, condition in question.when.root.items():
                if key.startswith(LOWERED):
                    here = (*path, "when", key)
                    yield from _fallen(subject, here, name, field, key.removeprefix(LOWERED))
                    if condition != OneOf(values=("yes",)):
                        because = f"“{key}” is yes, or it is not there."
                        yield subject.fault(here, "impossible-value", because, f"Write `{key}: yes`.")


def kept_fields(subject: Subject) -> dict[str, Question]:
    """The fields that are kept one for each, with the first question that says so."""
    found: dict[str, Question] = {}
    for field, questions in subject.fields.items():
        found.update((field, each) for each in [each for each in questions if each.kept_by][:1])
    return found


def _whose(subject: Subject, path: Path_, move: Move, field: str, question: Question) -> Iterator[Fault]:
    """The question that says whose the answer is: asked before it in the same move, of everybody."""
    here, by = (*path, "kept_by"), question.kept_by
    asked = list(move.record)
    if by not in subject.fields:
        known = [name for name, each in move.record.items() if each.type in ("agency", "choice")]
        yield from subject.unknown(here, "field", [by], [*known, RAISING])
    elif by not in asked[: asked.index(field)]:
        because = f"“{by}” is not asked before “{field}” in this move, so nobody could say whose answer it is."
        yield subject.fault(here, "not-known-yet", because, f"Ask for “{by}” before it, or write `kept_by: {RAISING}`.")
    elif move.record[by].type not in ("agency", "choice"):
        because = f"“{by}” is of the type {move.record[by].type}, and answers are kept for each agency or choice."
        yield subject.fault(here, "not-to-keep-by", because, "Name a question of the type agency or choice.")
    elif not move.record[by].required:
        because = f"“{by}” may be left out, and then “{field}” would be nobody's answer."
        yield subject.fault(here, "not-to-keep-by", because, f"Write `required: yes` at “{by}”.")


def _alike(subject: Subject, path: Path_, field: str, question: Question, kept: Question) -> Iterator[Fault]:
    """An answer is kept wherever it is asked, as in `kept`, with one order of its choices."""
    if not question.kept_by:
        because = f"“{field}” is kept for each elsewhere, and here it would be nobody's answer."
        remedy = f"Write `kept_by: {kept.kept_by}`, or another question of this move, or `kept_by: {RAISING}`."
        yield subject.fault(path, "kept-elsewhere", because, remedy)
    elif (question.rising, question.rising and question.choices) != (kept.rising, kept.rising and kept.choices):
        because = f"“{field}” has another order of its choices elsewhere, so that none is lower than another."
        yield subject.fault(path, "two-orders", because, "Give the same choices everywhere, with `rising: yes`.")


def _fallen(subject: Subject, path: Path_, name: str, field: str, fallen: str) -> Iterator[Fault]:
    asked = subject.pathway.moves[name].record
    before = list(asked)[: list(asked).index(field)]
    rising = [each for each in before if asked[each].rising]
    if fallen not in rising:
        known = f"There {'are' if rising else 'is'} {', '.join(rising) or 'none'}."
        because = f"“{fallen}” is not asked before “{field}” in this move, with choices that rise."
        yield subject.fault(path, "not-known-yet", because, f"Name such a question, with `rising: yes`. {known}")
    elif name == OPEN:
        because = f"Nobody has answered “{fallen}” before a case is opened, so it is never lower."
        yield subject.fault(path, "not-known-yet", because, "Leave the condition out here.")
