//! RTF as text: what is written, paragraph by paragraph, without fonts, pictures, headers and footnotes.

use encoding_rs::Encoding;

/// Groups whose content is no text of the document.
const APART: [&str; 24] = [
    "annotation",
    "colortbl",
    "datastore",
    "fldinst",
    "fonttbl",
    "footer",
    "footerf",
    "footerl",
    "footerr",
    "footnote",
    "header",
    "headerf",
    "headerl",
    "headerr",
    "info",
    "latentstyles",
    "listoverridetable",
    "listtable",
    "object",
    "pict",
    "revtbl",
    "rsidtbl",
    "stylesheet",
    "themedata",
];

/// Deeper groups are not written by any word processor.
const DEPTH: usize = 1 << 10;

/// What holds inside a group.
#[derive(Clone, Copy)]
struct Group {
    is_apart: bool,
    /// So many characters follow each `\u`, for programs that do not know it.
    after_unicode: usize,
}

/// The text of an RTF document, a paragraph and an empty line after another.
///
/// **What it does**: follows groups and control words as the specification has them.
/// **Why**: databases and ministries give their texts like this.
/// **Known failures**: tables become lines; fonts with letters of their own are not known.
/// **Source**: Microsoft, Rich Text Format Specification 1.9.1.
pub(super) fn text(bytes: &[u8]) -> String {
    let mut reading = Reading {
        out: String::new(),
        pending: Vec::new(),
        high: None,
        encoding: encoding_rs::WINDOWS_1252,
        groups: vec![Group { is_apart: false, after_unicode: 1 }],
        passed_over: 0,
    };
    let mut at = 0;
    while at < bytes.len() {
        at += reading.next(&bytes[at..]);
    }
    reading.flush();
    reading.out
}

struct Reading {
    out: String,
    /// Bytes in the document's encoding that stand side by side.
    pending: Vec<u8>,
    /// The first half of a character beyond the basic plane.
    high: Option<u16>,
    encoding: &'static Encoding,
    groups: Vec<Group>,
    /// So many characters are still to be passed over after `\u`.
    passed_over: usize,
}

impl Reading {
    /// Reads what comes first; gives its length.
    fn next(&mut self, rest: &[u8]) -> usize {
        match rest[0] {
            b'{' => {
                let group = self.group();
                if self.groups.len() < DEPTH {
                    self.groups.push(group);
                }
                self.passed_over = 0;
                1
            }
            b'}' => {
                if self.groups.len() > 1 {
                    self.groups.pop();
                }
                self.passed_over = 0;
                1
            }
            b'\\' => self.control(&rest[1..]) + 1,
            b'\r' | b'\n' => 1,
            byte => {
                self.byte(byte);
                1
            }
        }
    }

    fn group(&self) -> Group {
        self.groups.last().copied().unwrap_or(Group { is_apart: false, after_unicode: 1 })
    }

    fn control(&mut self, rest: &[u8]) -> usize {
        let Some(&first) = rest.first() else { return 0 };
        if !first.is_ascii_alphabetic() {
            return self.symbol(first, rest);
        }
        let name = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let minus = usize::from(rest.get(name) == Some(&b'-'));
        let digits = rest[name + minus..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let end = if digits > 0 { name + minus + digits } else { name };
        let number = std::str::from_utf8(&rest[name..end]).ok().and_then(|number| number.parse::<i64>().ok());
        let blank = usize::from(rest.get(end) == Some(&b' '));
        let word = std::str::from_utf8(&rest[..name]).unwrap_or_default();
        let binary = self.word(word, number);
        (end + blank + binary).min(rest.len())
    }

    /// A control symbol; gives its length.
    fn symbol(&mut self, first: u8, rest: &[u8]) -> usize {
        match first {
            b'\'' => {
                let code = rest.get(1..3).and_then(|code| std::str::from_utf8(code).ok());
                if let Some(byte) = code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
                    self.byte(byte);
                }
                return rest.len().min(3);
            }
            b'*' => {
                if let Some(group) = self.groups.last_mut() {
                    group.is_apart = true;
                }
            }
            b'~' => self.push(' '),
            b'_' => self.push('-'),
            b'\\' | b'{' | b'}' => self.byte(first),
            b'\r' | b'\n' => self.paragraph(),
            _ => {}
        }
        1
    }

    /// A control word; gives how many bytes of another sort follow it.
    fn word(&mut self, word: &str, number: Option<i64>) -> usize {
        match word {
            "par" | "sect" | "page" | "row" => self.paragraph(),
            "line" => self.push('\n'),
            "tab" | "cell" => self.push('\t'),
            "emdash" => self.push('—'),
            "endash" => self.push('–'),
            "lquote" => self.push('‘'),
            "rquote" => self.push('’'),
            "ldblquote" => self.push('“'),
            "rdblquote" => self.push('”'),
            "bullet" => self.push('•'),
            "emspace" | "enspace" | "qmspace" => self.push(' '),
            "u" => self.unicode(number.unwrap_or(0)),
            "uc" => {
                if let (Some(group), Some(number)) = (self.groups.last_mut(), number) {
                    group.after_unicode = usize::try_from(number).unwrap_or(0).min(8);
                }
            }
            "ansicpg" => {
                let label = format!("windows-{}", number.unwrap_or(1252));
                self.encoding = Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252);
            }
            "bin" => return usize::try_from(number.unwrap_or(0)).unwrap_or(0),
            word if APART.binary_search(&word).is_ok() => {
                if let Some(group) = self.groups.last_mut() {
                    group.is_apart = true;
                }
            }
            _ => {}
        }
        0
    }

    fn unicode(&mut self, number: i64) {
        self.passed_over = 0;
        // Numbers beyond 32767 are written as negative ones.
        if let Ok(unit) = u16::try_from(number.rem_euclid(65_536)) {
            let units: Vec<u16> = self.high.take().into_iter().chain([unit]).collect();
            if (0xd800..0xdc00).contains(&unit) {
                self.high = Some(unit);
            } else {
                char::decode_utf16(units).flatten().for_each(|character| self.push(character));
            }
        }
        self.passed_over = self.group().after_unicode;
    }

    fn byte(&mut self, byte: u8) {
        if self.passed_over > 0 {
            self.passed_over -= 1;
        } else if !self.group().is_apart {
            self.pending.push(byte);
        }
    }

    fn push(&mut self, character: char) {
        if self.passed_over > 0 {
            self.passed_over -= 1;
        } else if !self.group().is_apart {
            self.flush();
            self.out.push(character);
        }
    }

    fn paragraph(&mut self) {
        self.passed_over = 0;
        self.push('\n');
        self.push('\n');
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            self.out.push_str(&self.encoding.decode_without_bom_handling(&self.pending).0);
            self.pending.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_comes_out() {
        for (source, expected) in [
            (
                r"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0\pard Ada Ilo said \'93no.\'94\par Next.}",
                "Ada Ilo said “no.”\n\nNext.",
            ),
            (r"{\rtf1\ansicpg1251 \'cf\'f0}", "Пр"),
            (r"{\rtf1\uc1 Zo\u235?\u8217'{\b bold} \{x\}\~y}", "Zoë’bold {x} y"),
            (r"{\rtf1{\*\generator Word;}{\pict 0102}{\header Page 1}a\emdash b\line c}", "a—b\nc"),
            (r"{\rtf1\u-10179?\u-8704?}", "😀"),
            ("{\\rtf1 a\r\nb{\\field{\\*\\fldinst X}{\\fldrslt c}}", "abc"),
            (r"{\rtf1 a\bin3 xyzb}}}", "ab"),
            ("{\\rtf1 a\\", "a"),
        ] {
            assert_eq!(text(source.as_bytes()), expected, "{source}");
        }
        assert!(APART.is_sorted());
    }
}
