//! Features: what the fitted model sees of a sentence with respect to one of its targets.
//!
//! Content expressions and classes of them, by the role of the target toward them; no small words, and nothing that
//! concerns a whole sentence but a few facts that only weigh toward `none`.

use std::sync::Arc;

use crate::lexicon::fitted::{Fitted, Place};
use crate::lexicon::sentiment::Lexicon;
use crate::model::opinion::EntryName;
use crate::model::span::Span;
use crate::score::doer::Doers;
use crate::score::place::{ELSEWHERE, Standing};
use crate::score::scene::{Kind, Scene};
use crate::score::truth::Truth;
use crate::score::valence::{Valence, together};
use crate::text::tagger::is_verb;

/// Something seen: an expression in a place, by how much, and at which words.
pub(crate) struct Feature<'v> {
    pub(crate) place: Place,
    pub(crate) words: [&'v str; 2],
    pub(crate) value: f32,
    /// Where it is seen; facts about the target, at its first mention.
    pub(super) span: Span,
}

/// An expression of the stance lexicon in a scene.
pub(super) struct Said<'l> {
    /// Its first token, and one past its last.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) expression: &'l str,
    /// What kind of act or image it is.
    pub(super) category: &'static str,
    /// What it says of whoever does or is it, and of whoever it is done to; −1 to 1.
    pub(super) of_doer: f32,
    pub(super) of_other: f32,
    pub(super) name: &'l Arc<EntryName>,
}

impl Said<'_> {
    /// Where it stands in the text.
    pub(super) fn span(&self, scene: &Scene<'_>) -> Span {
        Span::new(scene.span(self.from).start(), scene.span(self.to - 1).end())
    }

    /// The word of it on which its others hang.
    pub(super) fn carrier(&self, scene: &Scene<'_>) -> Option<usize> {
        let within = self.from..self.to.min(scene.len());
        within.clone().find(|&at| scene.head(at).is_none_or(|head| !within.contains(&head)))
    }
}

/// What is known beside the scene.
pub(super) struct Setting<'v> {
    /// How the content is reported.
    pub(super) form: &'static str,
    /// The content words of the cue.
    pub(super) cue: [&'v str; 2],
    /// Where the cue stands.
    pub(super) cue_span: Option<Span>,
    /// Whether each target is of the holder's own side.
    pub(super) own_side: &'v [bool],
    pub(super) said: &'v [Said<'v>],
    /// Who does what each word tells.
    pub(super) doers: &'v Doers<'v, 'v>,
    /// How each mention of the scene stands, in the same order.
    pub(super) standings: &'v [Standing],
    pub(super) sentiment: &'v Lexicon,
    /// Whether each word is good or bad by itself, or neither.
    pub(super) valences: &'v [Valence],
    /// The tone of each word that may say something; `None` of those of which no weight can be known.
    pub(super) tones: &'v [Option<f32>],
    /// The weights for which features are made; `None`: make them all.
    pub(super) known: Option<&'v Fitted>,
}

impl<'v> Setting<'v> {
    /// How the mentions of the target with number `target` stand.
    fn standings(&self, scene: &Scene<'_>, target: usize) -> Vec<&'v Standing> {
        let pairs = scene.mentions.iter().zip(self.standings);
        pairs.filter(|((number, _), _)| *number == target).map(|(_, standing)| standing).collect()
    }
}

/// The [`Setting::tones`] of `scene`, whose words have these `ratings`.
pub(super) fn tones(scene: &Scene<'_>, ratings: &[f32], known: Option<&Fitted>) -> Vec<Option<f32>> {
    let tone = |at: usize| {
        let tone = scene.speaks(at).then(|| ratings[at] / 4.0)?;
        let is_known = forms(scene.words[at], scene.truths[at]).any(|words| holds(known, words));
        (tone != 0.0 || is_known).then_some(tone)
    };
    (0..scene.len()).map(tone).collect()
}

/// How `words` are seen: plainly, with what turns them, or both.
fn forms(words: &str, truth: Truth) -> impl Iterator<Item = [&str; 2]> {
    let plain = (truth != Truth::Negated).then_some([words, ""]);
    let turned = (truth != Truth::Asserted).then_some([truth.word(), words]);
    plain.into_iter().chain(turned)
}

/// Whether a feature of `words` can have a weight: most words have none, wherever they stand.
fn holds(known: Option<&Fitted>, words: [&str; 2]) -> bool {
    known.is_none_or(|known| known.holds(words))
}

/// Words farther from every mention than this are not looked at, so that a list of names takes no time for each pair.
const REACH: usize = 60;

/// What is seen toward the target with number `target`; nothing if `scene` does not name it.
pub(super) fn features<'v>(scene: &'v Scene<'_>, target: usize, setting: &Setting<'v>) -> Vec<Feature<'v>> {
    let standings = setting.standings(scene, target);
    let Some(first) = standings.first() else { return Vec::new() };
    let last = &standings[standings.len() - 1];
    let others = scene.mentions.iter().filter(|(number, _)| *number != target).count();
    let about = About {
        target,
        is_own_side: setting.own_side.get(target).copied().unwrap_or(false),
        form: setting.form,
        others: ["none", "one", "two", "more"][others.min(3)],
        suffers: standings.iter().any(|standing| suffers(standing, target, setting)),
    };
    let found = Vec::with_capacity(scene.len() * 6);
    let mut seen = Seen { scene, found, is_pointed_at: false, known: setting.known };
    for at in first.at.saturating_sub(REACH)..scene.len().min(last.at + REACH) {
        if let Some(tone) = setting.tones[at].filter(|_| !scene.is_of_others(at, target)) {
            seen.word(at, tone, &standings, setting, about);
        }
        if scene.is_heard_word(at) && !scene.is_of_others(at, target) {
            seen.pair(at, &standings, setting, about);
        }
    }
    for said in setting.said.iter().filter(|said| said.to <= scene.len() && !scene.is_of_others(said.from, target)) {
        seen.expression(said, &standings, setting, about);
    }
    for standing in &standings {
        seen.mention(standing, setting, about, 1.0 / standings.len() as f32);
    }
    seen.found
}

/// The target that is looked at.
#[derive(Clone, Copy)]
struct About {
    target: usize,
    is_own_side: bool,
    form: &'static str,
    /// How many other targets the sentence names.
    others: &'static str,
    /// Whether what governs it is done to it by somebody else than the holder.
    suffers: bool,
}

/// What has been seen so far.
struct Seen<'v, 'a> {
    scene: &'v Scene<'a>,
    found: Vec<Feature<'v>>,
    /// Whether an expression that says something points at the target by its role.
    is_pointed_at: bool,
    /// As in [`Setting::known`].
    known: Option<&'v Fitted>,
}

/// Where a word stands toward the nearest mention.
#[derive(Clone, Copy)]
struct Stand<'s> {
    standing: &'s Standing,
    name: &'static str,
    doer: &'static str,
    /// On which side of the mention, if it is near.
    near: &'static str,
    /// How far from the mention, in steps of the tree.
    steps: usize,
    truth: Truth,
    span: Span,
}

impl<'v> Seen<'v, '_> {
    fn see(&mut self, place: Place, words: [&'v str; 2], value: f32, span: Span) {
        self.found.push(Feature { place, words, value, span });
    }

    fn stand<'s>(
        &self,
        at: usize,
        span: Span,
        standings: &[&'s Standing],
        target: usize,
        setting: &Setting<'_>,
    ) -> Stand<'s> {
        let scene = self.scene;
        let positions = standings.iter().map(|standing| (*standing, standing.position(scene, at)));
        let (standing, position) =
            positions.min_by_key(|(_, position)| position.steps).expect("a target that is seen has a mention");
        let doer = setting.doers.of(at).word(target, setting.own_side);
        // From the edge of the mention: a long name is no farther away than a short one.
        let is_it = |at: &usize| scene.kinds.get(*at) == Some(&Kind::Target(target));
        let near = match (1..=NEAR)
            .find(|steps| is_it(&(at + steps)) || at.checked_sub(*steps).is_some_and(|at| is_it(&at)))
        {
            Some(steps) if is_it(&(at + steps)) => "near before",
            Some(_) => "near after",
            None => "",
        };
        Stand { standing, name: position.name, doer, near, steps: position.steps, truth: scene.truths[at], span }
    }

    /// A class of expressions where it `stands`; and wherever it stands, with what kind of mention and of statement.
    fn class(&mut self, class: &'static str, value: f32, stands: Stand<'_>, about: About) {
        self.placed(class, value, stands);
        self.is_pointed_at |= POINTING.contains(&stands.name);
        let turned = if stands.truth == Truth::Negated { ["not", class] } else { [class, ""] };
        for place in [
            ["role", stands.standing.role],
            ["form", about.form],
            ["others", about.others],
            ["side", if about.is_own_side { "own" } else { "other" }],
            [if about.suffers { "sufferer" } else { "no sufferer" }, stands.name],
        ] {
            self.see(place, turned, value, stands.span);
        }
    }

    /// `words` where it `stands`: by role and place, by place, and anywhere.
    fn placed(&mut self, words: &'v str, value: f32, stands: Stand<'_>) {
        let known = self.known;
        for words in forms(words, stands.truth).filter(|words| holds(known, *words)) {
            self.see(["sentence", ""], words, value, stands.span);
            if !stands.near.is_empty() {
                self.see([stands.near, ""], words, value, stands.span);
            }
            if stands.name == ELSEWHERE {
                continue;
            }
            self.see([stands.standing.role, stands.name], words, value, stands.span);
            self.see([stands.name, ""], words, value, stands.span);
            self.see([stands.name, stands.doer], words, value, stands.span);
        }
    }

    fn word(&mut self, at: usize, tone: f32, standings: &[&Standing], setting: &Setting<'v>, about: About) {
        let scene = self.scene;
        let word = scene.words[at];
        let stands = self.stand(at, scene.span(at), standings, about.target, setting);
        self.placed(word, 1.0, stands);
        if tone != 0.0 {
            self.class(if tone > 0.0 { "(good)" } else { "(bad)" }, tone.abs(), stands, about);
        }
    }

    /// **What it does**: sees a word and the one that it hangs on as what they are together, good or bad, where the
    /// nearer of them stands.
    /// **Why**: an "unreliable partner" is not good, and who "rejects the lies" is not bad.
    /// **Known failures**: what three words make together.
    fn pair(&mut self, low: usize, standings: &[&Standing], setting: &Setting<'v>, about: About) {
        let scene = self.scene;
        let Some(high) = scene.governor(low).filter(|&high| scene.is_heard_word(high)) else { return };
        let [above, below] = [high, low].map(|at| setting.valences[at]);
        let Some(class) = together(above, below) else { return };
        let (first, last) = (low.min(high), low.max(high));
        let is_plain = |at: usize| {
            !matches!(scene.kinds[at], Kind::Target(_)) && scene.words[at].starts_with(char::is_alphanumeric)
        };
        let is_one = last - first <= CLOSE && (first..last).all(is_plain);
        let span = if is_one { Span::new(scene.span(first).start(), scene.span(last).end()) } else { scene.span(low) };
        let [upper, lower] = [high, low].map(|at| self.stand(at, span, standings, about.target, setting));
        let stands = if lower.steps < upper.steps { lower } else { upper };
        if stands.name == ELSEWHERE {
            return;
        }
        let is_negated = upper.truth == Truth::Negated || lower.truth == Truth::Negated && !scene.turns[high];
        let words = if is_negated { ["not", class] } else { [class, ""] };
        for place in [[stands.name, stands.doer], [stands.standing.role, stands.name], [stands.name, ""]] {
            self.see(place, words, 1.0, span);
        }
    }

    fn expression(&mut self, said: &Said<'v>, standings: &[&Standing], setting: &Setting<'v>, about: About) {
        let scene = self.scene;
        let within = said.from..said.to;
        let Some(at) = said.carrier(scene).filter(|&at| scene.heard[at] && !scene.turns[at]) else { return };
        if within.clone().any(|at| scene.kinds[at] == Kind::Target(about.target)) {
            return;
        }
        let stands = self.stand(at, said.span(scene), standings, about.target, setting);
        if within.len() > 1 {
            self.placed(said.expression, 1.0, stands);
        }
        self.class(said.category, 1.0, stands, about);
        for (valence, [against, favor]) in [
            (said.of_doer, ["(against its doer)", "(for its doer)"]),
            (said.of_other, ["(against its object)", "(for its object)"]),
        ] {
            if valence != 0.0 {
                self.class(if valence < 0.0 { against } else { favor }, valence.abs(), stands, about);
            }
        }
    }

    /// What is seen of the mention itself, and of the statement.
    fn mention(&mut self, standing: &Standing, setting: &Setting<'v>, about: About, share: f32) {
        let scene = self.scene;
        let (span, is_pointed_at) = (scene.span(standing.at), self.is_pointed_at);
        let mut fact = |place: Place| self.see(place, ["", ""], share, span);
        fact(["always", ""]);
        fact(["role", standing.role]);
        fact(["form", setting.form]);
        if standing.is_joined {
            fact(["joined", standing.role]);
        }
        if about.is_own_side {
            fact(["own side", ""]);
            fact(["own side", standing.role]);
        }
        fact(["others", about.others]);
        fact(["governor", governor(scene, standing)]);
        if is_pointed_at {
            fact(["pointed at", ""]);
            fact(["pointed at", standing.role]);
        }
        if about.suffers {
            fact(["sufferer", standing.role]);
        }
        if let Some(span) = setting.cue_span.filter(|_| !setting.cue[0].is_empty()) {
            self.see(["cue", standing.role], setting.cue, share, span);
            self.see(["cue", ""], setting.cue, share, span);
            if about.suffers {
                self.see(["cue", "sufferer"], setting.cue, share, span);
            }
        }
        for (at, side) in [(standing.at.wrapping_sub(2), "hyphen before"), (standing.at + 2, "hyphen after")] {
            let between = if at < standing.at { standing.at.wrapping_sub(1) } else { standing.at + 1 };
            let is_joined = scene.words.get(between).is_some_and(|word| matches!(*word, "-" | "‑" | "–"));
            if let Some(word) = scene.words.get(at).filter(|_| is_joined) {
                self.see([side, ""], [word, ""], share, scene.span(at));
            }
        }
    }
}

/// Two words no farther apart than this are told as one expression, with what stands between if that is neither a target nor
/// a mark.
const CLOSE: usize = 3;

/// Places from which an expression points at the target.
const POINTING: [&str; 8] = ["governs", "object", "predicate", "clause", "modifies", "apposed", "own", "relative"];

/// What kind of word governs the mention.
fn governor(scene: &Scene<'_>, standing: &Standing) -> &'static str {
    match standing.above.first() {
        None => "nothing",
        Some(&at) if scene.kinds[at] != Kind::Word => "small",
        Some(&at) if is_verb(scene.tag(at)) => "verb",
        Some(_) => "noun",
    }
}

/// Whether another than the holder and the target itself does what governs the mention, and does it to the mention; of
/// an attack on it also where nobody is said to do it.
fn suffers(standing: &Standing, target: usize, setting: &Setting<'_>) -> bool {
    let done_to = matches!(
        standing.role,
        "object" | "passive" | "on" | "of" | "against" | "to" | "in" | "from" | "part" | "about"
    );
    let doer = |&at: &usize| setting.doers.of(at).word(target, setting.own_side);
    match standing.above.first().filter(|_| done_to).map(doer) {
        Some("other does") => true,
        Some("nobody does") => matches!(standing.role, "on" | "against"),
        _ => false,
    }
}

/// **What it does**: finds the words for the harm that the target with number `target` suffers by another than the
/// holder, and what is said of that harm: the words above it, their predicates, and the cue; none if any mention of it
/// does not suffer.
/// **Why**: in "Y's attack on X" and "Y bombed X" nothing is said against X.
/// **Example**: "condemned the bombing of **X** by Y", "accused Y of oppressing **X**".
/// **Known failures**: the harm is no entry of `stance.csv` and no bad word; X is blamed for it in the same sentence.
pub(super) fn harm(scene: &Scene<'_>, target: usize, setting: &Setting<'_>) -> Vec<Span> {
    let standings = setting.standings(scene, target);
    let harms = |at: usize| {
        let bad = |said: &Said<'_>| (said.from..said.to).contains(&at) && said.of_doer < 0.0;
        !matches!(scene.kinds[at], Kind::Small | Kind::Holder)
            && scene.kinds[at] != Kind::Target(target)
            && (setting.sentiment.rating(scene.form(at)) < 0.0 || setting.said.iter().any(bad))
    };
    let harm = |standing: &&Standing| {
        let governor = standing.above.first().copied().filter(|&at| harms(at));
        governor.filter(|_| suffers(standing, target, setting)).map(|_| standing.above.clone())
    };
    let above = standings.iter().map(harm).collect::<Option<Vec<_>>>().unwrap_or_default();
    let above: Vec<usize> = above.into_iter().flatten().collect();
    let predicates = above.iter().filter_map(|&at| scene.predicate(at));
    let words = above.iter().copied().chain(predicates).map(|at| scene.span(at));
    words.chain(setting.cue_span.filter(|_| !above.is_empty())).collect()
}

/// A word no farther from a mention than this is near it, whatever the tree.
const NEAR: usize = 4;
