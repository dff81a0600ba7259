//! A corpus in memory. Documents go in one by one; a report comes out. It opens no input files and finds no statements
//! itself: it calls the [`Analyzer`] for that.

use std::collections::BTreeSet;
use std::path::Path;

use crate::analyzer::Analyzer;
use crate::error::{Error, quoted};
use crate::model::actor::ActorId;
use crate::model::document::Document;
use crate::model::record::{DocumentStatements, Statement};
use crate::pipeline::corpus::{Finished, counted, finished, written};
use crate::pipeline::{Options, Outcome};

use crate::model::tally::Tally;

/// Documents to be aggregated into one report.
///
/// As in the verb `run`, a report counts what is said, asked and judged, unless
/// [`cues`](crate::AnalyzerBuilder::cues) says otherwise. Thoughts and wishes are listed, but their opinions do not
/// count.
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
    options: Options,
    tally: Tally,
    documents: Vec<DocumentStatements>,
    ids: BTreeSet<String>,
}

impl<'a> Corpus<'a> {
    pub(crate) fn new(analyzer: &'a Analyzer) -> Corpus<'a> {
        let options = analyzer.options.clone().for_reports();
        Corpus { analyzer, options, tally: Tally::default(), documents: Vec::new(), ids: BTreeSet::new() }
    }

    /// Adds a document and returns its statements as the report lists them. [`Analyzer::analyze`] leaves out what its
    /// options exclude; here it is listed, with opinions that do not count.
    ///
    /// Errors: a document whose id is already in the corpus.
    pub fn add(&mut self, document: &Document) -> Result<Vec<Statement>, Error> {
        if !self.ids.insert(document.doc_id.clone()) {
            let id = quoted(&document.doc_id);
            return Err(Error::said(format!("doc_id: found {id}; expected an id that no earlier document has")));
        }
        let statements = counted(&self.analyzer.engine, &self.options, document, &mut self.tally);
        if !statements.is_empty() {
            let (doc_id, title) = (document.doc_id.clone(), document.title.clone());
            self.documents.push(DocumentStatements { doc_id, title, statements: statements.clone() });
        }
        Ok(statements)
    }

    /// Aggregates all documents. The order in which they were added does not matter.
    pub fn report(self) -> Report<'a> {
        let finished = finished(self.tally, &self.analyzer.engine, &self.analyzer.run);
        Report { analyzer: self.analyzer, finished, documents: self.documents }
    }
}

/// The aggregated results of a corpus.
pub struct Report<'a> {
    analyzer: &'a Analyzer,
    finished: Finished,
    documents: Vec<DocumentStatements>,
}

/// What one actor says about another in one period.
#[derive(Clone, Debug, PartialEq)]
pub struct DyadSummary {
    /// The actor who speaks.
    pub holder: ActorId,
    /// The actor spoken about.
    pub target: ActorId,
    /// The period, such as `2016` or `1990s`; `all` unless the analyzer splits time.
    pub period: String,
    /// Number of statements that name the target.
    pub statements: u64,
    /// Number of documents that contain these statements.
    pub documents: u64,
    /// Mean stance, −1 (against) to 1 (in favor). Uncertain opinions count as 0.
    pub stance: f64,
    /// The 95% bootstrap interval of the mean; `None` with fewer than two documents.
    pub interval: Option<(f64, f64)>,
    /// Share of the statements that favor the target, 0 to 1.
    pub favor: f64,
    /// Share of the statements that are against the target, 0 to 1.
    pub against: f64,
    /// Mean VADER compound score of the statements, −1 to 1.
    pub sentiment: f64,
}

impl Report<'_> {
    /// All dyads by period, sorted by holder, target and period. These are the rows of `dyads.csv`.
    ///
    /// What a minister or a ministry says counts for the government and the state too, and so does what is said of them:
    /// a statement may therefore stand in several rows. Dyads inside one government or body, its own side, are listed
    /// like all others. Dyads below [`min_n`](crate::AnalyzerBuilder::min_n) are listed too, since that option
    /// concerns the wording of pages only.
    pub fn dyads(&self) -> Vec<DyadSummary> {
        self.finished.dyads()
    }

    /// Writes the same files as the verb `run` into the folder `out`, which must be missing or empty.
    ///
    /// Errors: the folder is not empty or cannot be written.
    pub fn write(self, out: impl AsRef<Path>) -> Result<Outcome, Error> {
        written(self.finished, self.documents, &self.analyzer.engine, &self.analyzer.run, out.as_ref())
    }
}
