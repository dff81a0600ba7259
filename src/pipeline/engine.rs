//! The engine: models and tables, loaded once. A document comes in; attributions or scored statements come out. It
//! neither counts nor writes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::error::Error;
use crate::extract::{Extraction, extract};
use crate::lexicon::fitted::Fitted;
use crate::lexicon::{Chosen, Lexicons};
use crate::model::actor::Sector;
use crate::model::attribution::Attribution;
use crate::model::document::Document;
use crate::model::opinion::{Opinion, Polarity};
use crate::model::reader::Reader;
use crate::model::record;
use crate::model::run::{Run as RunRecord, Telling};
use crate::model::span::Span;
use crate::model::statement::{ScoredStatement, Statement};
use crate::model::validation::Calibration;
use crate::pipeline::options::{COUNTED, Options};
use crate::pipeline::second::Second;
use crate::report;
use crate::resolve::{Resolver, given_attribution};
use crate::score::{self, Scorer, settle, tone, weigh};
use crate::text;
use crate::text::annotated::{Annotated, Form};
use crate::text::headline::{cased, headlines};
use crate::text::turn::turns;

/// Everything that a worker needs; shared and never changed.
pub(crate) struct Engine {
    pub(crate) lexicons: Lexicons,
    pub(crate) resolver: Resolver,
    extraction: Extraction,
    least_stance: f64,
    calibration: Option<Calibration>,
    reader: Reader,
    second: Option<Second>,
}

impl Engine {
    /// Loads the engine for `options`, with a description of a run that makes reports, for manifests and states.
    ///
    /// Errors: a table or a model that cannot be read, or a table with a bad row.
    pub(crate) fn new(options: &Options) -> Result<(Engine, RunRecord), Error> {
        let mut lexicons = load(options)?;
        let second = Second::load(options)?;
        let mut run = run_record(&options.clone().for_reports(), &lexicons);
        run.lexicons.extend(second.iter().flat_map(Second::hashes));
        let resolver = Resolver::new(lexicons.take_registry());
        Ok((
            Engine {
                lexicons,
                resolver,
                extraction: options.extraction.clone(),
                // A fitted confidence decides itself what counts.
                least_stance: if options.calibration.is_some() { 0.0 } else { options.least_stance },
                calibration: options.calibration,
                reader: options.reader,
                second,
            },
            run,
        ))
    }

    /// The attributions of a document. A given statement is one attribution that covers the whole text.
    pub(crate) fn attributions(&self, document: &Document, annotated: &Annotated<'_>) -> Vec<Attribution> {
        self.attributions_as(document, annotated, &self.extraction)
    }

    fn attributions_as(&self, document: &Document, annotated: &Annotated<'_>, how: &Extraction) -> Vec<Attribution> {
        match given_attribution(document) {
            Some(given) => vec![given],
            None => extract(annotated, &self.lexicons.cues, how),
        }
    }

    /// `extract` → `resolve` → `score`, for a document as it is worked on.
    pub(crate) fn scored(&self, whole: &Whole<'_>) -> Vec<ScoredStatement> {
        self.scored_as(whole, &self.extraction)
    }

    /// The same, with other options of extraction than the engine's own.
    pub(crate) fn scored_as(&self, whole: &Whole<'_>, how: &Extraction) -> Vec<ScoredStatement> {
        let (form, cased) = whole.form();
        let document = cased.as_ref().unwrap_or(&whole.working);
        let annotated = Annotated::formed(&document.text, form);
        let attributions = self.attributions_as(document, &annotated, how);
        let statements = self.resolver.statements(document, &annotated, attributions);
        let scorer = Scorer { least: self.least_stance, ..scorer(&self.lexicons) };
        let score = |statement: Statement| {
            let mut opinions = scorer.opinions(&annotated, &statement);
            settle(&statement.attribution, &mut opinions);
            if let Some(second) = &self.second {
                second.read(document, whole.body, &statement, &mut opinions, self.least_stance);
            }
            let (sentiment, toward) = tone(&annotated, &statement, &self.lexicons.sentiment);
            opinions.iter_mut().zip(toward).for_each(|(opinion, tone)| opinion.sentiment = tone);
            ScoredStatement { statement, sentiment, opinions }
        };
        let mut scored: Vec<ScoredStatement> = statements.into_iter().map(score).collect();
        weigh(&mut scored, self.reader, self.least_stance);
        if let Some(fitted) = &self.calibration {
            scored.iter_mut().for_each(|item| calibrate(fitted, &mut item.opinions));
        }
        scored
    }

    /// The references of a document to somebody whom they do not name, and who may be meant by each.
    #[cfg(feature = "fit")]
    pub(crate) fn references(&self, whole: &Whole<'_>) -> Vec<crate::resolve::reference::Seen> {
        let (form, cased) = whole.form();
        let document = cased.as_ref().unwrap_or(&whole.working);
        let annotated = Annotated::formed(&document.text, form);
        let attributions = self.attributions(document, &annotated);
        self.resolver.references(document, &annotated, attributions)
    }

    /// The attributions of a document as output records, with the words as in the source text.
    pub(crate) fn attribution_records(&self, document: &Document) -> Vec<record::Attribution> {
        let whole = Whole::of(document);
        let (form, cased) = whole.form();
        let document = cased.as_ref().unwrap_or(&whole.working);
        let found = self.attributions(document, &Annotated::formed(&document.text, form));
        report::attribution_records(&whole.read, whole.body, &found)
    }

    /// The scored statements of a document as output records, with the words as in the source text.
    pub(crate) fn records(&self, document: &Document) -> Vec<record::Statement> {
        let whole = Whole::of(document);
        let scored = self.scored(&whole);
        let mut records = records_of(&whole, &scored);
        records.iter_mut().for_each(|record| record.columns = document.columns.clone());
        if self.extraction.cues.is_none() {
            // All are listed; reports would leave out what is only thought or wanted.
            let counts = scored.iter().map(|item| COUNTED.contains(&item.statement.attribution.category));
            records.iter_mut().zip(counts).for_each(|(record, counts)| record.counted &= counts);
        }
        records
    }
}

/// Replaces the confidence of opinions that lean by the fitted one, which decides whether they count.
fn calibrate(fitted: &Calibration, opinions: &mut [Opinion]) {
    for opinion in opinions.iter_mut().filter(|opinion| opinion.polarity != Polarity::None) {
        opinion.confidence = fitted.of(opinion.confidence);
        opinion.counted &= opinion.confidence >= fitted.threshold;
    }
}

/// Loads the tables for `options`.
pub(super) fn load(options: &Options) -> Result<Lexicons, Error> {
    Lexicons::load(&Chosen {
        actors: &options.actors,
        lexicons: &options.lexicons,
        default_actors: options.default_actors,
        default_lexicons: options.default_lexicons,
        fitted: options.fitted && options.default_lexicons,
    })
}

/// The description of a run for manifests and states.
pub(super) fn run_record(options: &Options, lexicons: &Lexicons) -> RunRecord {
    let mut told = BTreeMap::new();
    told.insert("by", format!("{:?}", options.by).to_lowercase());
    told.insert("extraction", format!("{:?}", options.extraction.depth).to_lowercase());
    told.insert("min_stance_confidence", options.least_stance.to_string());
    told.insert("min_confidence", options.extraction.min_confidence.to_string());
    let cues = options.extraction.cues.as_ref().map_or("all".to_owned(), |cues| {
        cues.iter().map(|cue| format!("{cue:?}").to_lowercase()).collect::<Vec<String>>().join(",")
    });
    told.insert("cues", cues);
    let assertions = options.extraction.assertions.as_ref().map_or("all".to_owned(), |kinds| {
        kinds.iter().map(|kind| format!("{kind:?}").to_lowercase()).collect::<Vec<String>>().join(",")
    });
    told.insert("assertion", assertions);
    if options.reader != Reader::Transparent {
        told.insert("reader", options.reader.word().to_owned());
    }
    if let Some(level) = options.level {
        told.insert("level", format!("{level:?}").to_lowercase());
    }
    if !options.sectors.is_empty() {
        let wanted = Sector::ALL.into_iter().filter(|sector| options.sectors.has(*sector)).map(Sector::code);
        told.insert("sector", wanted.collect::<Vec<&str>>().join(","));
    }
    if let Some(Calibration { intercept, slope, threshold }) = options.calibration {
        told.insert("calibration", format!("intercept {intercept}, slope {slope}, threshold {threshold}"));
    }
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
        telling: telling(options),
        lexicons: lexicons.hashes.clone(),
        own_expressions: lexicons.stance.own_expressions(),
    }
}

/// How a tally is turned into reports.
pub(super) fn telling(options: &Options) -> Telling {
    Telling {
        by: options.by,
        min_n: options.min_n,
        statements: options.statements,
        level: options.level,
        sectors: options.sectors,
    }
}

/// The scorer with these tables and models.
pub(crate) fn scorer(lexicons: &Lexicons) -> Scorer<'_> {
    let Lexicons { stance, shifters, sentiment, fitted, .. } = lexicons;
    Scorer { stance, shifters, sentiment, fitted: fitted.then(Fitted::shipped), least: score::COUNTED }
}

/// A document with its title before its text, so that both are read alike.
pub(crate) struct Whole<'d> {
    /// As it was read.
    pub(crate) read: Cow<'d, Document>,
    /// As it is worked on: wrapped lines are joined, every span stays where it is.
    pub(crate) working: Cow<'d, Document>,
    /// Where the text begins, in bytes; 0 without a title.
    body: usize,
}

/// What stands between a title and its text.
const BETWEEN: &str = "\n\n";

impl<'d> Whole<'d> {
    /// Puts the title of `document` before its text; a given statement stays as it is.
    pub(crate) fn of(document: &'d Document) -> Whole<'d> {
        let title = document.title.as_deref().filter(|title| document.given.is_none() && !title.trim().is_empty());
        let working = unwrapped(document);
        let Some(title) = title else { return Whole { read: Cow::Borrowed(document), working, body: 0 } };
        // A title is one line.
        let title = title.replace(['\n', '\r'], " ");
        let titled = |text: &str| Document { text: format!("{title}{BETWEEN}{text}"), ..document.clone() };
        let (read, working) = (titled(&document.text), titled(&working.text));
        Whole { read: Cow::Owned(read), working: Cow::Owned(working), body: title.len() + BETWEEN.len() }
    }

    /// Where the text begins behind the title, in bytes.
    #[cfg(feature = "fit")]
    pub(crate) fn body(&self) -> usize {
        self.body
    }

    /// Its headlines and turns, and the document with their capitals as in running text where that differs.
    fn form(&self) -> (Form, Option<Document>) {
        let words = &self.working.text;
        let (headlines, turns) = (headlines(words, self.body), turns(words, self.body));
        let names: Vec<Span> = turns.iter().map(|turn| turn.name).collect();
        let cased = match cased(words, &headlines, &names) {
            Cow::Borrowed(_) => None,
            Cow::Owned(text) => Some(Document { text, ..self.working.as_ref().clone() }),
        };
        let dateline = match self.working.given {
            Some(_) => String::new(),
            None => text::layout::first_dateline(&self.read.text[self.body..]).to_owned(),
        };
        (Form { headlines, turns, dateline }, cased)
    }
}

/// `document` with its wrapped lines joined. Spans stay valid.
pub(crate) fn unwrapped(document: &Document) -> Cow<'_, Document> {
    let joined = text::wrap::unwrapped(&document.text);
    let bare = match document.given {
        Some(_) => None,
        None => Some(text::layout::without_layout(&joined)),
    };
    let text = match bare {
        Some(Cow::Owned(text)) => text,
        _ => match joined {
            Cow::Borrowed(_) => return Cow::Borrowed(document),
            Cow::Owned(text) => text,
        },
    };
    Cow::Owned(Document { text, ..document.clone() })
}

/// Scored statements of a document as they leave the program, with the words as they were read.
pub(crate) fn records_of(whole: &Whole<'_>, scored: &[ScoredStatement]) -> Vec<record::Statement> {
    let parts = scored.iter().map(|item| (&item.statement, item.sentiment, item.opinions.as_slice()));
    report::records(&whole.read, whole.body, parts)
}
