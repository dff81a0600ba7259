//! Writing states: the tally of part of a corpus comes in; lines of text come out.

use std::io::Write;
use std::sync::Arc;

use crate::error::{Error, Reject};
use crate::model::input::{Decoded, Notes};
use crate::model::run::Run;
use crate::model::tally::Tally;
use crate::pipeline::checkpoint::state::{End, Part};

/// Number of ids in a line.
const IDS: usize = 1024;

/// Writes the lines of one state.
pub(crate) struct StateWriter<W: Write> {
    out: W,
    end: End,
    /// Ids that are waiting for a full line.
    ids: Vec<String>,
}

impl<W: Write> StateWriter<W> {
    /// Starts a state with the description of its run.
    pub(crate) fn new(out: W, run: Run) -> Result<StateWriter<W>, Error> {
        let mut writer = StateWriter { out, end: End::default(), ids: Vec::new() };
        writer.put(&Part::Run(run))?;
        Ok(writer)
    }

    /// Writes one line.
    pub(crate) fn put(&mut self, part: &Part) -> Result<(), Error> {
        let (line, sum) = part.line();
        self.end.lines += 1;
        self.end.sum = self.end.sum.wrapping_add(sum);
        self.write(&line)
    }

    fn write(&mut self, line: &str) -> Result<(), Error> {
        self.out.write_all(line.as_bytes()).map_err(|error| Error::io("output", error))
    }

    /// Adds the id of one document.
    pub(crate) fn id(&mut self, id: String) -> Result<(), Error> {
        self.ids.push(id);
        if self.ids.len() >= IDS { self.put_ids() } else { Ok(()) }
    }

    fn put_ids(&mut self) -> Result<(), Error> {
        let ids = std::mem::take(&mut self.ids);
        if ids.is_empty() { Ok(()) } else { self.put(&Part::Ids(ids)) }
    }

    /// Everything else, and the end; gives back where it was written.
    pub(crate) fn finish(
        mut self,
        tally: Tally,
        rejects: &[Reject],
        decoded: &[Decoded],
        notes: &Notes,
    ) -> Result<W, Error> {
        self.put_ids()?;
        self.end.documents = tally.counts.documents;
        self.put(&Part::Counts(tally.counts))?;
        let mut examples = tally.examples;
        for ((holder, target), utterances) in tally.dyads {
            let examples = examples.remove(&(holder.clone(), target.clone())).unwrap_or_default();
            let examples = Arc::unwrap_or_clone(examples);
            self.put(&Part::Dyad { holder, target, utterances: utterances.into_list(), examples })?;
        }
        let (mut samples, mut sketches) = (tally.samples, tally.sketches);
        for (holder, utterances) in tally.voices {
            let examples = samples.remove(&holder).unwrap_or_default();
            let sketches = sketches.remove(&holder).into_iter().flatten().collect();
            self.put(&Part::Voice { holder, utterances: utterances.into_list(), examples, sketches })?;
        }
        rejects.iter().try_for_each(|reject| self.put(&Part::Reject(reject.clone())))?;
        decoded.iter().try_for_each(|one| self.put(&Part::Decoded(one.clone())))?;
        notes.list().into_iter().try_for_each(|one| self.put(&Part::Noted(one)))?;
        let (line, _) = Part::End(self.end).line();
        self.write(&line)?;
        self.out.flush().map_err(|error| Error::io("output", error))?;
        Ok(self.out)
    }
}
