//! `explain`: one text, opened up: who says what, toward whom it stands how, and how that adds up.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{IsTerminal, Read, Write as _};
use std::path::PathBuf;

use clap::Args;
use serde_json::Value;
use verbale::{Date, Fault, Options, Outcome, statements};

/// Arguments of `explain`.
#[derive(Args)]
pub(super) struct ExplainArguments {
    /// The text, or - for standard input
    text: String,
    /// Whoever says all of it: an actor's id or a name
    #[arg(long, value_name = "NAME")]
    holder: Option<String>,
    /// The day of the text, YYYY-MM-DD, for who was in office
    #[arg(long, value_name = "DAY")]
    date: Option<Date>,
    /// Table of actors, aliases or offices that adds to or overrides the shipped ones; may be given again
    #[arg(long, value_name = "FILE")]
    actors: Vec<PathBuf>,
    /// Stance table (CSV) or word list that adds to or overrides the shipped ones; may be given again
    #[arg(long, value_name = "FILE")]
    lexicon: Vec<PathBuf>,
    /// Let the entries of the stance lexicon count alone, without what was fitted to data
    #[arg(long)]
    no_fitted: bool,
    /// Write the statements as JSON lines, as `score` does
    #[arg(long)]
    json: bool,
}

/// Opens up one text.
pub(super) fn explain(arguments: &ExplainArguments) -> Result<Outcome, Fault> {
    let mut text = arguments.text.clone();
    if text == "-" {
        text.clear();
        std::io::stdin().read_to_string(&mut text).map_err(|error| Fault::io("standard input", error))?;
    }
    let options = Options {
        actors: arguments.actors.clone(),
        lexicons: arguments.lexicon.clone(),
        fitted: !arguments.no_fitted,
        ..Options::default()
    };
    let lines = statements(&options, &text, arguments.date, arguments.holder.as_deref())?;
    let paint = Paint(std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none());
    let told = if arguments.json { lines } else { page(&text, &lines, paint) };
    std::io::stdout().write_all(told.as_bytes()).map_err(|error| Fault::io("standard output", error))?;
    Ok(Outcome::default())
}

/// Colours, if the terminal wants them.
#[derive(Clone, Copy)]
struct Paint(bool);

const BOLD: &str = "1";
const FAINT: &str = "2";
const GREEN: &str = "32";
const RED: &str = "31";
const BLUE: &str = "34";

impl Paint {
    fn with(self, code: &str, words: &str) -> String {
        if self.0 { format!("\x1b[{code}m{words}\x1b[0m") } else { words.to_owned() }
    }

    fn signed(self, value: f64) -> String {
        let code = if value >= SMALL {
            GREEN
        } else if value <= -SMALL {
            RED
        } else {
            FAINT
        };
        self.with(code, &format!("{value:+.2}"))
    }
}

/// Numbers nearer to 0 have no colour.
const SMALL: f64 = 0.05;

fn page(text: &str, lines: &str, paint: Paint) -> String {
    let mut out = String::new();
    for line in lines.lines() {
        let record: Value = serde_json::from_str(line).expect("the program's own JSON");
        statement(&mut out, text, &record, paint).expect("a string can be written to");
    }
    cast(&mut out, lines, paint);
    if out.is_empty() {
        out.push_str("Nobody is found to say anything here. With --holder NAME the whole text is a statement.\n");
    }
    out
}

/// Everybody who speaks or is spoken of, with the words by which the text calls them.
fn cast(out: &mut String, lines: &str, paint: Paint) {
    let mut called: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut note = |actor: &Value, words: &Value| {
        if let (Some(actor), Some(words)) = (actor.as_str(), words.as_str()) {
            let known = called.entry(actor.to_owned()).or_default();
            if !known.iter().any(|other| other == words) {
                known.push(words.to_owned());
            }
        }
    };
    for line in lines.lines() {
        let record: Value = serde_json::from_str(line).expect("the program's own JSON");
        note(&record["holder"], &record["source"]["text"]);
        for opinion in record["opinions"].as_array().into_iter().flatten() {
            for mention in opinion["mentions"].as_array().into_iter().flatten() {
                note(&opinion["target"], &mention["text"]);
            }
        }
    }
    if !called.is_empty() {
        out.push_str("cast\n");
    }
    for (actor, words) in called {
        let words: Vec<String> = words.iter().map(|words| format!("“{}”", words.replace('\n', " "))).collect();
        out.push_str(&format!("  {}  {}\n", paint.with(BOLD, &actor), words.join(", ")));
    }
}

fn statement(out: &mut String, text: &str, record: &Value, paint: Paint) -> std::fmt::Result {
    let word = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    let holder = record["holder"].as_str().map_or("nobody known".to_owned(), str::to_owned);
    write!(out, "{}", paint.with(BOLD, &holder))?;
    for via in record["via"].as_array().into_iter().flatten() {
        write!(out, ", via {}", word(via))?;
    }
    let form = word(&record["form"]);
    match (record["source"]["text"].as_str(), record["cue"]["text"].as_str()) {
        (Some(source), Some(cue)) => writeln!(out, "  ({form}: “{source}” … “{cue}”)")?,
        (Some(source), None) => writeln!(out, "  ({form}: “{source}”)")?,
        (None, _) => writeln!(out, "  ({form})")?,
    }
    for part in record["content"].as_array().into_iter().flatten() {
        writeln!(out, "  {}", marked(text, part, record, paint))?;
    }
    let tone = record["sentiment"]["compound"].as_f64().unwrap_or(0.0);
    writeln!(out, "  {}", paint.with(FAINT, &format!("sentiment of the words, toward nobody: {tone:+.2}")))?;
    for opinion in record["opinions"].as_array().into_iter().flatten() {
        opinion_table(out, opinion, paint)?;
    }
    writeln!(out)
}

/// The words of a stretch of content, with those that count and the targets in colour.
fn marked(text: &str, part: &Value, record: &Value, paint: Paint) -> String {
    let place = |value: &Value, at: &str| value[at].as_u64().unwrap_or(0) as usize;
    let (start, end) = (place(part, "start"), place(part, "end"));
    // For each place that begins something, where it ends and its colour; targets win over evidence.
    let mut marks: BTreeMap<usize, (usize, &str)> = BTreeMap::new();
    for opinion in record["opinions"].as_array().into_iter().flatten() {
        for item in opinion["evidence"].as_array().into_iter().flatten() {
            let valence = item["valence"].as_f64().unwrap_or(0.0);
            if valence.abs() >= SMALL {
                marks.insert(place(item, "start"), (place(item, "end"), if valence > 0.0 { GREEN } else { RED }));
            }
        }
        for mention in opinion["mentions"].as_array().into_iter().flatten() {
            marks.insert(place(mention, "start"), (place(mention, "end"), BLUE));
        }
    }
    let characters: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut at = start;
    while at < end {
        match marks.get(&at) {
            Some(&(to, code)) if to > at => {
                let to = to.min(end);
                out.push_str(&paint.with(code, &characters[at..to].iter().collect::<String>()));
                at = to;
            }
            _ => {
                out.push(characters[at]);
                at += 1;
            }
        }
    }
    out
}

fn opinion_table(out: &mut String, opinion: &Value, paint: Paint) -> std::fmt::Result {
    let number = |value: &Value| value.as_f64().unwrap_or(0.0);
    let target = opinion["target"].as_str().unwrap_or("?");
    let polarity = opinion["polarity"].as_str().unwrap_or("?");
    let (stance, sure) = (number(&opinion["stance"]), 100.0 * number(&opinion["confidence"]));
    writeln!(out, "  → {}: {}  {polarity}, {sure:.0}% sure", paint.with(BLUE, target), paint.signed(stance))?;
    for item in opinion["evidence"].as_array().into_iter().flatten() {
        let words = item["text"].as_str().unwrap_or("").replace('\n', " ");
        let (entry, rule) = (item["entry"].as_str().unwrap_or(""), item["rule"].as_str().unwrap_or(""));
        let why = if entry == words.to_lowercase() { rule.to_owned() } else { format!("{rule}: {entry}") };
        writeln!(out, "      {}  {words:<28} {}", paint.signed(number(&item["valence"])), paint.with(FAINT, &why))?;
    }
    if opinion["evidence"].as_array().is_some_and(|evidence| !evidence.is_empty()) {
        writeln!(out, "      {}  sum", paint.signed(stance))?;
    }
    Ok(())
}
