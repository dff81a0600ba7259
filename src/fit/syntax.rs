//! Training tags and dependencies on trees.

use std::collections::BTreeMap;

use crate::fit::perceptron::{Perceptron, Shuffle};
use crate::fit::silver::Tree;
use crate::text::linear::Linear;
use crate::text::parser::{
    FEATURES, LABEL_CLASSES, LABEL_FEATURES, LEFT, MOVES, Parser, RIGHT, ROOT, SHIFT, State, label_features,
};
use crate::text::tagger::{self, CLASSES, Tag, Tagger};

/// Features that occur less often are dropped.
const LEAST: u32 = 8;

/// Features are dropped if all their weights are smaller than this, in units of 1/127. That is half of them; it costs
/// 0.3 points of agreement and doubles the speed.
const LIGHTEST: f32 = 19.5;

/// Trains a tagger on `trees`.
pub(super) fn tagger(trees: &[&Tree], rounds: usize) -> Tagger {
    let mut learner = Perceptron::<CLASSES>::new();
    let mut known = [0; tagger::FEATURES];
    for tree in trees {
        for at in 0..tree.words.len() {
            tagger::features(&tree.words, &tree.tags, at, &mut known);
            learner.meet(&known);
        }
    }
    learner.begin(LEAST);
    let mut shuffle = Shuffle::new(1);
    for _ in 0..rounds {
        for number in shuffle.order(trees.len()) {
            let tree = trees[number];
            let mut tags: Vec<Tag> = Vec::with_capacity(tree.words.len());
            for at in 0..tree.words.len() {
                tagger::features(&tree.words, &tags, at, &mut known);
                let guess = highest(&learner.sums(&known), |_| true);
                if guess != tree.tags[at] {
                    learner.update(&known, tree.tags[at] as usize, guess as usize);
                }
                learner.step();
                tags.push(guess);
            }
        }
    }
    let model = learner.model(LIGHTEST);
    let mut weights = model.weights();
    weights.extend(certain(trees));
    Tagger { weights: Linear::new(&weights, model.scale) }
}

/// A word is unambiguous if it occurs this often, and this rarely with a tag other than its most frequent one.
const CERTAIN: usize = 30;
const DOUBT: f64 = 0.004;

/// The words of `trees` that nearly always have the same tag.
fn certain(trees: &[&Tree]) -> Vec<(u32, [f32; CLASSES])> {
    let mut counts: BTreeMap<u32, [usize; CLASSES]> = BTreeMap::new();
    for tree in trees {
        for (word, tag) in tree.words.iter().zip(&tree.tags) {
            counts.entry(tagger::certain(word)).or_insert([0; CLASSES])[*tag as usize] += 1;
        }
    }
    let sure = counts.into_iter().filter(|(_, counts)| {
        let (all, most) = (counts.iter().sum::<usize>(), *counts.iter().max().expect("there are tags"));
        all >= CERTAIN && (all - most) as f64 <= DOUBT * all as f64
    });
    let weights = |counts: [usize; CLASSES]| {
        let most = *counts.iter().max().expect("there are tags");
        counts.map(|count| if count == most { 1.0 } else { 0.0 })
    };
    sure.map(|(word, counts)| (word, weights(counts))).collect()
}

/// The tags that `tagger` gives to the words of `tree`.
pub(super) fn tags(tagger: &Tagger, tree: &Tree) -> Vec<Tag> {
    let mut tags = Vec::with_capacity(tree.words.len());
    tagger.tags(&tree.words, &mut tags);
    tags
}

/// The allowed class with the highest sum.
pub(super) fn highest<const W: usize>(sums: &[f32; W], allowed: impl Fn(Tag) -> bool) -> Tag {
    let classes = (0..W as Tag).filter(|&class| allowed(class));
    classes.max_by(|a, b| sums[*a as usize].total_cmp(&sums[*b as usize]).then(b.cmp(a))).unwrap_or(0)
}

/// Trains a parser on `trees`, whose words have the tags in `tags`.
pub(super) fn parser(trees: &[&Tree], tags: &[Vec<Tag>], rounds: usize) -> Parser {
    Parser { moves: moves(trees, tags, rounds), labels: labels(trees, tags, rounds / 2) }
}

fn moves(trees: &[&Tree], tags: &[Vec<Tag>], rounds: usize) -> Linear<MOVES> {
    let mut learner = Perceptron::<MOVES>::new();
    let mut known = [0; FEATURES];
    let mut shuffle = Shuffle::new(2);
    for round in 0..=rounds {
        // The first pass only counts features, along the gold transitions.
        for number in shuffle.order(trees.len()) {
            let tree = trees[number];
            let mut state = State::new(tree.words.len());
            while !state.is_done() {
                state.features(&tree.words, &tags[number], &mut known);
                if round == 0 {
                    learner.meet(&known);
                }
                let costs: [usize; 3] = [SHIFT, LEFT, RIGHT].map(|transition| cost(&state, &tree.heads, transition));
                let least = *costs.iter().min().expect("there are three");
                let sums = learner.sums(&known);
                let right = highest(&sums, |class| class < 3 && costs[class as usize] == least);
                let guess = highest(&sums, |class| class < 3 && state.allows(class));
                if round > 0 {
                    if costs[guess as usize] > least {
                        learner.update(&known, right as usize, guess as usize);
                    }
                    learner.step();
                }
                // Mistakes are sometimes followed, so that the parser learns to recover from them.
                let explore = round > 1 && shuffle.below(10) < 9;
                state.take(if explore { guess } else { right });
            }
        }
        if round == 0 {
            learner.begin(LEAST);
        }
    }
    learner.model(LIGHTEST)
}

/// Number of gold dependencies that `transition` makes impossible (Goldberg & Nivre 2013).
fn cost(state: &State, gold: &[u16], transition: Tag) -> usize {
    if !state.allows(transition) {
        return usize::MAX;
    }
    let next = state.next;
    let waits = |word: u16| word != ROOT && word as usize >= next;
    if transition == SHIFT {
        let below = state.stack.split_last().map_or(&[][..], |(_, below)| below);
        let head_lost = below.contains(&gold[next]);
        return usize::from(head_lost)
            + state.stack.iter().filter(|&&word| gold[word as usize] as usize == next).count();
    }
    let word = *state.stack.last().expect("the transition is allowed");
    let dependents = (next..gold.len()).filter(|&other| gold[other] == word).count();
    let under = state.stack.len().checked_sub(2).map(|at| state.stack[at]);
    let head = gold[word as usize];
    let lost = if transition == LEFT {
        waits(head) && head as usize != next || under == Some(head) && head != ROOT
    } else {
        waits(head)
    };
    dependents + usize::from(lost)
}

fn labels(trees: &[&Tree], tags: &[Vec<Tag>], rounds: usize) -> Linear<LABEL_CLASSES> {
    let mut learner = Perceptron::<LABEL_CLASSES>::new();
    let mut known = [0; LABEL_FEATURES];
    let mut shuffle = Shuffle::new(3);
    for round in 0..=rounds {
        for number in shuffle.order(trees.len()) {
            let tree = trees[number];
            for at in (0..tree.words.len()).filter(|&at| tree.heads[at] != ROOT) {
                label_features(&tree.words, &tags[number], &tree.heads, at, &mut known);
                if round == 0 {
                    learner.meet(&known);
                    continue;
                }
                let guess = highest(&learner.sums(&known), |class| class > 0);
                if guess != tree.labels[at] {
                    learner.update(&known, tree.labels[at] as usize, guess as usize);
                }
                learner.step();
            }
        }
        if round == 0 {
            learner.begin(LEAST);
        }
    }
    learner.model(LIGHTEST)
}

/// Agreement with `trees` on tags, heads, and heads with labels, in percent, without punctuation.
pub(super) fn agreement(tagger: &Tagger, parser: &Parser, trees: &[&Tree]) -> [f64; 3] {
    let (mut all, mut right) = (0, [0; 3]);
    for tree in trees {
        let tags = tags(tagger, tree);
        let parse = parser.parse(&tree.words, &tags);
        for at in (0..tree.words.len()).filter(|&at| tree.words[at].shape & crate::text::word::MARK == 0) {
            let head = parse.heads[at] == tree.heads[at];
            all += 1;
            right[0] += usize::from(tags[at] == tree.tags[at]);
            right[1] += usize::from(head);
            right[2] += usize::from(head && parse.labels[at] == tree.labels[at]);
        }
    }
    right.map(|right| 100.0 * right as f64 / all.max(1) as f64)
}
