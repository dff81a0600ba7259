"""The class of the package vaderSentiment, by the same name."""

from __future__ import annotations

from typing import Dict, Optional

from verbale._verbale import Words


class SentimentIntensityAnalyzer:
    """A drop-in for the class of `vaderSentiment` 3.3.2: the same numbers, but faster.

    >>> SentimentIntensityAnalyzer().polarity_scores("The book was good.")
    {'neg': 0.0, 'neu': 0.508, 'pos': 0.492, 'compound': 0.4404}

    `lexicon` is a dict of words in lower case and their mean ratings, -4 to 4. It holds the words that you add; VADER's
    own are always there, and yours override them. `lexicon_file` adds those of a file in VADER's format: token and
    mean, with a tab between them.

    Source: Hutto & Gilbert (2014), ICWSM-14.
    """

    def __init__(self, lexicon_file: Optional[str] = None) -> None:
        self.lexicon: Dict[str, float] = {}
        if lexicon_file is not None:
            with open(lexicon_file, encoding="utf-8") as lines:
                rows = (line.strip().split("\t") for line in lines if line.strip())
                self.lexicon.update({row[0].lower(): float(row[1]) for row in rows})
        self._built: Optional[Dict[str, float]] = None

    def polarity_scores(self, text: str) -> Dict[str, float]:
        """`neg`, `neu` and `pos` are shares, 0 to 1; `compound` ranges from -1 to 1. Empty text gives 0 in all four."""
        if self.lexicon != self._built:
            self._words, self._built = Words(list(self.lexicon.items())), dict(self.lexicon)
        compound, pos, neu, neg = self._words.polarity(text)
        return {"neg": neg, "neu": neu, "pos": pos, "compound": compound}
