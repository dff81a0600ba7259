//! Quality and speed of attribution, by depth and by form, and the calibration of its confidence.
//! `cargo bench --bench attribution -- FILE`: articles with every attribution annotated, in the form of PolNeAR as JSON
//! lines; also `.zst`.
//!
//! A content is right if it shares at least half of its words with an annotated one that no better match has claimed.

mod opened;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::ops::Range;
use std::path::Path;
use std::time::Instant;

use serde_json::{Value, json};
use verbale::batch::{Extraction, Lines, Options, lines};
use verbale::values::Depth;

use opened::opened;

/// An attribution: the words of its content, by index, and its other properties.
struct Said {
    words: Vec<usize>,
    kind: String,
    source: Vec<usize>,
    confidence: f64,
}

struct Article {
    words: Vec<Range<usize>>,
    marked: Vec<Said>,
}

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let Some(path) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        return writeln!(out, "attribution: no file given, nothing measured");
    };
    let folder = tempfile::tempdir()?;
    let copy = folder.path().join("articles.jsonl");
    let mut texts = std::fs::File::create(&copy)?;
    let mut many = std::fs::File::create(folder.path().join("many.jsonl"))?;
    let mut articles: BTreeMap<String, Article> = BTreeMap::new();
    let mut bytes = 0;
    for line in BufReader::new(opened(&path)).lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().unwrap_or_default();
        bytes += text.len();
        writeln!(texts, "{}", json!({ "doc_id": record["doc_id"], "text": text }))?;
        for number in 0..COPIES {
            writeln!(many, "{}", json!({ "doc_id": format!("{number} {}", record["doc_id"]), "text": text }))?;
        }
        let words = words_of(text);
        let quotes = record["quotes"].as_array().map_or(&[][..], Vec::as_slice);
        let marked = quotes.iter().map(|quote| Said {
            words: fragments(&words, &quote["fragments"]),
            kind: quote["kind"].as_str().unwrap_or_default().to_owned(),
            source: fragments(&words, &quote["speaker"]["fragments"]),
            confidence: 1.0,
        });
        let marked = marked.collect();
        articles.insert(record["doc_id"].as_str().unwrap_or_default().to_owned(), Article { words, marked });
    }
    std::fs::write(folder.path().join("nothing.jsonl"), "{\"doc_id\":\"a\",\"text\":\"He said so.\"}\n")?;
    writeln!(out, "| read | precision | recall | F1 | direct, recall | mixed | indirect | source right | MB/s |")?;
    writeln!(out, "|---|--:|--:|--:|--:|--:|--:|--:|--:|")?;
    let mut full = Vec::new();
    for (name, depth) in [("everything", Depth::Full), ("--fast", Depth::Fast), ("--direct-only", Depth::Direct)] {
        let (found, seconds) = extracted(folder.path(), depth, &articles);
        let matched = matched(&articles, &found);
        writeln!(
            out,
            "| {name} | {} | {:.1} |",
            row(&articles, &found, &matched),
            (bytes * COPIES) as f64 / 1e6 / seconds
        )?;
        if depth == Depth::Full {
            full = found
                .values()
                .flatten()
                .map(|said| said.confidence)
                .zip(matched.values().flatten().map(|m| m.0))
                .collect();
        }
    }
    writeln!(out, "\n| confidence | found | right |\n|---|--:|--:|")?;
    for step in 0..10 {
        let (low, high) = (f64::from(step) / 10.0, f64::from(step + 1) / 10.0);
        let inside: Vec<bool> = full
            .iter()
            .filter(|(p, _)| (low..high).contains(p) || step == 9 && *p >= high)
            .map(|(_, right)| *right)
            .collect();
        let right = inside.iter().filter(|right| **right).count();
        writeln!(out, "| {low:.1} to {high:.1} | {} | {:.0}% |", inside.len(), share(right, inside.len()))?;
    }
    let sure: Vec<bool> = full.iter().filter(|(p, _)| *p >= 0.8).map(|(_, right)| *right).collect();
    let right = sure.iter().filter(|right| **right).count();
    writeln!(out, "| 0.8 and more | {} | {:.0}% |", sure.len(), share(right, sure.len()))?;
    writeln!(out, "\nexpected calibration error, ten bins: {:.3} (n = {})", calibration_error(&full), full.len())
}

/// By how much confidence and share of right ones differ: the mean over ten bins of equal width, weighted by how many
/// attributions each holds.
fn calibration_error(found: &[(f64, bool)]) -> f64 {
    let mut bins = [(0.0, 0.0); 10];
    for (confidence, right) in found {
        let bin = &mut bins[((confidence * 10.0) as usize).min(9)];
        bin.0 += confidence;
        bin.1 += f64::from(u8::from(*right));
    }
    bins.iter().map(|(confidence, right)| (confidence - right).abs()).sum::<f64>() / found.len().max(1) as f64
}

fn share(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

/// Runs of letters and digits, in characters.
fn words_of(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, character) in text.chars().enumerate() {
        if character.is_alphanumeric() || character == '_' {
            match words.last_mut() {
                Some(last) if last.end == at => last.end = at + 1,
                _ => words.push(at..at + 1),
            }
        }
    }
    words
}

fn inside(words: &[Range<usize>], start: &Value, end: &Value) -> Vec<usize> {
    let place = |value: &Value| value.as_u64().unwrap_or(0) as usize;
    let (start, end) = (place(start), place(end));
    let from = words.partition_point(|word| word.end <= start);
    let to = words.partition_point(|word| word.start < end);
    (from..to.max(from)).collect()
}

fn fragments(words: &[Range<usize>], value: &Value) -> Vec<usize> {
    let parts = value.as_array().map_or(&[][..], Vec::as_slice);
    parts.iter().flat_map(|part| inside(words, &part[0], &part[1])).collect()
}

/// The articles are read this many times, since one pass is too short to time.
const COPIES: usize = 12;

/// The attributions of `input` as lines, read on one thread, and the shortest of three times.
fn timed(input: &Path, depth: Depth) -> (Vec<u8>, f64) {
    let inputs = vec![input.to_string_lossy().into_owned()];
    let extraction = Extraction { depth, ..Extraction::default() };
    let options = Options { inputs, extraction, threads: 1, ..Options::default() };
    let mut written = Vec::new();
    let mut seconds = f64::MAX;
    for _ in 0..3 {
        written.clear();
        let start = Instant::now();
        lines(&options, Lines::Attributions, &mut written, &mut |_| {}).expect("the articles can be read");
        seconds = seconds.min(start.elapsed().as_secs_f64());
    }
    (written, seconds)
}

/// The attributions by article, and the time they took, minus the time for an almost empty file.
fn extracted(folder: &Path, depth: Depth, articles: &BTreeMap<String, Article>) -> (BTreeMap<String, Vec<Said>>, f64) {
    let (written, _) = timed(&folder.join("articles.jsonl"), depth);
    let seconds = timed(&folder.join("many.jsonl"), depth).1 - timed(&folder.join("nothing.jsonl"), depth).1;
    let mut found: BTreeMap<String, Vec<Said>> = articles.keys().map(|id| (id.clone(), Vec::new())).collect();
    for line in written.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let record: Value = serde_json::from_slice(line).expect("a line of JSON");
        let id = record["doc_id"].as_str().unwrap_or_default();
        let words = &articles[id].words;
        let parts = record["content"].as_array().map_or(&[][..], Vec::as_slice);
        found.get_mut(id).expect("an article").push(Said {
            words: parts.iter().flat_map(|part| inside(words, &part["start"], &part["end"])).collect(),
            kind: String::new(),
            source: inside(words, &record["source"]["start"], &record["source"]["end"]),
            confidence: record["confidence"].as_f64().unwrap_or(0.0),
        });
    }
    (found, seconds)
}

/// For each attribution found: whether it is right, and the index of the annotated one.
type Matched = BTreeMap<String, Vec<(bool, usize)>>;

fn matched(articles: &BTreeMap<String, Article>, found: &BTreeMap<String, Vec<Said>>) -> Matched {
    let mut all = Matched::new();
    for (id, article) in articles {
        let found = &found[id];
        let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
        for (number, said) in found.iter().enumerate() {
            for (of, marked) in article.marked.iter().enumerate() {
                let shared = said.words.iter().filter(|word| marked.words.contains(word)).count();
                let whole = said.words.len() + marked.words.len() - shared;
                if shared * 2 >= whole && shared > 0 {
                    pairs.push((shared as f64 / whole as f64, number, of));
                }
            }
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let mut right = vec![(false, 0); found.len()];
        let mut taken = vec![false; article.marked.len()];
        for (_, number, of) in pairs {
            if !right[number].0 && !taken[of] {
                right[number] = (true, of);
                taken[of] = true;
            }
        }
        all.insert(id.clone(), right);
    }
    all
}

fn row(articles: &BTreeMap<String, Article>, found: &BTreeMap<String, Vec<Said>>, matched: &Matched) -> String {
    let marked: usize = articles.values().map(|article| article.marked.len()).sum();
    let all: usize = found.values().map(Vec::len).sum();
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (mut right, mut with_source, mut source) = (0, 0, 0);
    for (id, article) in articles {
        article.marked.iter().for_each(|said| kinds.entry(&said.kind).or_default().0 += 1);
        for ((is_right, of), said) in matched[id].iter().zip(&found[id]).filter(|((is_right, _), _)| *is_right) {
            let gold = &article.marked[*of];
            right += usize::from(*is_right);
            kinds.entry(&gold.kind).or_default().1 += 1;
            with_source += usize::from(!gold.source.is_empty());
            source += usize::from(gold.source.iter().any(|word| said.source.contains(word)));
        }
    }
    let recall = |kind: &str| kinds.get(kind).map_or(0.0, |(all, right)| share(*right, *all));
    format!(
        "{:.1} | {:.1} | {:.1} | {:.1} | {:.1} | {:.1} | {:.1}%",
        share(right, all),
        share(right, marked),
        share(2 * right, all + marked),
        recall("direct"),
        recall("mixed"),
        recall("indirect"),
        share(source, with_source)
    )
}
