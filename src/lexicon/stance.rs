//! The stance lexicon: expressions, the slot that a target must fill relative to each, and the stance that this
//! implies. Tables come in; a look-up by words comes out. It does not look at texts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::error::Error;
use crate::lexicon::cues::{CueClass, Cues};
use crate::lexicon::inflection::{Inflection, WordClass};
use crate::lexicon::phrases::Phrases;
use crate::lexicon::table::{Row, Table};
use crate::model::opinion::EntryName;

/// The position of the target relative to an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Slot {
    /// Accuse **X**; **X** was accused.
    Object,
    /// **X** violated.
    Subject,
    /// **X**'s violations; violations by **X**.
    Possessor,
    /// Hostile **X**; **X** is hostile.
    Modified,
    /// The expression names the target, or is predicated of it: "**X**, a valuable asset".
    Itself,
    /// Cooperation with **X**.
    With,
    /// Sanctions on **X**.
    Against,
    /// Support for **X**.
    For,
    /// Anywhere in the clause.
    Clause,
}

impl Slot {
    /// The name used in tables and reports.
    pub(crate) fn word(self) -> &'static str {
        SLOTS.iter().find(|(_, slot)| *slot == self).map_or("", |(word, _)| word)
    }
}

const SLOTS: [(&str, Slot); 9] = [
    ("object", Slot::Object),
    ("subject", Slot::Subject),
    ("possessor", Slot::Possessor),
    ("modified", Slot::Modified),
    ("self", Slot::Itself),
    ("with", Slot::With),
    ("against", Slot::Against),
    ("for", Slot::For),
    ("clause", Slot::Clause),
];

const CLASSES: [(&str, WordClass); 3] =
    [("verb", WordClass::Verb), ("noun", WordClass::Noun), ("word", WordClass::Word)];

const CATEGORIES: [&str; 12] = [
    "verbal_cooperation",
    "verbal_conflict",
    "material_cooperation",
    "material_conflict",
    "praise",
    "blame",
    "threat",
    "demand",
    "solidarity",
    "legitimacy",
    "enemy_image",
    "partnership",
];

/// A mean rating (−4 to 4) closer to 0 than this says too little about a target. Chosen on NewsMTSC train.
const LEAST_TONE: f64 = 1.0;

/// Valence for each point of mean rating. Chosen on NewsMTSC train.
const TONE_WEIGHT: f64 = 0.15;

fn valence(row: Row<'_>) -> Result<f64, Error> {
    row.number("valence", -1.0, 1.0)?.ok_or_else(|| row.fault("valence", "nothing", "a number from -1 to 1"))
}

fn named(category: &str, expression: &str, own: bool) -> Arc<EntryName> {
    Arc::new(EntryName { category: category.to_owned(), expression: expression.to_owned(), own })
}

/// The slots in which rated words count.
const TONED: [Slot; 3] = [Slot::Subject, Slot::Modified, Slot::Itself];

/// An expression in one slot.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StanceEntry {
    pub(crate) expression: String,
    pub(crate) class: WordClass,
    pub(crate) slot: Slot,
    /// The stance that its use implies toward the target, −1 to 1.
    pub(crate) valence: f64,
    /// Its name. Rated words have no category.
    pub(crate) name: Arc<EntryName>,
    /// Whether it is a word of the sentiment lexicon. It gives way to any entry of the stance tables.
    pub(crate) is_tone: bool,
}

/// The stance lexicon, ready for look-up.
pub(crate) struct StanceLexicon {
    pub(crate) entries: Vec<StanceEntry>,
    pub(crate) phrases: Phrases,
    /// Whether rated words of the sentiment lexicon count where no entry applies.
    pub(crate) hears_tone: bool,
}

/// Collects tables of entries. Later entries override earlier ones with the same expression, class and slot.
#[derive(Default)]
pub(crate) struct StanceBuilder {
    entries: BTreeMap<(String, u8, Slot), StanceEntry>,
    hears_tone: bool,
}

impl StanceBuilder {
    /// Adds a table with the columns `expression,class,slot,valence,category,origin`, shipped or the user's `own`.
    pub(crate) fn add(&mut self, name: &str, text: &str, own: bool) -> Result<(), Error> {
        let table = Table::read(name, text, &["expression", "class", "slot", "valence", "category"])?;
        for row in table.rows() {
            let expression = row.required("expression")?.to_lowercase();
            let class = row.choice("class", &CLASSES)?;
            let slot = row.choice("slot", &SLOTS)?;
            let category = row.choice("category", &CATEGORIES.map(|category| (category, category)))?;
            let name = named(category, &expression, own);
            let valence = valence(row)?;
            self.entries.insert(
                (expression.clone(), class as u8, slot),
                StanceEntry { expression, class, slot, valence, name, is_tone: false },
            );
        }
        Ok(())
    }

    /// Adds a plain list with the columns `word,valence`. It has no slots, so a word counts for every target that the
    /// clause names within ten words.
    pub(crate) fn add_words(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let table = Table::read(name, text, &["word", "valence"])?;
        for row in table.rows() {
            let expression = row.required("word")?.to_lowercase();
            let (class, slot) = (WordClass::Word, Slot::Clause);
            let valence = valence(row)?;
            let key = (expression.clone(), class as u8, slot);
            let name = named("own", &expression, true);
            self.entries.insert(key, StanceEntry { expression, class, slot, valence, name, is_tone: false });
        }
        Ok(())
    }

    /// Adds the cues that are an act toward their object ("accused X"), unless an entry covers them already.
    pub(crate) fn add_cues(&mut self, cues: &Cues) {
        for cue in cues.entries.iter().filter(|cue| cue.class == CueClass::Verb) {
            let Some(valence) = cue.valence else { continue };
            let (expression, class, slot) = (cue.expression.clone(), WordClass::Verb, Slot::Object);
            let key = (expression.clone(), class as u8, slot);
            let kind = if valence < 0.0 { "blame" } else { "praise" };
            let name = named(kind, &expression, false);
            self.entries.entry(key).or_insert(StanceEntry { expression, class, slot, valence, name, is_tone: false });
        }
    }

    /// Adds rated words of the sentiment lexicon as weak entries.
    ///
    /// **What it does**: gives every word with a mean rating of at least 1 in absolute value a valence of 0.15 for each
    /// point, in the slots of a subject, a modified noun and the target itself. Entries of the stance tables win.
    /// **Why**: a word of praise or blame close to a target is mostly about that target.
    /// **Example**: “scornful” in “the scornful **X**”.
    /// **Known failures**: words rated for their tone and not for a judgement (“painful”) count too.
    /// **Source**: ratings of VADER (Hutto & Gilbert 2014); thresholds chosen on NewsMTSC train.
    pub(crate) fn add_tone<'w>(&mut self, words: impl Iterator<Item = (&'w str, f64)>, forms: &BTreeSet<String>) {
        self.hears_tone = true;
        for (word, mean) in words.filter(|(word, mean)| mean.abs() >= LEAST_TONE && !forms.contains(*word)) {
            for slot in TONED {
                let key = (word.to_owned(), WordClass::Word as u8, slot);
                let valence = (mean * TONE_WEIGHT).clamp(-1.0, 1.0);
                let (expression, name) = (word.to_owned(), named("", word, false));
                self.entries.entry(key).or_insert(StanceEntry {
                    expression,
                    class: WordClass::Word,
                    slot,
                    valence,
                    name,
                    is_tone: true,
                });
            }
        }
    }

    /// All forms of the collected expressions of one word.
    pub(crate) fn single_words(&self, inflection: &Inflection) -> BTreeSet<String> {
        let single = self.entries.values().filter(|entry| !entry.expression.contains(' '));
        single.flat_map(|entry| inflection.forms(&entry.expression, entry.class)).collect()
    }

    /// Makes the collected entries ready for look-up. Entries overridden with valence 0 are dropped.
    pub(crate) fn build(self, inflection: &Inflection) -> StanceLexicon {
        let hears_tone = self.hears_tone;
        let entries: Vec<StanceEntry> = self.entries.into_values().filter(|entry| entry.valence != 0.0).collect();
        let mut phrases = Phrases::default();
        for (number, entry) in entries.iter().enumerate() {
            for form in inflection.forms(&entry.expression, entry.class) {
                phrases.add(&form, number);
            }
        }
        StanceLexicon { entries, phrases, hears_tone }
    }
}

impl StanceLexicon {
    /// The number of expressions in use that are the user's own.
    pub(crate) fn own_expressions(&self) -> usize {
        let own = self.entries.iter().filter(|entry| entry.name.own);
        own.map(|entry| entry.expression.as_str()).collect::<BTreeSet<&str>>().len()
    }
}
