//! The pipeline of the library's [`Corpus`](crate::Corpus): counts one document at a time, and turns the tally into a
//! report.

use std::path::Path;

use crate::aggregate::{Counting, collapse, survey, tally};
use crate::corpus::DyadSummary;
use crate::error::Error;
use crate::model::document::Document;
use crate::model::profile::Survey;
use crate::model::record::{DocumentStatements, Statement};
use crate::model::run::Run;
use crate::model::tally::{Counts, Tally};
use crate::pipeline::engine::{Engine, Whole, records_of};
use crate::pipeline::reports::{Gathered, Way, check_out};
use crate::pipeline::{Options, Outcome};
use crate::report::{self, Also};

/// Adds the statements of `document` to `into`, and returns them. The extraction is that of `options`.
pub(crate) fn counted(engine: &Engine, options: &Options, document: &Document, into: &mut Tally) -> Vec<Statement> {
    let how = Counting { seed: options.seed, keep_duplicates: options.keep_duplicates };
    let whole = Whole::of(document);
    let found = engine.scored_as(&whole, &options.extraction);
    tally(into, &whole.working, &whole.read.text, &found, &engine.resolver.registry, how);
    records_of(&whole, &found)
}

/// A tally and its profiles.
pub(crate) struct Finished {
    survey: Survey,
    counts: Counts,
}

/// Computes the profiles of a tally.
pub(crate) fn finished(mut tally: Tally, engine: &Engine, run: &Run) -> Finished {
    collapse(&mut tally);
    let survey = survey(&tally, &engine.resolver.registry, run.telling);
    Finished { survey, counts: tally.counts }
}

impl Finished {
    /// The dyads by period: the rows of the table of dyads.
    pub(crate) fn dyads(&self) -> Vec<DyadSummary> {
        let dyads = self.survey.dyads.iter();
        let rows = dyads.flat_map(|dyad| dyad.periods.iter().map(move |(period, summary)| (dyad, period, summary)));
        let row = |(dyad, period, summary): (
            &crate::model::profile::Dyad,
            &crate::model::period::Period,
            &crate::model::profile::Summary,
        )| DyadSummary {
            holder: dyad.holder.clone(),
            target: dyad.target.clone(),
            period: period.to_string(),
            statements: summary.statements,
            documents: summary.documents,
            stance: summary.stance,
            interval: summary.interval,
            favor: summary.favor,
            against: summary.against,
            sentiment: summary.sentiment,
        };
        rows.map(row).collect()
    }
}

/// Writes the reports of a corpus into `out`.
pub(crate) fn written(
    finished: Finished,
    documents: Vec<DocumentStatements>,
    engine: &Engine,
    run: &Run,
    out: &Path,
) -> Result<Outcome, Error> {
    check_out(out, false, false)?;
    let making = report::beside(out)?;
    let mut whole = Gathered::new(making.path());
    documents.iter().try_for_each(|document| whole.document(document))?;
    whole.write(
        &finished.survey,
        &finished.counts,
        run,
        out,
        Way { force: false, also: Also::default(), codes: Vec::new() },
        &engine.resolver.registry,
    )
}
