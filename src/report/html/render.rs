//! Renders one page as HTML: blocks come in; a fixed set of elements comes out. Links lead only to anchors in the file.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::block::{Block, Cell, Chart, Column, Direction, Example, Inline, Level, Page, Place, Table, Value};
use crate::report::escape::html as escape;
use crate::report::letter::NAMES;
use crate::report::markdown::anchor_id;
use crate::report::name::file_name;

/// The anchor of the index.
pub(super) const OVERVIEW: &str = "overview";

/// The charts and anchors that a page may refer to.
pub(super) struct Site<'c> {
    /// The SVG of each chart, by the name of its file.
    pub(super) charts: &'c BTreeMap<String, String>,
    /// The anchors of all pages and headings.
    pub(super) anchors: BTreeSet<String>,
}

/// The anchor of `place` in the file. File names contain no `/`, so anchors are unique.
pub(super) fn anchor(place: &Place) -> String {
    let page = match place {
        Place::Index | Place::Glossary | Place::Places => OVERVIEW.to_owned(),
        Place::Letter(letter) => format!("{NAMES}{}", letter.word()),
        Place::Actor(actor) | Place::Says(actor, _) | Place::Others(actor) => format!("actor/{}", file_name(actor)),
    };
    anchor_id(place).map_or(page.clone(), |id| format!("{page}/{id}"))
}

/// The content of `page` without its title. Headings are lowered by `lower` levels.
pub(super) fn body(site: &Site<'_>, page: &Page, lower: usize) -> String {
    let mut writer = Writer { site, lower, out: String::new(), heading: &page.title, sections: Vec::new() };
    page.blocks.iter().for_each(|block| writer.block(block));
    writer.close_sections(None);
    if !page.notes.is_empty() {
        let notes = writer.text(&page.notes);
        writer.out.push_str(&format!("<footer>\n<p>{notes}</p>\n</footer>\n"));
    }
    writer.out
}

struct Writer<'s> {
    site: &'s Site<'s>,
    lower: usize,
    out: String,
    /// The last heading, used as a label for tables below it.
    heading: &'s str,
    /// The sections that are open.
    sections: Vec<Level>,
}

impl<'s> Writer<'s> {
    fn block(&mut self, block: &'s Block) {
        match block {
            Block::Heading { level, anchor, text } => self.heading(*level, anchor.as_ref(), text),
            Block::Paragraph(words) => {
                let words = self.text(words);
                self.out.push_str(&format!("<p>{words}</p>\n"));
            }
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => self.chart(chart),
            Block::List(items) => {
                let items: String = items.iter().map(|item| format!("<li>{}</li>\n", self.text(item))).collect();
                self.out.push_str(&format!("<ul>\n{items}</ul>\n"));
            }
            Block::Examples(label, examples) => {
                label.iter().for_each(|label| self.out.push_str(&format!("<p>{}:</p>\n", escape(label))));
                self.out.push_str("<ul>\n");
                examples.iter().for_each(|one| self.example(one));
                self.out.push_str("</ul>\n");
            }
        }
    }

    fn heading(&mut self, level: Level, place: Option<&Place>, text: &'s str) {
        self.close_sections(Some(level));
        self.sections.push(level);
        let id = place.map_or(String::new(), |place| format!(" id=\"{}\"", anchor(place)));
        let depth = self.lower + if level == Level::Section { 2 } else { 3 };
        self.out.push_str(&format!("<section{id}>\n<h{depth}>{}</h{depth}>\n", escape(text)));
        self.heading = text;
    }

    /// Closes the sections down to `level`, or all of them.
    fn close_sections(&mut self, level: Option<Level>) {
        while self.sections.pop_if(|open| level.is_none_or(|level| *open >= level)).is_some() {
            self.out.push_str("</section>\n");
        }
    }

    fn text(&self, text: &[Inline]) -> String {
        let part = |part: &Inline| match part {
            Inline::Plain(words) => escape(words),
            Inline::Strong(words) => format!("<strong>{}</strong>", escape(words)),
            Inline::Code(id) => format!("<code>{}</code>", escape(id)),
            Inline::Link(place, words) => self.link(place, &escape(words)),
        };
        text.iter().map(part).collect()
    }

    /// `shown` as a link, or as plain text if the file does not have the place.
    fn link(&self, place: &Place, shown: &str) -> String {
        let anchor = anchor(place);
        match self.site.anchors.contains(&anchor) {
            true => format!("<a href=\"#{anchor}\">{shown}</a>"),
            false => shown.to_owned(),
        }
    }

    fn table(&mut self, table: &Table) {
        // Wide tables scroll. When focused, they also scroll by keyboard.
        let label = escape(self.heading);
        self.out.push_str(&format!(
            "<div class=\"wide\" role=\"group\" aria-label=\"{label}\" tabindex=\"0\">\n<table>\n<thead>\n<tr>"
        ));
        let class = |column: &Column| if column.is_number { " class=\"number\"" } else { "" };
        for column in &table.columns {
            let (class, name) = (class(column), escape(&column.name));
            self.out.push_str(&match name.is_empty() {
                true => format!("<td{class}></td>"),
                false => format!("<th scope=\"col\"{class}>{name}</th>"),
            });
        }
        self.out.push_str("</tr>\n</thead>\n<tbody>\n");
        for row in &table.rows {
            self.out.push_str("<tr>");
            for (number, (cell, column)) in row.iter().zip(&table.columns).enumerate() {
                let (class, cell) = (class(column), self.cell(cell));
                self.out.push_str(&match number {
                    0 => format!("<th scope=\"row\"{class}>{cell}</th>"),
                    _ => format!("<td{class}>{cell}</td>"),
                });
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody>\n</table>\n</div>\n");
    }

    fn cell(&self, cell: &Cell) -> String {
        let text = escape(&cell.value.text());
        let shown = match (&cell.value, text.split_once(' ')) {
            (Value::Words(words), _) => self.text(words),
            (Value::Code(_), _) => format!("<code>{text}</code>"),
            // The line may break between a mean and its interval, but not inside the interval.
            (Value::Mean(..), Some((mean, interval))) => format!("{mean} <span class=\"interval\">{interval}</span>"),
            (Value::Interval(_), _) => format!("<span class=\"interval\">{text}</span>"),
            _ => text,
        };
        cell.link.as_ref().map_or(shown.clone(), |place| self.link(place, &shown))
    }

    /// The chart as inline SVG; its caption if there is no such chart.
    fn chart(&mut self, Chart { file, caption }: &Chart) {
        let caption = escape(caption);
        let chart = self.site.charts.get(file).and_then(|svg| svg.strip_prefix("<svg "));
        self.out.push_str(&match chart {
            Some(svg) => {
                // HTML does not need the namespace of SVG.
                let svg = svg.replacen("xmlns=\"http://www.w3.org/2000/svg\" ", "", 1);
                format!("<p><span class=\"chart\"><svg aria-label=\"{caption}\" {}</span></p>\n", svg.trim_end())
            }
            None => format!("<p>{caption}</p>\n"),
        });
    }

    fn example(&mut self, example: &Example) {
        let direction = match example.direction() {
            Direction::For => "for",
            Direction::Against => "against",
            Direction::Neither => "neither",
        };
        self.out.push_str(&format!("<li class=\"example {direction}\"><p>"));
        if let Some(stance) = &example.stance {
            let (text, note) = (stance.text(), stance.note());
            self.out.push_str(&format!("<strong class=\"stance\">{text}</strong>{note} "));
        }
        let stretch = |(words, counts): &(String, bool)| match counts {
            true => format!("<strong>{}</strong>", escape(words)),
            false => escape(words),
        };
        let quote: String = example.quote.iter().map(stretch).collect();
        let ([open, close], origin) = (example.marks(), self.text(&example.origin));
        self.out.push_str(&format!("{open}{quote}{close}</p>\n<p class=\"about\">— {origin}</p>"));
        if !example.reasons.is_empty() {
            self.out.push_str(&format!("\n<p class=\"about\">evidence: {}</p>", escape(&example.reasons)));
        }
        self.out.push_str("</li>\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::block::{Stance, numbers, plain, words};

    fn html(page: &Page) -> String {
        let chart = "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"><title>x</title></svg>\n";
        let charts = [("QNO.svg".to_owned(), chart.to_owned())].into();
        let places = [Place::Actor("QNO".into()), Place::Says("QNO".into(), "XSU".into())];
        body(&Site { charts: &charts, anchors: places.iter().map(anchor).collect() }, page, 1)
    }

    #[test]
    fn words_stay_words_and_links_stay_inside() {
        let mut page = Page::default();
        page.say("<script>alert(1)</script>");
        let link = |id: &str| Inline::Link(Place::Actor(id.into()), "\"a\"".to_owned());
        page.paragraph(vec![link("QNO"), plain(", "), link("XSU")]);
        assert_eq!(
            html(&page),
            "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n<p><a href=\"#actor/QNO\">&quot;a&quot;</a>, &quot;a&quot;</p>\n"
        );
    }

    #[test]
    fn sections_hold_their_blocks() {
        let mut page = Page { notes: vec![plain("notes")], ..Page::default() };
        page.heading(Level::Section, "A");
        page.anchored(Level::Subsection, Place::Says("QNO".into(), "XSU".into()), "On Sudria");
        page.say("x");
        page.heading(Level::Section, "B");
        assert_eq!(
            html(&page),
            "<section>\n<h3>A</h3>\n<section id=\"actor/QNO/says-XSU\">\n<h4>On Sudria</h4>\n<p>x</p>\n</section>\n</section>\n<section>\n<h3>B</h3>\n</section>\n<footer>\n<p>notes</p>\n</footer>\n"
        );
    }

    #[test]
    fn examples_know_which_way_they_lean() {
        let mut page = Page::default();
        let example = |value: Option<f64>| Example {
            stance: value.map(|value| Stance { value, unsure: None, then: None }),
            quote: vec![("a".to_owned(), value.is_some())],
            origin: vec![plain("b")],
            reasons: String::new(),
        };
        page.examples(Some("For"), vec![example(Some(0.4)), example(Some(-0.004)), example(None)]);
        assert_eq!(
            html(&page),
            "<p>For:</p>\n<ul>\n<li class=\"example for\"><p><strong class=\"stance\">+0.40</strong> “<strong>a</strong>”</p>\n<p class=\"about\">— b</p></li>\n<li class=\"example neither\"><p><strong class=\"stance\">0.00</strong> (neither) “<strong>a</strong>”</p>\n<p class=\"about\">— b</p></li>\n<li class=\"example neither\"><p>“a”</p>\n<p class=\"about\">— b</p></li>\n</ul>\n"
        );
    }

    #[test]
    fn a_chart_is_drawn_in_place() {
        let mut page = Page::default();
        page.chart("QNO.svg".to_owned(), "Mean \"stance\"".to_owned());
        page.chart("XSU.svg".to_owned(), "none".to_owned());
        assert_eq!(
            html(&page),
            "<p><span class=\"chart\"><svg aria-label=\"Mean &quot;stance&quot;\" role=\"img\"><title>x</title></svg></span></p>\n<p>none</p>\n"
        );
    }

    #[test]
    fn a_table_names_its_rows_and_columns() {
        let mut page = Page { title: "T".to_owned(), ..Page::default() };
        let row = vec![Value::Text("Q".to_owned()).to(None), Value::Count(2).to(None), Value::Mean(0.1, None).into()];
        page.table(vec![words(""), numbers("N"), words("M")], vec![row]);
        assert_eq!(
            html(&page),
            "<div class=\"wide\" role=\"group\" aria-label=\"T\" tabindex=\"0\">\n<table>\n<thead>\n<tr><td></td><th scope=\"col\" class=\"number\">N</th><th scope=\"col\">M</th></tr>\n</thead>\n<tbody>\n<tr><th scope=\"row\">Q</th><td class=\"number\">2</td><td>(+0.10)</td></tr>\n</tbody>\n</table>\n</div>\n"
        );
    }
}
