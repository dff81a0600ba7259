//! Examples: an example comes in; a block comes out.

use crate::model::example::Example as Kept;
use crate::model::opinion::MICRO;
use crate::model::period::Day;
use crate::report::block::{Example, Inline, Stance, plain};
use crate::report::figure::{reasons, signed};

/// The block of `kept`. `name_of` maps ids to names.
pub(super) fn example(kept: &Kept, name_of: &dyn Fn(&str) -> String) -> Example {
    let value = kept.stance as f64 / MICRO;
    let unsure = kept.unsure.then(|| kept.reasons.sum() as f64 / MICRO);
    let stance = kept.target.is_some().then_some(Stance { value, unsure, then: None });
    let day = Some(kept.day).filter(|day| *day != Day::NONE).map(|day| day.to_string());
    let place: Vec<&str> = [kept.outlet.as_deref(), day.as_deref()].into_iter().flatten().collect();
    let place = if place.is_empty() { String::new() } else { format!(" {},", place.join(", ")) };
    let who = who(kept, name_of);
    let mut origin = vec![plain(format!("{who};{place} statement ")), Inline::Code(kept.statement_id.to_string())];
    // What the program found is no reason for a code.
    let mut evidence = reasons(&kept.reasons);
    if let Some((label, before)) = kept.coded {
        let program = signed(before as f64 / MICRO);
        origin.push(plain(format!("; coded by hand: {} (the program: {program})", label.told())));
        if before != kept.stance {
            evidence.clear();
        }
    }
    Example { stance, quote: marked(&kept.quote, &kept.counted), origin, reasons: evidence }
}

/// Whom the program takes for the speaker, for the target and for whoever passes it on, each with the words of the text
/// in brackets: `Ada Ilo (“she”, “warned”) on Sudria (“the group”)`.
fn who(kept: &Kept, name_of: &dyn Fn(&str) -> String) -> String {
    let speaker = name_of(&kept.holder);
    let quoted = |words: &str| format!("“{words}”");
    let source = Some(&*kept.source).filter(|words| !words.is_empty() && !is_same(words, &speaker)).map(quoted);
    // The cue of a transcript is a mark.
    let cue = Some(&*kept.cue).filter(|cue| cue.contains(char::is_alphanumeric)).map(quoted);
    let kind = Some(kept.assertion).filter(|kind| !kind.is_plain()).map(|kind| kind.word().to_owned());
    let mut out = format!("{speaker}{}", in_brackets([source, cue, kind].into_iter().flatten()));
    if let Some(target) = &kept.target {
        let name = name_of(target);
        let meant_by = Some(&*kept.meant_by).filter(|words| !words.is_empty() && !is_known_by(words, &name));
        out.push_str(&format!(" on {name}{}", in_brackets(meant_by.map(quoted).into_iter())));
    }
    kept.via.iter().for_each(|id| out.push_str(&format!(", via {}", name_of(id))));
    out
}

fn in_brackets(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

fn is_same(words: &str, name: &str) -> bool {
    words.to_lowercase() == name.to_lowercase()
}

/// Whether `words` are the name, a part of it, or contain it: then nobody needs to be told whom they mean.
fn is_known_by(words: &str, name: &str) -> bool {
    let (words, name) = (words.to_lowercase(), name.to_lowercase());
    words.contains(&name) || format!(" {name} ").contains(&format!(" {words} "))
}

/// The quote in spans, with `true` for evidence; paragraphs are divided by “¶”. Spans from a state that do not fit the
/// quote are ignored.
fn marked(quote: &str, counted: &[(u16, u16)]) -> Vec<(String, bool)> {
    let mut counted: Vec<(usize, usize)> =
        counted.iter().map(|&(start, end)| (usize::from(start), usize::from(end))).collect();
    counted.sort_unstable();
    let (mut out, mut at) = (Vec::new(), 0);
    let mut push = |text: &str, counts: bool| {
        if !text.is_empty() {
            out.push((on_one_line(text), counts));
        }
    };
    for (start, end) in counted {
        if at > start || start >= end {
            continue;
        }
        if let (Some(before), Some(words)) = (quote.get(at..start), quote.get(start..end)) {
            push(before, false);
            push(words, true);
            at = end;
        }
    }
    push(&quote[at..], false);
    out
}

/// `text` with its paragraphs divided by “¶”.
fn on_one_line(text: &str) -> String {
    let mut paragraphs = text.split('\n');
    let mut out = paragraphs.next().unwrap_or_default().to_owned();
    for paragraph in paragraphs.filter(|paragraph| !paragraph.trim().is_empty()) {
        out.truncate(out.trim_end().len());
        out.push_str(" ¶ ");
        out.push_str(paragraph.trim_start());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{is_known_by, marked, on_one_line};

    #[test]
    fn paragraphs_are_divided() {
        assert_eq!(on_one_line("“One. \n \n“Two \n"), "“One. ¶ “Two ");
        assert_eq!(on_one_line("\nTwo"), " ¶ Two");
        assert_eq!(on_one_line(" one "), " one ");
    }

    #[test]
    fn a_name_needs_no_telling() {
        for words in ["Sudria", "Sudrian", "the Republic of Sudria"] {
            assert!(is_known_by(words, "Sudria"), "{words}");
        }
        assert!(is_known_by("Ilo", "Ada Ilo"));
        for (words, name) in [("he", "The Hague"), ("the group", "Sudrian Front"), ("Port Sud", "Sudria")] {
            assert!(!is_known_by(words, name), "{words}");
        }
    }

    #[test]
    fn marks_that_do_not_fit_are_passed_over() {
        let stretch = |text: &str, counts| (text.to_owned(), counts);
        assert_eq!(
            marked("a bé c", &[(5, 6), (2, 5)]),
            [stretch("a ", false), stretch("bé", true), stretch(" ", true), stretch("c", false)]
        );
        assert_eq!(marked("a bé", &[(0, 4), (3, 2), (2, 90)]), [stretch("a bé", false)]);
    }
}
