//! Slots: whether a target stands toward an expression as an entry of the lexicon asks.
//!
//! A light reading of the words between the two, without a parser: each rule allows a short path of words and
//! refuses whatever would end the phrase.

use crate::lexicon::stance::Slot;
use crate::score::clause::{Clause, Expression, Named};
use crate::text::function_words::is;

/// Whether `mention` stands in `slot` toward `expression`.
pub(super) fn fits(clause: &Clause<'_>, expression: &Expression, mention: &Named, slot: Slot, valence: f64) -> bool {
    let overlaps = mention.from < expression.to && expression.from < mention.to;
    if overlaps {
        return slot == Slot::Itself;
    }
    match slot {
        Slot::Object => object(clause, expression, mention, valence),
        Slot::Subject => subject(clause, expression, mention),
        Slot::Possessor => possessor(clause, expression, mention),
        Slot::Modified => modified(clause, expression, mention),
        Slot::Itself => itself(clause, expression, mention),
        Slot::With => {
            let with = ["with", "between", "among", "to"];
            after_preposition(clause, expression, mention, &with, 4, 4) || grounded(clause, expression, mention)
        }
        Slot::Against => {
            after_preposition(clause, expression, mention, &["against", "on", "toward", "towards", "at"], 2, 3)
        }
        Slot::For => after_preposition(clause, expression, mention, &["for", "to", "of", "toward", "towards"], 1, 3),
        Slot::Clause => near(clause, expression, mention),
    }
}

/// The words strictly between two stretches of tokens.
fn between(clause: &Clause<'_>, from: usize, to: usize, most: usize, allowed: impl Fn(&str) -> bool) -> bool {
    from <= to && to - from <= most && (from..to).all(|at| !clause.ends_clause(at) && allowed(clause.word(at)))
}

/// **What it does**: the first noun phrase after the verb is X or belongs to X, or X is the subject of its passive.
/// **Example**: "accused **X** of", "blasted **X**'s record", "welcomed the offer of **X**", "condemned the attack by
/// **X**"; "**X** was accused".
/// **Known failures**: after a verb of blame "of" mostly names the victim ("condemned the invasion of X"), and is not
/// read, so that "deplored the policies of X" is missed.
fn object(clause: &Clause<'_>, expression: &Expression, mention: &Named, valence: f64) -> bool {
    if mention.from >= expression.to {
        let passive = expression.from > 0
            && is(clause.word(expression.from - 1), "be")
            && clause.word(expression.from).ends_with("ed");
        let owner = |at: usize| match clause.word(at) {
            "by" => true,
            "of" => valence > 0.0 || is(clause.word(at.wrapping_sub(1)), "body"),
            _ => false,
        };
        let plain = |word: &str| !is(word, "preposition") && !is(word, "conjunction") && !is(word, "be");
        let path = expression.to..mention.from;
        let open = path.len() <= 6
            && path.clone().filter(|&at| owner(at)).count() <= 1
            && path.clone().all(|at| !clause.ends_clause(at) && (plain(clause.word(at)) || owner(at)));
        let before = |other: &&Named| expression.to <= other.from && other.to <= mention.from;
        let near = clause.mentions_near(expression.from, expression.to);
        let first = !near.iter().filter(before).any(|other| !joined(clause, other, mention));
        return open && first && !passive;
    }
    let passive = |word: &str| is(word, "auxiliary") || is(word, "be") || word.ends_with("ly");
    let voice = clause.word(expression.from).ends_with("ed") || clause.word(expression.from).ends_with('n');
    let has_be = (mention.to..expression.from).any(|at| is(clause.word(at), "be"));
    voice && has_be && between(clause, mention.to, expression.from, 4, passive)
}

/// "A and B": both take the place of one.
fn joined(clause: &Clause<'_>, first: &Named, second: &Named) -> bool {
    between(clause, first.to, second.from, 2, |word| word == "and" || is(word, "determiner"))
}

/// **What it does**: X comes before the verb with nothing but helpers, or its own government, between.
/// **Example**: "**X** has violated", "**X**'s forces attacked", "**X** must stop".
/// **Known failures**: relative clauses, and verbs whose subject stands after them.
fn subject(clause: &Clause<'_>, expression: &Expression, mention: &Named) -> bool {
    let helper = |word: &str| is(word, "auxiliary") || is(word, "body") || word == "and" || word.ends_with("ly");
    let passive = expression.from > 0
        && is(clause.word(expression.from - 1), "be")
        && !clause.word(expression.from).ends_with("ing");
    mention.to <= expression.from && !passive && between(clause, mention.to, expression.from, 6, helper)
}

/// **What it does**: X owns or does the noun.
/// **Example**: "**X**'s repeated violations", "**X**n aggression", "aggression by **X**"; with nouns of praise also
/// "the courage of **X**".
/// **Known failures**: "of" after a noun of harm mostly names the victim and is not read at all.
fn possessor(clause: &Clause<'_>, expression: &Expression, mention: &Named) -> bool {
    if mention.to <= expression.from {
        let plain = |word: &str| {
            !is(word, "preposition") && !is(word, "auxiliary") && !is(word, "be") || matches!(word, "'s" | "and")
        };
        return between(clause, mention.to, expression.from, 4, plain);
    }
    let path = |word: &str| {
        matches!(word, "by" | "from" | "committed" | "perpetrated" | "of") || is(word, "determiner") || is(word, "body")
    };
    let by = (expression.to..mention.from).any(|at| matches!(clause.word(at), "by" | "from"));
    by && between(clause, expression.to, mention.from, 6, path)
}

/// **What it does**: the adjective stands before X, or is said of it.
/// **Example**: "hostile **X**", "the brutal **X** regime", "**X** is hostile".
fn modified(clause: &Clause<'_>, expression: &Expression, mention: &Named) -> bool {
    if expression.to <= mention.from {
        let plain = |word: &str| {
            !is(word, "preposition") && !is(word, "conjunction") && !is(word, "be") && !is(word, "determiner")
                || word == "and"
        };
        return between(clause, expression.to, mention.from, 2, plain);
    }
    said_of(clause, expression, mention)
}

/// "X is (a) …": a form of "be" with only small words around it.
fn said_of(clause: &Clause<'_>, expression: &Expression, mention: &Named) -> bool {
    let small = |word: &str| {
        is(word, "be")
            || is(word, "auxiliary")
            || is(word, "determiner")
            || word.ends_with("ly")
            || matches!(word, "“" | "\"" | "‘" | "very" | "so" | "too" | "most")
    };
    let has_be = (mention.to..expression.from.max(mention.to)).any(|at| is(clause.word(at), "be"));
    has_be && between(clause, mention.to, expression.from, 5, small)
}

/// **What it does**: the expression is what X is called.
/// **Example**: "**X** is a partner", "**X**, an ally", "described **X** as a “valuable asset”", "the **X**n regime",
/// "our friend **X**".
fn itself(clause: &Clause<'_>, expression: &Expression, mention: &Named) -> bool {
    if mention.to <= expression.from {
        let small = |word: &str| {
            matches!(word, "as" | "-" | "“" | "\"" | "‘" | "'s") || is(word, "determiner") || word.ends_with("ly")
        };
        let called = between(clause, mention.to, expression.from, 4, small);
        let apposed = clause.word(mention.to) == ","
            && is(clause.word(mention.to + 1), "determiner")
            && expression.from - mention.to <= 4;
        return called || apposed || said_of(clause, expression, mention);
    }
    between(clause, expression.to, mention.from, 1, |word| word == "of") && expression.to == mention.from
}

/// **What it does**: X follows one of `prepositions` after the expression.
/// **Example**: "cooperation with **X**", "unity and friendship between our party and **X**", "sanctions on **X**".
fn after_preposition(
    clause: &Clause<'_>,
    expression: &Expression,
    mention: &Named,
    prepositions: &[&str],
    before: usize,
    after: usize,
) -> bool {
    if mention.from < expression.to {
        return false;
    }
    let preposition = (expression.to..mention.from.min(expression.to + before + 1))
        .find(|&at| prepositions.contains(&clause.word(at)));
    let Some(preposition) = preposition else {
        return false;
    };
    let plain = |word: &str| !is(word, "preposition") && !is(word, "be");
    let wide = if clause.word(preposition) == "between" { after + 4 } else { after };
    let to_preposition =
        between(clause, expression.to, preposition, before, |word| !is(word, "be") && !is(word, "preposition"));
    let first = clause
        .mentions_near(preposition, preposition)
        .iter()
        .find(|other| other.from > preposition)
        .is_some_and(|first| first.from == mention.from || joined(clause, first, mention));
    to_preposition && first && between(clause, preposition + 1, mention.from, wide, plain)
}

/// **What it does**: the expression is the ground on which something is done with X.
/// **Example**: "talks with **X** in a spirit of friendship", "exchanges between us and **X** on the basis of trust".
fn grounded(clause: &Clause<'_>, expression: &Expression, mention: &Named) -> bool {
    if expression.from < mention.to {
        return false;
    }
    let path = mention.to..expression.from;
    let ground =
        path.clone().any(|at| matches!(clause.word(at), "basis" | "spirit" | "based" | "atmosphere" | "bonds"));
    let before = mention.from.saturating_sub(5)..mention.from;
    let shared = before.clone().any(|at| matches!(clause.word(at), "with" | "between" | "among"));
    ground && shared && between(clause, path.start, path.end, 7, |word| !is(word, "be") && !is(word, "auxiliary"))
}

/// **What it does**: X stands in the same clause, at most ten words away.
fn near(clause: &Clause<'_>, expression: &Expression, mention: &Named) -> bool {
    let (from, to) =
        if mention.to <= expression.from { (mention.to, expression.from) } else { (expression.to, mention.from) };
    between(clause, from, to, 10, |_| true)
}
