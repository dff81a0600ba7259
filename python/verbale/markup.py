"""Statements as HTML for notebooks. Everything from a corpus is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Iterator, List, Tuple

if TYPE_CHECKING:
    from verbale.statement import Opinion, Statement

# For and against as in the charts of the reports, on light and on dark pages.
_COLOURS = {"favor": "46, 125, 50", "against": "198, 40, 40", "none": "120, 120, 120"}
_STYLES = {
    "source": "font-weight: 600; border-bottom: 2px solid rgba(30, 100, 200, 0.8)",
    "cue": "font-style: italic; border-bottom: 1px dotted",
    "target": "border: 1px solid rgba(120, 120, 120, 0.8); border-radius: 3px; padding: 0 2px",
}
# So many characters around a statement are shown.
_AROUND = 60
# The entry of evidence that is many weak words together, placed at the first of them.
_REST = "other words"

_Mark = Tuple[int, int, str, str]


def statement(one: Statement) -> str:
    """The sentence with its marks, and a line for each opinion."""
    known = [one.holder or "unknown speaker", one.assertion, str(one.date or ""), one.outlet or ""]
    head = " · ".join(escape(part) for part in known if part)
    lines = "".join(map(_opinion, one.opinions))
    table = f'<table style="margin: 0.2em 0; font-size: 90%">{lines}</table>' if lines else ""
    return (
        '<div class="verbale-statement" style="margin: 0.6em 0; max-width: 50em; line-height: 1.6">'
        f'<div style="opacity: 0.7; font-size: 85%">{escape(one.statement_id)} · {head}</div>'
        f"<div>{_passage(one)}</div>{table}</div>"
    )


def _opinion(one: Opinion) -> str:
    colour = _COLOURS[one.polarity]
    width = round(abs(one.stance) * 60)
    bar = f'<span style="display: inline-block; width: {width}px; height: 0.6em; background: rgb({colour})"></span>'
    sure = "" if one.counted or one.polarity == "none" else " (not sure)"
    named = ((_REST if piece.entry == _REST else piece.text, piece.valence) for piece in one.evidence)
    words = ", ".join(escape(f"{name} {valence:+.2f}") for name, valence in named)
    cells = [
        f"on <b>{escape(one.target)}</b>",
        f'<span style="color: rgb({colour})">{one.stance:+.2f} {one.polarity}{sure}</span>',
        bar,
        words,
    ]
    return "<tr>" + "".join(f'<td style="text-align: left">{cell}</td>' for cell in cells) + "</tr>"


def _passage(one: Statement) -> str:
    # The shortest mark is the innermost.
    marks = sorted(_marks(one), key=lambda mark: mark[1] - mark[0])
    if not marks or not one.document:
        return escape(one.words)
    first = max(0, min(start for start, *_ in marks) - _AROUND)
    last = min(len(one.document), max(end for _, end, *_ in marks) + _AROUND)
    borders = sorted({first, last, *(place for start, end, *_ in marks for place in (start, end))})
    out: List[str] = ["…" if first else ""]
    for start, end in zip(borders, borders[1:]):
        words = escape(one.document[start:end])
        # Marks may overlap, so each stretch between two borders has all of its own.
        for _, _, name, style in (mark for mark in marks if mark[0] <= start and end <= mark[1]):
            words = f'<span class="{name}" style="{style}">{words}</span>'
        out.append(words)
    out.append("…" if last < len(one.document) else "")
    return "".join(out)


def _marks(one: Statement) -> Iterator[_Mark]:
    if one.source:
        yield one.source.start, one.source.end, "source", _STYLES["source"]
    if one.cue:
        yield one.cue.start, one.cue.end, "cue", _STYLES["cue"]
    for words in one.content:
        yield words.start, words.end, "content", "background: rgba(120, 120, 120, 0.12)"
    for opinion in one.opinions:
        for mention in opinion.mentions:
            yield mention.start, mention.end, "target", _STYLES["target"]
        for piece in (piece for piece in opinion.evidence if piece.entry != _REST):
            lean = "favor" if piece.valence > 0 else "against"
            strength = min(0.15 + abs(piece.valence), 0.6)
            yield piece.start, piece.end, lean, f"background: rgba({_COLOURS[lean]}, {strength:.2f})"
