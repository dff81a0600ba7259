"""Tables of texts."""

import datetime
import json
import signal
import subprocess
import sys
import textwrap
import threading
import time

import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest
import verbale
from conftest import ACTORS, RECORDS, ROOT, records_of


def test_it_is_the_table_that_the_program_writes(analyzer, program, tmp_path):
    for name in ("press.jsonl", "statements.jsonl"):
        given = records_of(f"corpus/articles/{name}")
        records = tmp_path / "records"
        records.write_text("\n".join(map(json.dumps, given)), encoding="utf-8")
        out = tmp_path / f"{name}.parquet"
        code, _, said = program("score", "-q", "--format", "jsonl", "--actors", ACTORS, records, "-o", out)
        assert code < 2, said
        written = pyarrow.parquet.read_table(out)
        ours = analyzer.score(given)
        assert ours.num_rows > 5
        common = [column for column in ours.column_names if column != "counted"]
        assert written.select(common).to_pylist() == ours.select(common).to_pylist()


def test_columns_have_types(analyzer):
    table = analyzer.score(RECORDS)
    types = {field.name: str(field.type) for field in table.schema}
    texts = ["statement_id", "doc_id", "outlet", "form", "holder", "via", "target", "polarity", "words"]
    assert {name: types.pop(name) for name in texts} == dict.fromkeys(texts, "string")
    assert types == {
        "date": "date32[day]",
        "stance": "double",
        "confidence": "double",
        "compound": "double",
        "counted": "bool",
    }
    row = table.to_pylist()[0]
    assert row["date"] == datetime.date(2021, 3, 2) and row["holder"] == "QNO" and row["target"] == "XSU"
    by_man = table.to_pylist()[-1]
    assert by_man["target"] is None and by_man["stance"] is None and by_man["counted"] is False
    hopes = [row for row in table.to_pylist() if row["doc_id"] == "a2" and row["target"] == "QNO"]
    assert hopes and not any(row["counted"] for row in hopes)


def test_all_sorts_of_tables_give_the_same(analyzer):
    expected = analyzer.score(RECORDS)
    table = pyarrow.Table.from_pylist(
        RECORDS,
        schema=pyarrow.schema(
            dict.fromkeys(["doc_id", "date", "outlet", "title", "text", "speaker"], pyarrow.string()).items()
        ),
    )
    frame = pandas.DataFrame(RECORDS)
    days = frame.assign(date=pandas.to_datetime(frame.date), speaker=frame.speaker.astype("category"))
    views = table.set_column(4, "text", table["text"].cast(pyarrow.string_view()))
    large = table.set_column(4, "text", table["text"].cast(pyarrow.large_string()))
    coded = table.set_column(2, "outlet", table["outlet"].dictionary_encode())
    date32 = table.set_column(1, "date", table["date"].cast(pyarrow.date32()))
    given = {
        "pyarrow": table,
        "a reader of single rows": table.to_reader(max_chunksize=1),
        "a batch": table.to_batches()[0],
        "string views": views,
        "large strings": large,
        "dictionaries": coded,
        "dates": date32,
        "pandas": frame,
        "pandas with times and categories": days,
        "polars": polars.from_arrow(table),
        "polars with dates": polars.from_arrow(table).with_columns(polars.col("date").str.to_date()),
        "dicts with dates": [
            {**record, "date": datetime.date.fromisoformat(record["date"])} if "date" in record else record
            for record in RECORDS
        ],
        "dicts with what pandas calls missing": frame.to_dict("records"),
        "with a column of something else": table.append_column("x", pyarrow.array([b"\0"] * 3)),
    }
    for name, data in given.items():
        assert analyzer.score(data).equals(expected), name
    # Two threads, or one, and names of columns.
    renamed = table.rename_columns(["key", "day", "paper", "head", "body", "voice"])
    names = dict(id="key", date="day", outlet="paper", title="head", text="body", holder="voice")
    assert analyzer.score(renamed, threads=1, **names).equals(expected)


def test_columns_and_lists_of_texts(analyzer):
    texts = [record["text"] for record in RECORDS]
    expected = analyzer.score(texts)
    assert expected["doc_id"][0].as_py() == "records:1"
    for data in (pandas.Series(texts), polars.Series(texts), pyarrow.array(texts), pyarrow.chunked_array([texts])):
        assert analyzer.score(data).equals(expected), type(data)
    assert analyzer.score(iter(texts), name="press")["doc_id"][0].as_py() == "press:1"


def test_numbers_may_be_ids_and_days(analyzer):
    frame = pandas.DataFrame(
        {"id": [12345678901234567, 2], "text": [RECORDS[0]["text"]] * 2, "date": [20210302, 20210303]}
    )
    found = analyzer.score(frame)
    assert found["doc_id"].to_pylist()[0] == "12345678901234567"
    assert found["date"].to_pylist()[-1] == datetime.date(2021, 3, 3)


def test_targets_may_be_given_as_places(analyzer):
    text = "They condemned them."
    record = {
        "doc_id": "g",
        "speaker": "QNO",
        "text": text,
        "targets": [{"start": 15, "end": 19}],
        "source": {"start": 0, "end": 4},
    }
    found = analyzer.score([record])
    assert found["form"].to_pylist() == ["given"]
    assert analyzer.score(pyarrow.Table.from_pylist([record])).equals(found)


def test_bad_records_are_told(analyzer):
    records = [*RECORDS, {"doc_id": "a9"}, RECORDS[0]]
    with pytest.warns(
        verbale.RejectWarning, match="2 of 5 records could not be used; the first: records:4: text"
    ) as told:
        found = analyzer.score(records)
    assert found.equals(analyzer.score(RECORDS))
    first, second = told[0].message.rejects
    assert str(first) == "records:4: text: found nothing; expected a text"
    assert (second.line, second.field, second.found) == (5, "doc_id", "`a1`")
    with pytest.raises(verbale.Error, match="records:4: text: found nothing; expected a text"):
        analyzer.score(records, strict=True)


@pytest.mark.parametrize(
    "data, options, sentence",
    [
        ("Ilo spoke.", {}, "records: found one text; expected a table, or a list of texts or dicts"),
        (7, {}, "records: found a value of the type int; expected a table or a list"),
        ([7], {}, "records:1: found a value of the type int; expected a text or a dict"),
        (pandas.DataFrame({"a": ["b"]}), {"text": "body"}, "text: found no column `body`; expected one of a"),
        (polars.DataFrame({"a": ["b"]}), {"date": "day"}, "date: found no column `day`; expected one of a"),
        ([{"text": "a", "date": "03/04/2021"}], {}, "records:1: date: found `03/04/2021`, and nothing in the file"),
    ],
)
def test_what_cannot_be_read_is_an_error(analyzer, data, options, sentence):
    with pytest.raises(verbale.Error) as raised:
        analyzer.score(data, **options)
    assert str(raised.value).startswith(sentence)


def test_a_reader_that_breaks_off_is_an_error(analyzer, tmp_path):
    schema = pyarrow.schema([("text", pyarrow.string())])

    def batches():
        yield pyarrow.RecordBatch.from_pylist([{"text": "Ilo spoke."}], schema=schema)
        raise OSError("the disk is gone")

    for work in (analyzer.score, lambda data: analyzer.run(data, tmp_path / "out")):
        with pytest.raises(verbale.Error, match="records: the table cannot be read to its end: .*the disk is gone"):
            work(pyarrow.RecordBatchReader.from_batches(schema, batches()))
    assert not (tmp_path / "out").exists()


def test_progress_is_shown_to_a_function(analyzer):
    seen = []
    analyzer.score(RECORDS, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (3, 3)
    analyzer.score(pyarrow.Table.from_pylist(RECORDS).to_reader(), progress=lambda *news: seen.append(news))
    assert seen[-1] == (3, None)


def test_progress_is_shown_by_tqdm(analyzer, capsys):
    analyzer.score(pandas.DataFrame(RECORDS), progress=True)
    assert "3/3" in capsys.readouterr().err


def test_an_error_in_a_function_of_progress_ends_the_work(analyzer):
    def show(done, total):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        analyzer.score(RECORDS, progress=show)


def test_other_threads_go_on_meanwhile(analyzer):
    work = threading.Thread(
        target=lambda: analyzer.score(
            [{**record, "doc_id": str(number)} for number in range(300) for record in RECORDS[:1]]
        )
    )
    work.start()
    ticks = 0
    while work.is_alive():
        time.sleep(0.001)
        ticks += 1
    assert ticks > 5


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent in another way there")
def test_ctrl_c_stops_it_at_once():
    code = f"""
        import itertools, verbale
        analyzer = verbale.Analyzer({str(ROOT / ACTORS)!r})
        import pyarrow
        schema = pyarrow.schema([("text", pyarrow.string())])
        def batches():
            for _ in itertools.count():
                print("more", flush=True)
                yield pyarrow.RecordBatch.from_pylist([{{"text": {RECORDS[0]["text"]!r} * 200}}] * 64, schema=schema)
        try:
            analyzer.score(pyarrow.RecordBatchReader.from_batches(schema, batches()))
        except KeyboardInterrupt:
            print("stopped", flush=True)
    """
    child = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, encoding="utf-8")
    assert child.stdout.readline() == "more\n"
    time.sleep(0.3)
    sent = time.monotonic()
    child.send_signal(signal.SIGINT)
    rest = child.stdout.read()
    # A second on a machine that has nothing else to do.
    assert time.monotonic() - sent < 5
    assert rest.endswith("stopped\n") and child.wait(10) is not None
