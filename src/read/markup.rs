//! Markup: HTML becomes text, paragraph by paragraph. What a reader of the page would not see is left out.

use crate::read::repair::entities;

/// Elements whose content is no text of the article.
pub(super) const UNSEEN: [&str; 12] = [
    "head",
    "script",
    "style",
    "template",
    "noscript",
    "svg",
    "iframe",
    "figcaption",
    "button",
    "select",
    "object",
    "math",
];

/// Elements that begin and end a paragraph.
pub(super) const BLOCKS: [&str; 25] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "article",
    "section",
    "header",
    "footer",
    "main",
    "aside",
    "figure",
    "table",
    "pre",
    "hr",
];

/// A longer tag has lost a quotation mark, in characters.
const LONGEST: usize = 1 << 14;

/// The text of `html`: paragraphs with empty lines between them, the cells of a row with tabs.
///
/// **What it does**: leaves out tags, comments and what is not seen; joins white space; decodes entities.
/// **Why**: feeds and exports carry their texts as HTML.
/// **Known failures**: what a style sheet hides stays.
/// **Source**: HTML Living Standard, section 15.3.
pub(super) fn text(html: &str) -> String {
    let mut out = Text::default();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        out.words(&rest[..start]);
        rest = &rest[start..];
        rest = match tag(rest) {
            Some(Tag { name, closes, length }) => {
                if !closes && UNSEEN.contains(&name.as_str()) {
                    behind(&rest[length..], &name)
                } else {
                    out.tag(&name, closes);
                    &rest[length..]
                }
            }
            None => {
                out.words("<");
                &rest[1..]
            }
        };
    }
    out.words(rest);
    out.text.trim().to_owned()
}

/// A tag or a comment at the beginning of a piece of HTML.
pub(super) struct Tag {
    /// In small letters; empty for a comment or a declaration.
    pub(super) name: String,
    pub(super) closes: bool,
    /// In bytes.
    pub(super) length: usize,
}

/// The tag or comment at the beginning of `html`; `None` if there is none.
pub(super) fn tag(html: &str) -> Option<Tag> {
    if html.starts_with("<!--") {
        let length = html.find("-->").map_or(html.len(), |at| at + 3);
        return Some(Tag { name: String::new(), closes: false, length });
    }
    let closes = html.starts_with("</");
    let inside = &html[1 + usize::from(closes)..];
    if !inside.starts_with(|first: char| first.is_ascii_alphabetic() || first == '!' || first == '?') {
        return None;
    }
    let end = inside.find(|one: char| one.is_whitespace() || one == '>' || one == '/').unwrap_or(inside.len());
    // A `>` inside quotation marks does not end a tag.
    let mut mark = None;
    let ends = |(_, one): &(usize, char)| {
        match mark {
            Some(open) if open == *one => mark = None,
            None if *one == '"' || *one == '\'' => mark = Some(*one),
            _ => {}
        }
        mark.is_none() && *one == '>'
    };
    let length = inside.char_indices().take(LONGEST).find(ends).map(|(at, _)| at).or_else(|| inside.find('>'));
    let length = length.map_or(html.len(), |at| at + 2 + usize::from(closes));
    let name = if inside.starts_with(['!', '?']) { String::new() } else { inside[..end].to_ascii_lowercase() };
    Some(Tag { name, closes, length })
}

/// What stands behind the end of the element `name`, in whose content `html` begins.
pub(super) fn behind<'h>(html: &'h str, name: &str) -> &'h str {
    let mut rest = html;
    while let Some(at) = rest.find("</") {
        rest = &rest[at..];
        match tag(rest) {
            Some(tag) if tag.name == name => return &rest[tag.length..],
            _ => rest = &rest[2..],
        }
    }
    ""
}

#[derive(Default)]
struct Text {
    text: String,
    /// How many elements are open in which white space stays as it is.
    as_is: usize,
    /// Whether white space was passed over.
    gap: bool,
}

impl Text {
    fn words(&mut self, html: &str) {
        let decoded = entities(html);
        if self.as_is > 0 {
            self.text.push_str(&decoded);
            return;
        }
        for character in decoded.chars() {
            // Pages use the space that must not break like any other.
            if character.is_ascii_whitespace() || character == '\u{a0}' {
                self.gap = true;
                continue;
            }
            if std::mem::take(&mut self.gap) && !self.text.is_empty() && !self.text.ends_with(['\n', '\t', ' ']) {
                self.text.push(' ');
            }
            self.text.push(character);
        }
    }

    fn tag(&mut self, name: &str, closes: bool) {
        match (name, closes) {
            ("br", _) => self.part("\n"),
            ("tr", _) if !self.text.ends_with('\n') => self.part("\n"),
            ("td" | "th", true) => self.part("\t"),
            ("pre", true) => self.as_is = self.as_is.saturating_sub(1),
            ("pre", false) => self.as_is += 1,
            _ => {}
        }
        if BLOCKS.contains(&name) {
            self.part("\n\n");
        }
    }

    /// Puts `between` behind what is there, unless it stands there already.
    fn part(&mut self, between: &str) {
        self.gap = false;
        let empty = self.text.trim_end_matches('\n').len();
        let breaks = self.text.len() - empty;
        match between {
            "\n\n" if empty > 0 => (breaks..2).for_each(|_| self.text.push('\n')),
            "\n" if empty > 0 && breaks < 2 => self.text.push('\n'),
            "\t" => self.text.push('\t'),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_stays_in_its_paragraphs() {
        for (html, expected) in [
            ("<p>Ada&nbsp;Ilo said\n <b>no</b>.</p><p>Bel</p>", "Ada Ilo said no.\n\nBel"),
            ("One<br/>two<br><br>three", "One\ntwo\n\nthree"),
            ("<div><div>A</div></div> <ul><li>B<li>C</ul>", "A\n\nB\n\nC"),
            ("<script>if (a < b) { x(\"</p>\") }</script><STYLE>p{}</STYLE >A<!-- <p>no</p> -->B", "AB"),
            ("<a title=\"a > b\">A</a> 3 < 4 &lt;b&gt; <3", "A 3 < 4 <b> <3"),
            ("<table><tr><td>HD</td><td>Dam</td></tr><tr><td>PD</td></tr></table>", "HD\tDam\t\nPD"),
            ("<pre>a\n  b</pre>", "a\n  b"),
            ("<p>cut <b", "cut"),
            ("<script>no end", ""),
            ("", ""),
        ] {
            assert_eq!(text(html), expected, "{html}");
        }
    }
}
