//! The glossary at the end of the index: what the numbers mean, and the words in brackets behind the evidence.

use crate::model::example::REASONS;
use crate::model::profile::Survey;
use crate::report::block::{Inline, Level, Page, Place, Text, Value, plain, words};
use crate::report::figure::count;

/// The sections of the index.
pub(super) fn sections(page: &mut Page, survey: &Survey) {
    page.anchored(Level::Section, Place::Glossary, "How to read the numbers");
    let few = count(survey.min_n, "document");
    for (term, meaning) in NUMBERS {
        page.paragraph(entry(term, &meaning.replace("{few}", &few)));
    }
    page.anchored(Level::Section, Place::Places, "How to read an example");
    for (term, meaning) in EXAMPLES {
        page.paragraph(entry(term, &meaning.replace("{reasons}", &REASONS.to_string())));
    }
    let row = |(place, meaning): &(&str, &str)| {
        vec![Value::Text((*place).to_owned()).into(), Value::Text((*meaning).to_owned()).into()]
    };
    page.table(vec![words("Place"), words("Where the word stands")], PLACES.iter().map(row).collect());
}

fn entry(term: &str, meaning: &str) -> Text {
    vec![Inline::Strong(term.to_owned()), plain(format!(": {meaning}"))]
}

/// What the numbers mean.
const NUMBERS: [(&str, &str); 11] = [
    (
        "Statement",
        "something that one actor, the holder, says: a quotation, reported speech, or a whole speech. The same words of \
         the same holder count once, however many documents print them.",
    ),
    (
        "Stance",
        "how a holder stands toward a target, from −1 (against) to +1 (for). The stance of a statement is the mean of \
         its sentences that name the target; what the same side says about it elsewhere in the document makes it stronger \
         or weaker. Tables show the mean of all statements that name the target; a statement that leans neither way is 0 \
         in it.",
    ),
    (
        "Not sure",
        "statements that lean one way, but not surely enough. They are 0 in the means. The rest, neither for, against \
         nor not sure, is neutral. Of those for and against, about seven in ten are right on international news that \
         people have coded; how many are right in your corpus, only hand codes tell (verbale sample, verbale validate).",
    ),
    (
        "95% interval",
        "the sampling uncertainty of the mean if the documents are seen as a sample (bootstrap over documents; wider \
         where there are few). It does not cover the errors of the program. A mean is told apart from 0 if its interval excludes 0. With fewer than \
         {few} that is too few to say: the mean stands in brackets and has no interval.",
    ),
    (
        "Shrunken mean",
        "the mean, moved toward the mean of all actors. The fewer documents an actor has, the more its mean is moved. \
         This keeps actors of whom little is known from leading the ranking.",
    ),
    (
        "Change point",
        "the day that best divides the documents in which one actor speaks of another into two groups with different \
         means. p is the share of random orders of the documents in which the best split is at least as large \
         (permutation test).",
    ),
    (
        "Reciprocity",
        "whether two actors speak of each other alike. r is the correlation of their mean stances over the periods, from \
         −1 to 1; p is the share of random re-orderings in which |r| is at least as large (permutation test).",
    ),
    (
        "Sector",
        "what an actor is, in the terms of PLOVER: GOV government, MIL armed forces, SPY secret services, JUD courts, LEG \
         parliament, PTY party, OPP opposition, REB armed group, MED media, EDU university or think tank, BUS company, \
         CVL citizen or former official, NGO, IGO organisation of states, UNK unknown. A person has the sector of the \
         office held on the day of the statement; without a date, of the last one known.",
    ),
    (
        "Not in the registry",
        "somebody whom only the text names; the id begins with UNLISTED or with the state or body spoken for.",
    ),
    ("Sentiment", "the tone of the words, from −1 to +1, toward nobody in particular (VADER)."),
    (
        "Parts",
        "what a minister, a ministry or an army says counts for its state too, and so does what is said of them. Rows of \
         a table may therefore overlap. So does what the state’s own organs in the media say. Other newspapers, parties, parliaments, courts, citizens and former officials do not \
         speak for a state; its page lists them as other voices.",
    ),
];

/// What stands with an example.
const EXAMPLES: [(&str, &str); 4] = [
    (
        "For, against",
        "up to three statements each: the strongest of which the program is surest come first, of different documents if \
         there are as many. The more a mean leans to one side, the more often the examples of the other side are errors.",
    ),
    (
        "Who on whom",
        "below the words: whom the program takes for the speaker, then for the target. In brackets behind each: what the \
         text calls them, if it is not the name itself; behind the speaker also the word that reports the statement, and \
         the kind of saying if it is denied, questioned, demanded or the like. “Via” names who passes it on.",
    ),
    (
        "Evidence",
        "up to {reasons} words with the largest share of the stance, in bold in the statement, each with what it adds to \
         the stance; the rest together are “other words”, and what the sentences add that are not shown is “other \
         sentences”. Single words can exceed ±1; only the sum is bounded.",
    ),
    (
        "Places",
        "in brackets behind a piece of evidence: where it stands relative to the target, called X here. Most places are \
         made of two of the terms below, as in “subject governs”: X is the subject of the word.",
    ),
];

/// The terms of which places are made.
const PLACES: [(&str, &str); 24] = [
    (
        "object",
        "an expression of the stance lexicon with X as its object: “accused X”. Of any other word: it is the object of the word that governs X",
    ),
    (
        "subject",
        "an expression of the lexicon with X as its subject: “X violated”. Of any other word: it is the subject of the word that governs X",
    ),
    ("possessor", "an expression of the lexicon that belongs to X: “X’s violations”, “aggression by X”"),
    ("modified, self", "an expression of the lexicon that is said of X: “hostile X”; “X, a valuable asset”"),
    (
        "with, against, for, clause",
        "an expression of the lexicon with X behind such a preposition: “cooperation with X”; or with X anywhere in its clause",
    ),
    ("does it, done against it", "an expression of the lexicon: X does what it says; or it helps others against X"),
    (
        "negated, intensified, toned down, unreal, demanded, ended",
        "behind one of these: another word turns, strengthens or weakens the expression (“never”, “very”, “if”, “must”, “lifted”)",
    ),
    ("near, tone", "an emotional word in the neighbourhood of X; only without learned weights (--no-fitted)"),
    ("hyphen before, hyphen after", "a hyphen joins it to the name"),
    ("governs", "X depends on the word: it is its verb, noun or preposition"),
    (
        "above, high above, subject above, beside above",
        "farther up in the tree of the sentence than the word that governs X, or beside what stands there",
    ),
    (
        "predicate, adverb, phrase, joined, beside, side, clause",
        "the word depends on the one that governs X: as its predicate, adverb, phrase with a preposition, joined by “and”, another word beside it, or clause",
    ),
    ("in object, in clause, in predicate …", "the same, deeper inside"),
    (
        "modifies, relative, apposed, own, itself",
        "the word depends on X: as adjective, relative clause, apposition, in another way; or it is part of the name",
    ),
    (
        "subject …, object …, owner …, passive …, predicate …, part …, root …, other …",
        "in front: what X is in its clause: subject, object, owner (“X’s”), subject of a passive, predicate, part of a compound, the head of the sentence, or something else",
    ),
    (
        "of …, by …, with …, to …, for …, against …, on …, from …, in …, about …, between …, like …, than …, after …",
        "in front: the preposition before X; “after” stands for all others",
    ),
    (
        "it does, holder does, other does, thing does, nobody does, done to it",
        "at the end: who does what the clause tells: X, the speaker, another actor, a thing, nobody who is named; or it is done to X",
    ),
    ("role …", "of a kind of words: wherever they stand, if X has this role"),
    ("side own, side other", "of a kind of words: X is of the speaker’s own side, or not"),
    (
        "form direct, mixed, indirect, narrated, without a source",
        "of a kind of words: in what form the statement is quoted",
    ),
    ("others none, one, two, more", "of a kind of words: how many other actors the sentence names"),
    ("sufferer …, no sufferer …", "of a kind of words: whether X suffers what another does"),
    ("cue, cue …", "the word that reports the statement; behind it, what X is in the statement"),
    ("entry, entry, size …", "how much the expressions of the lexicon in this place add together"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::fitted::TABLE;
    use crate::lexicon::shifters::ShifterKind;

    /// Whether every word of `place` is in the glossary.
    fn is_told(place: &str) -> bool {
        let words = |text: &str| -> Vec<String> {
            text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        let told: Vec<String> = PLACES.iter().flat_map(|(place, _)| words(place)).collect();
        words(place).iter().all(|word| told.contains(word))
    }

    #[test]
    fn every_place_is_told() {
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(TABLE.as_bytes());
        for row in reader.records() {
            let row = row.expect("the table is CSV");
            let is_evidence = row[2].parse::<f64>().is_ok_and(|direction| direction != 0.0);
            assert!(!is_evidence || is_told(&row[1]), "{}", &row[1]);
        }
        for kind in ["negated", "intensified", "toned down", "unreal", "demanded", "ended", "possessor", "self"] {
            assert!(is_told(kind), "{kind}");
        }
        assert_eq!(ShifterKind::Ending.word(), "ended");
    }
}
