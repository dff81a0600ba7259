//! Blocks: what a page says, before it is written in any format.
//!
//! The modules of pages put blocks together; `markdown` and `html` write them down. A block holds plain text of the
//! corpus: escaping is the work of the format.

use crate::model::actor::ActorId;
use crate::report::figure::{chance, percent, signed};

/// A page: one actor, the index, or a comparison.
#[derive(Default)]
pub(super) struct Page {
    /// Its heading.
    pub(super) title: String,
    /// From top to bottom.
    pub(super) blocks: Vec<Block>,
    /// The paragraph at its foot; empty without.
    pub(super) notes: Text,
}

/// One block of a page.
pub(super) enum Block {
    Heading {
        level: Level,
        /// What links lead here, if any do.
        anchor: Option<Place>,
        text: String,
    },
    Paragraph(Text),
    Table(Table),
    Chart(Chart),
    /// A plain list.
    List(Vec<Text>),
    /// Statements that stand under a number, with a label above them.
    Examples(Option<&'static str>, Vec<Example>),
}

/// How deep a heading stands below the title of its page.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Section,
    Subsection,
}

/// Text in a line, part by part.
pub(super) type Text = Vec<Inline>;

/// A part of a line of text.
#[derive(Clone)]
pub(super) enum Inline {
    Plain(String),
    Strong(String),
    /// An id or a file name, as it is written elsewhere.
    Code(String),
    Link(Place, String),
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Index,
    /// The glossary of the index.
    Glossary,
    Actor(ActorId),
    /// The examples of what a holder says of a target.
    Says(ActorId, ActorId),
}

/// A table: columns, and rows with as many cells.
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// The head of a column.
pub(super) struct Column {
    /// Empty above the names of rows that need none.
    pub(super) name: String,
    /// Whether its cells are numbers, which stand at the right.
    pub(super) is_number: bool,
}

/// A cell; its value may lead somewhere.
pub(super) struct Cell {
    pub(super) value: Value,
    pub(super) link: Option<Place>,
}

/// What stands in a cell.
pub(super) enum Value {
    Empty,
    Text(String),
    Code(String),
    Count(u64),
    /// A stance or sentiment, −1 to 1, in two decimals.
    Stance(f64),
    /// The same, from too few documents: in brackets.
    Unsure(f64),
    /// A stance with its 95% interval; `None` where there are too few documents to say.
    Mean(f64, Option<(f64, f64)>),
    /// A 95% interval; `None` as above.
    Interval(Option<(f64, f64)>),
    /// 0 to 1, as a percentage.
    Share(f64),
    /// A p-value.
    Chance(f64),
}

/// A chart that is drawn in a file of its own.
pub(super) struct Chart {
    /// The name of the file in `charts/`.
    pub(super) file: String,
    /// What it shows, for those who do not see it.
    pub(super) caption: String,
}

/// A statement as an example.
pub(super) struct Example {
    /// `None` in a sample of all that a holder says.
    pub(super) stance: Option<Stance>,
    /// The words, each stretch with whether it counted.
    pub(super) quote: Vec<(String, bool)>,
    /// Who said it, where and when.
    pub(super) origin: Text,
    /// What made the stance; empty without.
    pub(super) reasons: String,
}

/// The stance of an example.
pub(super) struct Stance {
    /// −1 to 1.
    pub(super) value: f64,
    /// Whether the direction is more probably wrong than right.
    pub(super) unsure: bool,
    /// The stance of the same statement in the second of two runs.
    pub(super) then: Option<f64>,
}

/// Which way an example leans.
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

    /// A heading that links lead to.
    pub(super) fn anchored(&mut self, level: Level, anchor: Place, text: impl Into<String>) {
        self.blocks.push(Block::Heading { level, anchor: Some(anchor), text: text.into() });
    }

    /// A paragraph; nothing if there are no words.
    pub(super) fn paragraph(&mut self, text: Text) {
        if !text.is_empty() {
            self.blocks.push(Block::Paragraph(text));
        }
    }

    /// A paragraph without links.
    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.paragraph(vec![plain(text)]);
    }

    /// A table; nothing without rows.
    pub(super) fn table(&mut self, columns: Vec<Column>, rows: Vec<Vec<Cell>>) {
        if !rows.is_empty() {
            self.blocks.push(Block::Table(Table { columns, rows }));
        }
    }

    pub(super) fn chart(&mut self, file: String, caption: String) {
        self.blocks.push(Block::Chart(Chart { file, caption }));
    }

    /// Examples under a label; nothing without any.
    pub(super) fn examples(&mut self, label: Option<&'static str>, examples: Vec<Example>) {
        if !examples.is_empty() {
            self.blocks.push(Block::Examples(label, examples));
        }
    }
}

pub(super) fn plain(text: impl Into<String>) -> Inline {
    Inline::Plain(text.into())
}

/// Lists of words with `between` them.
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

/// A column of words.
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
    /// A cell that leads to `place`.
    pub(super) fn to(self, place: Option<Place>) -> Cell {
        Cell { value: self, link: place }
    }

    /// The value as text; that of a corpus is not escaped.
    pub(super) fn text(&self) -> String {
        match self {
            Value::Empty => String::new(),
            Value::Text(text) | Value::Code(text) => text.clone(),
            Value::Count(number) => number.to_string(),
            Value::Stance(stance) => signed(*stance),
            Value::Unsure(stance) => format!("({})", signed(*stance)),
            Value::Mean(stance, None) => format!("({}) too few to say", signed(*stance)),
            Value::Mean(stance, interval) => format!("{} {}", signed(*stance), Value::Interval(*interval).text()),
            Value::Interval(None) => "too few to say".to_owned(),
            Value::Interval(Some((low, high))) => format!("[{}, {}]", signed(*low), signed(*high)),
            Value::Share(share) => percent(*share),
            Value::Chance(p) => chance(*p).trim_start_matches("p ").trim_start_matches("= ").to_owned(),
        }
    }
}

impl Example {
    /// Which way it leans, as far as two decimals show it.
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
    /// `+0.42`, or `+0.42 → −0.10` where two runs differ.
    pub(super) fn text(&self) -> String {
        let then = self.then.map_or(String::new(), |then| format!(" → {}", signed(then)));
        format!("{}{then}", signed(self.value))
    }
}
