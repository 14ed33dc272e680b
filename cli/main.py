"""`duecourse`: every operation as a command. Refusals end with status 1, wrong usage with 2, never with a traceback."""

import sys
from collections.abc import Sequence
from typing import Any

import click

from cli import (
    cases,
    dates,
    editions,
    importing,
    looks,
    organisations,
    packs,
    people,
    reading,
    reports,
    running,
    serving,
    tokens,
)
from cli.answering import DONE, REFUSED, UNWRITABLE, WRONG_USAGE, nowhere_to_answer, refusal
from cli.once import refuse_repeated
from cli.plain import readable_words
from states.refusals import Refused


class Commands(click.Group):
    """Commands in the order in which a person meets them, not by the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the library's signature
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name. Raises: click.UsageError for a single-valued option given twice."""
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None:
            refuse_repeated(click.Context(command, parent=ctx, info_name=name), rest)
        return name, command, rest


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def duecourse() -> None:
    """Duecourse keeps the promises about time that a safeguarding partnership makes to children.

    It is not for emergencies: if a child is in immediate danger, call 999 first.

    Begin with `duecourse demo`, or with `duecourse init --training` and `duecourse open escalation --help`.
    """


ROOMS = (
    dates,
    cases,
    reading,
    reports,
    running,
    serving,
    people,
    tokens,
    organisations,
    looks,
    packs,
    editions,
    importing,
)

for part in (running.FIRST, *(room.COMMANDS for room in ROOMS)):
    for command in part:
        duecourse.add_command(command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 done, 1 refused or findings, 2 wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in given
    try:
        return _answered(given, as_json)
    except BrokenPipeError:
        nowhere_to_answer()
        return REFUSED
    except OSError as error:
        if error.errno not in UNWRITABLE or error.filename is not None:
            raise
        nowhere_to_answer()
        click.echo(f"The answer could not be written: {error.strerror}. Look whether it was done.", err=True)
        return REFUSED


def _answered(given: list[str], as_json: bool) -> int:
    if sys.stdout is None:
        click.echo("Not done: standard output is closed, so there is nowhere to answer.", err=True)
        return REFUSED
    try:
        readable_words(given)
        return _status(duecourse.main(args=given, prog_name="duecourse", standalone_mode=False))
    except Refused as refused:
        refusal(refused, as_json)
        return REFUSED
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help(), err=True)
        return WRONG_USAGE
    except click.ClickException as error:
        refusal(_wrong_usage(error), as_json)
        return WRONG_USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return REFUSED


def _status(value: Any) -> int:
    return value if isinstance(value, int) else DONE


def _wrong_usage(error: click.ClickException) -> Refused:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "duecourse"
    return Refused(
        code="wrong-usage",
        because=_sentence(error.format_message()),
        remedy=f"`{path} --help` shows how it is used.",
    )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def run() -> None:
    """The console command."""
    sys.exit(main())
