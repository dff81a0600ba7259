//! References: places in a content that point to somebody whom it does not name ("them", "the regime", "his decision").
//!
//! Each reference and each actor of another side who may be meant make a pair; a linear model over what is seen of the
//! pair says how probable it is. Its weights are `lexicons/references.csv`.

use std::sync::LazyLock;

use crate::model::actor::{ActorId, ActorKind};
use crate::model::mention::{Mention, Rule};
use crate::model::span::Span;
use crate::resolve::cast::{Member, Nature, Place};
use crate::resolve::description::part_of;
use crate::resolve::holder::Reader;
use crate::resolve::noun::{self, Sort};
use crate::resolve::pronoun::Want;
use crate::text::list::rows;

/// A reference points back over so many sentences at most. Chosen by hand.
const SENTENCES: usize = 6;

/// So many words after an article may lead to the noun that describes. Chosen by hand.
const WORDS: usize = 3;

/// Less probable pairs are left out. Chosen on the development set of the news articles: pairs at it are right as often as not.
const LEAST: f64 = 0.5;

/// What sort of reference it is: a column of the weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    He,
    They,
    It,
    State,
    Part,
    Body,
    Person,
    Event,
    /// What a content without a name and without a word that points back is about.
    Topic,
}

const KINDS: usize = 9;

/// The columns of the weights.
#[cfg(feature = "fit")]
pub(crate) const KIND_NAMES: [&str; KINDS] = ["he", "they", "it", "state", "part", "body", "person", "event", "topic"];

/// What is seen of a pair: the rows of the weights, in this order.
pub(crate) const FEATURES: [&str; 31] = [
    "bias",
    "inside",
    "same_sentence",
    "one_back",
    "two_back",
    "farther",
    "subject",
    "nearest",
    "second",
    "only",
    "spoke_last",
    "frequent",
    "most_frequent",
    "aimed_at_before",
    "quoted",
    "holder_unknown",
    "other_named",
    "demonym",
    "is_person",
    "is_state",
    "repeated",
    "short",
    "object",
    "possessive",
    "in_title",
    "most_of_all",
    "half_of_all",
    "aimed_at_by_same",
    "points",
    "this",
    "told_to",
];

/// A row of weights for each feature, a column for each kind.
static WEIGHTS: LazyLock<[[f64; KINDS]; FEATURES.len()]> = LazyLock::new(|| {
    let mut weights = [[0.0; KINDS]; FEATURES.len()];
    for row in rows(include_str!("../../lexicons/references.csv")) {
        let mut cells = row.split(',');
        let number = cells.next().and_then(|name| FEATURES.iter().position(|feature| *feature == name));
        let Some(number) = number else { continue };
        for (weight, cell) in weights[number].iter_mut().zip(cells) {
            *weight = cell.parse().unwrap_or(0.0);
        }
    }
    weights
});

/// A reference in a content.
struct Reference {
    span: Span,
    kind: Kind,
    /// The pronoun or noun in small letters.
    words: String,
    detail: &'static str,
    /// Whether it begins with "this", "that" or "such".
    is_this: bool,
}

/// A reference that a model learns from: the content it stands in, who says that, and what is seen of each candidate.
#[cfg(feature = "fit")]
pub(crate) struct Seen {
    pub(crate) content: Vec<Span>,
    pub(crate) holder: Option<ActorId>,
    pub(crate) kind: usize,
    /// The side of each, with its features.
    pub(crate) candidates: Vec<(ActorId, [bool; FEATURES.len()])>,
}

/// An actor of another side who may be meant.
struct Candidate<'c> {
    place: &'c Place,
    member: &'c Member,
    /// Whether the content names it before the reference; only then is it no target yet by its name.
    inside: bool,
    /// How many sentences back it is named last.
    back: usize,
    /// How often its side is named near.
    count: usize,
}

impl Reader<'_> {
    /// Whom the pronouns and descriptions in `parts`, which `holder` says, point to; never one of the holder's own side.
    ///
    /// **What it does**: see above.
    /// **Why**: a third of what is said about a state does not name it.
    /// **Example**: "Norland has closed the dam. Ilo called them cowards" is about Norland.
    /// **Known failures**: "it" that points to nothing; two of one sort in one sentence.
    /// **Source**: weights fitted to `train.jsonl` of the coded news articles; features after Lappin and Leass (1994).
    pub(super) fn references(&self, parts: &[Span], holder: Option<&ActorId>) -> Vec<Mention> {
        let mut references: Vec<Reference> = parts.iter().flat_map(|&part| self.find_references(part)).collect();
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return Vec::new() };
        let own = holder.and_then(|holder| self.cast.of(holder));
        let named: Vec<&ActorId> = parts
            .iter()
            .flat_map(|&part| self.cast.within(part))
            .filter(|place| !self.is_own(place, own))
            .map(|place| &self.cast.member(place).root)
            .collect();
        if named.is_empty() {
            references.extend(self.topic(*first));
        }
        let mut found: Vec<Mention> = Vec::new();
        for (number, reference) in references.iter().enumerate() {
            let is_holder = matches!(reference.kind, Kind::He | Kind::It)
                && !self.cast.is_quoted(reference.span)
                && own.is_some_and(|own| self.takes(reference, own));
            if is_holder || reference.kind == Kind::Topic && !found.is_empty() {
                continue;
            }
            let candidates = self.candidates(reference, *first, *last, own);
            let repeated = references[..number].iter().any(|other| other.kind == reference.kind);
            let most = candidates.iter().map(|candidate| candidate.count).max().unwrap_or(0);
            let whole = self.shares(&candidates, own);
            let features = |(rank, candidate): (usize, &Candidate<'_>)| {
                let seen = Standing {
                    rank,
                    only: candidates.len() == 1,
                    most,
                    repeated,
                    points: references.len() > 1,
                    share: whole[rank],
                    own,
                    holder_unknown: holder.is_none(),
                };
                self.features(reference, candidate, &seen, &named, *first, *last)
            };
            let seen: Vec<[bool; FEATURES.len()]> = candidates.iter().enumerate().map(features).collect();
            #[cfg(feature = "fit")]
            if let Some(rows) = self.seen {
                let roots = candidates.iter().map(|candidate| candidate.member.root.clone());
                rows.borrow_mut().push(Seen {
                    content: parts.to_vec(),
                    holder: holder.cloned(),
                    kind: reference.kind as usize,
                    candidates: roots.zip(seen.iter().copied()).collect(),
                });
            }
            let mut best: Option<(f64, &Candidate<'_>)> = None;
            for (candidate, seen) in candidates.iter().zip(&seen) {
                let probability = probability(seen, reference.kind);
                if probability >= LEAST && best.is_none_or(|(other, _)| probability > other) {
                    best = Some((probability, candidate));
                }
            }
            if let Some((_, candidate)) = best {
                found.push(self.resolved(reference, candidate));
            }
        }
        found
    }

    /// How much of all the names of other sides in the document is each candidate's: whether none has more, whether it
    /// has half.
    fn shares(&self, candidates: &[Candidate<'_>], own: Option<&Member>) -> Vec<(bool, bool)> {
        let own_root = own.map(|own| &own.root);
        let counts = &self.cast.counts;
        let others = || counts.iter().filter(|(root, _)| Some(*root) != own_root).map(|(_, count)| *count);
        let (all, most) = (others().sum::<usize>(), others().max().unwrap_or(0));
        let count = |candidate: &Candidate<'_>| counts.get(&candidate.member.root).copied().unwrap_or(0);
        candidates.iter().map(count).map(|count| (count == most, count * 2 >= all)).collect()
    }

    fn resolved(&self, reference: &Reference, candidate: &Candidate<'_>) -> Mention {
        let member = candidate.member;
        let actor = match reference.kind {
            Kind::Part => {
                let part = part_of(self.registry, &member.root, reference.detail);
                part.unwrap_or_else(|| member.root.clone())
            }
            Kind::State if member.of_state => member.root.clone(),
            _ => candidate.place.mention.actor.clone(),
        };
        let rule = match reference.kind {
            Kind::He | Kind::They | Kind::It => Rule::Pronoun,
            Kind::Topic => Rule::Topic,
            _ => Rule::Description,
        };
        Mention { span: reference.span, actor, rule, speaks: true }
    }

    /// The first word of a content that names nobody: it may still be about somebody.
    fn topic(&self, part: Span) -> Option<Reference> {
        let span = words(&self.document.text, part).next()?;
        Some(Reference { span, kind: Kind::Topic, words: String::new(), detail: "", is_this: false })
    }

    fn find_references(&self, part: Span) -> Vec<Reference> {
        let text = self.document.text.as_str();
        let words: Vec<Span> = words(text, part).collect();
        let mut found = Vec::new();
        for (number, &word) in words.iter().enumerate() {
            let small = word.of(text).to_lowercase();
            let kind = match Want::by(&small) {
                Some(Want::Person(_)) => Some(Kind::He),
                Some(Want::Several) => Some(Kind::They),
                Some(Want::Thing) => Some(Kind::It),
                _ => None,
            };
            match kind {
                Some(kind) => found.push(Reference { span: word, kind, words: small, detail: "", is_this: false }),
                None if matches!(
                    small.as_str(),
                    "the" | "this" | "that" | "these" | "those" | "such" | "its" | "their" | "his"
                ) =>
                {
                    found.extend(self.description(&words[number..]));
                }
                None => {}
            }
        }
        found
    }

    /// `the regime`, `this agreement`: an article and a noun of the list, if no name stands between.
    fn description(&self, words: &[Span]) -> Option<Reference> {
        let text = self.document.text.as_str();
        let start = words.first()?.start();
        let (span, sort, detail) = (1..=WORDS).rev().find_map(|length| {
            let end = words.get(length)?.end();
            (0..length).find_map(|skip| {
                let span = Span::new(words[1 + skip].start(), end);
                let (sort, detail) = noun::sort(&span.of(text).to_lowercase())?;
                Some((span, sort, detail))
            })
        })?;
        let kind = match sort {
            Sort::State => Kind::State,
            Sort::Part => Kind::Part,
            Sort::Body => Kind::Body,
            Sort::Person => Kind::Person,
            Sort::Event => Kind::Event,
            _ => return None,
        };
        let whole = Span::new(start, span.end());
        let lead = words.first()?.of(text).to_lowercase();
        let is_this = matches!(lead.as_str(), "this" | "that" | "these" | "those" | "such");
        let named = !self.cast.within(whole).is_empty() || text[span.end()..].starts_with(" of ");
        (!named).then(|| Reference { span: whole, kind, words: span.of(text).to_lowercase(), detail, is_this })
    }

    fn takes(&self, reference: &Reference, member: &Member) -> bool {
        match reference.kind {
            Kind::He => Want::by(&reference.words).is_some_and(|want| want.takes(member)),
            Kind::They | Kind::It => member.nature != Nature::Person,
            Kind::State | Kind::Part => member.of_state || member.nature == Nature::State,
            Kind::Body => {
                let noun = reference.words.rsplit(' ').next().unwrap_or("");
                let kind =
                    |kind: ActorKind| reference.detail.split(' ').any(|word| word == kind.word().replace(' ', "_"));
                member.nature != Nature::Person
                    && (member.has_word(noun) || member.kind.is_some_and(kind) && !member.is_part_of_state())
            }
            Kind::Person => member.nature == Nature::Person,
            Kind::Event | Kind::Topic => {
                !matches!(member.kind, Some(ActorKind::Region | ActorKind::Unnamed | ActorKind::Media))
            }
        }
    }

    /// Those who may be meant, one for each side, the one named last first.
    fn candidates(&self, reference: &Reference, first: Span, last: Span, own: Option<&Member>) -> Vec<Candidate<'_>> {
        let here = self.cast.sentence(first.start());
        let from = self.cast.sentences.get(here.saturating_sub(SENTENCES)).map_or(0, |sentence| sentence.start());
        let near = self.cast.within(Span::new(from, last.end()));
        let before = near.iter().rev().filter(|place| place.mention.span.end() <= reference.span.start());
        let mut found: Vec<Candidate<'_>> = Vec::new();
        for place in before {
            let member = self.cast.member(place);
            if self.is_own(place, own) || !self.takes(reference, member) {
                continue;
            }
            match found.iter_mut().find(|known| known.member.root == member.root) {
                Some(known) => known.count += 1,
                None => {
                    let inside = place.mention.span.start() >= first.start();
                    let back = here.saturating_sub(self.cast.sentence(place.mention.span.start()));
                    found.push(Candidate { place, member, inside, back, count: 1 });
                }
            }
        }
        found
    }

    fn features(
        &self,
        reference: &Reference,
        candidate: &Candidate<'_>,
        standing: &Standing<'_>,
        named: &[&ActorId],
        first: Span,
        last: Span,
    ) -> [bool; FEATURES.len()] {
        let Candidate { place, member, inside, back, count } = candidate;
        let Standing { rank, only, most, repeated, points, share, own, holder_unknown } = *standing;
        let own = own.map(|own| &own.root);
        let spoke = self.aimed.borrow();
        let form = reference.words.as_str();
        [
            true,
            *inside,
            !inside && *back == 0,
            *back == 1,
            *back == 2,
            *back > 2,
            place.subject,
            rank == 0,
            rank == 1,
            only,
            spoke.spoke.as_ref() == Some(&member.root),
            *count > 2,
            *count == most,
            spoke.targets.contains(&member.root),
            self.cast.is_quoted(reference.span),
            holder_unknown,
            named.iter().any(|root| **root != member.root),
            place.mention.rule == Rule::Demonym,
            member.nature == Nature::Person,
            member.nature == Nature::State,
            repeated,
            last.end() - first.start() < 60,
            matches!(form, "him" | "them"),
            matches!(form, "his" | "their" | "its"),
            self.document.title.as_ref().is_some_and(|title| self.is_in_title(member, title)),
            share.0,
            share.1,
            spoke.targets.contains(&member.root) && own.is_some() && spoke.spoke.as_ref() == own,
            points,
            reference.is_this,
            !inside && *back == 0 && !place.subject,
        ]
    }

    /// Whether the title, which stands before the text, names the side of `member`.
    fn is_in_title(&self, member: &Member, title: &str) -> bool {
        let places = self.cast.within(Span::new(0, title.len()));
        places.iter().any(|place| self.cast.member(place).root == member.root)
    }

    /// Whether a place names somebody of the side of the holder, who is `own`, or somebody whom only the text knows.
    fn is_own(&self, place: &Place, own: Option<&Member>) -> bool {
        let member = self.cast.member(place);
        !member.listed || own.is_some_and(|own| own.root == member.root)
    }
}

/// How a candidate stands among the others.
struct Standing<'c> {
    rank: usize,
    only: bool,
    most: usize,
    repeated: bool,
    /// Whether the content points to others too.
    points: bool,
    share: (bool, bool),
    /// The holder as a member of the cast.
    own: Option<&'c Member>,
    holder_unknown: bool,
}

/// How probable it is that a candidate of which this is seen is meant.
fn probability(seen: &[bool; FEATURES.len()], kind: Kind) -> f64 {
    let weights = seen.iter().zip(WEIGHTS.iter()).filter(|(seen, _)| **seen).map(|(_, row)| row[kind as usize]);
    1.0 / (1.0 + (-weights.sum::<f64>()).exp())
}

/// What the statement before was about.
#[derive(Default)]
pub(super) struct Aimed {
    /// The sides that it names.
    pub(super) targets: Vec<ActorId>,
    /// The side that spoke.
    pub(super) spoke: Option<ActorId>,
}

/// The words in `part`, in text order.
fn words(text: &str, part: Span) -> impl Iterator<Item = Span> {
    let bytes = part.of(text);
    let mut at = part.start();
    bytes.split(|letter: char| !letter.is_alphanumeric() && letter != '-').filter_map(move |word| {
        let start = at;
        at += word.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
        (!word.is_empty()).then(|| Span::new(start, start + word.len()))
    })
}
