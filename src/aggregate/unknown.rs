//! Who speaks where nobody known does: what stands in the place of a source.

use crate::model::span::Span;
use crate::model::tally::UnknownHolders;
use crate::text::function_words::is;

/// Counts one statement without a known holder, whose source are these words of `text`.
///
/// **What it does**: a pronoun that leads to nobody counts as such; a source whose head has a capital that is not that
/// of a sentence's beginning counts as a name; any other is anonymous.
/// **Why**: a corpus in which a third of all speakers are analysts needs no more actors; one in which they are names does.
/// **Example**: “a source in Port Nor” is anonymous, “the late Odo Kell” a name.
/// **Known failures**: a name of one word that begins a sentence counts as anonymous.
pub(super) fn unknown(source: Option<Span>, text: &str) -> UnknownHolders {
    let mut counted = UnknownHolders::default();
    let Some(source) = source else {
        counted.nobody = 1;
        return counted;
    };
    let words = source.of(text);
    let lower = words.to_lowercase();
    let mut all = lower.split(['\'', '’', ' ']).filter(|word| !word.is_empty());
    let is_pronoun = |word: &str| is(word, "pronoun") || is(word, "first person") || RELATIVE.contains(&word);
    let counter = match (all.next(), all.next()) {
        (None, _) => &mut counted.nobody,
        (Some(first), rest) if is_pronoun(first) && (rest.is_none() || !lower.contains(' ')) => &mut counted.pronoun,
        _ if has_name(words, begins_sentence(source, text)) => &mut counted.name,
        _ => &mut counted.anonymous,
    };
    *counter = 1;
    counted
}

const RELATIVE: [&str; 3] = ["who", "which", "that"];

fn begins_sentence(source: Span, text: &str) -> bool {
    let before = text[..source.start()].trim_end_matches([' ', '“', '"', '‘', '\'', '(', '—']);
    before.is_empty() || before.ends_with(['.', '!', '?', '\n', ':', '”'])
}

/// Whether the words up to the first comma or preposition have a capital besides that of the beginning.
fn has_name(words: &str, begins: bool) -> bool {
    let head = words.split(',').next().unwrap_or(words).split(' ');
    let head = head.take_while(|word| !is(&word.to_lowercase(), "preposition"));
    head.skip(usize::from(begins)).any(|word| word.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str, source: &str) -> &'static str {
        let span = text.find(source).map(|at| Span::new(at, at + source.len()));
        let counted = unknown(span.filter(|_| !source.is_empty()), text);
        match counted {
            UnknownHolders { nobody: 1, .. } => "nobody",
            UnknownHolders { pronoun: 1, .. } => "pronoun",
            UnknownHolders { anonymous: 1, .. } => "anonymous",
            UnknownHolders { name: 1, .. } => "name",
            _ => "none",
        }
    }

    #[test]
    fn what_stands_in_the_place_of_a_source_tells_who_speaks() {
        assert_eq!(kind("It was said that it rained.", ""), "nobody");
        assert_eq!(kind("It rained, he said.", "he"), "pronoun");
        assert_eq!(kind("They’ve said it rained.", "They"), "pronoun");
        assert_eq!(kind("Analysts said it rained.", "Analysts"), "anonymous");
        assert_eq!(kind("It rained, a source in Port Nor said.", "a source in Port Nor"), "anonymous");
        assert_eq!(kind("It rained, the late Odo Kell said.", "the late Odo Kell"), "name");
        assert_eq!(kind("Odo Kell said it rained.", "Odo Kell"), "name");
    }
}
