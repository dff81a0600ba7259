import json
import os
import pathlib
import subprocess

import pytest
import verbale

ROOT = pathlib.Path(__file__).parents[2]

# Two invented states; QNO is Norland, XSU is Sudria.
ACTORS = "tests/cases/actors.csv"

RECORDS = [
    {
        "doc_id": "a1",
        "date": "2021-03-02",
        "outlet": "Post",
        "title": "Norland praises Sudria",
        "text": "Norland condemned Sudria on Monday. “Sudria is a threat to peace,” Ada Ilo said.",
    },
    {"doc_id": "s1", "date": "2022-03-02", "speaker": "QNO", "text": "We condemn the brutal aggression of Sudria."},
    {"doc_id": "a2", "text": "Sudria hopes that brutal Norland will end its aggression. “Peace is near,” a man said."},
]


def records_of(*names):
    """The records in these files of JSON lines below `tests/`."""
    # `splitlines` would also split at marks inside a text.
    lines = [line for name in names for line in (ROOT / "tests" / name).read_text(encoding="utf-8").split("\n")]
    return [json.loads(line) for line in lines if line]


@pytest.fixture(autouse=True)
def in_the_root(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.fixture(scope="session")
def analyzer():
    return verbale.Analyzer(actors=str(ROOT / ACTORS))


@pytest.fixture(scope="session")
def program():
    """Runs the program; gives its exit code, what it printed and what it said."""
    path = os.environ.get("VERBALE", str(ROOT / "target/release/verbale"))

    def run(*arguments):
        done = subprocess.run([path, *map(str, arguments)], capture_output=True, encoding="utf-8", cwd=ROOT)
        return done.returncode, done.stdout, done.stderr

    return run
