//! Differences between the crate `vader_sentiment` and this program (and therefore Python), by kind of text.
//! Reads JSON lines with `text`: `cargo bench --bench agreement -- texts.jsonl`

use std::io::{BufRead, BufReader, Write};

use vader_sentiment::SentimentIntensityAnalyzer;
use verbale::{Lexicon, sentiment};

/// Differences of up to one in the last printed decimal are rounding.
const ROUNDING: f64 = 1.01e-4;

/// A feature of a text, and how to detect it.
type Kind = (&'static str, fn(&str) -> bool);

const KINDS: [Kind; 7] = [
    ("any text", |_| true),
    ("an emoticon", |text| [":)", ":(", ":D", ";)"].iter().any(|emoticon| text.contains(emoticon))),
    ("! or ?", |text| text.contains(['!', '?'])),
    ("\"no\" or \"nor\"", |text| has_word(text, &["no", "nor"])),
    ("\"never\" or \"without\"", |text| has_word(text, &["never", "without"])),
    ("\"least\"", |text| has_word(text, &["least"])),
    ("\"but\"", |text| has_word(text, &["but"])),
];

fn has_word(text: &str, words: &[&str]) -> bool {
    let plain = |word: &str| word.trim_matches(|c: char| c.is_ascii_punctuation()).to_lowercase();
    text.split_whitespace().any(|word| words.contains(&plain(word).as_str()))
}

fn main() -> std::io::Result<()> {
    // Cargo adds an option of its own. When all benches run, there is no file and nothing to compare.
    let Some(path) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        return writeln!(std::io::stdout(), "agreement: left out, no file of texts was named");
    };
    let (lexicon, other) = (Lexicon::default(), SentimentIntensityAnalyzer::new());
    let mut counts = [[0_u64; 2]; KINDS.len()];
    for line in BufReader::new(std::fs::File::open(path)?).lines() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().unwrap_or_default();
        // The crate returns no compound score for an empty text.
        let theirs = other.polarity_scores(text).get("compound").copied().unwrap_or(0.0);
        let differs = (sentiment(text, &lexicon).compound - theirs).abs() > ROUNDING;
        for ((_, holds), count) in KINDS.iter().zip(&mut counts) {
            count[0] += u64::from(holds(text));
            count[1] += u64::from(holds(text) && differs);
        }
    }
    let mut out = std::io::stdout().lock();
    for ((kind, _), [texts, different]) in KINDS.iter().zip(counts) {
        let share = 100.0 * different as f64 / texts.max(1) as f64;
        writeln!(out, "{kind:22} {different:6} of {texts:6} differ ({share:.0}%)")?;
    }
    Ok(())
}
