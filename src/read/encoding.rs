//! Encodings: detects how the bytes of a file encode text.

use encoding_rs::Encoding;

/// Detects the encoding of a file from its first bytes.
///
/// `None` means UTF-8, to be checked record by record: a few damaged records do not make a different encoding.
pub(super) fn detect(head: &[u8], whole_file: bool) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return (encoding != encoding_rs::UTF_8).then_some(encoding);
    }
    if let Some(encoding) = utf16_without_mark(head) {
        return Some(encoding);
    }
    let damaged = damaged_lines(head);
    let lines = head.split(|&byte| byte == b'\n').count();
    // One bad line among many is damage. Several bad lines, or a bad line on its own, mean another encoding.
    if damaged == 0 || (!whole_file && damaged == 1 && lines > 2) {
        return None;
    }
    let mut detector = chardetng::EncodingDetector::new();
    detector.feed(head, true);
    let guess = detector.guess(None, false);
    Some(guess)
}

/// Number of lines that are not UTF-8. The last line is ignored, since it may be cut.
fn damaged_lines(head: &[u8]) -> usize {
    let lines: Vec<&[u8]> = head.split(|&byte| byte == b'\n').collect();
    let cut = lines.len().saturating_sub(1);
    let last_is_damaged = match lines.last().map(|line| std::str::from_utf8(line)) {
        // An error without a length is a character cut in two by the end of the head.
        Some(Err(error)) => error.error_len().is_some(),
        _ => false,
    };
    lines[..cut].iter().filter(|line| std::str::from_utf8(line).is_err()).count() + usize::from(last_is_damaged)
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
