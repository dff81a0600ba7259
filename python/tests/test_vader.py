"""Plain sentiment equals vaderSentiment."""

import pandas
import polars
import pyarrow
import pytest
import verbale
from conftest import records_of
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer as Original


@pytest.fixture(scope="module")
def texts():
    return [record["text"] for record in records_of("sentiment.jsonl", "corpus/articles/press.jsonl")]


def test_scores_are_those_of_the_original(analyzer, texts):
    original, ours = Original(), verbale.SentimentIntensityAnalyzer()
    expected = [original.polarity_scores(text) for text in texts]
    assert len(texts) > 300
    assert [ours.polarity_scores(text) for text in texts] == expected
    assert list(ours.polarity_scores("good")) == list(original.polarity_scores("good"))
    assert analyzer.sentiment(texts).to_pylist() == [
        {name: row[name] for name in ("compound", "pos", "neu", "neg")} for row in expected
    ]


def test_columns_of_texts_may_have_gaps(analyzer):
    expected = analyzer.sentiment(["A good day.", None])
    assert expected.to_pylist()[1] == dict.fromkeys(["compound", "pos", "neu", "neg"])
    assert [str(field.type) for field in expected.schema] == ["double"] * 4
    texts = ["A good day.", None]
    for column in (
        pandas.Series(texts),
        polars.Series(texts),
        pyarrow.array(texts),
        pyarrow.array(texts, pyarrow.string_view()),
    ):
        assert analyzer.sentiment(column).equals(expected), type(column)
    with pytest.raises(verbale.Error, match="texts: found values of the type Int64; expected strings"):
        analyzer.sentiment(pyarrow.array([1]))
    with pytest.raises(verbale.Error, match="texts: found a table of 2 columns; expected one column"):
        analyzer.sentiment(pandas.DataFrame({"a": texts, "b": texts}))
    with pytest.raises(verbale.Error, match="found one text"):
        analyzer.sentiment("A good day.")


def test_own_words_count_as_in_the_original(tmp_path):
    original, ours = Original(), verbale.SentimentIntensityAnalyzer()
    assert ours.polarity_scores("A glim day.")["compound"] == 0
    for analyzer in (original, ours):
        analyzer.lexicon.update({"glim": 3.0, "good": -1.0})
    for text in ("A glim day.", "good", "NOT glim!"):
        assert ours.polarity_scores(text) == original.polarity_scores(text)
    words = tmp_path / "own.txt"
    words.write_text("glim\t3.0\t0.5\t[3, 3]\n", encoding="utf-8")
    assert verbale.SentimentIntensityAnalyzer(str(words)).polarity_scores("A glim day.")["compound"] > 0
    scores = verbale.Analyzer(lexicon=words).sentiment(["A glim day."])
    assert scores["compound"][0].as_py() > 0
