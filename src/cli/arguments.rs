//! Arguments common to all verbs, and the library options that they set.

use std::path::PathBuf;

use clap::Args;
use verbale::Reader;
use verbale::batch::{Columns, Extraction, Format, Options, ReadOptions};
use verbale::values::{Assertion, CueCategory, Depth};

/// Where the texts of the inputs are.
#[derive(Args, Clone)]
pub(super) struct Texts {
    /// Format of every input, whatever its name
    #[arg(long, value_enum)]
    pub(super) format: Option<Format>,
    /// Column with the document's id [default: doc_id or id]
    #[arg(long, value_name = "COL")]
    pub(super) id: Option<String>,
    /// Column with the text [default: text]
    #[arg(long, value_name = "COL")]
    pub(super) text: Option<String>,
}

/// Who judges stance.
#[derive(Args, Clone)]
pub(super) struct Judging {
    /// Who judges stance; any but the first needs a model
    #[arg(long, value_enum, default_value_t = Reader::Transparent)]
    pub(super) reader: Reader,
    /// The encoder's model [default: models/stance.enc beside the program, above it, or in the working folder]
    #[arg(long, value_name = "FILE")]
    pub(super) model: Option<PathBuf>,
}

/// How the fields of records are found and read.
#[derive(Args)]
pub(super) struct Reading {
    #[command(flatten)]
    texts: Texts,
    /// Column with the date [default: date, created_at, published_at or publication_date]
    #[arg(long, value_name = "COL")]
    date: Option<String>,
    /// How dates are written: dmy or mdy for dates such as 03/04/2021, or a pattern such as %d/%m/%y
    #[arg(long, value_name = "FORM")]
    date_format: Option<String>,
    /// Reject records whose date cannot be read; otherwise they are undated
    #[arg(long)]
    strict_dates: bool,
    /// Leave HTML entities, wrongly decoded and invisible characters as they are
    #[arg(long)]
    as_is: bool,
    /// Column with the outlet [default: outlet]
    #[arg(long, value_name = "COL")]
    outlet: Option<String>,
    /// Column with the title [default: title]
    #[arg(long, value_name = "COL")]
    title: Option<String>,
    /// Column with the speaker; a record with a speaker is a given statement [default: holder or speaker]
    #[arg(long, value_name = "COL")]
    holder: Option<String>,
    /// Maximum size of a record in bytes; longer records are rejected
    #[arg(long, value_name = "BYTES", default_value_t = ReadOptions::default().max_record)]
    max_record: usize,
}

impl Reading {
    pub(super) fn options(&self) -> ReadOptions {
        let columns = Columns {
            id: self.texts.id.clone(),
            text: self.texts.text.clone(),
            date: self.date.clone(),
            outlet: self.outlet.clone(),
            title: self.title.clone(),
            holder: self.holder.clone(),
        };
        ReadOptions {
            format: self.texts.format,
            columns,
            max_record: self.max_record,
            date_format: self.date_format.clone(),
            strict_dates: self.strict_dates,
            repair: !self.as_is,
            ..ReadOptions::default()
        }
    }
}

/// The inputs, and how to read them.
#[derive(Args)]
pub(super) struct Common {
    /// Files, folders, patterns, or - for standard input; .txt .rtf .docx .odt .html .csv .tsv .jsonl .json .xlsx .ods
    /// .rss .atom .xml, each also .gz or .zst, and .parquet .arrow
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,
    #[command(flatten)]
    reading: Reading,
    /// Number of threads [default: one for each core]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// Table of actors, aliases or offices, added to the shipped ones and overriding them; can be repeated
    #[arg(long, value_name = "FILE")]
    actors: Vec<PathBuf>,
    /// Stance table (CSV) or VADER word list (TSV), added to the shipped ones and overriding them; can be repeated
    #[arg(long, value_name = "FILE")]
    lexicon: Vec<PathBuf>,
    /// Use only the actors given with --actors
    #[arg(long)]
    no_default_actors: bool,
    /// Use only the actors and stance entries given here
    #[arg(long)]
    no_default_lexicons: bool,
    /// Use only the entries of the stance lexicon, without the fitted weights
    #[arg(long)]
    no_fitted: bool,
    #[command(flatten)]
    judging: Judging,
    /// Use rules only, without tags and trees: faster, but finds less
    #[arg(long, conflicts_with = "direct_only")]
    fast: bool,
    /// Look for quotations only: fastest, but finds no indirect speech
    #[arg(long)]
    direct_only: bool,
    /// Drop attributions with a probability below P, 0 to 1
    #[arg(long, value_name = "P", default_value_t = 0.0, hide_default_value = true, value_parser = probability)]
    min_confidence: f64,
    /// Take opinions as for or against from this confidence on, 0 to 1
    #[arg(long, value_name = "P", default_value_t = Options::default().least_stance, value_parser = probability)]
    min_stance_confidence: f64,
    /// Keep attributions whose cue does one of these, between commas: say, think, want, ask, judge
    /// [default: all; for reports say,ask,judge]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = category)]
    cues: Option<Vec<CueCategory>>,
    /// Keep attributions of these kinds of saying, between commas: asserted, denied, negated, questioned,
    /// hypothetical, demanded [default: all]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = assertion)]
    assertion: Option<Vec<Assertion>>,
    /// Say nothing but errors
    #[arg(short, long)]
    pub(super) quiet: bool,
    /// Records in a batch; results do not depend on it
    #[arg(long, value_name = "N", default_value_t = Options::default().batch as u32, hide = true, value_parser = clap::value_parser!(u32).range(1..))]
    batch: u32,
}

impl Common {
    /// The options that the arguments set.
    pub(super) fn options(&self) -> Options {
        Options {
            inputs: self.inputs.clone(),
            read: self.reading.options(),
            threads: self.threads,
            actors: self.actors.clone(),
            lexicons: self.lexicon.clone(),
            default_actors: !self.no_default_actors && !self.no_default_lexicons,
            default_lexicons: !self.no_default_lexicons,
            fitted: !self.no_fitted,
            reader: self.judging.reader,
            model: self.judging.model.clone(),
            least_stance: self.min_stance_confidence,
            extraction: Extraction {
                depth: match (self.fast, self.direct_only) {
                    (true, _) => Depth::Fast,
                    (_, true) => Depth::Direct,
                    _ => Depth::Full,
                },
                min_confidence: self.min_confidence,
                cues: self.cues.clone(),
                assertions: self.assertion.clone(),
                ..Extraction::default()
            },
            batch: self.batch as usize,
            ..Options::default()
        }
    }
}

fn probability(given: &str) -> Result<f64, String> {
    let number = given.parse().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| "expected a number from 0 to 1".to_owned())
}

fn category(given: &str) -> Result<CueCategory, String> {
    match given {
        "say" => Ok(CueCategory::Say),
        "think" => Ok(CueCategory::Think),
        "want" => Ok(CueCategory::Want),
        "ask" => Ok(CueCategory::Ask),
        "judge" => Ok(CueCategory::Judge),
        _ => Err("expected say, think, want, ask or judge".to_owned()),
    }
}

fn assertion(given: &str) -> Result<Assertion, String> {
    match given {
        "asserted" => Ok(Assertion::Asserted),
        "denied" => Ok(Assertion::Denied),
        "negated" => Ok(Assertion::Negated),
        "questioned" => Ok(Assertion::Questioned),
        "hypothetical" => Ok(Assertion::Hypothetical),
        "demanded" => Ok(Assertion::Demanded),
        _ => Err("expected asserted, denied, negated, questioned, hypothetical or demanded".to_owned()),
    }
}
