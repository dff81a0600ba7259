//! Integration tests: they test the program and the library from outside.

/// Two readers: what tables and pages tell of their agreement, the second among coders, resumption and merging.
#[cfg(feature = "neural")]
mod agreement;
/// Bad input: a clear message, nothing lost, nothing half-written.
mod bad_input;
/// Cases: texts and their expected results, as Markdown in `cases/`.
mod cases;
/// Codes: sampled, validated, and used to correct a run.
mod codes;
/// Comparison of two actors, periods, outlets or runs.
mod compare;
/// Shell completions and manual pages.
mod completions;
/// What a document says elsewhere moves an opinion.
mod context;
/// A sentence in which one thing is turned turns the stance.
mod contrast;
/// One wire quote in many papers is one utterance.
mod copies;
/// Dates in all their forms, and what cannot be read of a record that is used.
mod dates;
/// Dictionaries of other programs become lexicons; lexicons are checked, listed and weighed.
mod dictionaries;
/// An invented encoder, and articles for it.
#[cfg(feature = "neural")]
mod encoder;
/// Files of news databases: each layout gives its articles.
mod exports;
/// Files that are not what their names say, or cannot be read: each is named, with what to do next.
mod foreign;
/// What other programs read: the graph, the table of events, and the same from parts put together.
mod formats;
/// The sample corpus gives the published sample, byte for byte.
mod golden;
/// Hostile input: decompression bombs, cycles of links, names of files and people, readers that close the output.
mod hostile;
/// The single HTML file: it loads nothing, runs only its own script, and works in a browser.
mod html;
/// Input: all formats, compressions and encodings give the same records.
mod input;
/// The shipped word lists are valid.
mod lexicons;
/// The library from a user's point of view.
mod library;
/// The licences of all dependencies allow redistribution.
mod licences;
/// Running time is linear in the length of a document.
#[cfg(unix)]
mod linear;
/// Names of the past: everything is called as it was on its day.
mod names;
/// One sum: tables, pages, comparisons and merged parts give a dyad the same numbers, and only its own voices count for a
/// state.
mod one_sum;
/// The input's own columns stay with its statements.
mod own_columns;
/// Pages: every mean has its number of documents, every example its speaker and target, and long lists have letters.
mod pages;
/// Parquet: written files can be read, also by other programs; a foreign or truncated file is one reject.
#[cfg(feature = "parquet")]
mod parquet;
/// Helpers: run the program and look at its output.
mod program;
/// Properties of any input.
mod properties;
/// Resumption: a run killed at any moment resumes and ends with the same bytes.
mod resume;
/// Rooms do not name each other.
mod rooms;
/// The same bytes for any number of threads, any batch size and any order of files.
mod same_bytes;
/// A second reader: beside the first, the same for any threads, and refused where it is not the same.
mod second;
/// Plain VADER equals the reference implementation.
mod sentiment;
/// The code sheet in a browser, by keyboard alone.
#[cfg(unix)]
mod sheet;
/// The fitted stance has the direction that the cases give. Known errors are listed.
mod stance;
/// States: merged parts equal the whole corpus, and damage is detected.
mod states;
