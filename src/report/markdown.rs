//! Markdown: writes blocks as CommonMark with tables. It escapes all text.

use crate::model::actor::ActorId;
use crate::report::block::{Block, Cell, Chart, Example, Inline, Level, Page, Place, Table, Value};
use crate::report::escape::{markdown as escape, markdown_code as code};
use crate::report::letter::NAMES;
use crate::report::name::file_name;

/// The location of a page, from which its links start.
#[derive(Clone, Copy)]
pub(super) enum Home<'h> {
    /// Beside the index.
    Top,
    /// The page of this actor in `actors/`.
    Actor(&'h ActorId),
    /// A page in `names/`.
    Names,
}

/// Writes the page.
pub(super) fn markdown(page: &Page, home: Home<'_>) -> String {
    let mut out = format!("# {}\n\n", escape(&page.title));
    page.blocks.iter().for_each(|one| block(&mut out, one, home));
    if !page.notes.is_empty() {
        out.push_str(&format!("---\n\n{}\n", text(&page.notes, home)));
    }
    out
}

fn block(out: &mut String, block: &Block, home: Home<'_>) {
    match block {
        Block::Heading { level, anchor, text } => {
            let marks = match level {
                Level::Section => "##",
                Level::Subsection => "###",
            };
            if let Some(id) = anchor.as_ref().and_then(anchor_id) {
                out.push_str(&format!("<a id=\"{id}\"></a>\n\n"));
            }
            out.push_str(&format!("{marks} {}\n", escape(text)));
        }
        Block::Paragraph(words) => out.push_str(&format!("{}\n", text(words, home))),
        Block::Table(rows) => table(out, rows, home),
        Block::Chart(Chart { file, caption }) => {
            let up = if matches!(home, Home::Top) { "" } else { "../" };
            out.push_str(&format!("![{}]({up}charts/{file})\n", escape(caption)));
        }
        Block::List(items) => items.iter().for_each(|item| out.push_str(&format!("- {}\n", text(item, home)))),
        Block::Examples(label, examples) => {
            label.iter().for_each(|label| out.push_str(&format!("{label}:\n\n")));
            examples.iter().for_each(|one| example(out, one, home));
        }
    }
    out.push('\n');
}

fn table(out: &mut String, table: &Table, home: Home<'_>) {
    out.push('|');
    table.columns.iter().for_each(|column| out.push_str(&format!(" {} |", escape(&column.name))));
    out.push_str("\n|");
    table.columns.iter().for_each(|column| out.push_str(if column.is_number { "--:|" } else { "---|" }));
    out.push('\n');
    for row in &table.rows {
        out.push('|');
        row.iter().for_each(|one| out.push_str(&format!(" {} |", cell(one, home))));
        out.push('\n');
    }
}

fn cell(cell: &Cell, home: Home<'_>) -> String {
    let shown = match &cell.value {
        Value::Code(id) => code(id),
        Value::Words(words) => text(words, home),
        value => escape(&value.text()),
    };
    cell.link.as_ref().map_or(shown.clone(), |place| format!("[{shown}]({})", address(place, home)))
}

fn text(text: &[Inline], home: Home<'_>) -> String {
    let part = |part: &Inline| match part {
        Inline::Plain(words) => escape(words),
        Inline::Strong(words) => format!("**{}**", escape(words)),
        Inline::Code(id) => code(id),
        Inline::Link(place, words) => format!("[{}]({})", escape(words), address(place, home)),
    };
    text.iter().map(part).collect()
}

/// Writes the statement with its evidence in bold, then its source and its evidence in words.
fn example(out: &mut String, example: &Example, home: Home<'_>) {
    out.push_str("- ");
    if let Some(stance) = &example.stance {
        out.push_str(&format!("**{}**{} ", stance.text(), stance.note()));
    }
    let stretch = |(words, counts): &(String, bool)| match counts {
        true => format!("**{}**", escape(words)),
        false => escape(words),
    };
    let quote: String = example.quote.iter().map(stretch).collect();
    let [open, close] = example.marks();
    out.push_str(&format!("{open}{quote}{close}  \n  — {}", text(&example.origin, home)));
    if !example.reasons.is_empty() {
        out.push_str(&format!("  \n  evidence: {}", escape(&example.reasons)));
    }
    out.push('\n');
}

/// The link to `place`.
fn address(place: &Place, home: Home<'_>) -> String {
    let (folder, file) = match place {
        Place::Index | Place::Glossary | Place::Places => ("", "index.md".to_owned()),
        Place::Actor(actor) | Place::Says(actor, _) | Place::Others(actor) => {
            ("actors/", format!("{}.md", file_name(actor)))
        }
        Place::Letter(letter) => (NAMES, format!("{}.md", letter.word())),
    };
    let own = match home {
        Home::Top => "",
        Home::Actor(_) => "actors/",
        Home::Names => NAMES,
    };
    let file = match (place, home) {
        (Place::Says(actor, _) | Place::Others(actor), Home::Actor(own)) if actor == own => String::new(),
        _ if folder == own => file,
        _ if own.is_empty() => format!("{folder}{file}"),
        _ => format!("../{folder}{file}"),
    };
    anchor_id(place).map_or(file.clone(), |id| format!("{file}#{id}"))
}

/// The anchor of `place` on its page; `None` for the whole page.
pub(super) fn anchor_id(place: &Place) -> Option<String> {
    match place {
        Place::Index | Place::Actor(_) | Place::Letter(_) => None,
        Place::Glossary => Some("glossary".to_owned()),
        Place::Places => Some("places".to_owned()),
        Place::Others(_) => Some("others".to_owned()),
        Place::Says(_, target) => Some(format!("says-{}", file_name(target))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::block::{Stance, numbers, plain, words};

    fn page(block: Block) -> String {
        let page = Page { title: "T".to_owned(), blocks: vec![block], ..Page::default() };
        markdown(&page, Home::Actor(&"QNO".into())).split_off("# T\n\n".len())
    }

    #[test]
    fn a_table_keeps_its_cells() {
        let rows = vec![vec![
            Value::Text("a|b".to_owned()).to(Some(Place::Actor("QNO".into()))),
            Value::Mean(0.5, Some((0.25, 0.75))).into(),
        ]];
        let table = Table { columns: vec![words("Who"), numbers("Mean")], rows };
        assert_eq!(
            page(Block::Table(table)),
            "| Who | Mean |\n|---|--:|\n| [a\\|b](QNO.md) | +0.50 \\[+0.25, +0.75\\] |\n\n"
        );
    }

    #[test]
    fn an_example_has_its_words_and_its_origin() {
        let example = Example {
            stance: Some(Stance { value: 0.0, unsure: Some(-0.4), then: None }),
            quote: vec![("a ".to_owned(), false), ("*lie*".to_owned(), true)],
            origin: vec![plain("Ilo; "), Inline::Code("d:1".to_owned())],
            reasons: "lie −0.40 (object)".to_owned(),
        };
        assert_eq!(
            page(Block::Examples(Some("Against"), vec![example])),
            "Against:\n\n- **−0.40** (not sure: 0 in the means) “a **\\*lie\\***”  \n  — Ilo; `d:1`  \n  evidence: lie −0.40 (object)\n\n"
        );
    }

    #[test]
    fn links_start_from_the_page() {
        let own: ActorId = "QNO".into();
        let says = |holder: &str| Place::Says(holder.into(), "XSU".into());
        let from = |home| [says("QNO"), says("XOS"), Place::Glossary].map(|place| address(&place, home));
        assert_eq!(from(Home::Actor(&own)), ["#says-XSU", "XOS.md#says-XSU", "../index.md#glossary"]);
        assert_eq!(from(Home::Top), ["actors/QNO.md#says-XSU", "actors/XOS.md#says-XSU", "index.md#glossary"]);
    }

    #[test]
    fn colons_of_sentences_stay() {
        let words = vec![plain("p: see http://x and: "), plain("so")];
        assert_eq!(page(Block::Paragraph(words)), "p: see http&#58;//x and: so\n\n");
    }
}
