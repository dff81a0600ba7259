//! Encodings: detects how the bytes of a file encode text.

use std::io::Read;

use encoding_rs::Encoding;

/// So many damaged lines are kept to guess an encoding.
const SAMPLE: usize = 64 << 10;

/// So many lines with letters outside ASCII settle the question.
const ENOUGH: usize = 100;

/// How a file is written, judged from its first bytes, and from `rest` if these do not tell.
///
/// `None` is UTF-8, to be checked record by record: a few damaged records do not make another encoding.
///
/// **What it does**: a file is UTF-8 if more lines show it than speak against it; of JSON, which should be UTF-8, one
/// damaged line shows nothing.
/// **Why**: one row with a curly quotation mark in Windows-1252 may stand anywhere.
/// **Known failures**: a file of both encodings in equal parts.
pub(super) fn detect(head: &[u8], rest: Option<&mut dyn Read>, is_json: bool) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return (encoding != encoding_rs::UTF_8).then_some(encoding);
    }
    if let Some(encoding) = utf16_without_mark(head) {
        return Some(encoding);
    }
    let mut lines = Lines::default();
    lines.add(head);
    if let Some(rest) = rest.filter(|_| lines.good == 0 || lines.damaged.number > 0) {
        lines.add_all(rest);
    }
    lines.end();
    let damage_only = is_json && lines.damaged.number == 1 && lines.number > 1;
    if lines.damaged.number == 0 || lines.good >= lines.damaged.number || damage_only {
        return None;
    }
    if let Some(encoding) = declared(head) {
        return Some(encoding);
    }
    let mut detector = chardetng::EncodingDetector::new();
    detector.feed(&lines.damaged.sample, true);
    Some(detector.guess(None, false))
}

/// The encoding that a page or feed names in its first lines, if it has markup.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    if head.trim_ascii_start().first() != Some(&b'<') {
        return None;
    }
    let start = &head[..head.len().min(1 << 11)];
    let value = ["charset=", "encoding="].iter().find_map(|name| {
        let at = memchr::memmem::find(start, name.as_bytes())?;
        let rest = &start[at + name.len()..];
        let rest = rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'")).unwrap_or(rest);
        let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || b"-_:".contains(byte);
        Some(&rest[..rest.iter().take_while(is_name).count()])
    })?;
    // What is no UTF-8 cannot be it by saying so.
    Encoding::for_label(value).filter(|encoding| *encoding != encoding_rs::UTF_8)
}

/// What the lines of a file show.
#[derive(Default)]
struct Lines {
    number: usize,
    /// Lines of UTF-8 outside ASCII.
    good: usize,
    damaged: Damaged,
    /// A line whose end has not come yet.
    open: Vec<u8>,
}

#[derive(Default)]
struct Damaged {
    number: usize,
    sample: Vec<u8>,
}

impl Lines {
    fn add(&mut self, bytes: &[u8]) {
        for line in bytes.split_inclusive(|&byte| byte == b'\n') {
            if line.ends_with(b"\n") && self.open.is_empty() {
                self.line(line);
                continue;
            }
            self.open.extend_from_slice(line);
            if line.ends_with(b"\n") {
                let whole = std::mem::take(&mut self.open);
                self.line(&whole);
            } else if self.open.len() > SAMPLE {
                // A long line is judged in pieces; one that is cut inside a character is not damaged by that.
                let whole = std::mem::take(&mut self.open);
                let cut = match std::str::from_utf8(&whole) {
                    Err(error) if error.error_len().is_none() => error.valid_up_to(),
                    _ => whole.len(),
                };
                self.line(&whole[..cut]);
                self.open = whole[cut..].to_vec();
            }
        }
    }

    fn add_all(&mut self, rest: &mut dyn Read) {
        let mut buffer = vec![0; 1 << 18];
        while self.good < ENOUGH && self.damaged.number < ENOUGH {
            match rest.read(&mut buffer) {
                Ok(0) | Err(_) => break,
                Ok(length) => self.add(&buffer[..length]),
            }
        }
    }

    fn line(&mut self, line: &[u8]) {
        self.number += 1;
        match std::str::from_utf8(line) {
            Ok(_) => self.good += usize::from(!line.is_ascii()),
            Err(_) => {
                self.damaged.number += 1;
                if self.damaged.sample.len() < SAMPLE {
                    self.damaged.sample.extend_from_slice(line);
                }
            }
        }
    }

    /// The last line may be cut inside a character.
    fn end(&mut self) {
        let last = std::mem::take(&mut self.open);
        let is_cut = std::str::from_utf8(&last).is_err_and(|error| error.error_len().is_none());
        if !last.is_empty() && !is_cut {
            self.line(&last);
        }
    }
}

/// UTF-16 without a byte order mark: in mostly Latin text every second byte is zero.
fn utf16_without_mark(head: &[u8]) -> Option<&'static Encoding> {
    let sample = &head[..head.len().min(2048) & !1];
    if sample.len() < 8 {
        return None;
    }
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    if odd * 10 > half * 7 && even * 10 < half {
        Some(encoding_rs::UTF_16LE)
    } else if even * 10 > half * 7 && odd * 10 < half {
        Some(encoding_rs::UTF_16BE)
    } else {
        None
    }
}
