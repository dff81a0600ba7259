"""Reports."""

import json
import pathlib

import pandas
import pytest
import verbale
from conftest import ACTORS, RECORDS, records_of


def files(folder: pathlib.Path):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def corpus():
    names = ["general-debate.jsonl", "articles/press.jsonl", "articles/statements.jsonl"]
    # One record is bad, and one has no id.
    return records_of(*(f"corpus/{name}" for name in names)) + [{"doc_id": "bad"}, {"text": "Ilo said Sudria lies."}]


def test_reports_are_those_of_the_program_byte_for_byte(program, tmp_path):
    records = tmp_path / "records"
    records.write_text("".join(json.dumps(record) + "\n" for record in corpus()), encoding="utf-8")
    given = ["--format", "jsonl", "--actors", ACTORS, "--actors", "tests/corpus/actors.csv"]
    more = ["--by", "year", "--html", "--parquet", "--min-n", "2", "--sector", "GOV,MIL,IGO", "--level", "state"]
    code, printed, said = program("run", records, *given, *more, "--out", tmp_path / "program")
    assert code == 1, said
    analyzer = verbale.Analyzer(actors=[ACTORS, "tests/corpus/actors.csv"])
    options = dict(by="year", html=True, parquet=True, min_n=2, sector="GOV,MIL,IGO", level="state")
    outcome = analyzer.run(corpus(), tmp_path / "lists", **options)
    expected = files(tmp_path / "program")
    assert len(expected) > 10
    assert files(tmp_path / "lists") == expected
    assert outcome.table == printed
    assert (outcome.documents, outcome.rejects[0].expected) == (len(corpus()) - 1, "a text")

    frame = pandas.DataFrame(corpus())
    analyzer.run(frame, tmp_path / "frame", threads=1, **options)
    assert files(tmp_path / "frame") == expected


def test_a_full_folder_is_left_alone(analyzer, program, tmp_path):
    out = tmp_path / "out"
    outcome = analyzer.run(RECORDS, out)
    assert outcome.documents == 3 and "index.md first" in str(outcome)
    before = files(out)
    _, _, said = program("run", "-q", "tests/corpus/general-debate.jsonl", "--out", out)
    with pytest.raises(verbale.Error) as raised:
        analyzer.run(RECORDS[:1], out)
    assert said == f"verbale: {raised.value}\n" and files(out) == before
    analyzer.run(RECORDS[:1], out, force=True, statements=False)
    assert "statements.jsonl" in before and "statements.jsonl" not in files(out)


def test_an_interrupted_run_writes_nothing(analyzer, tmp_path):
    def show(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        analyzer.run(RECORDS, tmp_path / "out", progress=show, strict=True)


def test_wrong_options_of_reports_are_named(analyzer, tmp_path):
    for options, sentence in [
        ({"by": "week"}, "by: found `week`; expected decade, year, quarter, month or all"),
        ({"sector": ["FOO"]}, "sector: found `FOO`; expected a sector such as GOV, MIL, LEG, MED or CVL"),
        ({"level": "town"}, "level: found `town`; expected state or actor"),
    ]:
        with pytest.raises(verbale.Error) as raised:
            analyzer.run(RECORDS, tmp_path / "out", **options)
        assert str(raised.value) == sentence
    assert not (tmp_path / "out").exists()


def test_the_version_is_that_of_the_program(analyzer, tmp_path):
    analyzer.run(RECORDS, tmp_path / "out")
    manifest = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))
    assert verbale.__version__ in json.dumps(manifest)
