//! The verb `explain`: shows how one text is analysed: who says what, the stance toward each target, and the sum behind
//! it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{IsTerminal, Read, Write as _};
use std::path::PathBuf;

use clap::Args;
use verbale::batch::Outcome;
use verbale::values::{Answer, Readers, Scope};
use verbale::{Analyzer, Date, Document, Error, Evidence, Opinion, Statement, Words};

use crate::cli::arguments::Judging;

/// Arguments of `explain`.
#[derive(Args)]
pub(super) struct ExplainArguments {
    /// The text, or - for standard input
    text: String,
    /// The speaker of the whole text: an actor's id or a name
    #[arg(long, value_name = "NAME")]
    holder: Option<String>,
    /// Date of the text, YYYY-MM-DD, which decides who was in office
    #[arg(long, value_name = "DAY")]
    date: Option<Date>,
    /// Table of actors, aliases or offices, added to the shipped ones and overriding them; can be repeated
    #[arg(long, value_name = "FILE")]
    actors: Vec<PathBuf>,
    /// Stance table (CSV) or word list, added to the shipped ones and overriding them; can be repeated
    #[arg(long, value_name = "FILE")]
    lexicon: Vec<PathBuf>,
    /// Use only the entries of the stance lexicon, without the fitted weights
    #[arg(long)]
    no_fitted: bool,
    #[command(flatten)]
    judging: Judging,
    /// Write the statements as JSON lines, like `score`
    #[arg(long)]
    json: bool,
}

/// Explains one text.
pub(super) fn explain(arguments: &ExplainArguments) -> Result<Outcome, Error> {
    let mut text = arguments.text.clone();
    if text == "-" {
        text.clear();
        std::io::stdin().read_to_string(&mut text).map_err(|error| Error::io("standard input", error))?;
    }
    let mut analyzer = Analyzer::builder();
    for path in &arguments.actors {
        analyzer = analyzer.actors(path);
    }
    for path in &arguments.lexicon {
        analyzer = analyzer.lexicon(path);
    }
    if arguments.no_fitted {
        analyzer = analyzer.no_fitted();
    }
    analyzer = analyzer.reader(arguments.judging.reader);
    if let Some(path) = &arguments.judging.model {
        analyzer = analyzer.model(path);
    }
    let document = match &arguments.holder {
        Some(holder) => Document::given("text", holder, &text),
        None => Document::new("text", &text),
    };
    let found = analyzer.build()?.analyze(&Document { date: arguments.date, ..document });
    let paint = Paint(std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none());
    let told = if arguments.json { lines(&found) } else { page(&text, &found, paint) };
    std::io::stdout().write_all(told.as_bytes()).map_err(|error| Error::io("standard output", error))?;
    Ok(Outcome::default())
}

/// Writes colours, if the terminal supports them.
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

/// Numbers closer to 0 than this have no colour.
const SMALL: f64 = 0.05;

/// The statements as JSON lines, as `score` writes them.
fn lines(statements: &[Statement]) -> String {
    let line = |statement| serde_json::to_string(statement).expect("plain values become JSON") + "\n";
    statements.iter().map(line).collect()
}

fn page(text: &str, statements: &[Statement], paint: Paint) -> String {
    let mut out = String::new();
    for one in statements {
        statement(&mut out, text, one, paint).expect("a string can be written to");
    }
    cast(&mut out, statements, paint);
    if out.is_empty() {
        out.push_str("No statement found. With --holder NAME, the whole text is taken as a statement by NAME.\n");
    }
    out
}

/// Everybody who speaks or is spoken of, with the words that the text has for them.
fn cast(out: &mut String, statements: &[Statement], paint: Paint) {
    let mut named: Vec<(&str, &str)> = Vec::new();
    for Statement { holder, source, opinions, .. } in statements {
        named.extend(holder.iter().zip(source).map(|(holder, source)| (&**holder, source.text.as_str())));
        let targets =
            opinions.iter().flat_map(|opinion| opinion.mentions.iter().map(move |mention| (opinion, mention)));
        named.extend(targets.map(|(opinion, mention)| (&*opinion.target, mention.text.as_str())));
    }
    let mut called: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (actor, words) in named {
        let known = called.entry(actor).or_default();
        if !known.contains(&words) {
            known.push(words);
        }
    }
    if !called.is_empty() {
        out.push_str("cast\n");
    }
    for (actor, words) in called {
        let words: Vec<String> = words.iter().map(|words| format!("“{}”", words.replace('\n', " "))).collect();
        out.push_str(&format!("  {}  {}\n", paint.with(BOLD, actor), words.join(", ")));
    }
}

fn statement(out: &mut String, text: &str, statement: &Statement, paint: Paint) -> std::fmt::Result {
    let Statement { holder, via, source, cue, content, sentiment, opinions, .. } = statement;
    let form = statement.form.word();
    write!(out, "{}", paint.with(BOLD, holder.as_deref().unwrap_or("unknown holder")))?;
    via.iter().try_for_each(|via| write!(out, ", via {via}"))?;
    match (source, cue) {
        (Some(source), Some(cue)) => writeln!(out, "  ({form}: “{}” … “{}”)", source.text, cue.text)?,
        (Some(source), None) => writeln!(out, "  ({form}: “{}”)", source.text)?,
        (None, _) => writeln!(out, "  ({form})")?,
    }
    for part in content {
        writeln!(out, "  {}", marked(text, part, opinions, paint))?;
    }
    let tone = format!("sentiment, without a target: {:+.2}", sentiment.compound);
    writeln!(out, "  {}", paint.with(FAINT, &tone))?;
    opinions.iter().try_for_each(|opinion| opinion_table(out, opinion, paint))?;
    writeln!(out)
}

/// The words of a span of content, with targets and evidence in colour.
fn marked(text: &str, part: &Words, opinions: &[Opinion], paint: Paint) -> String {
    // For each offset where a coloured span begins: its end and its colour. Targets win over evidence.
    let mut marks: BTreeMap<usize, (usize, &str)> = BTreeMap::new();
    for opinion in opinions {
        for item in opinion.evidence.iter().filter(|item| item.valence.abs() >= SMALL) {
            marks.insert(item.start, (item.end, if item.valence > 0.0 { GREEN } else { RED }));
        }
        for mention in &opinion.mentions {
            marks.insert(mention.start, (mention.end, BLUE));
        }
    }
    let characters: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut at = part.start;
    while at < part.end {
        match marks.get(&at) {
            Some(&(to, code)) if to > at => {
                let to = to.min(part.end);
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

fn opinion_table(out: &mut String, opinion: &Opinion, paint: Paint) -> std::fmt::Result {
    let Opinion { target, stance, polarity, confidence, evidence, .. } = opinion;
    let (stance, polarity, sure) = (paint.signed(*stance), polarity.word(), 100.0 * confidence);
    writeln!(out, "  → {}: {stance}  {polarity}, {sure:.0}% sure", paint.with(BLUE, target))?;
    if let Some(Readers { transparent, neural }) = opinion.readers {
        let each = |Answer { against, none, favor, .. }| {
            let [against, none, favor] = [against, none, favor].map(|one| 100.0 * one);
            format!("{against:.0}% against, {none:.0}% none, {favor:.0}% favor")
        };
        let agree = if opinion.agree == Some(true) { "both readers agree" } else { "the readers differ" };
        let told = format!("{agree}: transparent {}; neural {}", each(transparent), each(neural));
        writeln!(out, "      {}", paint.with(FAINT, &told))?;
    }
    if let Some(alone) = opinion.alone {
        let told = format!("by these words alone {alone:+.2}; the rest of the text moves it");
        writeln!(out, "      {}", paint.with(FAINT, &told))?;
    }
    for Evidence { text, entry, rule, valence, scope, .. } in evidence {
        let words = match scope {
            // The words at this place are not the evidence.
            Scope::Sentence => "(the whole sentence)".to_owned(),
            Scope::Rest => "(other words)".to_owned(),
            Scope::Words => text.replace('\n', " "),
        };
        let plain = entry.is_empty() || *scope == Scope::Rest || *entry == words.to_lowercase();
        let why = if plain { rule.clone() } else { format!("{rule}: {entry}") };
        writeln!(out, "      {}  {words:<28} {}", paint.signed(*valence), paint.with(FAINT, &why))?;
    }
    if !evidence.is_empty() {
        writeln!(out, "      {stance}  sum")?;
    }
    Ok(())
}
