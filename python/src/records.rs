//! Records from Python: JSON lines, or a stream of Arrow tables.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_pyarrow::PyArrowType;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use verbale::batch::JsonLines;

use crate::arrow_lines::ArrowLines;
use crate::error::{VerbaleError, exception};

/// Records, not yet read.
#[derive(FromPyObject)]
pub(crate) enum Given {
    /// JSON lines in UTF-8.
    Lines(PyBackedBytes),
    /// What has `__arrow_c_stream__`.
    Arrow(PyArrowType<RecordBatchStreamReader>),
}

/// What went wrong in a stream while it was read.
#[derive(Clone, Default)]
pub(crate) struct Fault(Arc<Mutex<Option<String>>>);

impl Fault {
    pub(crate) fn set(&self, said: String) {
        if let Ok(mut fault) = self.0.lock() {
            *fault = Some(said);
        }
    }

    /// The result of work over the stream. A fault of the stream stops the work, and is told in its place.
    pub(crate) fn or<T>(&self, result: Result<T, verbale::Error>) -> PyResult<T> {
        match self.0.lock().ok().and_then(|mut fault| fault.take()) {
            Some(said) => Err(VerbaleError::new_err(format!("records: the table cannot be read to its end: {said}"))),
            None => result.map_err(exception),
        }
    }
}

impl Given {
    /// The records for the library, under the name by which messages call them. A fault of the stream sets `stop`.
    pub(crate) fn lines(self, name: &str, stop: &Arc<AtomicBool>, fault: &Fault) -> JsonLines {
        match self {
            Given::Lines(bytes) => JsonLines::new(name, std::io::Cursor::new(bytes)),
            Given::Arrow(PyArrowType(batches)) => {
                JsonLines::new(name, ArrowLines::new(batches, Arc::clone(stop), fault.clone()))
            }
        }
    }
}
