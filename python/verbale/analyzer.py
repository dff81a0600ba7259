"""The analyzer: it finds who said what about whom, in one text or in many records."""

from __future__ import annotations

import datetime
import os
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, List, Optional, Sequence, Tuple, Union

from verbale import records, statement
from verbale._verbale import Error, Loaded
from verbale.statement import Statements

if TYPE_CHECKING:
    import pyarrow

Path = Union[str, "os.PathLike[str]"]
Paths = Union[Path, Sequence[Path], None]
Names = Union[str, Sequence[str], None]
Progress = Union[bool, Callable[[int, Optional[int]], Any]]


@dataclass(frozen=True)
class Reject:
    """One record that could not be used, and why."""

    file: str
    """What the records are called: `records`, unless `name` says otherwise."""
    line: int
    """The number of the record, from 1."""
    field: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: found {self.found}; expected {self.expected}"


class RejectWarning(UserWarning):
    """Some records could not be used. `rejects` lists them."""

    def __init__(self, sentence: str, rejects: Sequence[Reject] = ()) -> None:
        super().__init__(sentence)
        self.rejects = list(rejects)


@dataclass(frozen=True)
class Outcome:
    """What a run did."""

    out: str
    """The folder with the reports; `index.md` is the first to read."""
    documents: int
    statements: int
    rejects: Tuple[Reject, ...]
    """The records that could not be used, in their order."""
    notes: Tuple[str, ...]
    """What was repaired or left aside in records that are used."""
    table: str
    """The strongest dyads, as the program prints them."""

    def __str__(self) -> str:
        counts = f"Documents: {self.documents}; statements: {self.statements}; rejects: {len(self.rejects)}."
        return f"{self.table}{counts} Read {os.path.join(self.out, 'index.md')} first."


class Analyzer:
    """Finds who said what about whom, and what stance each speaker takes toward each target.

    Loading takes about 0.1 s and 60 MB of memory. After that, any number of threads can share one analyzer. The same
    text gives the same statements on every machine. Each option is the option of the command line with the same name.

    actors: tables of actors, aliases or offices (CSV), added to the shipped ones; later ones override earlier ones.
    lexicon: stance tables (CSV) or lists of rated words in VADER's format, likewise.
    default_actors, default_lexicons: `False` leaves out what ships with verbale; without its lexicons, its actors and
        fitted weights go too.
    fitted: `False` uses only the entries of stance tables.
    depth: `full`; `fast` reads by rules alone; `direct` finds quotations only.
    cues: keeps only what is said by such cues: `say`, `think`, `want`, `ask`, `judge`. By default all; reports count
        what is said, asked and judged.
    assertion: keeps only such kinds of saying: `asserted`, `denied`, `negated`, `questioned`, `hypothetical`,
        `demanded`.
    min_confidence: drops attributions that are less probable, 0 to 1.
    min_stance_confidence: opinions below it, 0 to 1, are for neither side.

    Raises `verbale.Error` for a table with a bad row or an unknown option, `OSError` for a file that cannot be read.

    >>> analyzer = Analyzer()
    >>> analyzer.analyze("We condemn the attack by Japan.", holder="Norland")[0].opinions[0].polarity
    'against'
    """

    def __init__(
        self,
        actors: Paths = None,
        lexicon: Paths = None,
        *,
        default_actors: bool = True,
        default_lexicons: bool = True,
        fitted: bool = True,
        depth: str = "full",
        cues: Names = None,
        assertion: Names = None,
        min_confidence: float = 0.0,
        min_stance_confidence: Optional[float] = None,
    ) -> None:
        self._options = {
            "actors": _paths(actors),
            "lexicon": _paths(lexicon),
            "default_actors": default_actors,
            "default_lexicons": default_lexicons,
            "fitted": fitted,
            "depth": depth,
            "cues": _names(cues),
            "assertion": _names(assertion),
            "min_confidence": float(min_confidence),
            "min_stance_confidence": min_stance_confidence,
        }
        self._loaded = Loaded(self._options)

    def __reduce__(self) -> Any:
        # Other processes load it anew.
        return _again, (self._options,)

    def analyze(
        self,
        text: str,
        date: Union[str, datetime.date, None] = None,
        title: Optional[str] = None,
        *,
        outlet: Optional[str] = None,
        holder: Optional[str] = None,
        doc_id: str = "text",
    ) -> Statements:
        """The scored statements of one text, in text order; an empty list if nobody says anything in it.

        date: the day of publication, as a date or as YYYY-MM-DD. It says who was in office.
        title: the headline, which is read too.
        holder: the id or the name of the actor whose words the whole text is, as in a speech.

        Raises `verbale.Error` for a date that is none.
        """
        day = date.isoformat()[:10] if isinstance(date, datetime.date) else date
        found = self._loaded.analyze(doc_id, text, day, outlet, title, holder)
        return statement.read(found, text, title)

    def score(
        self,
        data: Any,
        text: Optional[str] = None,
        date: Optional[str] = None,
        *,
        title: Optional[str] = None,
        outlet: Optional[str] = None,
        holder: Optional[str] = None,
        id: Optional[str] = None,
        date_format: Optional[str] = None,
        strict_dates: bool = False,
        as_is: bool = False,
        strict: bool = False,
        threads: int = 0,
        name: str = "records",
        progress: Progress = False,
    ) -> "pyarrow.Table":
        """The opinions in a table of texts, as `verbale score` gives them. Needs pyarrow.

        data: a table of pandas, polars, pyarrow or anything else with `__arrow_c_stream__`, one record a row; a column
            of texts; or a list of texts or dicts. Tables are read where they are in memory, a batch at a time.
        text, date, title, outlet, holder, id: the names of the columns. By default `text`; `date`, `created_at`,
            `published_at` or `publication_date`; `title`; `outlet`; `holder` or `speaker`; `doc_id` or `id`. A record
            with a holder is taken as the holder's own words.
        date_format: how dates are written, if not as YYYY-MM-DD: `dmy`, `mdy`, or a pattern such as `%d/%m/%y`.
        strict_dates: rejects records whose date cannot be read; otherwise they are undated.
        as_is: leaves HTML entities, wrongly decoded and invisible characters as they are.
        strict: raises if any record is bad; otherwise bad records are left out, with a `RejectWarning`.
        threads: works on so many documents at once; 0 means one for each core. Results do not depend on it.
        name: what the records are called in messages, and in the ids of records without one (`records:1`).
        progress: `True` shows a bar (needs tqdm); a function is called with the number of records done, and of all
            or `None`.

        Returns one row for each opinion, and one for a statement that names no actor, in the order of the records:
        statement_id, doc_id, date (date32), outlet, form, holder, via, target, stance (-1 to 1), polarity (favor,
        against, none), confidence (0 to 1), compound (VADER, -1 to 1), words, and counted (whether reports count the
        opinion). What is unknown is null.

        Raises `verbale.Error` for a column that is missing and for dates with two meanings, `KeyboardInterrupt` within
        a second of Ctrl-C. The interpreter's lock is released meanwhile.
        """
        reading = _reading(locals())
        given, total = records.handed(data, _named(reading))
        records.arrow()
        with _Bar(progress, total) as show:
            rows, told = self._loaded.score(given, name, reading, show)
        _warn(_rejects(told), told[0])
        return rows.read_all()

    def run(
        self,
        data: Any,
        out: Path,
        text: Optional[str] = None,
        date: Optional[str] = None,
        *,
        by: str = "all",
        title: Optional[str] = None,
        outlet: Optional[str] = None,
        holder: Optional[str] = None,
        id: Optional[str] = None,
        date_format: Optional[str] = None,
        strict_dates: bool = False,
        as_is: bool = False,
        strict: bool = False,
        threads: int = 0,
        name: str = "records",
        progress: Progress = False,
        min_n: Optional[int] = None,
        seed: int = 0,
        keep_duplicates: bool = False,
        sector: Names = None,
        level: Optional[str] = None,
        statements: bool = True,
        html: bool = False,
        parquet: bool = False,
        bom: bool = False,
        codes: Paths = None,
        force: bool = False,
    ) -> Outcome:
        """Writes reports into the folder `out`: the same bytes as `verbale run` over a file of the same records.

        data, and the names of columns: as for `score`.
        out: a folder that is missing or empty; with `force`, also that of an earlier run, which is replaced.
        by: splits time into periods: `decade`, `year`, `quarter`, `month` or `all`.
        min_n: below so many documents, pages say *too few to say*; 5 unless given.
        seed: of the random choice of examples; numbers do not depend on it.
        keep_duplicates: counts every printed copy of the same words.
        sector: counts only voices of these sectors, such as `GOV` or `MED`.
        level: shows only states and organisations (`state`), or only actors as they are named (`actor`).
        statements: `False` leaves out `statements.jsonl`.
        html, parquet: also writes `report.html`, `statements.parquet`.
        bom: begins tables with a byte order mark, for Excel.
        codes: tables of hand codes, by which means are corrected.

        Nothing is ever half-written. Rejects are in the outcome and in `rejects.csv`.

        Raises `verbale.Error` if `out` holds something else, and as for `score`.
        """
        reading = _reading(locals())
        reporting = {
            "by": by,
            "min_n": min_n,
            "seed": seed,
            "keep_duplicates": keep_duplicates,
            "sector": _names(sector) or [],
            "level": level,
            "statements": statements,
            "html": html,
            "parquet": parquet,
            "bom": bom,
            "codes": _paths(codes),
        }
        given, total = records.handed(data, _named(reading))
        with _Bar(progress, total) as show:
            told = self._loaded.run(given, name, os.fspath(out), force, reading, reporting, show)
        documents, number, _, notes, table = told
        return Outcome(os.fspath(out), documents, number, tuple(_rejects(told)), tuple(notes), table)

    def sentiment(self, texts: Any) -> "pyarrow.Table":
        """Plain VADER for a column or a list of texts, with the words of `lexicon`. Needs pyarrow.

        Returns one row for each text: compound (-1 to 1), pos, neu and neg (shares, 0 to 1); null for a missing text.
        Texts are read where they are in memory.

        Source: Hutto & Gilbert (2014), ICWSM-14.
        """
        pyarrow = records.arrow()
        table = records.as_stream(texts)
        if table is None:
            if isinstance(texts, str):
                raise Error("texts: found one text; expected a column or a list of texts")
            table = pyarrow.table({"text": pyarrow.array(list(texts), type=pyarrow.string())})
        return self._loaded.sentiment(table, None).read_all()


def _again(options: dict) -> Analyzer:
    return Analyzer(**options)


def _paths(given: Paths) -> List[str]:
    if given is None:
        return []
    if isinstance(given, (str, os.PathLike)):
        return [os.fspath(given)]
    return [os.fspath(path) for path in given]


def _names(given: Names) -> Optional[List[str]]:
    return given.split(",") if isinstance(given, str) else None if given is None else list(given)


_COLUMNS = ("text", "date", "title", "outlet", "holder", "id")


def _reading(given: dict) -> dict:
    """The options of reading among the arguments of a method."""
    others = ("date_format", "strict_dates", "as_is", "threads", "strict")
    return {name: given[name] for name in (*_COLUMNS, *others)}


def _named(reading: dict) -> List[Tuple[str, Optional[str]]]:
    return [(column, reading[column]) for column in _COLUMNS]


def _rejects(told: Any) -> List[Reject]:
    return [Reject(*reject) for reject in told[2]]


def _warn(rejects: List[Reject], documents: int) -> None:
    if rejects:
        number = len(rejects)
        sentence = f"{number} of {number + documents} records could not be used; the first: {rejects[0]}"
        warnings.warn(RejectWarning(sentence, rejects), stacklevel=3)


class _Bar:
    """Shows progress as the user wants it."""

    def __init__(self, progress: Progress, total: Optional[int]) -> None:
        self._progress, self._total = progress, total
        self._bar: Any = None

    def __enter__(self) -> Optional[Callable[[int], Any]]:
        show = self._progress
        if not isinstance(show, bool):
            return lambda done: show(done, self._total)
        if not show:
            return None
        try:
            from tqdm.auto import tqdm
        except ImportError as error:
            raise Error("progress=True needs tqdm; install it with `pip install tqdm`, or give a function") from error
        bar = self._bar = tqdm(total=self._total, unit=" documents")
        return lambda done: bar.update(done - bar.n)

    def __exit__(self, *_: Any) -> None:
        if self._bar is not None:
            self._bar.close()
