//! One Markdown page becomes HTML. Only what is named here is ever written: any other HTML of the page is shown as
//! text, and a link that leads out of the file is only its words.

use pulldown_cmark::{Alignment, Event, Options, Parser, Tag, TagEnd};

use crate::report::html::site::{Site, anchor, own_anchor};

/// A page in parts.
pub(super) struct Rendered {
    /// The heading of the first level, as HTML.
    pub(super) title: String,
    /// The same as plain text.
    pub(super) name: String,
    /// Everything else, as HTML.
    pub(super) body: String,
}

/// The page at `path`, its headings lowered by `lower` levels.
pub(super) fn render(site: &Site<'_>, path: &str, lower: usize) -> Rendered {
    let events: Vec<Event<'_>> = Parser::new_ext(site.text(path), Options::ENABLE_TABLES).collect();
    let mut writer = Writer::new(site, path, lower);
    for (at, event) in events.iter().enumerate() {
        writer.event(event, &events[at + 1..]);
    }
    writer.finish()
}

/// `text` as it stands in HTML, inside or outside of an attribute.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(character),
        }
    }
    out
}

struct Writer<'s> {
    site: &'s Site<'s>,
    path: &'s str,
    lower: usize,
    title: String,
    name: String,
    out: String,
    /// Plain words of the heading or image that is being read.
    words: String,
    /// Where the heading that is being read begins in `out`.
    start: usize,
    /// The last heading, for the tables below it.
    heading: String,
    /// Levels of the sections that are open.
    sections: Vec<usize>,
    /// The anchor that the next heading gets.
    anchor: Option<String>,
    /// Whether each open link leads anywhere.
    links: Vec<bool>,
    /// The address of the image that is being read; its words are no text of the page.
    image: Option<String>,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    in_passage: bool,
    in_footer: bool,
    /// Whether the item has no paragraphs of its own.
    tight: bool,
    /// Whether the next bold words are the stance of a passage.
    stance: bool,
    /// The tag that ends the cell.
    cell: &'static str,
}

impl<'s> Writer<'s> {
    fn new(site: &'s Site<'s>, path: &'s str, lower: usize) -> Writer<'s> {
        Writer {
            site,
            path,
            lower,
            title: String::new(),
            name: String::new(),
            out: String::new(),
            words: String::new(),
            start: 0,
            heading: String::new(),
            sections: Vec::new(),
            anchor: None,
            links: Vec::new(),
            image: None,
            alignments: Vec::new(),
            column: 0,
            in_head: false,
            in_passage: false,
            in_footer: false,
            tight: false,
            stance: false,
            cell: "",
        }
    }

    fn event(&mut self, event: &Event<'_>, next: &[Event<'_>]) {
        match event {
            Event::Start(tag) => self.open(tag, next),
            Event::End(tag) => self.close(tag),
            Event::Text(text) => self.text(text),
            Event::Code(text) => self.code(text),
            Event::Html(html) | Event::InlineHtml(html) => self.html(html),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str(if self.in_passage { "</p>\n<p class=\"about\">" } else { "<br>\n" }),
            Event::Rule => self.rule(),
            // Never asked for: the parser knows them only as options.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => self.text(text),
            Event::TaskListMarker(_) => {}
        }
    }

    fn open(&mut self, tag: &Tag<'_>, next: &[Event<'_>]) {
        match tag {
            Tag::Paragraph => self.out.push_str("<p>"),
            Tag::Heading { level, .. } => self.open_heading(*level as usize),
            Tag::BlockQuote(_) => self.out.push_str("<blockquote>\n"),
            Tag::CodeBlock(_) => self.out.push_str("<pre><code>"),
            Tag::List(None) => self.out.push_str("<ul>\n"),
            Tag::List(Some(first)) => self.out.push_str(&format!("<ol start=\"{first}\">\n")),
            Tag::Item => self.open_item(next),
            Tag::Table(alignments) => self.open_table(alignments),
            Tag::TableHead => {
                (self.in_head, self.column) = (true, 0);
                self.out.push_str("<thead>\n<tr>");
            }
            Tag::TableRow => {
                self.column = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => self.open_cell(matches!(next.first(), Some(Event::End(TagEnd::TableCell)))),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong if std::mem::take(&mut self.stance) => self.out.push_str("<strong class=\"stance\">"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Link { dest_url, .. } => self.open_link(dest_url),
            Tag::Image { dest_url, .. } => {
                self.image = Some(dest_url.to_string());
                self.words.clear();
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: &TagEnd) {
        match tag {
            TagEnd::Paragraph => self.close_paragraph(),
            TagEnd::Heading(level) => self.close_heading(*level as usize),
            TagEnd::BlockQuote(_) => self.out.push_str("</blockquote>\n"),
            TagEnd::CodeBlock => self.out.push_str("</code></pre>\n"),
            TagEnd::List(false) => self.out.push_str("</ul>\n"),
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::Item => {
                self.out.push_str(if self.in_passage && self.tight { "</p></li>\n" } else { "</li>\n" });
                self.in_passage = false;
            }
            TagEnd::Table => self.out.push_str("</tbody>\n</table>\n</div>\n"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.push_str("</tr>\n</thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => {
                self.column += 1;
                self.out.push_str(self.cell);
            }
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Link if self.links.pop() == Some(true) => self.out.push_str("</a>"),
            TagEnd::Image => self.close_image(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        self.words.push_str(text);
        if self.image.is_none() {
            self.out.push_str(&escape(text));
        }
    }

    fn code(&mut self, text: &str) {
        self.words.push_str(text);
        if self.image.is_none() {
            self.out.push_str(&format!("<code>{}</code>", escape(text)));
        }
    }

    /// Our own anchors wait for the heading that they stand before; everything else is text.
    fn html(&mut self, html: &str) {
        match own_anchor(html) {
            Some(id) => {
                self.flush_anchor();
                self.anchor = Some(anchor(self.path, id));
            }
            None if html == "</a>" => {}
            None => self.text(html),
        }
    }

    /// An anchor without a heading stands by itself.
    fn flush_anchor(&mut self) {
        if let Some(id) = self.anchor.take() {
            self.out.push_str(&format!("<span id=\"{id}\"></span>"));
        }
    }

    fn close_paragraph(&mut self) {
        // A paragraph that held only an anchor.
        match self.out.strip_suffix("<p>") {
            Some(kept) => self.out.truncate(kept.len()),
            None => self.out.push_str("</p>\n"),
        }
    }

    fn open_heading(&mut self, level: usize) {
        self.words.clear();
        if level > 1 {
            let level = level + self.lower;
            self.close_sections(level);
            self.sections.push(level);
            let id = self.anchor.take().map_or(String::new(), |id| format!(" id=\"{id}\""));
            self.out.push_str(&format!("<section{id}>\n<h{level}>"));
        }
        self.start = self.out.len();
    }

    fn close_heading(&mut self, level: usize) {
        self.heading = std::mem::take(&mut self.words);
        if level == 1 {
            self.title = self.out.split_off(self.start);
            self.name.clone_from(&self.heading);
        } else {
            self.out.push_str(&format!("</h{}>\n", level + self.lower));
        }
    }

    fn close_sections(&mut self, level: usize) {
        while self.sections.pop_if(|open| *open >= level).is_some() {
            self.out.push_str("</section>\n");
        }
    }

    /// What follows a rule are the notes of the page.
    fn rule(&mut self) {
        if self.in_footer {
            self.out.push_str("<hr>\n");
            return;
        }
        self.close_sections(0);
        self.in_footer = true;
        self.out.push_str("<footer>\n");
    }

    /// The items of actors' pages are passages, and know which way they go.
    fn open_item(&mut self, next: &[Event<'_>]) {
        if self.lower == 0 {
            self.out.push_str("<li>");
            return;
        }
        self.tight = !matches!(next.first(), Some(Event::Start(Tag::Paragraph)));
        self.in_passage = true;
        let way = way(if self.tight { next } else { &next[1..] });
        self.stance = way.is_some();
        let paragraph = if self.tight { "<p>" } else { "" };
        self.out.push_str(&format!("<li class=\"passage {}\">{paragraph}", way.unwrap_or("neither")));
    }

    fn open_table(&mut self, alignments: &[Alignment]) {
        self.alignments = alignments.to_vec();
        let label = escape(if self.heading.is_empty() { "Table" } else { &self.heading });
        // Wide tables scroll; with the focus on them they scroll by keys too.
        self.out
            .push_str(&format!("<div class=\"wide\" role=\"group\" aria-label=\"{label}\" tabindex=\"0\">\n<table>\n"));
    }

    fn open_cell(&mut self, empty: bool) {
        let number = self.alignments.get(self.column) == Some(&Alignment::Right);
        let class = if number { " class=\"number\"" } else { "" };
        let (tag, end, scope) = match (self.in_head, self.column) {
            (true, _) if !empty => ("th", "</th>", " scope=\"col\""),
            (false, 0) => ("th", "</th>", " scope=\"row\""),
            _ => ("td", "</td>", ""),
        };
        self.cell = end;
        self.out.push_str(&format!("<{tag}{scope}{class}>"));
    }

    fn open_link(&mut self, link: &str) {
        let target = self.site.target(self.path, link);
        self.links.push(target.is_some());
        if let Some(target) = target {
            self.out.push_str(&format!("<a href=\"#{}\">", escape(&target)));
        }
    }

    /// A chart is drawn in place of its image; without it, the words that describe it stand there.
    fn close_image(&mut self) {
        let words = escape(&std::mem::take(&mut self.words));
        let chart = self.image.take().and_then(|link| self.site.chart(self.path, &link));
        match chart.and_then(|svg| svg.strip_prefix("<svg ")) {
            Some(svg) => {
                // HTML knows SVG without being told its name.
                let svg = svg.replacen("xmlns=\"http://www.w3.org/2000/svg\" ", "", 1);
                self.out
                    .push_str(&format!("<span class=\"chart\"><svg aria-label=\"{words}\" {}</span>", svg.trim_end()));
            }
            None => self.out.push_str(&words),
        }
    }

    fn finish(mut self) -> Rendered {
        self.flush_anchor();
        self.close_sections(0);
        if self.in_footer {
            self.out.push_str("</footer>\n");
        }
        Rendered { title: self.title, name: self.name, body: self.out }
    }
}

/// Which way a passage goes, by the stance that it begins with; `None` if it begins with its words.
fn way(inside: &[Event<'_>]) -> Option<&'static str> {
    let [Event::Start(Tag::Strong), Event::Text(stance), ..] = inside else { return None };
    match stance.chars().next() {
        Some('+') => Some("for"),
        Some('−') => Some("against"),
        Some('0') => Some("neither"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn body(markdown: &str) -> String {
        let chart = "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"><title>x</title></svg>\n";
        let files: BTreeMap<String, String> = [("actors/QNO.md", markdown), ("charts/QNO.svg", chart)]
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .into();
        render(&Site::new(&files), "actors/QNO.md", 1).body
    }

    #[test]
    fn other_html_is_text_and_links_out_are_words() {
        assert_eq!(body("<script>alert(1)</script>\n").trim_end(), "&lt;script&gt;alert(1)&lt;/script&gt;");
        assert_eq!(body("a <b onclick=\"x\">c</b>"), "<p>a &lt;b onclick=&quot;x&quot;&gt;c&lt;/b&gt;</p>\n");
        assert_eq!(body("[a](javascript:alert(1)) <https://example.org>"), "<p>a https://example.org</p>\n");
        assert_eq!(body("![a\"b](https://example.org/x.png)"), "<p>a&quot;b</p>\n");
    }

    #[test]
    fn an_anchor_goes_to_its_heading() {
        let html = body("<a id=\"says-XSU\"></a>\n\n### On Sudria\n\n[there](#says-XSU)\n\n---\n\nnotes\n");
        assert_eq!(
            html,
            "<section id=\"actor/QNO/says-XSU\">\n<h4>On Sudria</h4>\n<p><a href=\"#actor/QNO/says-XSU\">there</a></p>\n</section>\n<footer>\n<p>notes</p>\n</footer>\n"
        );
    }

    #[test]
    fn passages_know_which_way_they_go() {
        let html = body("- **+0.40** “a”  \n  — b\n- **−0.40** “a”\n- “a”\n");
        assert_eq!(
            html,
            "<ul>\n<li class=\"passage for\"><p><strong class=\"stance\">+0.40</strong> “a”</p>\n<p class=\"about\">— b</p></li>\n<li class=\"passage against\"><p><strong class=\"stance\">−0.40</strong> “a”</p></li>\n<li class=\"passage neither\"><p>“a”</p></li>\n</ul>\n"
        );
    }

    #[test]
    fn a_chart_is_drawn_in_place() {
        assert_eq!(
            body("![Mean \"stance\"](../charts/QNO.svg)"),
            "<p><span class=\"chart\"><svg aria-label=\"Mean &quot;stance&quot;\" role=\"img\"><title>x</title></svg></span></p>\n"
        );
    }
}
