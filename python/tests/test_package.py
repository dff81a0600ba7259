"""The package as a whole: its example, its page, its types."""

import ast
import doctest
import importlib.metadata
import os
import pathlib
import subprocess
import sys

import verbale
from conftest import ROOT
from verbale import _verbale

HERE = pathlib.Path(__file__).parents[1]


def example():
    lines = (HERE / "examples/corpus_to_plot.py").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_the_example_makes_a_plot(tmp_path):
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    environment = {**os.environ, "MPLBACKEND": "Agg"}
    subprocess.run([sys.executable, HERE / "examples/corpus_to_plot.py"], cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / "stance.png").stat().st_size > 5000


def test_the_example_has_at_most_ten_lines_and_is_on_the_page():
    assert len(example()) <= 10
    page = (HERE / "README.md").read_text(encoding="utf-8")
    block = page.split("```python\n")[1].split("```")[0]
    assert [line for line in block.splitlines() if line] == example()


def test_the_other_code_on_the_page_runs(tmp_path):
    page = (HERE / "README.md").read_text(encoding="utf-8")
    blocks = [part.split("```")[0] for part in page.split("```python\n")[2:]]
    before = "import pandas as pd, verbale\n" + "\n".join(line for line in example()[2:4])
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    code = "\n".join([before, *blocks])
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)
    assert (tmp_path / "out/report.html").exists()


def test_stubs_name_what_there_is():
    stub = ast.parse((HERE / "verbale/_verbale.pyi").read_text(encoding="utf-8"))
    for node in (node for node in stub.body if isinstance(node, ast.ClassDef)):
        there = getattr(_verbale, node.name)
        named = {part.name for part in node.body if isinstance(part, ast.FunctionDef)} - {"__new__"}
        has = {name for name in vars(there) if not name.startswith("_")}
        assert named == has, node.name
    assert (pathlib.Path(verbale.__file__).parent / "py.typed").exists()


def test_the_version_is_that_of_the_package():
    assert importlib.metadata.version("verbale") == verbale.__version__


def test_the_code_in_docstrings_runs():
    for module in (verbale, verbale.analyzer, verbale.vader):
        tried = doctest.testmod(module)
        assert tried.attempted > 0 and tried.failed == 0, module
