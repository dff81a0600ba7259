//! Doers: who does what the words of a sentence tell.

use std::cell::Cell;

use crate::score::scene::{Kind, Scene};
use crate::text::parser::{label, labels};
use crate::text::tagger::{is_verb, tag};

/// Who does what each word of a scene tells. Few words are asked about, and most of them more than once.
pub(super) struct Doers<'s, 'a> {
    scene: &'s Scene<'a>,
    known: Vec<Cell<Option<Doer>>>,
}

impl<'s, 'a> Doers<'s, 'a> {
    pub(super) fn new(scene: &'s Scene<'a>) -> Doers<'s, 'a> {
        Doers { scene, known: vec![Cell::new(None); scene.len()] }
    }

    /// Who does what the word at `at` tells.
    pub(super) fn of(&self, at: usize) -> Doer {
        let known = &self.known[at];
        known.get().unwrap_or_else(|| {
            let found = doer(self.scene, at);
            known.set(Some(found));
            found
        })
    }
}

/// A subject is looked for so many verbs up.
const HIGH: usize = 6;

/// Who does what the word at `at` tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doer {
    Holder,
    Target(usize),
    Name,
    Thing,
    Nobody,
    /// The subject is whom it is done to, and nobody is said to do it.
    Passive,
}

impl Doer {
    pub(super) fn word(self, target: usize, own_side: &[bool]) -> &'static str {
        match self {
            Doer::Target(number) if number == target => "it does",
            Doer::Target(number) if own_side.get(number).copied().unwrap_or(false) => "holder does",
            Doer::Holder => "holder does",
            Doer::Target(_) | Doer::Name => "other does",
            Doer::Thing => "thing does",
            Doer::Nobody => "nobody does",
            Doer::Passive => "done to it",
        }
    }
}

/// **What it does**: finds the doer of a verb or noun: the owner of the noun ("A's attack", "the attack by A"), the
/// subject of the verb, the agent of a passive, or whoever a verb above makes do it ("accused A of attacking").
/// **Why**: "A attacked B" is told of A by its holder; B only suffers it.
/// **Known failures**: a doer in another sentence; "promised A to attack", where the subject does it.
fn doer(scene: &Scene<'_>, at: usize) -> Doer {
    if let Some(owner) = scene.owner(at) {
        return of_kind(scene, owner);
    }
    if let Some(judged) = scene.judged_for(at) {
        return of_kind(scene, judged);
    }
    let mut verb = at;
    for _ in 0..HIGH {
        if let Some(subject) = scene.subject(verb) {
            // "The attack was a crime": nobody is said to attack.
            if subject == at {
                return Doer::Nobody;
            }
            if scene.label(subject) == const { label("nsubjpass") } {
                return scene.agent(verb).map_or(Doer::Passive, |agent| of_kind(scene, agent));
            }
            // "Troops who attacked": it is the troops who did.
            let pointed = matches!(scene.words[subject], "who" | "which" | "that");
            let head = scene.head(verb).filter(|&head| pointed && head < scene.len());
            return of_kind(scene, head.unwrap_or(subject));
        }
        let Some(head) = scene.above(verb) else { return Doer::Nobody };
        // "Troops attacking it", "a town attacked by it".
        if scene.label(verb) == const { label("acl") } && is_verb(scene.tag(verb)) {
            let agent = scene.agent(verb).map_or(Doer::Passive, |agent| of_kind(scene, agent));
            return if scene.tag(verb) == const { tag("VBG") } { of_kind(scene, head) } else { agent };
        }
        let made = CONTROLLED >> scene.label(verb) & 1 == 1;
        let above = if scene.label(verb) == const { label("pcomp") } { scene.above(head) } else { Some(head) };
        if let Some(object) = above.filter(|_| made).and_then(|above| scene.object(above, verb)) {
            return of_kind(scene, object);
        }
        verb = head;
    }
    Doer::Nobody
}

const CONTROLLED: u32 = labels(&["xcomp", "pcomp"]);

/// Who the word at `at` is.
fn of_kind(scene: &Scene<'_>, at: usize) -> Doer {
    match scene.kinds[at] {
        Kind::Target(number) => Doer::Target(number),
        Kind::Holder => Doer::Holder,
        Kind::Name => Doer::Name,
        _ => match scene.named_below(at) {
            Some(number) => Doer::Target(number),
            None => Doer::Thing,
        },
    }
}
