//! Escaping: text of a corpus comes in; text that each report format shows literally comes out.

/// `text` as CommonMark shows it literally, on one line.
pub(super) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '&' => out.push_str("&amp;"),
            // A tag cannot begin with a space.
            '<' if rest.peek() == Some(&' ') => out.push('<'),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // Round brackets make a link only after square brackets.
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' | '$' => {
                out.push('\\');
                out.push(character);
            }
            // Many renderers turn addresses into links. A colon before a space is not part of an address, nor one at the
            // end, unless what stands before it begins one.
            ':' if rest.peek().map_or(begins_address(&out), |next| *next != ' ') => out.push_str("&#58;"),
            '@' => out.push_str("&#64;"),
            _ if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') => out.push(' '),
            _ if reorders(character) => {}
            _ => out.push(character),
        }
    }
    out
}

/// Whether `text` ends in what an address begins with before its colon.
fn begins_address(text: &str) -> bool {
    ["http", "https", "ftp", "mailto", "xmpp"].iter().any(|scheme| text.to_ascii_lowercase().ends_with(scheme))
}

/// `text` as a code span of CommonMark, or escaped if it contains something that would end the span.
pub(super) fn markdown_code(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-:/+ ".contains(c);
    if text.chars().all(plain) && !text.trim().is_empty() { format!("`{text}`") } else { markdown(text) }
}

/// `text` for HTML, on one line, inside or outside an attribute.
pub(super) fn html(text: &str) -> String {
    let shown = |c: char| if c.is_control() { Some(' ') } else { Some(c).filter(|c| !reorders(*c)) };
    entities(text, shown)
}

/// `text` for SVG, inside or outside an attribute. Control characters are dropped.
pub(super) fn svg(text: &str) -> String {
    entities(text, |c| Some(c).filter(|c| !c.is_control()))
}

/// `text` between tags of an XML document. Characters that XML 1.0 does not allow are dropped.
pub(super) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // An XML reader would take the bare character for a line break.
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' | '\u{20}'..='\u{fffd}' | '\u{10000}'.. => out.push(character),
            _ => {}
        }
    }
    out
}

/// `text` for a terminal, at most `most` characters. Control characters, which could move the cursor, are dropped.
pub(super) fn terminal(text: &str, most: usize) -> String {
    text.chars().filter(|c| !c.is_control()).take(most).collect()
}

fn entities(text: &str, shown: impl Fn(char) -> Option<char>) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.chars().filter_map(shown) {
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

/// Characters that change the direction of text: they would reorder the page.
fn reorders(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corpus_text_stays_text() {
        assert_eq!(markdown("<b>|# [x](http://y) *z*"), "&lt;b&gt;\\|\\# \\[x\\](http&#58;//y) \\*z\\*");
        assert_eq!(markdown("p < 0.01: see http:"), "p < 0.01: see http&#58;");
        assert_eq!(markdown("a\nb\u{202e}c"), "a bc");
        assert_eq!([markdown_code("a:1"), markdown_code("a`b")], ["`a:1`", "a\\`b"]);
        assert_eq!(html("<a href='x'>\"&\u{202e}\n"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp; ");
        assert_eq!(svg("a\u{1b}<b>"), "a&lt;b&gt;");
        assert_eq!(terminal("a\u{1b}[31mbc", 5), "a[31m");
    }

    #[test]
    fn any_text_is_xml() {
        assert_eq!(xml("R&D <b>\"x\"</b>\r\n"), "R&amp;D &lt;b&gt;\"x\"&lt;/b&gt;&#13;\n");
        assert_eq!(xml("a\u{0}b\u{1b}c\u{ffff}d\u{10ffff}"), "abcd\u{10ffff}");
    }
}
