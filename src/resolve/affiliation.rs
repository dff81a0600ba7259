//! Affiliation: the body for which a person speaks whom only the text knows.

use crate::lexicon::actors::{Actors, Body, Noun};
use crate::model::actor::{ActorId, ActorKind};
use crate::model::mention::{Mention, Rule};
use crate::model::span::Span;
use crate::resolve::around::Around;
use crate::resolve::description::part_of;
use crate::resolve::mentions::Mentions;
use crate::resolve::names::Name;
use crate::resolve::noun;
use crate::resolve::words::{is_lawmaker, is_past};
use crate::text::function_words::{is, is_function_word};

/// So many words may stand between a body and the name of somebody who speaks for it. Chosen by hand.
const APART: usize = 5;

/// What stands behind a name is looked at for so many bytes. Chosen by hand.
const BEHIND: usize = 160;

/// The body that `name` speaks for where it is introduced; `home` is the state that the text is about.
///
/// **What it does**: looks at the noun and the body before the name, then at what the comma behind it tells.
/// **Why**: whoever speaks for a ministry speaks with its voice, an analyst with his own.
/// **Example**: "Norlandic Health Secretary Odo Kell" speaks for QNO.GOV, "Norlandic Senator Odo Kell" for the parliament; "Odo Kell, a fellow of the Port Nor Institute"
/// for the institute.
/// **Known failures**: a post without a state is taken for one of the state that the text names most.
/// **Source**: hand-made rules.
pub(super) fn affiliation(
    text: &str,
    name: &Name<'_>,
    mentions: &Mentions,
    registry: &Actors,
    home: impl Fn() -> Option<ActorId>,
) -> Option<ActorId> {
    before(text, name, mentions, registry).or_else(|| behind(text, name, mentions, registry)).or_else(|| {
        let title = name.title?;
        if is_lawmaker(title.of(text)) {
            let state = state_before(text, title, mentions, registry).filter(|_| !is_former(text, title))?;
            return part_of(registry, &state, "PARLIAMENT");
        }
        let at = mentions.nouns.iter().find(|(noun, _)| *noun == title)?;
        if is_former(text, title) {
            return None;
        }
        let part = |suffix: &str| {
            let id = format!("{}.{suffix}", state_before(text, title, mentions, registry).or_else(&home)?);
            registry.actor(&id).map(|actor| actor.id.clone())
        };
        let words = title.of(text).to_lowercase();
        match at.1 {
            Noun::Body(Body::Government) if words.contains("foreign ministry") => {
                part("FOREIGN_MINISTRY").or_else(|| part("GOV"))
            }
            Noun::Body(Body::Government) if words.contains("ministry") || words.contains("government") => part("GOV"),
            Noun::Body(Body::Military) => part("MIL"),
            Noun::Post(_) if words.contains("minister") => part("GOV"),
            _ => None,
        }
    })
}

/// `the Norlandic Statistics Agency`, `Norland's General Administration of Dams`: the government of the state before the
/// name or at its beginning, where the noun is that of a public body.
pub(super) fn of_body(text: &str, name: &Name<'_>, mentions: &Mentions, registry: &Actors) -> Option<ActorId> {
    let public = |word: &&str| match noun::sort(&word.to_lowercase()) {
        Some((noun::Sort::Body, kinds)) => kinds.split(' ').any(|kind| kind == "government"),
        Some((sort, _)) => sort == noun::Sort::Part,
        None => false,
    };
    let fields = name.words.windows(2).filter(|pair| matches!(pair[1], "of" | "for")).map(|pair| &pair[0]);
    if ![name.words.first()?, name.words.last()?].into_iter().chain(fields).any(public) {
        return None;
    }
    let before = || {
        let at = mentions.all.partition_point(|mention| mention.span.end() <= name.span.start());
        let mention = mentions.all[..at].last()?;
        let gap = text.get(mention.span.end()..name.span.start())?;
        matches!(gap, " " | "'s " | "’s ").then(|| mention.actor.clone())
    };
    // "The Norlandic Dairy Council" is of those whom it names, not of the state.
    let last = name.words.last().map(|word| word.to_lowercase());
    let private = matches!(last.as_deref(), Some("council" | "committee"));
    let inside = || {
        (1..=2).rev().filter(|_| !private).find_map(|count| registry.by_name(&name.words.get(..count)?.join(" "), None))
    };
    let state = before().or_else(inside)?;
    let government = registry.part(registry.who(&state)?, Body::Government)?;
    (registry.kind_of(&state) == Some(ActorKind::State)).then(|| registry.known(government).id.clone())
}

/// `Norlandic Health Secretary Odo Kell`, `a spokesman for the ministry, Odo Kell`.
fn before(text: &str, name: &Name<'_>, mentions: &Mentions, registry: &Actors) -> Option<ActorId> {
    let at = mentions.all.partition_point(|mention| mention.span.end() <= name.span.start());
    let mention = mentions.all[..at].last()?;
    let gap = text.get(mention.span.end()..name.span.start())?;
    // "A Norlandic general, Odo Kell and two clerks": the next in a list has no post.
    let listed = gap.starts_with(',') && text[name.span.end()..].starts_with(" and ");
    let direct = matches!(gap.trim_end(), "" | ",") && gap.len() <= 3 && !listed;
    if is_former(text, mention.span) || !mention.speaks {
        return None;
    }
    if direct && mention.rule == Rule::Body && registry.kind_of(&mention.actor) != Some(ActorKind::Person) {
        return Some(mention.actor.clone());
    }
    // "Norland's ambassador, Odo Kell": whoever the registry has in that post, Odo Kell speaks for the same state.
    if direct && mention.rule == Rule::Role {
        let state = registry.who(registry.lineage(&mention.actor).last()?)?;
        return registry.part(state, Body::Government).map(|government| registry.known(government).id.clone());
    }
    let owner = gap.strip_prefix("'s").or_else(|| gap.strip_prefix("’s")).unwrap_or(gap);
    let words: Vec<&str> = owner.split_whitespace().collect();
    // "Asked about Norland, Deputy Secretary Odo Kell": a comma begins another phrase, unless the name follows it.
    let phrase = gap.trim_end().trim_end_matches(',');
    let same_phrase = !phrase.contains([',', '.', ';', ':', '\n', '"', '”', '“', '(']);
    if !same_phrase || words.is_empty() || words.len() > APART || words.iter().any(|word| is_past(&word.to_lowercase()))
    {
        return None;
    }
    let between = Span::new(mention.span.end(), name.span.start());
    let works = mentions.nouns.iter().any(|(noun, sort)| between.contains(*noun) && works_for(*sort));
    let small = |word: &&str| {
        word.starts_with(char::is_lowercase)
            && matches!(*word, "said" | "told" | "and" | "to" | "with" | "in" | "on" | "that" | "by")
    };
    if words.iter().any(small) || !works {
        return None;
    }
    let post = mentions.nouns.iter().any(|(noun, sort)| between.contains(*noun) && matches!(sort, Noun::Post(_)));
    if post && registry.kind_of(&mention.actor) == Some(ActorKind::State) {
        let government = registry.part(registry.who(&mention.actor)?, Body::Government)?;
        return Some(registry.known(government).id.clone());
    }
    speaker_for(registry, mention)
}

/// `Odo Kell, a fellow of the Port Nor Institute`.
fn behind(text: &str, name: &Name<'_>, mentions: &Mentions, registry: &Actors) -> Option<ActorId> {
    let rest = &text[name.span.end()..];
    let rest = rest.strip_prefix(", ")?;
    let start = name.span.end() + 2;
    let mut end = rest.len().min(BEHIND);
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    let end = rest[..end].find([';', '\n', '“', '"', '(']).unwrap_or(end);
    let clause = rest[..end].find(", ").unwrap_or(end);
    let part = Span::new(start, start + clause);
    let mention = mentions.within(part).first()?;
    let lead = Span::new(start, mention.span.start());
    let former = lead.of(text).to_lowercase().split_whitespace().any(is_past);
    if former || tells_of_past(&rest[..end]) || !leads_to_body(lead.of(text)) {
        return None;
    }
    let works = mentions.nouns.iter().any(|(noun, sort)| lead.contains(*noun) && works_for(*sort));
    // "A veteran of the Norlandic army" comes from it.
    let comes = mentions.nouns.iter().any(|(noun, sort)| lead.contains(*noun) && *sort == Noun::Body(Body::People));
    if comes || !mention.speaks {
        return None;
    }
    if mention.rule == Rule::Body {
        let leads = works && ends_in_joint(lead.of(text)) || is_description(lead.of(text));
        return leads.then(|| speaker_for(registry, mention)).flatten();
    }
    let words = lead.of(text).to_lowercase();
    let works = works || words.ends_with(" of ") || words.starts_with("of ");
    works.then(|| speaker_for(registry, mention)).flatten()
}

/// `who served as Norlandic envoy`, `the Norlandic envoy from 2003 to 2006`: what stands behind a name
/// tells of the past.
fn tells_of_past(behind: &str) -> bool {
    const VERBS: [&str; 9] = ["was", "were", "had", "led", "ran", "held", "spent", "oversaw", "once"];
    let lower = behind.to_lowercase();
    let words: Vec<&str> = lower.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let year = |word: &str| {
        word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && word.parse::<u16>().is_ok()
    };
    let was = matches!(words.as_slice(), ["who", verb, ..] if VERBS.contains(verb) || verb.ends_with("ed"));
    let ended = words
        .windows(4)
        .any(|four| four[0] == "from" && year(four[1]) && matches!(four[2], "to" | "until") && year(four[3]))
        || words.windows(2).any(|two| two[0] == "until" && (year(two[1]) || matches!(two[1], "last" | "recently")));
    was || ended
}

/// Whether the words between the comma behind a name and a body lead to where somebody works: not so "an expert on".
fn leads_to_body(lead: &str) -> bool {
    const OTHERS: [&str; 12] = [
        "on", "about", "against", "over", "under", "between", "through", "toward", "towards", "into", "during", "among",
    ];
    let lower = lead.to_lowercase();
    !lower.split_whitespace().any(|word| OTHERS.contains(&word))
}

/// What stands between a post and where somebody holds it.
const JOINTS: [&str; 7] = ["of", "for", "at", "in", "with", "from", "to"];

/// `an aide to`, `a clerk who works for the`.
fn ends_in_joint(lead: &str) -> bool {
    let last = lead.split_whitespace().rev().find(|word| !word.eq_ignore_ascii_case("the"));
    last.is_some_and(|last| JOINTS.contains(&last))
}

/// `a senior`, `the top`, `who commands`: an article and what may stand before a body, a joint, or a verb for an office.
fn is_description(lead: &str) -> bool {
    const LEADS: [&str; 9] =
        ["commands", "heads", "leads", "oversees", "runs", "directs", "chairs", "represents", "serves"];
    let lower = lead.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let words = words.strip_suffix(&["the"]).unwrap_or(&words);
    match words {
        ["who", verb] => LEADS.contains(verb),
        [.., joint] if JOINTS.contains(joint) => *joint != "to" && words.len() > 1 && !words.contains(&"who"),
        [] => true,
        [article, rest @ ..] => {
            let plain =
                |word: &&str| !is_function_word(word) && !["ed", "ing", "ly"].iter().any(|end| word.ends_with(end));
            is(article, "determiner") && rest.len() <= 3 && rest.iter().all(plain)
        }
    }
}

/// `U.S. Lieutenant General Odo Kell`: the state right before a title.
fn state_before(text: &str, title: Span, mentions: &Mentions, registry: &Actors) -> Option<ActorId> {
    let at = mentions.all.partition_point(|mention| mention.span.end() <= title.start());
    let mention = mentions.all[..at].last()?;
    let gap = text.get(mention.span.end()..title.start())?;
    let gap = gap.strip_prefix("'s").or_else(|| gap.strip_prefix("’s")).unwrap_or(gap);
    let words: Vec<&str> = gap.split(' ').filter(|word| !word.is_empty()).collect();
    let beside = words.len() <= 2
        && words.iter().all(|word| word.chars().all(char::is_alphabetic) && word.starts_with(char::is_uppercase));
    let root = registry.lineage(&mention.actor).pop()?;
    (beside && registry.kind_of(&root) == Some(ActorKind::State)).then_some(root)
}

/// Whether a noun makes somebody speak for the body beside it.
pub(super) fn works_for(noun: Noun) -> bool {
    matches!(noun, Noun::Post(_) | Noun::Body(Body::Government | Body::Voice | Body::Member | Body::Military))
}

/// The body itself; of a state, nobody: whoever comes from it does not speak for it.
fn speaker_for(registry: &Actors, mention: &Mention) -> Option<ActorId> {
    let kind = registry.kind_of(&mention.actor)?;
    let speaks = !matches!(kind, ActorKind::State | ActorKind::Region | ActorKind::Unnamed | ActorKind::Person);
    speaks.then(|| mention.actor.clone())
}

/// `Former Norlandic minister`.
fn is_former(text: &str, span: Span) -> bool {
    let mut at = span.start();
    (0..3).any(|_| {
        Around(text).word_before(at).is_some_and(|word| {
            at = word.start();
            is_past(&word.of(text).to_lowercase())
        })
    })
}
