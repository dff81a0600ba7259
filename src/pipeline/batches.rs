//! The batch pipeline: files come in; batches of documents go to workers; results come out in input order. Reading,
//! parsing, processing and collecting overlap. It does not know what the work is.

#[allow(clippy::disallowed_types, reason = "membership only, never iterated")]
use std::collections::HashSet;
use std::sync::atomic::Ordering;

use rayon::prelude::*;

use crate::error::{Error, Reject, quoted};
use crate::model::document::Document;
use crate::model::hash::id_hash;
use crate::model::input::{Decoded, Noted, Notes};
use crate::model::reader::Reader as Judge;
use crate::pipeline::checkpoint::cursor::{Passed, ResumeCursor};
use crate::pipeline::{Options, Outcome, Progress};
use crate::read::{Batch, Input, RawRecord, Reader, Remark, parse};

/// Maximum size of a batch in bytes of records, not counting its first record.
const BATCH_BYTES: usize = 2 << 20;

/// Maximum number of records in a batch where an encoder reads too, which takes many times as long: progress is shown
/// after each batch.
const FEW: usize = 64;

/// Number of documents that one worker processes at a time.
const SHARE: usize = 4;

/// What is known after reading.
pub(super) struct Read {
    pub(super) documents: u64,
    pub(super) rejects: Vec<Reject>,
    pub(super) decoded: Vec<Decoded>,
    pub(super) notes: Notes,
}

impl Read {
    /// Errors: `strict`, and any bad record.
    pub(super) fn checked(&self, strict: bool) -> Result<(), Error> {
        match self.rejects.first().filter(|_| strict) {
            Some(reject) => {
                Err(Error::said(format!("{reject} (the first of {} bad records; --strict)", self.rejects.len())))
            }
            None => Ok(()),
        }
    }

    /// The outcome of a verb that writes lines or states but no reports; `statements` is the number it wrote.
    pub(super) fn outcome(self, statements: u64) -> Outcome {
        let notes = self.notes.sentences();
        Outcome { documents: self.documents, statements, rejects: self.rejects, notes, table: String::new() }
    }
}

pub(super) fn pool(threads: usize) -> Result<rayon::ThreadPool, Error> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| Error::said(format!("cannot start {threads} threads: {error}")))
}

/// Reads all batches. Workers apply `work` to shares of a batch; `take` gets the results of each batch in input order
/// and, if there is a `cursor`, the range of its records. Records that the cursor marks as done are skipped.
///
/// Five batches are in the pipeline at once: one is read, one parsed, one checked for repeated ids, one processed, and
/// the results of one are collected.
///
/// Must run on a thread of a [`pool`]. If asked to stop, it collects the finished results and ends with
/// [`Error::Stopped`].
pub(super) fn drive<T: Send>(
    options: &Options,
    inputs: Vec<Input>,
    mut cursor: Option<ResumeCursor>,
    progress: &mut (dyn FnMut(Progress) + Send),
    work: &(impl Fn(&[Document]) -> T + Sync),
    take: &mut (impl FnMut(Vec<T>, Passed) -> Result<(), Error> + Send),
) -> Result<Read, Error> {
    let mut done = Progress { of: inputs.iter().map(|input| input.size).sum(), ..Progress::default() };
    let stopped = || options.stop.load(Ordering::Relaxed);
    let mut reader = Reader::new(inputs, options.read.clone());
    let (mut rejects, mut notes) = (Vec::new(), Notes::default());
    let mut seen = Seen::default();
    let records = if options.reader == Judge::Transparent { options.batch } else { options.batch.min(FEW) };
    let mut read = reader.next_batch(records, BATCH_BYTES)?;
    let (mut parsed, mut checked, mut made) = (None::<Parsed>, None::<Checked>, None);
    while read.is_some() || parsed.is_some() || checked.is_some() || made.is_some() {
        // What is read ahead is not done.
        if let Some(batch) = &checked {
            done.documents += batch.before + batch.documents.len() as u64;
            done.bytes += batch.bytes_read;
        }
        let (more, watched) = (read.is_some(), cursor.is_some());
        let in_order = || {
            made.map_or(Ok(()), |(made, passed)| take(made, passed))?;
            let checked = parsed
                .map(|parsed| {
                    parsed.check(&mut seen, &mut cursor, &mut Told { rejects: &mut rejects, notes: &mut notes })
                })
                .transpose()?;
            let next = if more { reader.next_batch(records, BATCH_BYTES)? } else { None };
            Ok::<_, Error>((checked, next))
        };
        let shares = || {
            let Checked { documents, passed, .. } = checked?;
            let share = |share: Vec<Document>| if stopped() { None } else { Some(work(&share)) };
            let made: Option<Vec<T>> = documents.into_par_iter().chunks(SHARE).map(share).collect();
            made.map(|made| (made, passed))
        };
        let side_by_side = || rayon::join(|| read.map(|batch| Parsed::of(batch, watched)), shares);
        let (ordered, (next_parsed, next_made)) = rayon::join(in_order, side_by_side);
        (parsed, made) = (next_parsed, next_made);
        (checked, read) = ordered?;
        progress(done);
        if stopped() {
            made.map_or(Ok(()), |(made, passed)| take(made, passed))?;
            return Err(Error::Stopped);
        }
    }
    cursor.map_or(Ok(()), |cursor| cursor.end())?;
    rejects.sort();
    Ok(Read { documents: done.documents, rejects, decoded: reader.decoded, notes })
}

/// A document with the hash of its id, and what was repaired in it.
type Identified = (u64, Document, Vec<Remark>);

/// A parsed batch: documents, each with the hash of its id, and rejects.
struct Parsed {
    bytes_read: u64,
    records: Vec<RawRecord>,
    results: Vec<Result<Identified, Reject>>,
    /// The check sums of the records; empty if nobody wants them.
    sums: Vec<u64>,
    rejects: Vec<Reject>,
    notes: Vec<Noted>,
}

/// What is told of records beside their documents.
struct Told<'t> {
    rejects: &'t mut Vec<Reject>,
    notes: &'t mut Notes,
}

/// The documents of a batch whose ids are new.
struct Checked {
    bytes_read: u64,
    documents: Vec<Document>,
    /// Number of other documents that were done before.
    before: u64,
    passed: Passed,
}

impl Parsed {
    fn of(batch: Batch, watched: bool) -> Parsed {
        let parsed = |record| {
            parse(record, &batch.bytes).map(|(document, remarks)| (id_hash(&document.doc_id), document, remarks))
        };
        let results = batch.records.par_iter().map(parsed).collect();
        let watched = if watched { batch.records.as_slice() } else { &[] };
        let sums = watched.par_iter().map(|record| record.sum(&batch.bytes)).collect();
        let Batch { bytes_read, records, rejects, notes, .. } = batch;
        Parsed { bytes_read, records, results, sums, rejects, notes }
    }

    fn check(self, seen: &mut Seen, cursor: &mut Option<ResumeCursor>, told: &mut Told<'_>) -> Result<Checked, Error> {
        told.rejects.extend(self.rejects);
        self.notes.into_iter().for_each(|noted| told.notes.add(noted));
        let (mut documents, mut before) = (Vec::with_capacity(self.results.len()), 0);
        for (at, (record, result)) in self.records.iter().zip(self.results).enumerate() {
            let done_before = match cursor {
                Some(cursor) => cursor.pass(&record.file.name, self.sums[at], record.length())?,
                None => false,
            };
            match result {
                Ok((id, document, remarks)) if seen.is_new(id) => {
                    remarks.into_iter().for_each(|remark| told.notes.add(record.noted(remark)));
                    match done_before {
                        true => before += 1,
                        false => documents.push(document),
                    }
                }
                Ok((_, document, _)) => {
                    told.rejects.push(record.reject(
                        "doc_id",
                        quoted(&document.doc_id),
                        "an id that no earlier record has",
                    ));
                }
                Err(reject) => told.rejects.push(reject),
            }
        }
        let passed = cursor.as_mut().map(ResumeCursor::passed).unwrap_or_default();
        Ok(Checked { bytes_read: self.bytes_read, documents, before, passed })
    }
}

/// The ids so far, as hashes: eight bytes a document, whatever the length of the id.
#[derive(Default)]
#[allow(clippy::disallowed_types, reason = "membership only, never iterated")]
struct Seen(HashSet<u64>);

impl Seen {
    fn is_new(&mut self, id: u64) -> bool {
        self.0.insert(id)
    }
}
