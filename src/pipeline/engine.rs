//! The engine: models and tables, loaded once. A document comes in; attributions or scored statements come out. It
//! neither counts nor writes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::error::Fault;
use crate::extract::{Extraction, extract};
use crate::lexicon::fitted::Fitted;
use crate::lexicon::{Chosen, Lexicons};
use crate::model::attribution::Attribution;
use crate::model::document::Document;
use crate::model::record;
use crate::model::run::{Run as RunRecord, Telling};
use crate::model::statement::{ScoredStatement, Statement};
use crate::pipeline::Options;
use crate::report;
use crate::resolve::{Resolver, given_attribution};
use crate::score::{Scorer, tone};
use crate::text;
use crate::text::annotated::Annotated;

/// Everything that a worker needs; shared and never changed.
pub(crate) struct Engine {
    pub(crate) lexicons: Lexicons,
    pub(crate) resolver: Resolver,
    extraction: Extraction,
}

impl Engine {
    /// Loads the engine for `options`, with a description of the run for manifests and states.
    ///
    /// Errors: a table that cannot be read or has a bad row.
    pub(crate) fn new(options: &Options) -> Result<(Engine, RunRecord), Fault> {
        let mut lexicons = load(options)?;
        let run = run_record(options, &lexicons);
        let resolver = Resolver::new(lexicons.take_registry());
        Ok((Engine { lexicons, resolver, extraction: options.extraction.clone() }, run))
    }

    /// The attributions of a document. A given statement is one attribution that covers the whole text.
    pub(crate) fn attributions(&self, document: &Document, annotated: &Annotated<'_>) -> Vec<Attribution> {
        match given_attribution(document) {
            Some(given) => vec![given],
            None => extract(annotated, &self.lexicons.cues, &self.extraction),
        }
    }

    /// Runs `extract`, `resolve` and `score` on a document whose wrapped lines are joined.
    pub(crate) fn scored(&self, document: &Document) -> Vec<ScoredStatement> {
        let annotated = Annotated::new(&document.text);
        let attributions = self.attributions(document, &annotated);
        let statements = self.resolver.statements(document, &annotated, attributions);
        let scorer = scorer(&self.lexicons);
        let score = |statement: Statement| {
            let opinions = scorer.opinions(&annotated, &statement);
            let sentiment = tone(&annotated, &statement, &self.lexicons.sentiment);
            ScoredStatement { statement, sentiment, opinions }
        };
        statements.into_iter().map(score).collect()
    }

    /// The attributions of a document as output records, with the words as in the source text.
    pub(crate) fn attribution_records(&self, document: &Document) -> Vec<record::Attribution> {
        let working = unwrapped(document);
        report::attribution_records(document, &self.attributions(&working, &Annotated::new(&working.text)))
    }

    /// The scored statements of a document as output records, with the words as in the source text.
    pub(crate) fn records(&self, document: &Document) -> Vec<record::Statement> {
        records_of(document, &self.scored(&unwrapped(document)))
    }
}

/// Loads the tables for `options`.
pub(super) fn load(options: &Options) -> Result<Lexicons, Fault> {
    Lexicons::load(&Chosen {
        actors: &options.actors,
        lexicons: &options.lexicons,
        default_actors: options.default_actors,
        default_lexicons: options.default_lexicons,
        fitted: options.fitted && options.default_lexicons,
    })
}

/// The description of a run for manifests and states.
fn run_record(options: &Options, lexicons: &Lexicons) -> RunRecord {
    let mut told = BTreeMap::new();
    told.insert("by", format!("{:?}", options.by).to_lowercase());
    told.insert("extraction", format!("{:?}", options.extraction.depth).to_lowercase());
    told.insert("min_confidence", options.extraction.min_confidence.to_string());
    let cues = options.extraction.cues.as_ref().map_or("all".to_owned(), |cues| {
        cues.iter().map(|cue| format!("{cue:?}").to_lowercase()).collect::<Vec<String>>().join(",")
    });
    told.insert("cues", cues);
    told.insert("min_n", options.min_n.to_string());
    told.insert("seed", options.seed.to_string());
    for (name, value) in [
        ("default_actors", options.default_actors),
        ("default_lexicons", options.default_lexicons),
        ("fitted", options.fitted),
        ("keep_duplicates", options.keep_duplicates),
        ("statements", options.statements),
    ] {
        told.insert(name, value.to_string());
    }
    RunRecord {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        options: told.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        telling: Telling { by: options.by, min_n: options.min_n, statements: options.statements },
        lexicons: lexicons.hashes.clone(),
    }
}

/// The scorer with these tables and models.
pub(crate) fn scorer(lexicons: &Lexicons) -> Scorer<'_> {
    let Lexicons { stance, shifters, sentiment, fitted, .. } = lexicons;
    Scorer { stance, shifters, sentiment, fitted: fitted.then(Fitted::shipped) }
}

/// `document` with its wrapped lines joined. Spans stay valid.
pub(crate) fn unwrapped(document: &Document) -> Cow<'_, Document> {
    match text::wrap::unwrapped(&document.text) {
        Cow::Borrowed(_) => Cow::Borrowed(document),
        Cow::Owned(text) => Cow::Owned(Document { text, ..document.clone() }),
    }
}

/// Scored statements as output records, with the words as in the source text.
pub(crate) fn records_of(document: &Document, scored: &[ScoredStatement]) -> Vec<record::Statement> {
    let parts = scored.iter().map(|item| (&item.statement, item.sentiment, item.opinions.as_slice()));
    report::records(document, parts)
}
