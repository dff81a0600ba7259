//! The compiled half of the Python package `verbale`. It hands records to the library, and results back; the classes that
//! users see are in `verbale/`.

mod analyzer;
mod arrow_lines;
mod error;
mod options;
mod records;
mod tables;
mod watch;
mod words;

use pyo3::prelude::*;

/// The module `verbale._verbale`.
#[pymodule]
fn _verbale(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("Error", module.py().get_type::<error::VerbaleError>())?;
    module.add_class::<analyzer::Loaded>()?;
    module.add_class::<words::Words>()
}
