//! The analyzer, the main handle of the library. It loads models and tables once and turns documents into scored
//! statements. It reads no files except the user's tables, and aggregates nothing: that is the work of [`Corpus`].

use std::path::PathBuf;

use jiff::civil::Date;

use crate::corpus::Corpus;
use crate::error::Error;
use crate::extract::Depth;
use crate::lexicon::actors::Actors;
use crate::model::attribution::{Assertion, CueCategory};
use crate::model::document::Document;
use crate::model::period::By;
use crate::model::reader::Reader;
use crate::model::record::{Attribution, Statement};
use crate::model::run::Run;
use crate::model::sentiment::Sentiment;
use crate::pipeline::Options;
use crate::pipeline::engine::Engine;
use crate::resolve::NamedActor;

/// Finds who said what about whom, and what stance each speaker takes toward each target.
///
/// Loading takes about 0.1 s and 60 MB of memory. After that, any number of threads can share one analyzer. The same
/// document gives the same statements on every machine.
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
    /// An analyzer with the tables and models that ship with the crate.
    ///
    /// Errors: none, unless the shipped files are damaged.
    pub fn new() -> Result<Analyzer, Error> {
        Analyzer::builder().build()
    }

    /// Starts a builder, to set options before loading.
    pub fn builder() -> AnalyzerBuilder {
        AnalyzerBuilder { options: Options::default() }
    }

    /// The scored statements of a document, in text order; empty if it holds no attribution.
    ///
    /// Offsets are given both in characters and in bytes.
    pub fn analyze(&self, document: &Document) -> Vec<Statement> {
        self.engine.records(document)
    }

    /// The attributions of a document, in text order: source, cue and content, without any actor look-up.
    pub fn attributions(&self, document: &Document) -> Vec<Attribution> {
        self.engine.attribution_records(document)
    }

    /// The actors that `text` names on `date`, in text order.
    ///
    /// Without a date, a title such as "the president" names nobody if several people have held the office.
    pub fn mentions(&self, text: &str, date: Option<Date>) -> Vec<NamedActor> {
        crate::resolve::mentions(text, date, self.actors())
    }

    /// The tone of `text` as plain VADER with the user's word lists; it has no target.
    pub fn sentiment(&self, text: &str) -> Sentiment {
        crate::score::sentiment(text, &self.engine.lexicons.sentiment)
    }

    /// The registry of actors.
    pub fn actors(&self) -> &Actors {
        &self.engine.resolver.registry
    }

    /// Starts a corpus, which collects documents for a report.
    pub fn corpus(&self) -> Corpus<'_> {
        Corpus::new(self)
    }
}

/// The options of an [`Analyzer`]. Each one is the option of the command line with the same name, except
/// [`depth`](AnalyzerBuilder::depth), which stands for `--fast` and `--direct-only`, and
/// [`assertions`](AnalyzerBuilder::assertions), which is `--assertion`.
pub struct AnalyzerBuilder {
    options: Options,
}

impl AnalyzerBuilder {
    /// Adds a table of actors, aliases or offices (`--actors`, CSV). Later tables override earlier ones.
    #[must_use]
    pub fn actors(mut self, path: impl Into<PathBuf>) -> Self {
        self.options.actors.push(path.into());
        self
    }

    /// Adds a stance table or a list of rated words (`--lexicon`). Later lexicons override earlier ones.
    #[must_use]
    pub fn lexicon(mut self, path: impl Into<PathBuf>) -> Self {
        self.options.lexicons.push(path.into());
        self
    }

    /// Leaves out the actors that ship with the crate (`--no-default-actors`).
    #[must_use]
    pub fn no_default_actors(mut self) -> Self {
        self.options.default_actors = false;
        self
    }

    /// Leaves out everything that ships with the crate: actors, stance entries and fitted weights
    /// (`--no-default-lexicons`).
    #[must_use]
    pub fn no_default_lexicons(mut self) -> Self {
        self.options.default_actors = false;
        self.options.default_lexicons = false;
        self
    }

    /// Leaves out the fitted weights, so that only the entries of stance tables count (`--no-fitted`).
    #[must_use]
    pub fn no_fitted(mut self) -> Self {
        self.options.fitted = false;
        self
    }

    /// Who judges stance (`--reader`); needs the feature `neural` unless it is [`Reader::Transparent`].
    #[must_use]
    pub fn reader(mut self, reader: Reader) -> Self {
        self.options.reader = reader;
        self
    }

    /// The encoder's model (`--model`). Default: `models/stance.enc` beside the program, up to two
    /// folders above it, or in the working folder.
    #[must_use]
    pub fn model(mut self, path: impl Into<PathBuf>) -> Self {
        self.options.model = Some(path.into());
        self
    }

    /// How thoroughly documents are read: [`Depth::Fast`] is `--fast`, [`Depth::Direct`] is `--direct-only`. Default:
    /// [`Depth::Full`].
    #[must_use]
    pub fn depth(mut self, depth: Depth) -> Self {
        self.options.extraction.depth = depth;
        self
    }

    /// Keeps only attributions whose cue is of one of these categories (`--cues`). Default: all categories; in a
    /// [`Corpus`], as in the verb `run`, what is said, asked and judged.
    #[must_use]
    pub fn cues(mut self, cues: impl IntoIterator<Item = CueCategory>) -> Self {
        self.options.extraction.cues = Some(cues.into_iter().collect());
        self
    }

    /// Keeps only attributions of these kinds of saying (`--assertion`). Default: all kinds.
    #[must_use]
    pub fn assertions(mut self, kinds: impl IntoIterator<Item = Assertion>) -> Self {
        self.options.extraction.assertions = Some(kinds.into_iter().collect());
        self
    }

    /// Counts opinions as for or against only from this confidence on, 0 to 1 (`--min-stance-confidence`). Opinions
    /// below it are *not sure* and count as 0.
    #[must_use]
    pub fn min_stance_confidence(mut self, least: f64) -> Self {
        self.options.least_stance = least;
        self
    }

    /// Drops attributions whose probability is below `least`, 0 to 1 (`--min-confidence`). Default: 0.
    #[must_use]
    pub fn min_confidence(mut self, least: f64) -> Self {
        self.options.extraction.min_confidence = least;
        self
    }

    /// The length of the periods into which reports split time (`--by`). Default: no split.
    #[must_use]
    pub fn by(mut self, by: By) -> Self {
        self.options.by = by;
        self
    }

    /// The smallest number of documents for which a report gives a result (`--min-n`); below it, the report says *too
    /// few to say*. Default: 5.
    #[must_use]
    pub fn min_n(mut self, documents: u64) -> Self {
        self.options.min_n = documents;
        self
    }

    /// Seed of the random choice of example statements (`--seed`). Numbers do not depend on it.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.options.seed = seed;
        self
    }

    /// Counts every printed copy of the same words by the same holder, instead of one (`--keep-duplicates`).
    #[must_use]
    pub fn keep_duplicates(mut self) -> Self {
        self.options.keep_duplicates = true;
        self
    }

    /// Loads models and tables.
    ///
    /// Errors: a table that cannot be read, or a table with a bad row. The message says where, what was found and what
    /// was expected.
    pub fn build(self) -> Result<Analyzer, Error> {
        let (engine, run) = Engine::new(&self.options)?;
        Ok(Analyzer { engine, run, options: self.options })
    }
}
