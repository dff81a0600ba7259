//! Options, as Python gives them: words and numbers by name.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use pyo3::prelude::*;
use serde::de::DeserializeOwned;
use verbale::batch::{Columns, Options, ReadOptions};
use verbale::{AnalyzerBuilder, Sector};

use crate::error::unexpected;

/// What an analyzer is loaded with.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Loading {
    actors: Vec<PathBuf>,
    lexicon: Vec<PathBuf>,
    default_actors: bool,
    default_lexicons: bool,
    fitted: bool,
    depth: String,
    cues: Option<Vec<String>>,
    assertion: Option<Vec<String>>,
    min_confidence: f64,
    min_stance_confidence: Option<f64>,
}

impl Loading {
    pub(crate) fn set(self, mut builder: AnalyzerBuilder) -> PyResult<AnalyzerBuilder> {
        use verbale::values::Depth;
        for path in self.actors {
            builder = builder.actors(path);
        }
        for path in self.lexicon {
            builder = builder.lexicon(path);
        }
        if !self.default_lexicons {
            builder = builder.no_default_lexicons();
        }
        if !self.default_actors {
            builder = builder.no_default_actors();
        }
        if !self.fitted {
            builder = builder.no_fitted();
        }
        builder = builder.depth(match self.depth.as_str() {
            "full" => Depth::Full,
            "fast" => Depth::Fast,
            "direct" => Depth::Direct,
            other => return Err(unexpected("depth", other, "full, fast or direct")),
        });
        if let Some(cues) = self.cues {
            builder =
                builder.cues(words::<verbale::values::CueCategory>("cues", &cues, "say, think, want, ask or judge")?);
        }
        if let Some(kinds) = self.assertion {
            builder = builder.assertions(words::<verbale::values::Assertion>(
                "assertion",
                &kinds,
                "asserted, denied, negated, questioned, hypothetical or demanded",
            )?);
        }
        builder = builder.min_confidence(probability("min_confidence", self.min_confidence)?);
        if let Some(least) = self.min_stance_confidence {
            builder = builder.min_stance_confidence(probability("min_stance_confidence", least)?);
        }
        Ok(builder)
    }
}

/// How records are read, and how many are worked on at once.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Reading {
    id: Option<String>,
    text: Option<String>,
    date: Option<String>,
    outlet: Option<String>,
    title: Option<String>,
    holder: Option<String>,
    date_format: Option<String>,
    strict_dates: bool,
    as_is: bool,
    threads: usize,
    strict: bool,
}

impl Reading {
    pub(crate) fn options(self, stop: Arc<AtomicBool>) -> Options {
        let Reading { id, text, date, outlet, title, holder, .. } = self;
        let read = ReadOptions {
            columns: Columns { id, text, date, outlet, title, holder },
            date_format: self.date_format,
            strict_dates: self.strict_dates,
            repair: !self.as_is,
            ..ReadOptions::default()
        };
        Options { read, threads: self.threads, strict: self.strict, stop, ..Options::default() }
    }
}

/// What reports show.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Reporting {
    by: String,
    min_n: Option<u64>,
    seed: u64,
    keep_duplicates: bool,
    sector: Vec<String>,
    level: Option<String>,
    statements: bool,
    html: bool,
    parquet: bool,
    bom: bool,
    codes: Vec<PathBuf>,
}

impl Reporting {
    pub(crate) fn set(self, options: Options) -> PyResult<Options> {
        let sector = |code: &String| {
            let expected = "a sector such as GOV, MIL, LEG, MED or CVL";
            code.parse::<Sector>().map_err(|()| unexpected("sector", code, expected))
        };
        let level = self.level.as_deref().map(|level| word("level", level, "state or actor")).transpose()?;
        Ok(Options {
            by: word("by", &self.by, "decade, year, quarter, month or all")?,
            min_n: self.min_n.unwrap_or(options.min_n),
            seed: self.seed,
            keep_duplicates: self.keep_duplicates,
            sectors: self.sector.iter().map(sector).collect::<PyResult<Vec<Sector>>>()?.into_iter().collect(),
            level,
            statements: self.statements,
            html: self.html,
            parquet: self.parquet,
            bom: self.bom,
            codes: self.codes,
            ..options
        })
    }
}

fn probability(option: &str, given: f64) -> PyResult<f64> {
    let expected = "a number from 0 to 1";
    if (0.0..=1.0).contains(&given) { Ok(given) } else { Err(unexpected(option, &given.to_string(), expected)) }
}

/// The value that files call `given`.
fn word<T: DeserializeOwned>(option: &str, given: &str, expected: &str) -> PyResult<T> {
    serde_json::from_value(given.into()).map_err(|_| unexpected(option, given, expected))
}

fn words<T: DeserializeOwned>(option: &str, given: &[String], expected: &str) -> PyResult<Vec<T>> {
    given.iter().map(|one| word(option, one, expected)).collect()
}
