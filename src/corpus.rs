//! A corpus in memory: documents are added one by one, and their statements become a report.

use std::collections::BTreeSet;
use std::path::Path;

use crate::analyzer::Analyzer;
use crate::error::{Fault, quoted};
use crate::model::actor::ActorId;
use crate::model::document::Document;
use crate::model::record::{DocumentStatements, Statement};
use crate::pipeline::Outcome;
use crate::pipeline::corpus::{Finished, counted, finished, written};

use crate::model::tally::Tally;

/// Documents that become one report.
///
/// ```
/// use verbale::{Analyzer, Document};
///
/// let analyzer = Analyzer::new()?;
/// let mut corpus = analyzer.corpus();
/// corpus.add(&Document::given("s1", "Norland", "We condemn the attack by Japan."))?;
/// let report = corpus.report();
/// assert_eq!(&*report.dyads()[0].target, "JPN");
/// # Ok::<(), verbale::Error>(())
/// ```
pub struct Corpus<'a> {
    analyzer: &'a Analyzer,
    tally: Tally,
    documents: Vec<DocumentStatements>,
    ids: BTreeSet<String>,
}

impl<'a> Corpus<'a> {
    pub(crate) fn new(analyzer: &'a Analyzer) -> Corpus<'a> {
        Corpus { analyzer, tally: Tally::default(), documents: Vec::new(), ids: BTreeSet::new() }
    }

    /// Adds a document and gives its statements, as [`Analyzer::analyze`] does.
    ///
    /// Errors: a document whose id has been added before.
    pub fn add(&mut self, document: &Document) -> Result<Vec<Statement>, Fault> {
        if !self.ids.insert(document.doc_id.clone()) {
            let id = quoted(&document.doc_id);
            return Err(Fault::said(format!("doc_id: found {id}; expected an id that no earlier document has")));
        }
        let Analyzer { engine, options, .. } = self.analyzer;
        let statements = counted(engine, options, document, &mut self.tally);
        if !statements.is_empty() {
            let (doc_id, title) = (document.doc_id.clone(), document.title.clone());
            self.documents.push(DocumentStatements { doc_id, title, statements: statements.clone() });
        }
        Ok(statements)
    }

    /// What all documents say together; their order does not matter.
    pub fn report(self) -> Report<'a> {
        let finished = finished(self.tally, &self.analyzer.engine, &self.analyzer.run);
        Report { analyzer: self.analyzer, finished, documents: self.documents }
    }
}

/// What the documents of a corpus say together.
pub struct Report<'a> {
    analyzer: &'a Analyzer,
    finished: Finished,
    documents: Vec<DocumentStatements>,
}

/// How one actor speaks of another, in one period.
#[derive(Clone, Debug, PartialEq)]
pub struct DyadSummary {
    /// Who speaks.
    pub holder: ActorId,
    /// Of whom.
    pub target: ActorId,
    /// Such as `2016` or `1990s`; `all` unless the analyzer splits time.
    pub period: String,
    /// Statements that name the target.
    pub statements: u64,
    /// Documents that they stand in.
    pub documents: u64,
    /// Mean stance, −1 (against) to 1 (for); opinions that are not sure count as 0.
    pub stance: f64,
    /// The bootstrap interval of the mean, 95%; `None` where there is nothing to draw from.
    pub interval: Option<(f64, f64)>,
    /// The share of statements for the target, 0 to 1.
    pub favor: f64,
    /// The share of statements against it, 0 to 1.
    pub against: f64,
    /// Mean VADER compound of those statements, −1 to 1.
    pub sentiment: f64,
}

impl Report<'_> {
    /// All dyads by period, sorted by holder, target and period: the rows of `dyads.csv`.
    pub fn dyads(&self) -> Vec<DyadSummary> {
        self.finished.dyads()
    }

    /// Writes everything that the verb `run` writes into the folder `out`, which must not exist or be empty.
    ///
    /// Errors: a folder that cannot be written.
    pub fn write(self, out: impl AsRef<Path>) -> Result<Outcome, Fault> {
        written(self.finished, self.documents, &self.analyzer.engine, &self.analyzer.run, out.as_ref())
    }
}
