//! Stance: the opinions of a statement, each the sum of its evidence.
//!
//! What is seen of a sentence toward a target is added up; the mean over the sentences that name the target says how
//! probable each polarity is ([`Sums`]). The stance is the probability of favor less that of against, and its evidence
//! is the sum's parts, brought to the same scale.
//!
//! Without fitted weights the entries alone count: the valences in a sentence are added and cut to −1…1.

use std::sync::Arc;

use crate::lexicon::fitted::{Fitted, Weight, key};
use crate::lexicon::sentiment::Lexicon;
use crate::lexicon::shifters::{ShifterKind, Shifters};
use crate::lexicon::stance::{Slot, StanceLexicon};
use crate::model::opinion::Opinion;
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::score::clause::{Expression, clause, expressions, once_each};
use crate::score::curated::{Curated, evidence};
use crate::score::doer::Doers;
use crate::score::doing::{done, is_done_by_another, is_of_a_thing, opposed};
use crate::score::feature::{Feature, Said, Setting, features, harm, tones};
use crate::score::group::{Group, groups};
use crate::score::judged::{Heard, by_sums, by_valence, opinion};
use crate::score::place::Standing;
use crate::score::polarity::Sums;
use crate::score::scene::{Cast, Scene};
use crate::score::told::{Origin, Part, pieces};
use crate::score::valence::{ratings, valences};
use crate::text::annotated::Annotated;
use crate::text::function_words::is;
use crate::text::syntax::Syntax;

/// By what statements are scored.
#[derive(Clone, Copy)]
pub(crate) struct Scorer<'l> {
    pub(crate) stance: &'l StanceLexicon,
    pub(crate) shifters: &'l Shifters,
    pub(crate) sentiment: &'l Lexicon,
    /// `None`: the entries alone count.
    pub(crate) fitted: Option<&'l Fitted>,
    /// An opinion with a lower confidence does not count.
    pub(crate) least: f64,
}

impl Scorer<'_> {
    /// One opinion for each target of `statement`, in the same order.
    pub(crate) fn opinions(&self, document: &Annotated<'_>, statement: &Statement) -> Vec<Opinion> {
        let mut heard: Vec<Heard> = Vec::new();
        heard.resize_with(statement.targets.len(), Heard::default);
        for group in groups(document, statement) {
            let curated = self.curated(&group);
            for item in curated.iter().filter(|item| !item.is_tone) {
                heard[item.target].entries.insert(Arc::clone(&item.name));
            }
            match self.fitted {
                Some(fitted) => self.by_weights(&group, curated, fitted, &mut heard),
                None => by_entries(curated, &mut heard),
            }
        }
        let judge = |(target, heard)| {
            let judged = match self.fitted {
                Some(_) => by_sums(heard, self.least).weighed(statement, target),
                None => by_valence(heard),
            };
            opinion(target, judged, self.least)
        };
        statement.targets.iter().zip(heard).map(judge).collect()
    }

    /// What the entries of the lexicon say in each part of a sentence.
    fn curated(&self, group: &Group<'_>) -> Vec<Curated> {
        let source = group.statement.attribution.source;
        // What is only near says nothing beside fitted weights.
        let rated = self.fitted.is_none().then_some(self.sentiment);
        let clauses = group.parts.iter().filter_map(|&part| clause(part, &group.names, self.stance));
        clauses.flat_map(|clause| evidence(&clause, source, self.stance, self.shifters, rated)).collect()
    }

    /// What the fitted weights and the entries say together.
    fn by_weights(&self, group: &Group<'_>, mut curated: Vec<Curated>, fitted: &Fitted, heard: &mut [Heard]) {
        self.seen(group, Some(fitted), &mut curated, &mut |Shown { target, harm, text }, features, curated| {
            let heard = &mut heard[target];
            let mut parts: Vec<Part<'_>> = Vec::new();
            let mut sums = Sums::default();
            for Feature { place, words, value, span } in features {
                let Some(mut weight) = fitted.weight(key(place, words)) else { continue };
                if weight.direction * value < 0.0 && harm.iter().any(|harm| harm.overlaps(span)) {
                    weight.direction = 0.0;
                }
                sums.add(weight, value);
                if weight.direction != 0.0 {
                    let direction = f64::from(weight.direction * value);
                    parts.push(Part { span, direction, origin: Origin::Feature(place, words) });
                }
            }
            for Curated { evidence, .. } in about(curated, target) {
                let weight = entry_weight(if harm.is_empty() { evidence.valence } else { evidence.valence.max(0.0) });
                sums.add(weight, 1.0);
                let (span, direction) = (evidence.span, f64::from(weight.direction));
                parts.push(Part { span, direction, origin: Origin::Entry(evidence) });
            }
            heard.pieces.push(pieces(parts, text));
            heard.each.push(sums);
            heard.count += 1;
        });
    }

    /// What is seen of the sentence of `group` toward each target that it names, as far as it can have weights in
    /// `known`; without them, all.
    fn seen<'g>(
        &'g self,
        group: &'g Group<'_>,
        known: Option<&'g Fitted>,
        curated: &mut Vec<Curated>,
        show: &mut Show<'_>,
    ) {
        let Group { statement, parts, names, own_side, holder, own, form, cue } = group;
        let Some(first) = parts.first() else { return };
        let Some(sentence) = first.parsed(Syntax::shipped()) else { return };
        let mut heard: Vec<Span> = parts.iter().map(|part| part.span).collect();
        heard.extend(statement.attribution.cue);
        let cast = Cast { names, heard: &heard, holder, own: *own };
        let scene = Scene::new(sentence, &cast, self.shifters);
        let doers = Doers::new(&scene);
        let standings: Vec<Standing> = scene.mentions.iter().map(|&(_, at)| Standing::of(&scene, at)).collect();
        let mut said = said(&scene, scene.forms(), self.stance);
        let in_name = |span: Span| is_in_name(sentence.text, &statement.named, span);
        said.retain(|said| !in_name(said.span(&scene)));
        curated.retain(|item| !in_name(item.evidence.span));
        done(&scene, &doers, &said, own_side, curated);
        opposed(&scene, &doers, &standings, &said, own_side, curated);
        self.turn_endings(&scene, scene.forms(), curated);
        curated.retain(|item| {
            !is_done_by_another(&scene, &doers, item, own_side) && !is_of_a_thing(&scene, &standings, item)
        });
        let curated: &[Curated] = curated;
        let words = [cue.first(), cue.get(1)].map(|word| word.copied().unwrap_or(""));
        let cue_span = statement.attribution.cue;
        let ratings = ratings(&scene, self.sentiment);
        let setting = Setting {
            form,
            cue: words,
            cue_span,
            own_side,
            said: &said,
            doers: &doers,
            standings: &standings,
            sentiment: self.sentiment,
            valences: &valences(&scene, &said, &ratings),
            tones: &tones(&scene, &ratings, known),
            known,
        };
        for target in once_each(names.iter().map(|(target, _)| *target)) {
            let mut found = features(&scene, target, &setting);
            if found.is_empty() {
                continue;
            }
            // What is done against the target says the opposite of what it says elsewhere.
            let opposing: Vec<Span> =
                about(curated, target).filter(|item| item.is_opposing()).map(|item| item.evidence.span).collect();
            found.retain(|feature| !opposing.iter().any(|span| span.contains(feature.span)));
            for item in about(curated, target).filter(|item| !item.is_opposing()) {
                let (value, span) = (item.evidence.valence as f32, item.evidence.span);
                found.push(Feature { place: ["entry", item.slot.word()], words: ["", ""], value, span });
                found.push(Feature { place: ["entry", ""], words: ["", ""], value, span });
                let size = value.abs();
                found.push(Feature { place: ["entry, size", item.slot.word()], words: ["", ""], value: size, span });
            }
            let harm = harm(&scene, target, &setting);
            show(Shown { target, harm: &harm, text: scene.text() }, found, curated);
        }
    }

    /// **What it does**: turns what an entry says of whom something is done to, where it is said to end.
    /// **Why**: "lift sanctions on **X**", "end cooperation with **X**".
    /// **Known failures**: other verbs than those of `shifters.csv`; "must end", said of the doer.
    /// **Source**: the factor is that of a negator.
    fn turn_endings(&self, scene: &Scene<'_>, lowered: &[String], curated: &mut [Curated]) {
        let to_it = |item: &&mut Curated| matches!(item.slot, Slot::Against | Slot::With | Slot::For);
        for item in curated.iter_mut().filter(to_it) {
            let ends = |at: usize| {
                let found = self.shifters.phrases.at(lowered, at);
                found.is_some_and(|found| {
                    found.entries.iter().any(|&entry| self.shifters.entries[entry].kind == ShifterKind::Ending)
                })
            };
            let at = scene.carrier_of(item.evidence.span).filter(|&at| scene.is_object(at));
            if at.and_then(|at| scene.head(at)).is_some_and(|verb| verb < scene.len() && ends(verb)) {
                item.evidence.valence *= ENDED;
                item.evidence.rule.push_str(", ended");
            }
        }
    }

    /// Shows what is seen toward each target of `statement`, sentence by sentence, and the weight of the entries there.
    #[cfg(feature = "fit")]
    pub(crate) fn look(
        &self,
        document: &Annotated<'_>,
        statement: &Statement,
        show: &mut dyn FnMut(usize, Weight, Vec<Feature<'_>>),
    ) {
        for group in groups(document, statement) {
            let mut curated = self.curated(&group);
            self.seen(&group, None, &mut curated, &mut |Shown { target, .. }, features, curated| {
                let mut sum = Weight::default();
                for item in about(curated, target) {
                    let weight = entry_weight(item.evidence.valence);
                    sum.direction += weight.direction;
                    sum.salience += weight.salience;
                }
                show(target, sum, features);
            });
        }
    }
}

/// Takes what is seen toward a target, and what the entries say.
type Show<'s> = dyn FnMut(Shown<'_>, Vec<Feature<'_>>, &[Curated]) + 's;

/// The target of which something is shown.
struct Shown<'t> {
    target: usize,
    /// The words for what it suffers by another than the holder: they say nothing against it, and nor do entries.
    harm: &'t [Span],
    text: &'t str,
}

/// The expressions of the lexicon in `scene`.
fn said<'l>(scene: &Scene<'_>, lowered: &[String], lexicon: &'l StanceLexicon) -> Vec<Said<'l>> {
    let heard = |expression: &Expression| scene.heard[expression.from];
    let strongest = |expression: Expression| {
        let entries = expression.entries.iter().map(|&entry| &lexicon.entries[entry]).filter(|entry| !entry.is_tone);
        let entry = entries.max_by(|a, b| a.valence.abs().total_cmp(&b.valence.abs()))?;
        let category = class(&entry.name.category)?;
        let of = |slots: &[Slot]| {
            let valences = expression.entries.iter().map(|&entry| &lexicon.entries[entry]);
            let valences =
                valences.filter(|entry| !entry.is_tone && slots.contains(&entry.slot)).map(|entry| entry.valence);
            valences.max_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap_or(0.0) as f32
        };
        Some(Said {
            from: expression.from,
            to: expression.to,
            expression: &entry.expression,
            category,
            of_doer: of(&[Slot::Subject, Slot::Possessor, Slot::Modified, Slot::Itself]),
            of_other: of(&[Slot::Object, Slot::With, Slot::Against, Slot::For]),
            name: &entry.name,
        })
    };
    let found = expressions(lowered, lexicon).into_iter().filter(heard);
    // "Was attacked" says something of the one attacked; the verb in it, of whoever did it.
    let within = |expression: &Expression| {
        let (from, to) = (expression.from + 1, expression.to);
        let inside = if is(&lowered[from - 1], "be") { expressions(&lowered[from..to], lexicon) } else { Vec::new() };
        inside.into_iter().map(move |one| Expression { from: one.from + from, to: one.to + from, ..one })
    };
    found
        .flat_map(|expression| within(&expression).chain([expression]).collect::<Vec<_>>())
        .filter_map(strongest)
        .collect()
}

/// Whether a word with a capital stands inside a longer name, and says nothing by itself: the "United" of a state's name.
fn is_in_name(text: &str, names: &[Span], span: Span) -> bool {
    span.of(text).starts_with(char::is_uppercase) && names.iter().any(|name| name.contains(span) && *name != span)
}

/// What is done to somebody and ends counts so much.
const ENDED: f64 = -0.7;

/// What the entries of the stance tables say about `target`.
fn about(curated: &[Curated], target: usize) -> impl Iterator<Item = &Curated> {
    curated.iter().filter(move |item| item.target == target && !item.is_tone)
}

/// What a category is called as a class of expressions.
fn class(category: &str) -> Option<&'static str> {
    Some(match category {
        "verbal_cooperation" => "(verbal cooperation)",
        "verbal_conflict" => "(verbal conflict)",
        "material_cooperation" => "(material cooperation)",
        "material_conflict" => "(material conflict)",
        "praise" => "(praise)",
        "blame" => "(blame)",
        "threat" => "(threat)",
        "demand" => "(demand)",
        "solidarity" => "(solidarity)",
        "legitimacy" => "(legitimacy)",
        "enemy_image" => "(enemy image)",
        "partnership" => "(partnership)",
        _ => return None,
    })
}

/// What an entry of the lexicon weighs with this valence beside the fitted weights, which are learned on top of it: they
/// cannot know the many entries that their rows never hold. Chosen by hand.
fn entry_weight(valence: f64) -> Weight {
    Weight { direction: valence as f32, salience: 0.5 * valence.abs() as f32 }
}

/// What the entries alone say in one sentence.
fn by_entries(mut curated: Vec<Curated>, heard: &mut [Heard]) {
    // Stable: the evidence about one target stays in text order.
    curated.sort_by_key(|item| item.target);
    for about in curated.chunk_by(|first, second| first.target == second.target) {
        let heard = &mut heard[about[0].target];
        heard.count += 1;
        heard.stance += about.iter().map(|item| item.evidence.valence).sum::<f64>().clamp(-1.0, 1.0);
        heard.evidence.extend(about.iter().map(|item| item.evidence.clone()));
    }
}
