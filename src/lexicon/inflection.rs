//! Inflection: an expression from a word list comes in; the forms in which it appears in text come out.
//!
//! **What it does**: inflects the first word of a verb expression and the last word of a noun expression. Irregular forms
//! come from `lexicons/irregular.csv`; all others follow English spelling.
//! **Why**: the tables list base forms only.
//! **Example**: “accuse of” gives “accused of”, “accuses of” and “accusing of”; “close ally” gives “close allies”.
//! **Known failures**: consonants are not doubled (“pluging”), unless the table lists the form; a listed irregular verb
//! has no regular past form.
//! **Source**: chosen by hand.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::lexicon::table::Table;

/// Which word of an expression is inflected, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordClass {
    /// The first word is a verb.
    Verb,
    /// The last word is a noun.
    Noun,
    /// Nothing is inflected.
    Word,
}

impl WordClass {
    /// The name used in tables.
    pub(crate) fn word(self) -> &'static str {
        match self {
            WordClass::Verb => "verb",
            WordClass::Noun => "noun",
            WordClass::Word => "word",
        }
    }
}

/// Irregular forms.
pub(crate) struct Inflection {
    irregular: BTreeMap<String, Vec<String>>,
}

impl Inflection {
    /// Reads a table with the columns `base` and `form`.
    pub(crate) fn read(name: &str, text: &str) -> Result<Inflection, Error> {
        let table = Table::read(name, text, &["base", "form"])?;
        let mut irregular: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in table.rows() {
            irregular.entry(row.required("base")?.to_owned()).or_default().push(row.required("form")?.to_owned());
        }
        Ok(Inflection { irregular })
    }

    /// All forms of `expression`: itself first, then the others, sorted and without repeats.
    pub(crate) fn forms(&self, expression: &str, class: WordClass) -> Vec<String> {
        let mut forms = vec![expression.to_owned()];
        let (head, tail) = match class {
            WordClass::Verb => expression.split_once(' ').map_or((expression, None), |(head, tail)| (head, Some(tail))),
            WordClass::Noun => {
                expression.rsplit_once(' ').map_or((expression, None), |(tail, head)| (head, Some(tail)))
            }
            WordClass::Word => return forms,
        };
        let mut inflected = self.word_forms(head, class);
        inflected.sort();
        inflected.dedup();
        for form in inflected {
            let whole = match (class, tail) {
                (_, None) => form,
                (WordClass::Noun, Some(tail)) => format!("{tail} {form}"),
                (_, Some(tail)) => format!("{form} {tail}"),
            };
            if whole != expression {
                forms.push(whole);
            }
        }
        forms
    }

    fn word_forms(&self, word: &str, class: WordClass) -> Vec<String> {
        let irregular = self.irregular.get(word).cloned().unwrap_or_default();
        let mut forms = vec![with_s(word)];
        if class == WordClass::Verb {
            forms.push(with_ing(word));
            if irregular.is_empty() {
                forms.push(with_ed(word));
            }
        }
        forms.extend(irregular);
        forms
    }
}

fn ends_in_consonant_y(word: &str) -> bool {
    word.ends_with('y') && !["ay", "ey", "oy", "uy"].iter().any(|end| word.ends_with(end))
}

fn with_s(word: &str) -> String {
    if ends_in_consonant_y(word) {
        return format!("{}ies", &word[..word.len() - 1]);
    }
    let hissing = ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| word.ends_with(end));
    format!("{word}{}", if hissing { "es" } else { "s" })
}

fn with_ed(word: &str) -> String {
    if word.ends_with('e') {
        format!("{word}d")
    } else if ends_in_consonant_y(word) {
        format!("{}ied", &word[..word.len() - 1])
    } else {
        format!("{word}ed")
    }
}

fn with_ing(word: &str) -> String {
    let keeps_e = ["ee", "oe", "ye"].iter().any(|end| word.ends_with(end));
    let stem = if keeps_e { word } else { word.strip_suffix('e').unwrap_or(word) };
    format!("{stem}ing")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_change_first_and_nouns_last() {
        let inflection = Inflection::read("irregular.csv", "base,form\nsay,said\n").expect("a good table");
        assert_eq!(inflection.forms("say", WordClass::Verb), ["say", "said", "saying", "says"]);
        assert_eq!(
            inflection.forms("accuse of", WordClass::Verb),
            ["accuse of", "accused of", "accuses of", "accusing of"]
        );
        assert_eq!(inflection.forms("close ally", WordClass::Noun), ["close ally", "close allies"]);
        assert_eq!(inflection.forms("hostile", WordClass::Word), ["hostile"]);
    }
}
