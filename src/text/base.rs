//! Base forms: "accuse", "accuses", "accused" and "accusing" are one word to a model.

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use rustc_hash::FxBuildHasher;

use crate::text::list::pairs;

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
static BASES: LazyLock<HashMap<&'static str, &'static str, FxBuildHasher>> = LazyLock::new(|| {
    let words: HashSet<&'static str> = pairs(include_str!("../../lexicons/groups.csv")).map(|(word, _)| word).collect();
    let known = pairs(include_str!("../../lexicons/groups.csv")).map(|(word, _)| word);
    let regular = known.filter_map(|word| {
        let candidates = candidates(word);
        let base = candidates.iter().find_map(|base| words.get(base.as_str()).filter(|base| base.len() > 2))?;
        Some((word, *base))
    });
    let irregular = pairs(include_str!("../../lexicons/irregular.csv")).map(|(base, form)| (form, base));
    regular.chain(irregular).collect()
});

/// The base form of `word`, in small letters; a word that is not known is its own.
///
/// It asks nothing of the sentence: "meeting" is "meet" as a noun too.
pub(crate) fn base(word: &str) -> &str {
    BASES.get(word).copied().unwrap_or(word)
}

/// What `word` may be a form of, the most probable first.
fn candidates(word: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut add = |stem: &str, ending: &str| found.push(format!("{stem}{ending}"));
    if let Some(stem) = word.strip_suffix("ies").or_else(|| word.strip_suffix("ied")) {
        add(stem, "y");
    }
    if let Some(stem) = word.strip_suffix("es")
        && ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| stem.ends_with(end))
    {
        add(stem, "");
    }
    if let Some(stem) = word.strip_suffix('s').filter(|stem| !stem.ends_with(['s', 'u', 'i'])) {
        add(stem, "");
    }
    for ending in ["ed", "ing"] {
        if let Some(stem) = word.strip_suffix(ending) {
            add(stem, "e");
            add(stem, "");
            add(undoubled(stem), "");
        }
    }
    found
}

/// "bann" is "ban".
fn undoubled(stem: &str) -> &str {
    match stem.as_bytes() {
        [.., one, two] if one == two => &stem[..stem.len() - 1],
        _ => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_have_one_base() {
        for (form, expected) in [
            ("accused", "accuse"),
            ("attacking", "attack"),
            ("allies", "ally"),
            ("sanctions", "sanction"),
            ("condemns", "condemn"),
            ("banned", "ban"),
            ("stood", "stand"),
            ("process", "process"),
            ("qwertys", "qwertys"),
        ] {
            assert_eq!(base(form), expected, "{form}");
        }
    }
}
