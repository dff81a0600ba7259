//! The tests that look at the program from outside.

/// What bad input gets: a clear sentence, nothing lost, nothing half-written.
mod bad_input;
/// Texts and what must come out of them, written as Markdown in `cases/`.
mod cases;
/// Two actors, periods, outlets or runs against each other.
mod compare;
/// What shells and `man` are told about the command line.
mod completions;
/// One wire quote in many papers is one utterance.
mod copies;
/// Dates in all their forms, and what cannot be read of a record that is used.
mod dates;
/// Files of news databases: each layout gives its articles.
mod exports;
/// What other programs read: the graph, the table of events, and the same from parts put together.
mod formats;
/// The sample corpus gives the published sample, byte for byte.
mod golden;
/// What is made to do harm: packed without end, circles of links, names of files and of people, readers that go away.
mod hostile;
/// All pages in one file: nothing from outside, nothing that runs but its script, and a browser can use it.
mod html;
/// Formats, compressions and encodings: the same records, however they come.
mod input;
/// The shipped word lists are in order.
mod lexicons;
/// The library: what programs that use it rely on.
mod library;
/// What the program is built from may be passed on.
mod licences;
/// Work grows with the length of a document and no faster.
#[cfg(unix)]
mod linear;
/// Parquet: what is written is read back, by others too, and what is foreign or cut is told once.
#[cfg(feature = "parquet")]
mod parquet;
/// Running the program and looking at what it left.
mod program;
/// What must hold for any input at all.
mod properties;
/// Killed at any moment, a run goes on where it was and ends with the same bytes.
mod resume;
/// No room names another.
mod rooms;
/// The same bytes for any number of threads, any batch and any order of files.
mod same_bytes;
/// Plain VADER equals the reference.
mod sentiment;
/// The default stance points as cases say, and those known to be wrong are known.
mod stance;
/// Parts of a corpus put together are the whole, and nothing damaged passes.
mod states;
