//! Errors of the library become exceptions with the same sentences.

use pyo3::exceptions::{PyKeyboardInterrupt, PyOSError, PyValueError};
use pyo3::{PyErr, create_exception};
use verbale::Error;

create_exception!(
    verbale,
    VerbaleError,
    PyValueError,
    "Something is wrong with an option, a table or the records. The sentence says where, and how to repair it."
);

/// The exception for `error`: an `OSError` for what the operating system says, else a `verbale.Error`.
pub(crate) fn exception(error: Error) -> PyErr {
    let sentence = error.to_string();
    match error {
        Error::Io { .. } | Error::BrokenPipe => PyOSError::new_err(sentence),
        Error::Stopped => PyKeyboardInterrupt::new_err(sentence),
        _ => VerbaleError::new_err(sentence),
    }
}

/// A `verbale.Error` about the value of an option.
pub(crate) fn unexpected(option: &str, found: &str, expected: &str) -> PyErr {
    VerbaleError::new_err(format!("{option}: found `{found}`; expected {expected}"))
}
