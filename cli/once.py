"""An option that takes one value is given once: of two values, neither is silently dropped."""

from collections.abc import Sequence

import click


def refuse_repeated(context: click.Context, arguments: Sequence[str]) -> None:
    """Looks through the arguments of a command, and of the command within it where it is a group.

    Flags may be repeated, and so may options that collect. Other wrong usage is left for the command to say.
    Raises: click.UsageError
    """
    command = context.command
    try:
        _, rest, given = command.make_parser(context).parse_args(args=list(arguments))
    except click.UsageError:
        return
    for option in given:
        if isinstance(option, click.Option) and _takes_one(option) and given.count(option) > 1:
            raise click.UsageError(f"{option.opts[0]} is given more than once.", ctx=context)
    inner = command.commands.get(rest[0]) if isinstance(command, click.Group) and rest else None
    if inner is not None:
        refuse_repeated(click.Context(inner, parent=context, info_name=rest[0]), rest[1:])


def _takes_one(option: click.Option) -> bool:
    return not (option.multiple or option.is_flag or option.count)
