//! The analyzer: the handle of the library. It owns models and tables, and is loaded once.

use std::path::PathBuf;

use jiff::civil::Date;

use crate::corpus::Corpus;
use crate::error::Fault;
use crate::extract::Depth;
use crate::lexicon::actors::Registry;
use crate::model::attribution::CueCategory;
use crate::model::document::Document;
use crate::model::period::By;
use crate::model::record::{Attribution, Statement};
use crate::model::run::Run;
use crate::model::sentiment::Sentiment;
use crate::pipeline::Options;
use crate::pipeline::engine::Engine;
use crate::resolve::NamedActor;

/// Finds who said what about whom, and how it stands toward whom.
///
/// Loading takes some 0.1 s and 60 MB; any number of threads may then share one analyzer. The same document gives the
/// same statements on every machine.
///
/// ```
/// use verbale::{Analyzer, Document};
///
/// let analyzer = Analyzer::new()?;
/// let speech = Document::given("s1", "Norland", "We condemn the attack by Japan.");
/// let statements = analyzer.analyze(&speech);
/// assert_eq!(&*statements[0].opinions[0].target, "JPN");
/// # Ok::<(), verbale::Error>(())
/// ```
pub struct Analyzer {
    pub(crate) engine: Engine,
    pub(crate) run: Run,
    pub(crate) options: Options,
}

impl Analyzer {
    /// An analyzer with the tables and models that come with the crate.
    ///
    /// Errors: none, as long as the crate is whole.
    pub fn new() -> Result<Analyzer, Fault> {
        Analyzer::builder().build()
    }

    /// Begins an analyzer with options of its own.
    pub fn builder() -> AnalyzerBuilder {
        AnalyzerBuilder { options: Options::default() }
    }

    /// The scored statements of a document, in the order of the text; empty if nobody says anything.
    ///
    /// Offsets are given in characters and in bytes.
    pub fn analyze(&self, document: &Document) -> Vec<Statement> {
        self.engine.records(document)
    }

    /// The attributions of a document, in the order of the text: source, cue and content, before anybody is looked up.
    pub fn attributions(&self, document: &Document) -> Vec<Attribution> {
        self.engine.attribution_records(document)
    }

    /// The actors that `text` names, in the order of the text, as on `date`.
    ///
    /// Without a date, offices that several persons have held name nobody.
    pub fn mentions(&self, text: &str, date: Option<Date>) -> Vec<NamedActor> {
        crate::resolve::mentions(text, date, self.actors())
    }

    /// The tone of `text` toward nobody: plain VADER, with the words of the user's lists.
    pub fn sentiment(&self, text: &str) -> Sentiment {
        crate::score::sentiment(text, &self.engine.lexicons.sentiment)
    }

    /// The registry of actors.
    pub fn actors(&self) -> &Registry {
        &self.engine.resolver.registry
    }

    /// Begins a corpus, which becomes reports.
    pub fn corpus(&self) -> Corpus<'_> {
        Corpus::new(self)
    }
}

/// The options of an [`Analyzer`]; each is the option of the same name of the command line.
pub struct AnalyzerBuilder {
    options: Options,
}

impl AnalyzerBuilder {
    /// Adds a table of actors, aliases or offices; later tables win.
    #[must_use]
    pub fn actors(mut self, path: impl Into<PathBuf>) -> Self {
        self.options.actors.push(path.into());
        self
    }

    /// Adds a stance table or a list of rated words; later lexicons win.
    #[must_use]
    pub fn lexicon(mut self, path: impl Into<PathBuf>) -> Self {
        self.options.lexicons.push(path.into());
        self
    }

    /// Leaves out the actors that come with the crate.
    #[must_use]
    pub fn no_default_actors(mut self) -> Self {
        self.options.default_actors = false;
        self
    }

    /// Leaves out the actors and stance entries that come with the crate, and the fitted weights.
    #[must_use]
    pub fn no_default_lexicons(mut self) -> Self {
        self.options.default_actors = false;
        self.options.default_lexicons = false;
        self
    }

    /// Leaves out the fitted weights: only the entries of stance tables count.
    #[must_use]
    pub fn no_fitted(mut self) -> Self {
        self.options.fitted = false;
        self
    }

    /// How carefully documents are read; [`Depth::Full`] unless set.
    #[must_use]
    pub fn depth(mut self, depth: Depth) -> Self {
        self.options.extraction.depth = depth;
        self
    }

    /// Keeps attributions whose cue does one of these; all unless set.
    #[must_use]
    pub fn cues(mut self, cues: impl IntoIterator<Item = CueCategory>) -> Self {
        self.options.extraction.cues = Some(cues.into_iter().collect());
        self
    }

    /// Leaves out attributions less probable than this, 0 to 1.
    #[must_use]
    pub fn min_confidence(mut self, least: f64) -> Self {
        self.options.extraction.min_confidence = least;
        self
    }

    /// How finely reports split time; not at all unless set.
    #[must_use]
    pub fn by(mut self, by: By) -> Self {
        self.options.by = by;
        self
    }

    /// Documents below which a report has too few to say; 5 unless set.
    #[must_use]
    pub fn min_n(mut self, documents: u64) -> Self {
        self.options.min_n = documents;
        self
    }

    /// Which statements are drawn as examples; numbers do not depend on it.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.options.seed = seed;
        self
    }

    /// Counts the same words of the same holder as often as they are printed.
    #[must_use]
    pub fn keep_duplicates(mut self) -> Self {
        self.options.keep_duplicates = true;
        self
    }

    /// Loads everything.
    ///
    /// Errors: a table that cannot be read, or that has a bad row; the message says where, what was found and what was
    /// expected.
    pub fn build(self) -> Result<Analyzer, Fault> {
        let (engine, run) = Engine::new(&self.options)?;
        Ok(Analyzer { engine, run, options: self.options })
    }
}
