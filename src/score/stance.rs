//! Stance: the opinions of a statement, each the sum of its evidence.
//!
//! What is seen of a sentence toward a target is added up; [`Sums`] say how probable each polarity is. The
//! stance of a sentence is the probability of favor less that of against, and its evidence is the sum's parts,
//! brought to the same scale; the stance of a statement is the mean over the sentences that name the target.
//!
//! Without fitted weights the entries alone count: the valences in a sentence are added and cut to −1…1.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::lexicon::fitted::{Fitted, Weight, key};
use crate::lexicon::sentiment::SentimentLexicon;
use crate::lexicon::shifters::Shifters;
use crate::lexicon::stance::StanceLexicon;
use crate::model::attribution::Form;
use crate::model::opinion::{EntryName, Evidence, Opinion, Polarity, REST, Scope, Stance, in_micro};
use crate::model::span::Span;
use crate::model::statement::{Statement, Target};
use crate::score::clause::{clause, naming, once_each};
use crate::score::curated::{Curated, evidence};
use crate::score::delexicalised::Delexicalised;
use crate::score::feature::{Feature, features};
use crate::score::perspective::is_own;
use crate::score::polarity::{NEUTRAL, Sums};
use crate::text::annotated::{Annotated, SentencePart};

/// By what statements are scored.
#[derive(Clone, Copy)]
pub(crate) struct Scorer<'l> {
    pub(crate) stance: &'l StanceLexicon,
    pub(crate) shifters: &'l Shifters,
    pub(crate) sentiment: &'l SentimentLexicon,
    /// `None`: the entries alone count.
    pub(crate) fitted: Option<&'l Fitted>,
    /// Opinions count from this confidence on, 0 to 1.
    pub(crate) least: f64,
}

/// What a sentence says about a target.
struct Judged {
    stance: f64,
    /// The probabilities of against, none and favor.
    sure: [f64; 3],
    evidence: Vec<Evidence>,
}

impl Scorer<'_> {
    /// One opinion for each target of `statement`, in the same order.
    pub(crate) fn opinions(&self, document: &Annotated<'_>, statement: &Statement) -> Vec<Opinion> {
        let text = document.text;
        // Only the fitted weights ask.
        let own = self.fitted.is_some() && is_own(text, &statement.attribution);
        let mut judged: Vec<Vec<Judged>> = Vec::new();
        judged.resize_with(statement.targets.len(), Vec::new);
        let mut entries: Vec<BTreeSet<Arc<EntryName>>> = vec![BTreeSet::new(); statement.targets.len()];
        for (sentence, names) in naming(document, &regions(text, statement), &statement.targets) {
            let scene = Scene { text, sentence, names: &names, source: statement.attribution.source, own };
            let curated = self.curated(&scene);
            for item in curated.iter().filter(|item| !item.is_tone) {
                entries[item.target].insert(Arc::clone(&item.name));
            }
            match self.fitted {
                Some(fitted) => self.by_weights(&scene, &curated, fitted, &mut judged),
                None => by_entries(curated, &mut judged),
            }
        }
        let opinion = |((target, judged), entries): ((&Target, Vec<Judged>), BTreeSet<Arc<EntryName>>)| {
            let count = judged.len().max(1) as f64;
            let stance = Stance::new(judged.iter().map(|one| one.stance).sum::<f64>() / count);
            let sure: [f64; 3] = std::array::from_fn(|of| judged.iter().map(|one| one.sure[of]).sum::<f64>() / count);
            let (polarity, confidence) = match self.fitted {
                Some(_) if !judged.is_empty() => Sums::polarity(sure),
                _ => (polarity(stance), 1.0),
            };
            let share = |mut evidence: Evidence| {
                evidence.valence = in_micro(evidence.valence / count);
                evidence
            };
            let evidence = judged.into_iter().flat_map(|one| one.evidence).map(share).collect();
            Opinion {
                target: target.actor.clone(),
                mentions: target.mentions.clone(),
                stance,
                polarity,
                confidence,
                counted: polarity != Polarity::None && confidence >= self.least,
                evidence,
                entries: entries.into_iter().collect(),
            }
        };
        statement.targets.iter().zip(judged).zip(entries).map(opinion).collect()
    }

    fn curated(&self, scene: &Scene<'_>) -> Vec<Curated> {
        let Scene { sentence, names, source, .. } = *scene;
        let Some(clause) = clause(sentence, names, self.stance) else { return Vec::new() };
        // What is only near says nothing beside fitted weights.
        let rated = self.fitted.is_none().then_some(self.sentiment);
        evidence(&clause, source, self.stance, self.shifters, rated)
    }

    /// What the fitted weights and the entries say together.
    fn by_weights(&self, scene: &Scene<'_>, curated: &[Curated], fitted: &Fitted, judged: &mut [Vec<Judged>]) {
        let sentence = Delexicalised::of(scene);
        for target in once_each(scene.names.iter().map(|(target, _)| *target)) {
            let features = self.features(&sentence, target, curated);
            if features.is_empty() {
                continue;
            }
            let mut sums = Sums::default();
            let mut parts: Vec<Part<'_>> = Vec::with_capacity(features.len());
            for Feature { place, words, value, span, scope } in features {
                let Some(weight) = fitted.weight(key(place, words)) else { continue };
                sums.add(weight, value);
                let direction = f64::from(weight.direction * value);
                parts.push(Part { span, scope, direction, entry: words, rule: place });
            }
            for Curated { evidence, .. } in curated.iter().filter(|item| item.target == target && !item.is_tone) {
                let direction = ENTRY.direction * evidence.valence as f32;
                let salience = ENTRY.salience * evidence.valence.abs() as f32;
                sums.add(Weight { direction, salience }, 1.0);
                let (entry, rule) = ([evidence.entry.as_str(), ""], [evidence.rule.as_str(), ""]);
                let (span, scope) = (evidence.span, evidence.scope);
                parts.push(Part { span, scope, direction: f64::from(direction), entry, rule });
            }
            let evidence = told(parts, sums);
            judged[target].push(Judged { stance: sums.stance(), sure: sums.probabilities(), evidence });
        }
    }

    /// What is seen of a sentence toward `target`; nothing if it does not name it.
    fn features<'v>(&self, sentence: &'v Delexicalised, target: usize, curated: &[Curated]) -> Vec<Feature<'v>> {
        let mut found = features(sentence, target, self.sentiment);
        if found.is_empty() {
            return found;
        }
        for item in curated.iter().filter(|item| item.target == target && !item.is_tone) {
            let (value, span) = (item.evidence.valence as f32, item.evidence.span);
            let own = [["own words, entry", item.slot.word()], ["own words, entry", ""]];
            let own = own.into_iter().filter(|_| sentence.own);
            for place in [["entry", item.slot.word()], ["entry", ""]].into_iter().chain(own) {
                found.push(Feature { place, words: ["", ""], value, span, scope: item.evidence.scope });
            }
        }
        found
    }

    /// Shows what is seen toward the span `target` in the first sentence of `text` that holds it.
    #[cfg(feature = "fit")]
    pub(crate) fn look(&self, text: &str, row: Look, show: &mut dyn FnMut(Feature<'_>)) {
        let Look { target, source, own } = row;
        let document = Annotated::new(text);
        let whole = Span::new(0, text.len());
        let mut cut = document.sentences_of(whole);
        let Some(sentence) = cut.find(|sentence| sentence.span.overlaps(target)) else { return };
        let scene = Scene { text, sentence, names: &[(0, target)], source, own };
        self.features(&Delexicalised::of(&scene), 0, &self.curated(&scene)).into_iter().for_each(show);
    }
}

/// A sentence, the numbered targets that it names, and the source if it stands in the text.
#[derive(Clone, Copy)]
pub(super) struct Scene<'s> {
    pub(super) text: &'s str,
    pub(super) sentence: SentencePart<'s>,
    /// In text order.
    pub(super) names: &'s [(usize, Span)],
    pub(super) source: Option<Span>,
    /// Whether these are the holder's own words, and no narrator's.
    pub(super) own: bool,
}

/// What is to be seen of a sentence.
#[cfg(feature = "fit")]
pub(crate) struct Look {
    pub(crate) target: Span,
    pub(crate) source: Option<Span>,
    pub(crate) own: bool,
}

/// What an entry of the lexicon weighs beside the fitted weights, for each unit of valence: the rows that these were
/// learned from are news, and hold little of the language of diplomacy. Chosen on the development rows.
const ENTRY: Weight = Weight { direction: 1.0, salience: 0.5 };

/// A part of the direction of a sentence.
struct Part<'p> {
    span: Span,
    scope: Scope,
    direction: f64,
    entry: [&'p str; 2],
    rule: [&'p str; 2],
}

/// At most so many pieces of evidence are told of a sentence, none weaker than this; the others are told as one.
const TOLD: usize = 12;
const WEAKEST: f64 = 0.02;

/// The evidence of one sentence, in text order: parts at the same words belong together.
fn told(mut parts: Vec<Part<'_>>, sums: Sums) -> Vec<Evidence> {
    let scale = sums.scale();
    parts.sort_by_key(|part| (part.span.start(), part.span.end()));
    let piece = |at: &[Part<'_>]| {
        let valence = at.iter().map(|part| part.direction).sum::<f64>() * scale;
        let most = at.iter().max_by(|a, b| a.direction.abs().total_cmp(&b.direction.abs()));
        let [entry, rule] = most.map_or([["", ""]; 2], |most| [most.entry, most.rule]);
        let scope = most.map_or(Scope::Words, |most| most.scope);
        let joined = |words: [&str; 2]| words.join(" ").trim().to_owned();
        Evidence { span: at[0].span, scope, entry: joined(entry), valence, rule: joined(rule) }
    };
    let mut found: Vec<Evidence> = parts.chunk_by(|a, b| a.span == b.span).map(piece).collect();
    found.sort_by(|a, b| b.valence.abs().total_cmp(&a.valence.abs()).then(a.span.cmp(&b.span)));
    let strong = found.iter().take(TOLD).take_while(|piece| piece.valence.abs() >= WEAKEST).count();
    let weak = found.split_off(strong);
    if let Some(first) = weak.iter().map(|piece| piece.span).min() {
        let valence = weak.iter().map(|piece| piece.valence).sum();
        let (entry, rule) = (REST.to_owned(), "together".to_owned());
        found.push(Evidence { span: first, scope: Scope::Rest, entry, valence, rule });
    }
    found.sort_by_key(|piece| piece.span);
    found
}

/// What the entries alone say.
fn by_entries(mut curated: Vec<Curated>, judged: &mut [Vec<Judged>]) {
    // Stable: the evidence about one target stays in text order.
    curated.sort_by_key(|item| item.target);
    for about in curated.chunk_by(|first, second| first.target == second.target) {
        let stance = about.iter().map(|item| item.evidence.valence).sum::<f64>().clamp(-1.0, 1.0);
        let evidence = about.iter().map(|item| item.evidence.clone()).collect();
        judged[about[0].target].push(Judged { stance, sure: [0.0; 3], evidence });
    }
}

/// Which way a stance points.
fn polarity(stance: Stance) -> Polarity {
    if stance.value() >= NEUTRAL {
        Polarity::Favor
    } else if stance.value() <= -NEUTRAL {
        Polarity::Against
    } else {
        Polarity::None
    }
}

/// The stretches to score: the content, and in indirect speech the cue with it, since the cue is the holder's own act
/// ("accused X").
fn regions(text: &str, statement: &Statement) -> Vec<Span> {
    let mut regions = statement.attribution.content.clone();
    // A denial turns the opinion as a whole; its word must not turn the content once more.
    let indirect = statement.attribution.form != Form::Direct && statement.attribution.denied.is_none();
    if let (true, Some(cue), Some(first)) = (indirect, statement.attribution.cue, regions.first_mut()) {
        let adjacent = cue.end() <= first.start() && !text[cue.end()..first.start()].contains(['\n', '.']);
        if adjacent {
            *first = Span::new(cue.start(), first.end());
        }
    }
    regions
}
