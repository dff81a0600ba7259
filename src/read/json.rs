//! JSON in one piece: an array of objects, or objects one after another, cut into single objects.

use std::io::BufRead;

/// The objects of one file, in order.
pub(super) struct Objects {
    reader: Box<dyn BufRead + Send>,
    line: u64,
    /// What comes after the array is no record.
    in_array: bool,
    ended: bool,
}

/// Where the records of a file begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Begin {
    /// In bytes.
    pub(super) at: usize,
    /// Inside an array.
    pub(super) in_array: bool,
}

/// One piece of the file.
pub(super) struct Piece {
    /// On which line it begins, counting from 1.
    pub(super) line: u64,
    /// More bytes than a record may have were passed over.
    pub(super) is_too_long: bool,
}

impl Objects {
    /// Begins on `line` of the file, inside the array if there is one.
    pub(super) fn new(reader: Box<dyn BufRead + Send>, line: u64, in_array: bool) -> Objects {
        Objects { reader, line, in_array, ended: false }
    }

    /// The line on which the next piece is looked for.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Puts the next object behind `bytes`, or what stands in its place; `None` at the end.
    pub(super) fn next(&mut self, bytes: &mut Vec<u8>, most: usize) -> std::io::Result<Option<Piece>> {
        let start = bytes.len();
        let mut scan = Scan::default();
        let (mut line, mut length) = (self.line, 0);
        while !self.ended {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            let mut taken = 0;
            let mut ended = false;
            for &byte in buffer {
                taken += 1;
                if byte == b'\n' {
                    self.line += 1;
                }
                if length == 0 {
                    if self.in_array && byte == b']' {
                        self.ended = true;
                        break;
                    }
                    if byte.is_ascii_whitespace() || byte == b',' {
                        continue;
                    }
                    line = self.line;
                }
                length += 1;
                if length <= most {
                    bytes.push(byte);
                }
                ended = scan.ends_with(byte);
                if ended {
                    break;
                }
            }
            self.reader.consume(taken);
            if ended {
                break;
            }
        }
        Ok((bytes.len() > start).then_some(Piece { line, is_too_long: length > most }))
    }
}

/// Where in an object one is.
#[derive(Default)]
struct Scan {
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl Scan {
    /// Whether an object, or what stands in its place, ends with this byte.
    fn ends_with(&mut self, byte: u8) -> bool {
        if self.in_string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            b',' | b'\n' => return self.depth == 0,
            _ => {}
        }
        false
    }
}

/// Where the records begin of a file that has not one of them a line: at its first `{`, or behind the `[` of the array
/// that a single object wraps (`{"articles": [{…}, …]}`). `None` if it has one record a line.
///
/// `is_text` tells whether a name is that of the text, so that an object with a text is no wrapper.
pub(super) fn begin(head: &[u8], is_lines: bool, is_text: impl Fn(&str) -> bool) -> Option<Begin> {
    let blank = head.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let trimmed = &head[blank..];
    let first_line = trimmed.split(|&byte| byte == b'\n').next().unwrap_or_default().trim_ascii();
    let is_array = trimmed.first() == Some(&b'[') && trimmed[1..].trim_ascii_start().first() == Some(&b'{');
    let in_pieces = is_array || first_line == b"{";
    if is_lines && !in_pieces {
        return None;
    }
    let wrapped = if is_array { Some(blank + 1) } else { wrapped(head, is_text) };
    Some(Begin { at: wrapped.unwrap_or(blank), in_array: wrapped.is_some() })
}

/// Behind the `[` of the first array of objects that is a member of the first object, unless that has a text itself.
fn wrapped(head: &[u8], is_text: impl Fn(&str) -> bool) -> Option<usize> {
    let mut scan = Scan::default();
    let (mut array, mut string) = (None, 0);
    for (at, &byte) in head.iter().enumerate() {
        let was_in_string = scan.in_string;
        let depth = scan.depth;
        let ended = scan.ends_with(byte);
        if !was_in_string && scan.in_string {
            string = at + 1;
        } else if was_in_string && !scan.in_string && depth == 1 {
            let is_key = head[at + 1..].trim_ascii_start().first() == Some(&b':');
            if is_key && std::str::from_utf8(&head[string..at]).is_ok_and(&is_text) {
                return None;
            }
        } else if !was_in_string && byte == b'[' && depth == 1 && array.is_none() {
            array = (head[at + 1..].trim_ascii_start().first() == Some(&b'{')).then_some(at + 1);
        }
        if ended && depth == 1 {
            break;
        }
    }
    array
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<String> {
        let head = text.as_bytes();
        let Some(start) = begin(head, false, |name| name == "text") else { return Vec::new() };
        let line = 1 + text[..start.at].matches('\n').count() as u64;
        // A reader that gives a few bytes at a time.
        let reader = std::io::BufReader::with_capacity(3, std::io::Cursor::new(head[start.at..].to_vec()));
        let mut objects = Objects::new(Box::new(reader), line, start.in_array);
        let mut found = Vec::new();
        loop {
            let mut bytes = Vec::new();
            match objects.next(&mut bytes, 40).expect("memory can be read") {
                None => return found,
                Some(piece) if piece.is_too_long => found.push(format!("{} too long", piece.line)),
                Some(piece) => found.push(format!("{} {}", piece.line, String::from_utf8_lossy(&bytes).trim())),
            }
        }
    }

    #[test]
    fn objects_are_cut_apart() {
        assert_eq!(
            pieces("[{\"text\":\"}, {\"},\n {\"a\":{\"b\":[1]}}]\n"),
            ["1 {\"text\":\"}, {\"}", "2 {\"a\":{\"b\":[1]}}"]
        );
        assert_eq!(pieces("{\n\"text\":\"\\\"}\"\n}\n{\"text\":1}"), ["1 {\n\"text\":\"\\\"}\"\n}", "4 {\"text\":1}"]);
        assert_eq!(pieces("{\"n\":2,\"all\":[\n{\"text\":1},{\"text\":2}]}"), ["2 {\"text\":1}", "2 {\"text\":2}"]);
        assert_eq!(pieces("{\"by\":[{\"a\":1}],\"text\":\"x\"}"), ["1 {\"by\":[{\"a\":1}],\"text\":\"x\"}"]);
        assert_eq!(
            pieces(&format!("[{{\"text\":\"{}\"}},{{\"text\":1}}]", "x".repeat(50))),
            ["1 too long", "1 {\"text\":1}"]
        );
        assert_eq!(pieces("[{\"text\":1},7,{\"text\":2"), ["1 {\"text\":1}", "1 7,", "1 {\"text\":2"]);
        assert!(begin(b"{\"a\":1}\n[1]\n", true, |_| false).is_none());
    }
}
