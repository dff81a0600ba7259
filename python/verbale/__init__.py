"""Who said what about whom in political news, for or against, with the words behind every number.

>>> import verbale
>>> analyzer = verbale.Analyzer()
>>> for statement in analyzer.analyze("Norland said on Monday that Japan is a valuable partner."):
...     for opinion in statement.opinions:
...         print(statement.source.text, opinion.target, opinion.polarity)
Norland JPN favor

`Analyzer.score` scores a whole table, `Analyzer.run` writes the reports that `verbale run` writes.
"""

from verbale._verbale import Error, __version__
from verbale.analyzer import Analyzer, Outcome, Reject, RejectWarning
from verbale.statement import Cue, Evidence, Mention, Opinion, Sentiment, Statement, Statements, Words
from verbale.vader import SentimentIntensityAnalyzer

__all__ = [
    "Analyzer",
    "Cue",
    "Error",
    "Evidence",
    "Mention",
    "Opinion",
    "Outcome",
    "Reject",
    "RejectWarning",
    "Sentiment",
    "SentimentIntensityAnalyzer",
    "Statement",
    "Statements",
    "Words",
    "__version__",
]
