//! Pages as CommonMark with tables.

use crate::report::block::{Block, Cell, Chart, Example, Inline, Level, Page, Place, Table, Value};
use crate::report::escape::{markdown as escape, markdown_code as code};
use crate::report::name::file_name;

/// Where a page is written: links are told from there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Folder {
    /// That of the index.
    Top,
    /// `actors/`.
    Actors,
}

/// The page as text.
pub(super) fn markdown(page: &Page, folder: Folder) -> String {
    let mut out = format!("# {}\n\n", escape(&page.title));
    page.blocks.iter().for_each(|one| block(&mut out, one, folder));
    if !page.notes.is_empty() {
        out.push_str(&format!("---\n\n{}\n", text(&page.notes, folder)));
    }
    out
}

fn block(out: &mut String, block: &Block, folder: Folder) {
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
        Block::Paragraph(words) => out.push_str(&format!("{}\n", text(words, folder))),
        Block::Table(rows) => table(out, rows, folder),
        Block::Chart(Chart { file, caption }) => {
            let up = if folder == Folder::Top { "" } else { "../" };
            out.push_str(&format!("![{}]({up}charts/{file})\n", escape(caption)));
        }
        Block::List(items) => items.iter().for_each(|item| out.push_str(&format!("- {}\n", text(item, folder)))),
        Block::Examples(label, examples) => {
            label.iter().for_each(|label| out.push_str(&format!("{label}:\n\n")));
            examples.iter().for_each(|one| example(out, one, folder));
        }
    }
    out.push('\n');
}

fn table(out: &mut String, table: &Table, folder: Folder) {
    out.push('|');
    table.columns.iter().for_each(|column| out.push_str(&format!(" {} |", escape(&column.name))));
    out.push_str("\n|");
    table.columns.iter().for_each(|column| out.push_str(if column.is_number { "--:|" } else { "---|" }));
    out.push('\n');
    for row in &table.rows {
        out.push('|');
        row.iter().for_each(|one| out.push_str(&format!(" {} |", cell(one, folder))));
        out.push('\n');
    }
}

fn cell(cell: &Cell, folder: Folder) -> String {
    let shown = match &cell.value {
        Value::Code(id) => code(id),
        value => escape(&value.text()),
    };
    cell.link.as_ref().map_or(shown.clone(), |place| format!("[{shown}]({})", address(place, folder)))
}

fn text(text: &[Inline], folder: Folder) -> String {
    let part = |part: &Inline| match part {
        Inline::Plain(words) => prose(words),
        Inline::Strong(words) => format!("**{}**", escape(words)),
        Inline::Code(id) => code(id),
        Inline::Link(place, words) => format!("[{}]({})", escape(words), address(place, folder)),
    };
    text.iter().map(part).collect()
}

/// A colon before a space makes no address, and stays.
fn prose(words: &str) -> String {
    escape(words).replace("&#58; ", ": ")
}

/// The statement first, with what counted in bold, then where it comes from and what it counted.
fn example(out: &mut String, example: &Example, folder: Folder) {
    out.push_str("- ");
    if let Some(stance) = &example.stance {
        let unsure = if stance.unsure { " (not sure)" } else { "" };
        out.push_str(&format!("**{}**{unsure} ", stance.text()));
    }
    let stretch = |(words, counts): &(String, bool)| match counts {
        true => format!("**{}**", escape(words)),
        false => escape(words),
    };
    let quote: String = example.quote.iter().map(stretch).collect();
    out.push_str(&format!("“{quote}”  \n  — {}", text(&example.origin, folder)));
    if !example.reasons.is_empty() {
        out.push_str(&format!("  \n  counted: {}", escape(&example.reasons)));
    }
    out.push('\n');
}

/// The link to `place` from a page in `folder`.
fn address(place: &Place, folder: Folder) -> String {
    let (actors, top) = if folder == Folder::Top { ("actors/", "") } else { ("", "../") };
    let file = match place {
        Place::Index | Place::Glossary => format!("{top}index.md"),
        Place::Actor(holder) | Place::Says(holder, _) => format!("{actors}{}.md", file_name(holder)),
    };
    anchor_id(place).map_or(file.clone(), |id| format!("{file}#{id}"))
}

/// What `place` is called on its page; `None` for the page as a whole.
pub(super) fn anchor_id(place: &Place) -> Option<String> {
    match place {
        Place::Index | Place::Actor(_) => None,
        Place::Glossary => Some("glossary".to_owned()),
        Place::Says(_, target) => Some(format!("says-{}", file_name(target))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::block::{Stance, numbers, plain, words};

    fn page(block: Block) -> String {
        let page = Page { title: "T".to_owned(), blocks: vec![block], ..Page::default() };
        markdown(&page, Folder::Actors).split_off("# T\n\n".len())
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
            stance: Some(Stance { value: -0.4, unsure: true, then: None }),
            quote: vec![("a ".to_owned(), false), ("*lie*".to_owned(), true)],
            origin: vec![plain("Ilo; "), Inline::Code("d:1".to_owned())],
            reasons: "lie −0.40 (object)".to_owned(),
        };
        assert_eq!(
            page(Block::Examples(Some("Against"), vec![example])),
            "Against:\n\n- **−0.40** (not sure) “a **\\*lie\\***”  \n  — Ilo; `d:1`  \n  counted: lie −0.40 \\(object\\)\n\n"
        );
    }

    #[test]
    fn colons_of_sentences_stay() {
        let words = vec![plain("p: see http://x and: "), plain("so")];
        assert_eq!(page(Block::Paragraph(words)), "p: see http&#58;//x and: so\n\n");
    }
}
