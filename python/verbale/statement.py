"""Statements, as plain values. They have the fields of the program's JSON lines, under the same names."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from typing import Any, List, Optional, Tuple

from verbale import markup


@dataclass(frozen=True)
class Words:
    """Words of a text, and where they stand. Offsets count characters from 0: `text[start:end]` are the words."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Cue(Words):
    """The words that introduce a content, such as “said”."""

    category: str
    """What it does: `say`, `think`, `want`, `ask` or `judge`."""


@dataclass(frozen=True)
class Mention(Words):
    """Words that name an actor."""

    rule: Optional[str]
    """The rule that resolved them to the actor."""
    confidence: float
    """The probability that they name the actor, 0 to 1."""


@dataclass(frozen=True)
class Evidence(Words):
    """Words that contribute to a stance."""

    entry: str
    """The lexicon entry that they match."""
    valence: float
    """What they add to the stance."""
    rule: str
    """The place of the target relative to the words, and what turned or weakened them."""


@dataclass(frozen=True)
class Sentiment:
    """The tone of words, without a target: VADER.

    `compound` ranges from -1 to 1; `pos`, `neu` and `neg` are shares, 0 to 1. Empty text gives 0 in all four.
    Source: Hutto & Gilbert (2014), ICWSM-14.
    """

    compound: float
    pos: float
    neu: float
    neg: float


@dataclass(frozen=True)
class Opinion:
    """The stance of the holder of a statement toward one actor that it names."""

    target: str
    """The id of the actor, such as `PRK` or `CHN.XI_JINPING`."""
    mentions: Tuple[Mention, ...]
    """Where the content names the target, in text order."""
    stance: float
    """The sum of the evidence, from -1 (against) to 1 (in favor); 0 if nothing points at the target."""
    polarity: str
    """`favor`, `against` or `none`."""
    confidence: float
    """The probability that the polarity is right, 0 to 1."""
    counted: bool
    """Whether reports count it as for or against."""
    sentiment: Optional[float]
    """The mean tone of the sentences that name the target, -1 to 1."""
    evidence: Tuple[Evidence, ...]
    """The words that made the stance, in text order."""
    alone: Optional[float] = None
    """The stance by these words alone; `None` unless other statements of the document have moved it."""


@dataclass(frozen=True)
class Statement:
    """What one source says in one stretch of text, with an opinion about every actor that it names.

    In a notebook it shows itself, with source, cue, targets and opinions marked.
    """

    statement_id: str
    """The id of the document, a colon, and the number of the statement in it."""
    doc_id: str
    date: Optional[datetime.date]
    """The day of the document; `None` without one."""
    outlet: Optional[str]
    where: str
    """`text` or `title`: what the offsets count from."""
    form: str
    """How it is reported: `direct`, `indirect`, `mixed`, `given` or `authored`."""
    assertion: str
    """`asserted`, `denied`, `negated`, `questioned`, `hypothetical` or `demanded`."""
    source: Optional[Words]
    """The words that name who says it; `None` if nobody is named."""
    cue: Optional[Cue]
    """The words that introduce the content; `None` if there are none."""
    content: Tuple[Words, ...]
    """What is said, in text order."""
    holder: Optional[str]
    """The id of the actor who speaks; `None` if unknown."""
    rule: Optional[str]
    """The rule that found the holder."""
    via: Tuple[str, ...]
    """The actors who pass it on, outermost first."""
    confidence: float
    """The probability that the holder says this, 0 to 1."""
    counted: bool
    """Whether reports count the statement."""
    sentiment: Sentiment
    """The tone of the content."""
    opinions: Tuple[Opinion, ...]
    """One for each actor that the content names, except the holder."""
    document: str = field(default="", repr=False, compare=False)
    """The text or the title in which it stands."""

    @property
    def words(self) -> str:
        """The whole content, with an ellipsis between separate stretches."""
        return " … ".join(words.text for words in self.content)

    def _repr_html_(self) -> str:
        return markup.statement(self)


class Statements(List[Statement]):
    """The statements of one document, in text order: a list that shows itself in notebooks."""

    def _repr_html_(self) -> str:
        return "".join(map(markup.statement, self)) or "<p>No statement was found.</p>"


def read(lines: str, text: str, title: Optional[str]) -> Statements:
    """Statements from their JSON; `text` and `title` are those of the document."""
    found = json.loads(lines)
    # A title is one line.
    place = {"title": (title or "").replace("\n", " ").replace("\r", " "), "text": text}
    return Statements(_statement(one, place[one["where"]]) for one in found)


def _statement(one: dict[str, Any], document: str) -> Statement:
    date = one["date"]
    source, cue = one["source"], one["cue"]
    return Statement(
        **{
            **one,
            "date": datetime.date.fromisoformat(date) if date else None,
            "source": Words(**source) if source else None,
            "cue": Cue(**cue) if cue else None,
            "content": tuple(Words(**words) for words in one["content"]),
            "via": tuple(one["via"]),
            "sentiment": Sentiment(**one["sentiment"]),
            "opinions": tuple(map(_opinion, one["opinions"])),
        },
        document=document,
    )


def _opinion(one: dict[str, Any]) -> Opinion:
    mentions = tuple(Mention(**mention) for mention in one["mentions"])
    evidence = tuple(Evidence(**piece) for piece in one["evidence"])
    return Opinion(**{**one, "mentions": mentions, "evidence": evidence})
