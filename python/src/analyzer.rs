//! The analyzer, as the classes of the package use it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_pyarrow::PyArrowType;
use arrow_schema::{ArrowError, DataType};
use pyo3::prelude::*;
use verbale::batch::{Outcome, run_records, score_records};
use verbale::{Analyzer, Document, Error, Statement};

use crate::error::{VerbaleError, exception, unexpected};
use crate::options::{Loading, Reading, Reporting};
use crate::records::{Fault, Given};
use crate::tables::{Opinions, Sentiments, Table};
use crate::watch::watched;

/// Models and tables, loaded once.
#[pyclass(frozen, module = "verbale._verbale")]
pub(crate) struct Loaded {
    analyzer: Arc<Analyzer>,
}

/// Documents, statements, rejects, notes, and the table of the strongest dyads.
type Told = (u64, u64, Vec<(String, u64, String, String, String)>, Vec<String>, String);

fn told(outcome: Outcome) -> Told {
    let rejects = outcome.rejects.into_iter();
    let rejects = rejects.map(|reject| (reject.file, reject.line, reject.field, reject.found, reject.expected));
    (outcome.documents, outcome.statements, rejects.collect(), outcome.notes, outcome.table)
}

#[pymethods]
impl Loaded {
    #[new]
    fn new(py: Python<'_>, options: Loading) -> PyResult<Loaded> {
        let builder = options.set(Analyzer::builder())?;
        let analyzer = py.detach(|| builder.build()).map_err(exception)?;
        Ok(Loaded { analyzer: Arc::new(analyzer) })
    }

    /// The statements of one document, as JSON.
    #[allow(clippy::too_many_arguments, reason = "they are the fields of a document")]
    fn analyze(
        &self,
        py: Python<'_>,
        doc_id: String,
        text: String,
        date: Option<String>,
        outlet: Option<String>,
        title: Option<String>,
        holder: Option<String>,
    ) -> PyResult<String> {
        let read = |date: String| date.parse().map_err(|_| unexpected("date", &date, "a day such as 2023-09-20"));
        let date = date.map(read).transpose()?;
        let document = match holder {
            Some(holder) => Document::given(doc_id, holder, text),
            None => Document::new(doc_id, text),
        };
        let document = Document { date, outlet, title, ..document };
        let statements = py.detach(|| self.analyzer.analyze(&document));
        serde_json::to_string(&statements).map_err(|error| VerbaleError::new_err(error.to_string()))
    }

    /// The opinions in records, as a reader of Arrow batches, and what is told of the records.
    fn score(
        &self,
        py: Python<'_>,
        records: Given,
        name: &str,
        reading: Reading,
        show: Option<Bound<'_, PyAny>>,
    ) -> PyResult<(PyArrowType<Table>, Told)> {
        let (analyzer, stop, fault) = (Arc::clone(&self.analyzer), Arc::<AtomicBool>::default(), Fault::default());
        let records = records.lines(name, &stop, &fault);
        let options = reading.options(Arc::clone(&stop));
        let scored = watched(py, &stop, show.as_ref(), move |progress| {
            let mut opinions = Opinions::default();
            let mut take = |statements: Vec<Statement>| {
                let added = statements.iter().try_for_each(|statement| opinions.add(statement));
                added.map_err(|error| Error::said(error.to_string()))
            };
            let outcome = score_records(&analyzer, records, &options, &mut take, progress)?;
            Ok::<_, Error>((opinions, outcome))
        })?;
        let (opinions, outcome) = fault.or(scored)?;
        Ok((PyArrowType(opinions.table().map_err(of_arrow)?), told(outcome)))
    }

    /// Writes the reports of records.
    #[allow(clippy::too_many_arguments, reason = "each is a group of options of its own")]
    fn run(
        &self,
        py: Python<'_>,
        records: Given,
        name: &str,
        out: PathBuf,
        force: bool,
        reading: Reading,
        reporting: Reporting,
        show: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Told> {
        let (analyzer, stop, fault) = (Arc::clone(&self.analyzer), Arc::<AtomicBool>::default(), Fault::default());
        let records = records.lines(name, &stop, &fault);
        let options = reporting.set(reading.options(Arc::clone(&stop)))?;
        let ran = watched(py, &stop, show.as_ref(), move |progress| {
            run_records(&analyzer, records, &options, &out, force, progress)
        })?;
        fault.or(ran).map(told)
    }

    /// The VADER scores of a table with one column of texts, as a reader of Arrow batches.
    fn sentiment(
        &self,
        py: Python<'_>,
        texts: PyArrowType<RecordBatchStreamReader>,
        show: Option<Bound<'_, PyAny>>,
    ) -> PyResult<PyArrowType<Table>> {
        let (analyzer, stop) = (Arc::clone(&self.analyzer), Arc::<AtomicBool>::default());
        let stopped = Arc::clone(&stop);
        let scored = watched(py, &stop, show.as_ref(), move |_| scores(&analyzer, texts.0, &stopped))?;
        Ok(PyArrowType(scored.and_then(Sentiments::table).map_err(of_arrow)?))
    }
}

/// Scores texts where they are in memory.
fn scores(analyzer: &Analyzer, batches: RecordBatchStreamReader, stop: &AtomicBool) -> Result<Sentiments, ArrowError> {
    let mut scores = Sentiments::default();
    for batch in batches {
        let batch = batch?;
        if batch.num_columns() != 1 {
            let found = batch.num_columns();
            return Err(ArrowError::CastError(format!("texts: found a table of {found} columns; expected one column")));
        }
        let column = batch.column(0);
        for row in 0..column.len() {
            if stop.load(Ordering::Relaxed) {
                return Ok(scores);
            }
            scores.add(text(column, row)?.map(|text| analyzer.sentiment(text)));
        }
    }
    Ok(scores)
}

/// The text in a row of a column; `None` if it is missing.
fn text(column: &dyn Array, row: usize) -> Result<Option<&str>, ArrowError> {
    Ok(match column.data_type() {
        _ if column.is_null(row) => None,
        DataType::Utf8 => Some(column.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => Some(column.as_string::<i64>().value(row)),
        DataType::Utf8View => Some(column.as_string_view().value(row)),
        DataType::Null => None,
        other => {
            return Err(ArrowError::CastError(format!("texts: found values of the type {other}; expected strings")));
        }
    })
}

fn of_arrow(error: ArrowError) -> PyErr {
    let said = error.to_string();
    VerbaleError::new_err(said.strip_prefix("Cast error: ").unwrap_or(&said).to_owned())
}
