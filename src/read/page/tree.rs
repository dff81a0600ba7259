//! The tree of a page: its elements, and the runs of text between the tags that part paragraphs.

use crate::read::markup::{BLOCKS, Tag, UNSEEN, behind, tag};
use crate::read::repair::entities;

/// An element that parts paragraphs.
#[derive(Default)]
pub(super) struct Element {
    /// Its place in the list; that of the root is its own.
    pub(super) parent: usize,
    pub(super) name: String,
    /// Its class, id and role, in small letters.
    pub(super) marks: String,
    /// Whether it says that its content is the text of an article.
    pub(super) is_body: bool,
    /// Whether it is hidden from readers.
    pub(super) is_hidden: bool,
}

/// Text without a break in it.
pub(super) struct Run {
    /// The innermost element around it.
    pub(super) element: usize,
    pub(super) text: String,
    /// Number of characters in links.
    pub(super) linked: usize,
}

/// What stands on a page.
pub(super) struct Tree {
    /// In the order of their beginnings, so that each stands behind its parent.
    pub(super) elements: Vec<Element>,
    pub(super) runs: Vec<Run>,
    /// Tags that say something of the page, as they are written: `meta`, `time`, `title`, `h1`; the text of the last two
    /// follows.
    pub(super) says: Vec<(String, String)>,
    /// The scripts that hold JSON-LD.
    pub(super) scripts: Vec<String>,
}

/// Elements that part paragraphs besides those that hold text.
const MORE: [&str; 12] =
    ["body", "main", "nav", "form", "fieldset", "td", "th", "tr", "details", "dialog", "menu", "address"];

/// Pages nested deeper are no pages of a newspaper; the elements inside are passed over.
const DEEPEST: usize = 500;

impl Tree {
    /// Reads a page. Any text is one.
    pub(super) fn of(html: &str) -> Tree {
        let root = Element { name: "html".to_owned(), ..Element::default() };
        let tree = Tree { elements: vec![root], runs: Vec::new(), says: Vec::new(), scripts: Vec::new() };
        let mut reading = Reading { tree, open: vec![0], text: String::new(), linked: 0, links: 0, breaks: 0 };
        let mut rest = html;
        while let Some(start) = rest.find('<') {
            reading.words(&rest[..start]);
            rest = &rest[start..];
            rest = match tag(rest) {
                Some(found) => reading.tag(rest, &found),
                None => {
                    reading.words("<");
                    &rest[1..]
                }
            };
        }
        reading.words(rest);
        reading.end_run();
        reading.tree
    }
}

struct Reading {
    tree: Tree,
    /// The open elements, from the outermost.
    open: Vec<usize>,
    text: String,
    linked: usize,
    /// How many links are open.
    links: usize,
    /// Line breaks since the last word.
    breaks: usize,
}

impl Reading {
    fn words(&mut self, html: &str) {
        let decoded = entities(html);
        if decoded.trim().is_empty() {
            if !decoded.is_empty() && !self.text.is_empty() {
                self.text.push(' ');
            }
            return;
        }
        self.breaks = 0;
        self.text.push_str(&decoded);
        self.linked += if self.links > 0 { decoded.trim().chars().count() } else { 0 };
    }

    fn end_run(&mut self) {
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        let text = text.split_whitespace().collect::<Vec<&str>>().join(" ");
        if !text.is_empty() {
            let element = self.open.last().copied().unwrap_or(0);
            self.tree.runs.push(Run { element, text, linked });
        }
    }

    /// Takes a tag at the beginning of `html`; returns what stands behind it.
    fn tag<'h>(&mut self, html: &'h str, found: &Tag) -> &'h str {
        let (written, rest) = html.split_at(found.length);
        let name = found.name.as_str();
        match (name, found.closes) {
            ("a", closes) => self.links = if closes { self.links.saturating_sub(1) } else { self.links + 1 },
            ("br", _) => {
                self.breaks += 1;
                self.text.push(' ');
                if self.breaks > 1 {
                    self.end_run();
                }
            }
            ("meta" | "time", false) => self.tree.says.push((name.to_owned(), written.to_owned())),
            ("title" | "h1", false) => {
                let text = &rest[..rest.find("</").unwrap_or(rest.len())];
                self.tree.says.push((name.to_owned(), entities(text).into_owned()));
            }
            _ => {}
        }
        if !found.closes && UNSEEN.contains(&name) && name != "head" {
            let after = behind(rest, name);
            if name == "script" && written.contains("ld+json") {
                self.tree.scripts.push(rest[..rest.len() - after.len()].to_owned());
            }
            return after;
        }
        // The title in the head is no text of the page.
        if name == "title" && !found.closes {
            return behind(rest, name);
        }
        if BLOCKS.contains(&name) || MORE.contains(&name) {
            self.end_run();
            match found.closes {
                true => self.close(name),
                false => self.begin(name, written),
            }
        }
        rest
    }

    fn begin(&mut self, name: &str, written: &str) {
        // These end where another begins.
        let inner = self.open.last().map_or("", |&at| self.tree.elements[at].name.as_str());
        if inner == "p" || (inner == name && ["li", "td", "tr", "dt", "dd"].contains(&name)) {
            self.open.pop();
        }
        if name == "hr" || written.ends_with("/>") || self.open.len() > DEEPEST {
            return;
        }
        let value = |name: &str| attribute(written, name).unwrap_or_default().to_lowercase();
        let style = value("style").replace(' ', "");
        let element = Element {
            parent: self.open.last().copied().unwrap_or(0),
            name: name.to_owned(),
            marks: format!("{} {} {}", value("class"), value("id"), value("role")),
            is_body: value("itemprop") == "articlebody",
            is_hidden: style.contains("display:none")
                || value("aria-hidden") == "true"
                || attribute(written, "hidden").is_some(),
        };
        self.tree.elements.push(element);
        self.open.push(self.tree.elements.len() - 1);
    }

    fn close(&mut self, name: &str) {
        // What was never opened closes nothing.
        if let Some(at) = self.open.iter().rposition(|&at| self.tree.elements[at].name == name).filter(|at| *at > 0) {
            self.open.truncate(at);
        }
    }
}

/// The value of an attribute of a tag, decoded; empty if it has none.
pub(super) fn attribute(written: &str, wanted: &str) -> Option<String> {
    let inside = written.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
    let mut rest = &inside[inside.find(char::is_whitespace)?..];
    loop {
        rest = rest.trim_start_matches(|one: char| one.is_whitespace() || one == '/');
        let end = rest.find(|one: char| one.is_whitespace() || one == '=').unwrap_or(rest.len());
        let name = &rest[..end];
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let mark = after.chars().next().filter(|mark| ['"', '\''].contains(mark));
            let (start, end) = match mark {
                Some(mark) => (1, after[1..].find(mark).map_or(after.len(), |at| at + 1)),
                None => (0, after.find(char::is_whitespace).unwrap_or(after.len())),
            };
            value = &after[start..end];
            rest = after[end..].trim_start_matches(['"', '\'']);
        }
        if name.eq_ignore_ascii_case(wanted) {
            return Some(entities(value).trim().to_owned());
        }
        if rest.is_empty() || name.is_empty() {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_as_browsers_do() {
        let tag = "<meta name=date content = \"2021 &amp; x\" hidden data-a='b>c'/>";
        let found = ["name", "content", "hidden", "data-a", "class"].map(|name| attribute(tag, name));
        let expected = [Some("date"), Some("2021 & x"), Some(""), Some("b>c"), None];
        assert_eq!(found, expected.map(|value| value.map(str::to_owned)));
        assert_eq!(attribute("<p>", "class"), None);
    }

    #[test]
    fn runs_end_with_their_paragraphs() {
        let tree = Tree::of("<div id=A>one <b>two</b><p>three<p><a href=x>four</a> five<br><br>six</div>seven</div>");
        let runs: Vec<(&str, &str, usize)> = tree
            .runs
            .iter()
            .map(|run| (tree.elements[run.element].name.as_str(), run.text.as_str(), run.linked))
            .collect();
        let expected =
            [("div", "one two", 0), ("p", "three", 0), ("p", "four five", 4), ("p", "six", 0), ("html", "seven", 0)];
        assert_eq!(runs, expected);
        assert!(Tree::of(&"<div>".repeat(100_000)).elements.len() <= DEEPEST + 1);
    }
}
