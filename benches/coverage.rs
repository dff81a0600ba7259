//! Coverage of the registry on the speeches of the UN General Debate: actors found, and frequent names that are
//! missing.
//! `cargo bench --bench coverage -- FILE`: JSON lines with `date`, `holder` (a state) and `text`; also `.zst`.

mod opened;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};

use verbale::{Actors, Date, NamedActor, mentions};

use opened::opened;

/// Number of unknown phrases to print.
const PHRASES: usize = 40;

#[derive(Default)]
struct Decade {
    speeches: usize,
    /// Number of speeches that name their own state.
    own: usize,
    mentions: usize,
}

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let Some(path) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        return writeln!(out, "coverage: no file given, nothing measured");
    };
    let actors = Actors::default();
    let mut decades: BTreeMap<String, Decade> = BTreeMap::new();
    let mut unknown: BTreeMap<String, usize> = BTreeMap::new();
    for line in BufReader::new(opened(&path)).lines() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let cell = |name: &str| record[name].as_str().unwrap_or_default();
        let (date, holder, text) = (cell("date"), cell("holder"), cell("text"));
        let found = mentions(text, date.parse::<Date>().ok(), &actors);
        let decade = decades.entry(format!("{}0s", &date[..3])).or_default();
        decade.speeches += 1;
        decade.mentions += found.len();
        decade.own += usize::from(found.iter().any(|named| named.actor.split('.').next() == Some(holder)));
        for phrase in unknown_phrases(text, &found) {
            *unknown.entry(phrase).or_default() += 1;
        }
    }
    writeln!(out, "| decade | speeches | that name their own state | mentions a speech |\n|---|--:|--:|--:|")?;
    for (name, Decade { speeches, own, mentions }) in &decades {
        let (share, each) = (100.0 * *own as f64 / *speeches as f64, *mentions as f64 / *speeches as f64);
        writeln!(out, "| {name} | {speeches} | {share:.1}% | {each:.0} |")?;
    }
    let mut ranked: Vec<(usize, String)> = unknown.into_iter().map(|(phrase, count)| (count, phrase)).collect();
    ranked.sort_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
    let phrases: Vec<String> = ranked.iter().take(PHRASES).map(|(count, phrase)| format!("{phrase} {count}")).collect();
    writeln!(out, "\nThe {PHRASES} commonest capitalised phrases that stay unresolved: {}.", phrases.join(", "))
}

/// Runs of capitalised words inside a sentence that are not part of a mention.
fn unknown_phrases(text: &str, found: &[NamedActor]) -> Vec<String> {
    let mut phrases = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut fresh = true;
    let mut known = found.iter().peekable();
    for word in text.split_whitespace() {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        while known.next_if(|named| named.end <= at).is_some() {}
        let covered = known.peek().is_some_and(|named| named.start < at + word.len());
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        let capital = bare.starts_with(char::is_uppercase) && bare.len() > 1;
        let joins = capital && !fresh && !covered && word.starts_with(char::is_alphanumeric);
        if joins {
            run.push(bare.trim_end_matches("'s").trim_end_matches("’s"));
        }
        if !joins || word.ends_with(|letter: char| !letter.is_alphanumeric()) {
            phrases.extend(Some(std::mem::take(&mut run).join(" ")).filter(|phrase| !phrase.is_empty()));
        }
        fresh = word.ends_with(['.', '!', '?', ':', ';', '"', '”', ')'])
            || bare.is_empty()
            || bare.ends_with(|c: char| c.is_ascii_digit());
    }
    phrases
}
