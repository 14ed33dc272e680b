"""A pathway as a drawing: each step a row, each move a line from where it can be taken to where it leads.

Rows stand in the order of the pack, and a line has a column of its own, so that nothing crosses a text however many
moves there are. The drawing says all it shows in words as well, for those who do not see it; it needs no scripts and
brings no fonts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

from engine.packs.pack import Pack
from states.machine import START
from workflow.pathways import Pathway
from workflow.policy import edges

_ROW, _COLUMN, _BOX, _EDGE, _LETTER = 64, 34, 300, 16, 6.6
_BEFORE = "Before it is opened"
_INK, _FAINT, _PAPER, _STEP, _LINE = "#1b1b1b", "#d6d6d6", "#ffffff", "#eef3f8", "#1f4e79"


@dataclass(frozen=True)
class _Line:
    """One move: the steps it can be taken from and those it leads to; `stays` where it leads nowhere else."""

    move: str
    title: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    stays: bool


def svg(pack: Pack, pathway: str) -> str:
    """The drawing as one SVG document. Raises: Refused("unknown-pathway")."""
    path = pack.procedure(pathway).policy.pathway
    rows = [START, *path.steps]
    lines = sorted(_lines(path), key=lambda line: (rows.index(line.sources[0]), line.stays))
    slant = max(len(line.title) for line in lines) * _LETTER * 0.71
    top = round(slant) + 2 * _EDGE + 44
    width = round(_EDGE + _BOX + len(lines) * _COLUMN + slant) + 3 * _EDGE
    height = top + len(rows) * _ROW + 48
    return "\n".join(
        [
            *_head(path, lines, width, height),
            *(
                _step(path, name, top + place * _ROW, _EDGE + _BOX + len(lines) * _COLUMN)
                for place, name in enumerate(rows)
            ),
            *(_move(path, line, _EDGE + _BOX + _COLUMN * (place + 1), top, rows) for place, line in enumerate(lines)),
            *_legend(height - 24),
            "</svg>",
            "",
        ]
    )


def _lines(path: Pathway) -> Iterator[_Line]:
    ways = edges(path)
    for name, move in path.moves.items():
        sources = tuple(dict.fromkeys(source for taken, source, _ in ways if taken == name))
        led = tuple(dict.fromkeys([*([move.to] if move.to else []), *(lead.to for lead in move.leads)]))
        yield _Line(name, move.title, sources, led, stays=not move.to)


def _head(path: Pathway, lines: Sequence[_Line], width: int, height: int) -> list[str]:
    name = quoteattr(f"{path.pathway}-title {path.pathway}-desc")
    told = " ".join(f"{line.title}: {_in_words(path, line)}." for line in lines)
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby={name} viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-family="sans-serif" font-size="13" fill="{_INK}">',
        f'<title id="{path.pathway}-title">{escape(path.title)}: steps and moves</title>',
        f'<desc id="{path.pathway}-desc">{escape(told)}</desc>',
        f'<rect width="{width}" height="{height}" fill="{_PAPER}"/>',
        f'<text x="{_EDGE}" y="{_EDGE + 12}" font-size="18" font-weight="bold">{escape(path.title)}</text>',
    ]


def _in_words(path: Pathway, line: _Line) -> str:
    titles = {START: _BEFORE, **{name: step.title for name, step in path.steps.items()}}
    sources = " or ".join(f"“{titles[each]}”" for each in line.sources)
    targets = " or ".join(f"“{titles[each]}”" for each in line.targets)
    stays = "the case stays" if line.stays else ""
    return f"from {sources}, {' or '.join(each for each in (targets and f'to {targets}', stays) if each)}"


def _step(path: Pathway, name: str, y: int, right: int) -> str:
    title = _BEFORE if name == START else path.steps[name].title
    finished = name != START and path.steps[name].finished
    text = wrap(title, 42)[:3]
    first = y + _ROW // 2 + 4 - 8 * (len(text) - 1)
    spans = "".join(
        f'<tspan x="{_EDGE + 12}" y="{first + 16 * place}">{escape(each)}</tspan>' for place, each in enumerate(text)
    )
    middle, inside = y + _ROW // 2, f'rx="4" fill="none" stroke="{_LINE}"'
    box = f'x="{_EDGE}" y="{y + 6}" width="{_BOX}" height="{_ROW - 12}" rx="6" stroke="{_LINE}"'
    dashed = 'fill="none" stroke-dasharray="4 3"' if name == START else f'fill="{_STEP}"'
    inner = f'<rect x="{_EDGE + 4}" y="{y + 10}" width="{_BOX - 8}" height="{_ROW - 20}" {inside}/>'
    return (
        f"<g data-step={quoteattr(name)}><title>{escape(title)}</title>"
        f'<path d="M {_EDGE + _BOX} {middle} H {right + _COLUMN // 2}" stroke="{_FAINT}"/>'
        f"<rect {box} {dashed}/>{inner if finished else ''}<text>{spans}</text></g>"
    )


def _move(path: Pathway, line: _Line, x: int, top: int, rows: Sequence[str]) -> str:
    at: Mapping[str, int] = {name: top + place * _ROW + _ROW // 2 for place, name in enumerate(rows)}
    levels = [at[name] for name in (*line.sources, *line.targets)]
    ring = f'r="5" fill="{_PAPER if line.stays else _LINE}" stroke="{_LINE}" stroke-width="2"'
    marks = [f'<circle cx="{x}" cy="{at[name]}" {ring}/>' for name in line.sources]
    marks += [f'<path d="M {x - 15} {at[name]} l 11 -6 v 12 z" fill="{_LINE}"/>' for name in line.targets]
    marks += [f'<path d="M {x - 4} {at[name]} h 4" stroke="{_LINE}" stroke-width="2"/>' for name in line.targets]
    return (
        f"<g data-move={quoteattr(line.move)} data-from={quoteattr(' '.join(line.sources))} "
        f"data-to={quoteattr(' '.join(line.targets))}><title>{escape(f'{line.title}: {_in_words(path, line)}')}</title>"
        f'<line x1="{x}" x2="{x}" y1="{min(levels)}" y2="{max(levels)}" stroke="{_LINE}" stroke-width="2"/>'
        f'{"".join(marks)}<text transform="translate({x} {top - 6}) rotate(-45)">{escape(line.title)}</text></g>'
    )


def _legend(y: int) -> Iterator[str]:
    x = _EDGE + 6
    yield f'<circle cx="{x}" cy="{y - 4}" r="5" fill="{_LINE}"/><text x="{x + 12}" y="{y}">can be taken here</text>'
    yield f'<path d="M {x + 140} {y - 4} l 11 -6 v 12 z" fill="{_LINE}"/><text x="{x + 158}" y="{y}">leads here</text>'
    ring = f'<circle cx="{x + 250}" cy="{y - 4}" r="5" fill="{_PAPER}" stroke="{_LINE}" stroke-width="2"/>'
    yield f'{ring}<text x="{x + 262}" y="{y}">recorded here, and the case stays</text>'
