"""One text."""

import dataclasses
import datetime
import pickle
import threading

import pytest
import verbale
from conftest import ACTORS

TEXT = (
    "“Née”, wrote Ada Ilo. “Sudria’s <b>brutal</b> fleet has attacked the fishermen of our coast, burned villages, "
    "killed children, poisoned the wells, spread lies, broken treaties and betrayed its friends,” Ilo said."
)


def test_a_statement_has_the_fields_of_the_json_lines(analyzer):
    found = analyzer.analyze(TEXT, date="2021-03-02", outlet="Post", doc_id="a1")
    one = found[-1]
    assert (one.doc_id, one.date, one.outlet, one.where) == ("a1", datetime.date(2021, 3, 2), "Post", "text")
    assert one.statement_id == f"a1:{len(found)}"
    assert one.source.text == "Ilo" and one.cue.text == "said" and one.cue.category == "say"
    # Offsets count characters.
    assert [TEXT[words.start : words.end] for words in one.content] == [words.text for words in one.content]
    (opinion,) = one.opinions
    assert opinion.target == "XSU" and opinion.polarity == "against" and -1 <= opinion.stance < 0
    assert abs(sum(piece.valence for piece in opinion.evidence) - opinion.stance) < 0.01
    assert 0 <= opinion.confidence <= 1 and one.sentiment.compound < 0
    assert dataclasses.asdict(one)["opinions"][0]["mentions"][0]["text"] == "Sudria"
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.holder = "XSU"


def test_a_title_is_read_and_dates_may_be_days(analyzer):
    day = datetime.datetime(2021, 3, 2, 12)
    found = analyzer.analyze("Nobody spoke.", day, "Norland condemns\nSudria")
    assert [one.where for one in found] == ["title"]
    assert found[0].date == day.date() and found[0].document == "Norland condemns Sudria"


def test_a_speech_is_its_speakers_words(analyzer):
    (one,) = analyzer.analyze("We condemn the brutal aggression of Sudria.", holder="Norland")
    assert (one.holder, one.form, one.source) == ("QNO", "given", None)
    assert one.words == "We condemn the brutal aggression of Sudria."


def test_nobody_speaks(analyzer):
    found = analyzer.analyze("It rained on Monday.")
    assert found == [] and "No statement" in found._repr_html_()


def test_a_notebook_shows_marks_and_no_foreign_markup(analyzer):
    shown = analyzer.analyze(TEXT)._repr_html_()
    for name, words in [("source", "Ilo"), ("cue", "said"), ("target", "Sudria")]:
        assert any(f'class="{name}"' in part and f">{words}<" in part for part in shown.split("<span ")), name
    assert 'class="against"' in shown and "on <b>XSU</b>" in shown
    # Many weak words together stand for none of their places.
    assert "other words -0." in shown and ">coast<" not in shown
    assert "&lt;b&gt;" in shown and "<b>brutal" not in shown


def test_a_notebook_shows_the_words_around_a_long_way_off(analyzer):
    text = "It rained. " * 50 + "Ilo said Sudria is brutal." + " It rained." * 50
    (one,) = analyzer.analyze(text)
    assert "…" in one._repr_html_() and one._repr_html_().count("It rained") < 20


@pytest.mark.parametrize(
    "wrong, sentence",
    [
        ({"depth": "quick"}, "depth: found `quick`; expected full, fast or direct"),
        ({"cues": "say,sing"}, "cues: found `sing`; expected say, think, want, ask or judge"),
        ({"min_confidence": 2}, "min_confidence: found `2`; expected a number from 0 to 1"),
    ],
)
def test_a_wrong_option_is_named(wrong, sentence):
    with pytest.raises(verbale.Error) as raised:
        verbale.Analyzer(**wrong)
    assert str(raised.value) == sentence and isinstance(raised.value, ValueError)


def test_a_date_that_is_none_is_named(analyzer):
    with pytest.raises(verbale.Error, match="date: found `yesterday`; expected a day such as 2023-09-20"):
        analyzer.analyze("Ilo spoke.", date="yesterday")


def test_errors_have_the_sentences_of_the_program(program, tmp_path):
    bad = tmp_path / "own.csv"
    bad.write_text("word,valence\nglim,7\n")
    _, _, said = program("score", "-q", "--lexicon", bad, "tests/corpus/general-debate.jsonl")
    with pytest.raises(verbale.Error) as raised:
        verbale.Analyzer(lexicon=bad)
    assert said == f"verbale: {raised.value}\n" and ":2: valence" in said
    missing = tmp_path / "none.csv"
    _, _, said = program("score", "-q", "--actors", missing, "tests/corpus/general-debate.jsonl")
    with pytest.raises((verbale.Error, OSError)) as raised:
        verbale.Analyzer(actors=[ACTORS, missing])
    assert said == f"verbale: {raised.value}\n"


def test_options_reach_the_analyzer():
    said = "Ilo thinks Sudria is brutal. “Sudria is brutal,” Ilo said. Ilo said Sudria is brutal."

    def number(**options):
        return len(verbale.Analyzer(ACTORS, **options).analyze(said))

    assert number() == 3
    assert number(cues="say") == 2 and number(depth="direct") == 1
    assert number(assertion=["denied"]) == 0
    bare = verbale.Analyzer(ACTORS, default_actors=False, fitted=False)
    assert not [o for s in bare.analyze("Ilo said Japan is brutal.") for o in s.opinions]


def test_an_analyzer_can_be_pickled_and_shared_by_threads(analyzer):
    alone = analyzer.analyze(TEXT)
    assert pickle.loads(pickle.dumps(analyzer)).analyze(TEXT) == alone
    found = []
    threads = [threading.Thread(target=lambda: found.append(analyzer.analyze(TEXT))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [alone] * 4
