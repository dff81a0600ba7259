//! States: parts of a corpus written down, to be put together later.

use std::io::Write;

use crate::error::{Fault, Reject};
use crate::model::input::Decoded;
use crate::model::state::{End, Part, Run, Sheet};
use crate::model::tally::Tally;

/// Writes the lines of one state.
pub(crate) struct StateWriter<'w> {
    out: &'w mut (dyn Write + Send),
    end: End,
}

impl<'w> StateWriter<'w> {
    /// Begins with how the statements are made.
    pub(crate) fn new(out: &'w mut (dyn Write + Send), run: Run) -> Result<StateWriter<'w>, Fault> {
        let mut writer = StateWriter { out, end: End::default() };
        writer.put(&Part::Run(run))?;
        Ok(writer)
    }

    fn put(&mut self, part: &Part) -> Result<(), Fault> {
        let (line, sum) = part.line();
        self.end.lines += 1;
        self.end.sum = self.end.sum.wrapping_add(sum);
        self.write(&line)
    }

    fn write(&mut self, line: &str) -> Result<(), Fault> {
        self.out.write_all(line.as_bytes()).map_err(|error| Fault::io("output", error))
    }

    /// The scored statements of one document.
    pub(crate) fn document(&mut self, sheet: Sheet) -> Result<(), Fault> {
        self.put(&Part::Document(sheet))
    }

    /// Everything else, and the end.
    pub(crate) fn finish(mut self, tally: Tally, rejects: &[Reject], decoded: &[Decoded]) -> Result<(), Fault> {
        self.end.documents = tally.counts.documents;
        self.put(&Part::Counts(tally.counts))?;
        let mut exhibits = tally.exhibits;
        for ((holder, target), said) in tally.dyads {
            let exhibits = exhibits.remove(&(holder.clone(), target.clone())).unwrap_or_default();
            self.put(&Part::Dyad { holder, target, said: said.into_iter().collect(), exhibits })?;
        }
        let (mut samples, mut sketches) = (tally.samples, tally.sketches);
        for (holder, said) in tally.voices {
            let exhibits = samples.remove(&holder).unwrap_or_default();
            let sketches = sketches.remove(&holder).into_iter().flatten().collect();
            self.put(&Part::Voice { holder, said: said.into_iter().collect(), exhibits, sketches })?;
        }
        rejects.iter().try_for_each(|reject| self.put(&Part::Reject(reject.clone())))?;
        decoded.iter().try_for_each(|one| self.put(&Part::Decoded(one.clone())))?;
        let (line, _) = Part::End(self.end).line();
        self.write(&line)?;
        self.out.flush().map_err(|error| Fault::io("output", error))
    }
}
