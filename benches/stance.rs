//! Quality of stance toward a target, also for the most confident answers only, and the calibration of its confidence.
//! `cargo bench --bench stance -- FILE…`: sentences with a target and a label, in the form of NewsMTSC as JSON lines;
//! also `.zst`.

mod opened;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};

use serde_json::{Value, json};
use verbale::batch::{Lines, Options, lines};

use opened::opened;

const LABELS: [&str; 3] = ["negative", "neutral", "positive"];
const POLARITIES: [&str; 3] = ["against", "none", "favor"];

/// The gold label, the answer, and its confidence.
struct Answer {
    marked: usize,
    given: usize,
    confidence: f64,
}

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let files: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    if files.is_empty() {
        return writeln!(out, "stance: no file given, nothing measured");
    }
    let mut all: Vec<Answer> = Vec::new();
    writeln!(out, "| file | n | macro-F1, all | surest 75% | 50% | 25% | entries alone |")?;
    writeln!(out, "|---|--:|--:|--:|--:|--:|--:|")?;
    for path in &files {
        let rows: Vec<Value> = BufReader::new(opened(path))
            .lines()
            .map(|line| Ok(serde_json::from_str(&line?)?))
            .collect::<std::io::Result<_>>()?;
        let mut found = answers(&rows, true)?;
        found.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        let share = |percent: usize| 100.0 * macro_f1(&found[..found.len() * percent / 100]);
        let name = path.rsplit('/').next().unwrap_or(path).split(".jsonl").next().unwrap_or(path);
        let [whole, most, half, quarter] = [100, 75, 50, 25].map(share);
        let alone = 100.0 * macro_f1(&answers(&rows, false)?);
        writeln!(out, "| {name} | {} | {whole:.1} | {most:.1} | {half:.1} | {quarter:.1} | {alone:.1} |", found.len())?;
        all.append(&mut found);
    }
    writeln!(out, "\n| confidence | n | right |\n|---|--:|--:|")?;
    for tenth in 3..10 {
        let (low, high) = (f64::from(tenth) / 10.0, f64::from(tenth + 1) / 10.0);
        let some: Vec<&Answer> =
            all.iter().filter(|answer| answer.confidence >= low && (answer.confidence < high || tenth == 9)).collect();
        let right = some.iter().filter(|answer| answer.marked == answer.given).count();
        let percent = 100.0 * right as f64 / some.len().max(1) as f64;
        writeln!(out, "| {low:.1} to {high:.1} | {} | {percent:.0}% |", some.len())?;
    }
    Ok(())
}

/// The program's answers for all rows, with the fitted weights or with lexicon entries only.
fn answers(rows: &[Value], fitted: bool) -> std::io::Result<Vec<Answer>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("rows.jsonl");
    let mut file = std::fs::File::create(&path)?;
    let mut marked: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows {
        let target = json!({ "start": row["target"]["start"], "end": row["target"]["end"] });
        let record = json!({ "doc_id": row["id"], "holder": "AUTHOR", "text": row["sentence"], "targets": [target] });
        writeln!(file, "{record}")?;
        let label = LABELS.iter().position(|label| row["label"] == *label).unwrap_or(1);
        marked.insert(row["id"].as_str().unwrap_or_default().to_owned(), label);
    }
    let options = Options { inputs: vec![path.to_string_lossy().into_owned()], fitted, ..Options::default() };
    let mut written = Vec::new();
    lines(&options, Lines::Statements, &mut written, &mut |_| {}).map_err(std::io::Error::other)?;
    let answer = |line: &[u8]| {
        let record: Value = serde_json::from_slice(line)?;
        let opinion = &record["opinions"][0];
        let given = POLARITIES.iter().position(|polarity| opinion["polarity"] == *polarity).unwrap_or(1);
        let confidence = opinion["confidence"].as_f64().unwrap_or(0.0);
        Ok(Answer { marked: marked[record["doc_id"].as_str().unwrap_or_default()], given, confidence })
    };
    written.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).map(answer).collect()
}

fn macro_f1(answers: &[Answer]) -> f64 {
    let f1 = |class: usize| {
        let count = |is: &dyn Fn(&Answer) -> bool| answers.iter().filter(|answer| is(answer)).count() as f64;
        let right = count(&|answer| answer.marked == class && answer.given == class);
        2.0 * right / (count(&|answer| answer.marked == class) + count(&|answer| answer.given == class)).max(1.0)
    };
    (0..3).map(f1).sum::<f64>() / 3.0
}
