//! Blocks: the content of a page, independent of its format.
//!
//! The modules of pages build blocks; `markdown` and `html` write them. A block holds plain text: escaping is the work
//! of the format.

use crate::model::actor::ActorId;
use crate::report::figure::{chance, percent, signed};
use crate::report::letter::Letter;

/// A page: one actor, the index, or a comparison.
#[derive(Default)]
pub(super) struct Page {
    /// Its title.
    pub(super) title: String,
    /// The blocks from top to bottom.
    pub(super) blocks: Vec<Block>,
    /// The paragraph at the bottom; empty if there is none.
    pub(super) notes: Text,
}

/// One block of a page.
pub(super) enum Block {
    Heading {
        level: Level,
        /// The anchor that links lead to, if any.
        anchor: Option<Place>,
        text: String,
    },
    Paragraph(Text),
    Table(Table),
    Chart(Chart),
    /// A list with bullets.
    List(Vec<Text>),
    /// Examples below a label.
    Examples(Option<&'static str>, Vec<Example>),
}

/// The level of a heading below the title of its page.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Section,
    Subsection,
}

/// Text in parts.
pub(super) type Text = Vec<Inline>;

/// A part of a text.
#[derive(Clone)]
pub(super) enum Inline {
    Plain(String),
    Strong(String),
    /// An id or a file name, in a fixed-width font.
    Code(String),
    Link(Place, String),
}

/// The target of a link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Index,
    /// The glossary of the index.
    Glossary,
    /// What the places in the evidence mean, below the glossary.
    Places,
    /// The page of all actors whose names begin with this letter.
    Letter(Letter),
    Actor(ActorId),
    /// The examples of what a holder says about a target.
    Says(ActorId, ActorId),
    /// Who comes from an actor and does not speak for it.
    Others(ActorId),
}

/// A table: columns, and rows with as many cells.
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// The header of a column.
pub(super) struct Column {
    /// The label; empty above row names that need none.
    pub(super) name: String,
    /// Whether its cells are numbers, which are aligned right.
    pub(super) is_number: bool,
}

/// A cell. Its value may be a link.
pub(super) struct Cell {
    pub(super) value: Value,
    pub(super) link: Option<Place>,
}

/// The value of a cell.
pub(super) enum Value {
    Empty,
    Text(String),
    /// Text with links in it.
    Words(Text),
    Code(String),
    Count(u64),
    /// A stance or sentiment, −1 to 1, with two decimals.
    Stance(f64),
    /// The same, from too few documents: in brackets.
    Unsure(f64),
    /// A stance with its 95% interval; `None` if there are too few documents.
    Mean(f64, Option<(f64, f64)>),
    /// A 95% interval; `None` if there are too few documents.
    Interval(Option<(f64, f64)>),
    /// A share, 0 to 1, as a percentage.
    Share(f64),
    /// A p-value.
    Chance(f64),
}

/// A chart, which is a file of its own.
pub(super) struct Chart {
    /// The name of the file in `charts/`.
    pub(super) file: String,
    /// The text alternative.
    pub(super) caption: String,
}

/// A statement as an example.
pub(super) struct Example {
    /// The target; `None` in a sample of all statements of a holder.
    pub(super) stance: Option<Stance>,
    /// The quote in spans; `true` marks evidence.
    pub(super) quote: Vec<(String, bool)>,
    /// Who said it, where and when.
    pub(super) origin: Text,
    /// The evidence in words; empty if there is none.
    pub(super) reasons: String,
}

/// The stance of an example.
pub(super) struct Stance {
    /// −1 to 1, as it is in the means.
    pub(super) value: f64,
    /// For an uncertain opinion, which is 0 in the means: the stance that its evidence adds up to.
    pub(super) unsure: Option<f64>,
    /// For two runs: the stance of the same statement in the second run.
    pub(super) then: Option<f64>,
}

/// The direction of an example's stance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    For,
    Against,
    Neither,
}

impl Page {
    pub(super) fn heading(&mut self, level: Level, text: impl Into<String>) {
        self.blocks.push(Block::Heading { level, anchor: None, text: text.into() });
    }

    /// A heading that links can lead to.
    pub(super) fn anchored(&mut self, level: Level, anchor: Place, text: impl Into<String>) {
        self.blocks.push(Block::Heading { level, anchor: Some(anchor), text: text.into() });
    }

    /// A paragraph; nothing if it is empty.
    pub(super) fn paragraph(&mut self, text: Text) {
        if !text.is_empty() {
            self.blocks.push(Block::Paragraph(text));
        }
    }

    /// A paragraph without links.
    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.paragraph(vec![plain(text)]);
    }

    /// A table; nothing if it has no rows.
    pub(super) fn table(&mut self, columns: Vec<Column>, rows: Vec<Vec<Cell>>) {
        if !rows.is_empty() {
            self.blocks.push(Block::Table(Table { columns, rows }));
        }
    }

    pub(super) fn chart(&mut self, file: String, caption: String) {
        self.blocks.push(Block::Chart(Chart { file, caption }));
    }

    /// Examples below a label; nothing if there are none.
    pub(super) fn examples(&mut self, label: Option<&'static str>, examples: Vec<Example>) {
        if !examples.is_empty() {
            self.blocks.push(Block::Examples(label, examples));
        }
    }
}

impl Inline {
    /// The words alone.
    fn text(&self) -> &str {
        match self {
            Inline::Plain(text) | Inline::Strong(text) | Inline::Code(text) | Inline::Link(_, text) => text,
        }
    }
}

pub(super) fn plain(text: impl Into<String>) -> Inline {
    Inline::Plain(text.into())
}

/// Joins texts with `between`.
pub(super) fn joined(parts: impl IntoIterator<Item = Text>, between: &str) -> Text {
    let mut out = Text::new();
    for part in parts {
        if !out.is_empty() {
            out.push(plain(between));
        }
        out.extend(part);
    }
    out
}

/// A column of text.
pub(super) fn words(name: impl Into<String>) -> Column {
    Column { name: name.into(), is_number: false }
}

/// A column of numbers.
pub(super) fn numbers(name: impl Into<String>) -> Column {
    Column { name: name.into(), is_number: true }
}

impl From<Value> for Cell {
    fn from(value: Value) -> Cell {
        Cell { value, link: None }
    }
}

impl Value {
    /// A cell with a link to `place`.
    pub(super) fn to(self, place: Option<Place>) -> Cell {
        Cell { value: self, link: place }
    }

    /// The value as plain text, not escaped.
    pub(super) fn text(&self) -> String {
        match self {
            Value::Empty => String::new(),
            Value::Text(text) | Value::Code(text) => text.clone(),
            Value::Words(text) => text.iter().map(Inline::text).collect(),
            Value::Count(number) => number.to_string(),
            Value::Stance(stance) => signed(*stance),
            Value::Unsure(stance) => format!("({})", signed(*stance)),
            Value::Mean(stance, None) => format!("({})", signed(*stance)),
            Value::Mean(stance, interval) => format!("{} {}", signed(*stance), Value::Interval(*interval).text()),
            Value::Interval(None) => "–".to_owned(),
            Value::Interval(Some((low, high))) => format!("[{}, {}]", signed(*low), signed(*high)),
            Value::Share(share) => percent(*share),
            Value::Chance(p) => chance(*p).trim_start_matches("p ").trim_start_matches("= ").to_owned(),
        }
    }
}

impl Example {
    /// The quotation marks around the quote; none if it begins and ends with its own.
    pub(super) fn marks(&self) -> [&'static str; 2] {
        let own = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
        let begins = self.quote.first().is_some_and(|(words, _)| words.starts_with(own));
        let last = self.quote.last().map_or("", |(words, _)| words.trim_end_matches(['.', ',', ';', '!', '?']));
        let count = |marks: &[char]| self.quote.iter().map(|(words, _)| words.matches(marks).count()).sum::<usize>();
        let is_open = count(&['“', '„', '«']) > count(&['”', '»']) || count(&['"']) % 2 == 1;
        match begins {
            true if last.ends_with(own) => ["", ""],
            true if is_open => ["", "”"],
            _ => ["“", "”"],
        }
    }

    /// The direction of the stance, as far as two decimals show it.
    pub(super) fn direction(&self) -> Direction {
        let value = self.stance.as_ref().map_or(0.0, |stance| stance.value);
        match (value * 100.0).round() {
            hundredths if hundredths > 0.0 => Direction::For,
            hundredths if hundredths < 0.0 => Direction::Against,
            _ => Direction::Neither,
        }
    }
}

impl Stance {
    /// `+0.42`, or `+0.42 → −0.10` for two runs that differ.
    pub(super) fn text(&self) -> String {
        let then = self.then.map_or(String::new(), |then| format!(" → {}", signed(then)));
        format!("{}{then}", signed(self.unsure.unwrap_or(self.value)))
    }

    /// What stands after the number if it is 0 in the means; otherwise empty.
    pub(super) fn note(&self) -> &'static str {
        match (self.text().as_str(), self.unsure) {
            ("0.00", None) => " (neither)",
            (_, None) => "",
            ("0.00", Some(_)) => " (not sure)",
            (_, Some(_)) => " (not sure: 0 in the means)",
        }
    }
}
