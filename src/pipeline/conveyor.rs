//! The conveyor: batches are read, parsed, worked on and taken, all at once, and what comes out keeps the input's order.

#[allow(clippy::disallowed_types, reason = "membership only, never iterated")]
use std::collections::HashSet;

use rayon::prelude::*;

use crate::error::{Fault, Reject, quoted};
use crate::model::document::Document;
use crate::model::input::Decoded;
use crate::pipeline::{Options, Progress};
use crate::read::{Batch, Input, RawRecord, Reader, parse};

/// A batch may hold so many bytes of records beyond the first one.
const BATCH_BYTES: usize = 4 << 20;

/// Documents that one worker takes at a time.
const SHARE: usize = 8;

/// What reading has left.
pub(super) struct Read {
    pub(super) documents: u64,
    pub(super) rejects: Vec<Reject>,
    pub(super) decoded: Vec<Decoded>,
}

pub(super) fn pool(threads: usize) -> Result<rayon::ThreadPool, Fault> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| Fault::said(format!("cannot start {threads} threads: {error}")))
}

/// Reads all batches; `work` is done by the workers on shares of a batch, `take` gets what they made, in input order.
///
/// A conveyor of five places, all busy at once: while a batch is worked on, what was made of the one before it is
/// taken, and of those behind it one is checked, one is parsed and one is read.
///
/// To be called on a thread of a [`pool`].
pub(super) fn drive<T: Send>(
    options: &Options,
    inputs: Vec<Input>,
    progress: &mut (dyn FnMut(Progress) + Send),
    work: &(impl Fn(&[Document]) -> T + Sync),
    take: &mut (impl FnMut(T) -> Result<(), Fault> + Send),
) -> Result<Read, Fault> {
    let mut done = Progress { of: inputs.iter().map(|input| input.size).sum(), ..Progress::default() };
    let mut reader = Reader::new(inputs, options.read.clone());
    let mut rejects = Vec::new();
    let mut seen = Seen::default();
    let mut read = reader.next_batch(options.batch, BATCH_BYTES)?;
    let (mut parsed, mut documents, mut made) = (None, Vec::new(), Vec::new());
    while read.is_some() || parsed.is_some() || !documents.is_empty() || !made.is_empty() {
        done.documents += documents.len() as u64;
        done.bytes += read.as_ref().map_or(0, |batch| batch.bytes_read);
        let more = read.is_some();
        let in_order = || {
            made.into_iter().try_for_each(&mut *take)?;
            let checked = parsed.map_or(Vec::new(), |parsed| checked(parsed, &mut seen, &mut rejects));
            let next = if more { reader.next_batch(options.batch, BATCH_BYTES)? } else { None };
            Ok::<_, Fault>((checked, next))
        };
        let shares = || documents.into_par_iter().chunks(SHARE).map(|share| work(&share)).collect();
        let side_by_side = || rayon::join(|| read.map(Parsed::of), shares);
        let (ordered, (next_parsed, next_made)) = rayon::join(in_order, side_by_side);
        (parsed, made) = (next_parsed, next_made);
        (documents, read) = ordered?;
        progress(done);
    }
    rejects.sort();
    Ok(Read { documents: done.documents, rejects, decoded: reader.decoded })
}

/// A batch whose records have become documents, each with the hash of its id, or rejects.
struct Parsed {
    records: Vec<RawRecord>,
    results: Vec<Result<(u64, Document), Reject>>,
    rejects: Vec<Reject>,
}

impl Parsed {
    fn of(batch: Batch) -> Parsed {
        let parsed = |record| parse(record, &batch.bytes).map(|document| (Seen::hash(&document.doc_id), document));
        let results = batch.records.par_iter().map(parsed).collect();
        Parsed { records: batch.records, results, rejects: batch.rejects }
    }
}

/// The documents whose ids no earlier one has.
fn checked(parsed: Parsed, seen: &mut Seen, rejects: &mut Vec<Reject>) -> Vec<Document> {
    rejects.extend(parsed.rejects);
    let mut documents = Vec::with_capacity(parsed.results.len());
    for (record, result) in parsed.records.iter().zip(parsed.results) {
        match result {
            Ok((id, document)) if seen.is_new(id) => documents.push(document),
            Ok((_, document)) => {
                rejects.push(record.reject("doc_id", quoted(&document.doc_id), "an id that no earlier record has"));
            }
            Err(reject) => rejects.push(reject),
        }
    }
    documents
}

/// The ids met so far, as hashes: eight bytes a document, whatever the length of its id.
#[derive(Default)]
#[allow(clippy::disallowed_types, reason = "membership only, never iterated")]
struct Seen(HashSet<u64>);

impl Seen {
    fn hash(id: &str) -> u64 {
        use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
        BuildHasherDefault::<DefaultHasher>::default().hash_one(id)
    }

    fn is_new(&mut self, id: u64) -> bool {
        self.0.insert(id)
    }
}
