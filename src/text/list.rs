//! Word lists: a table of the project, as it is built into the program, comes in; its rows come out.
//!
//! The tables are plain: a header, then one row a line, no quotation marks (`tests/lexicons.rs` reads them as CSV).

/// The rows of `table` behind its header.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().skip(1)
}

/// The first cell of each row, and the rest of the row.
pub(crate) fn pairs(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    rows(table).filter_map(|row| row.split_once(','))
}
