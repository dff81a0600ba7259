//! Comparisons: the opinions of two sides of a corpus, or of two runs, come in; differences with their uncertainty come
//! out.
//!
//! **What it does**: for each row, the means of the two sides, their difference with a 95% interval, Hedges' g and a
//! permutation test. The unit is the document; a document on both sides swaps its halves. Holm's correction keeps the
//! error over all rows at the level of one test.
//! **Why**: two means always differ; the question is whether they differ by more than documents do among themselves.
//! **Example**: what two states say of a third; one state in the 1990s and in the 2010s; one corpus with two lexicons.
//! **Known failures**: documents count as independent, though speeches of one session or reports of one event are not.
//! With few documents a true difference is easily missed.
//! **Source**: Hedges, Distribution Theory for Glass's Estimator of Effect Size (1981); Holm, A Simple Sequentially
//! Rejective Multiple Test Procedure (1979); Good, Permutation Tests (2000).

use std::collections::BTreeMap;

use crate::aggregate::interval::{Cluster, ends, mean, replicates};
use crate::aggregate::opinions::Uttered;
use crate::aggregate::profile::clusters;
use crate::aggregate::rollup::{Rollup, Voices};
use crate::lexicon::actors::Actors;
use crate::model::actor::ActorId;
use crate::model::comparison::{Comparison, Half, Line, Mover, Opined, Shown, Sides};
use crate::model::hash::hash;
use crate::model::opinion::MICRO;
use crate::model::period::{Day, Period};
use crate::model::run::Telling;
use crate::model::tally::Tally;
use crate::model::utterance::UtteranceStats;

/// Maximum number of random exchanges. Once [`ENOUGH`] of them reach the difference, it is clearly not significant.
///
/// Source: Besag & Clifford, Sequential Monte Carlo p-Values (1991).
const TRIED: u64 = 9_999;
const ENOUGH: u64 = 20;

/// The level of the tests, after correction.
const SIGNIFICANT: f64 = 0.05;

/// Maximum number of entries and of statements in the result.
const MOVERS: usize = 15;
const SHOWN: usize = 6;

/// The opinions behind each side, for the words.
type Pile<'o> = [Vec<&'o Opined>; 2];

/// The utterances of each side of a line, by document.
type Halves = [Vec<UtteranceStats>; 2];

/// Compares two sides. There is one list of opinions and one tally for each corpus or part of one: two if the sides are
/// two runs or two outlets, else one for both. The tallies give the numbers, the same as in a report of the corpus; the
/// opinions give the words.
///
/// Errors: the name of a side without opinions.
pub(crate) fn compare(
    opinions: &[Vec<Opined>],
    tallies: &[Tally],
    sides: Sides,
    how: Telling,
    registry: &Actors,
) -> Result<Comparison, String> {
    let rollups: Vec<Rollup<'_>> = tallies.iter().map(|tally| Rollup::new(tally, registry, how)).collect();
    let voices = Voices::new(registry, how);
    let mut all: Halves = Default::default();
    let mut rows: BTreeMap<Vec<ActorId>, Halves> = BTreeMap::new();
    let mut words: Pile<'_> = Default::default();
    for side in 0..2 {
        let rollup = &rollups[side.min(rollups.len() - 1)];
        for (about, said) in spoken(rollup, side, &sides) {
            rows.entry(about).or_default()[side].extend(stats(said));
        }
        all[side] = stats(in_all(rollup, side, &sides)).collect();
        if all[side].is_empty() {
            return Err(sides.names()[side].clone());
        }
        let list = opinions[side.min(opinions.len() - 1)].iter();
        words[side] = list.filter(|opined| belongs(opined, side, &sides, &voices)).collect();
    }
    let min_n = how.min_n;
    let mut lines: Vec<Line> = rows.iter().filter_map(|(about, said)| line(about.clone(), said, min_n)).collect();
    lines.sort_by(|a, b| {
        let p = |line: &Line| line.p.unwrap_or(1.0);
        p(a).total_cmp(&p(b))
            .then_with(|| b.difference.abs().total_cmp(&a.difference.abs()))
            .then_with(|| a.about.cmp(&b.about))
    });
    holm(&mut lines);
    let significant = lines.iter().filter(|line| line.p_of_all.is_some_and(|p| p <= SIGNIFICANT)).count();
    let total = line(Vec::new(), &all, 1);
    let means = total.as_ref().map_or([0.0; 2], |line| line.halves.map(|half| half.mean));
    lines.splice(0..0, total);
    let runs = matches!(sides, Sides::Runs(_));
    let (shown, changed) = if runs { changes(&words) } else { (strongest(&words, means), None) };
    Ok(Comparison { movers: movers(&words), sides, min_n, lines, significant, shown, changed, corrections: None })
}

/// The utterances of one side of a comparison: all of them, and those of each row.
pub(crate) type SideUttered = (Vec<Uttered>, Vec<(Vec<ActorId>, Vec<Uttered>)>);

/// The utterances that [`compare`] counts on each side, with the targets that they name.
pub(crate) fn uttered(tallies: &[Tally], sides: &Sides, how: Telling, registry: &Actors) -> [SideUttered; 2] {
    let rollups: Vec<Rollup<'_>> = tallies.iter().map(|tally| Rollup::new(tally, registry, how)).collect();
    [0, 1].map(|side| {
        let rollup = &rollups[side.min(rollups.len() - 1)];
        (in_all(rollup, side, sides), spoken(rollup, side, sides))
    })
}

fn stats(said: Vec<Uttered>) -> impl Iterator<Item = UtteranceStats> {
    said.into_iter().map(|(.., stats)| stats)
}

/// The utterances of a side, row by row. What stays within one government or body is left out.
fn spoken(rollup: &Rollup<'_>, side: usize, sides: &Sides) -> Vec<(Vec<ActorId>, Vec<Uttered>)> {
    let mut found = Vec::new();
    for (pair, gathered) in rollup.pairs.iter().filter(|(_, gathered)| !gathered.is_inside()) {
        let (holder, target) = pair;
        let about = match sides {
            Sides::Holders(names) if **holder == names[side] && gathered.is_top_target() => vec![target.clone()],
            Sides::Targets(names) if **target == names[side] && gathered.is_top_holder() => vec![holder.clone()],
            Sides::Holders(_) | Sides::Targets(_) => continue,
            _ if gathered.is_top() => vec![holder.clone(), target.clone()],
            _ => continue,
        };
        let said = rollup.uttered(&gathered.parts).into_iter();
        let said: Vec<Uttered> = said.filter(|(.., stats)| is_in(stats.first.0, side, sides)).collect();
        if !said.is_empty() {
            found.push((about, said));
        }
    }
    found
}

/// All utterances of a side: of an actor as on its page, else those of all rows.
fn in_all(rollup: &Rollup<'_>, side: usize, sides: &Sides) -> Vec<Uttered> {
    let [given, received] = rollup.sides();
    let (parts, names) = match sides {
        Sides::Holders(names) => (given, names),
        Sides::Targets(names) => (received, names),
        _ => return spoken(rollup, side, sides).into_iter().flat_map(|(_, said)| said).collect(),
    };
    let parts = parts.get(names[side].as_str()).cloned().unwrap_or_default();
    rollup.uttered(&parts)
}

/// Whether a day belongs to a side.
fn is_in(day: Day, side: usize, sides: &Sides) -> bool {
    match sides {
        Sides::Periods(names) => names[side].parse::<Period>().is_ok_and(|period| period.contains(day)),
        _ => true,
    }
}

/// Whether an opinion belongs to a side.
fn belongs(opined: &Opined, side: usize, sides: &Sides, voices: &Voices<'_>) -> bool {
    let (holder, target) = (voices.of(&opined.holder, opined.day), voices.of(&opined.target, opined.day));
    if holder.iter().any(|one| target.contains(one)) {
        return false;
    }
    match sides {
        Sides::Holders(names) => holder.iter().any(|one| **one == names[side]),
        Sides::Targets(names) => target.iter().any(|one| **one == names[side]),
        Sides::Outlets(names) => opined.outlet == names[side],
        Sides::Periods(_) | Sides::Runs(_) => is_in(opined.day, side, sides),
    }
}

fn line(about: Vec<ActorId>, said: &Halves, min_n: u64) -> Option<Line> {
    let sides = said.each_ref().map(|said| clusters(said.iter()));
    if sides.iter().any(|side| (side.len() as u64) < min_n.max(1)) {
        return None;
    }
    let halves = sides.each_ref().map(|side| Half {
        opinions: side.iter().map(|cluster| cluster.statements.unsigned_abs()).sum(),
        documents: side.len() as u64,
        mean: mean(side),
    });
    let difference = halves[1].mean - halves[0].mean;
    let many = sides.iter().all(|side| side.len() > 1);
    Some(Line {
        about,
        halves,
        difference,
        interval: many.then(|| interval(&sides)),
        effect: many.then(|| effect(&sides)).flatten(),
        p: many.then(|| by_chance(&sides)),
        p_of_all: None,
    })
}

/// The 95% interval of the difference, by resampling the documents of both sides. Like that of a mean, it is widened
/// for few documents, with the degrees of freedom of Welch's test.
///
/// Source: Welch, The Generalization of “Student's” Problem (1947).
pub(super) fn interval(sides: &[Vec<Cluster>; 2]) -> (f64, f64) {
    let means = sides.each_ref().map(|side| replicates(side));
    // A document on both sides is resampled alike for both, as is right for two runs of one corpus.
    let pairs = means[0].iter().zip(&means[1]);
    let differences: Vec<f64> = pairs.filter_map(|(first, second)| Some((*second)? - (*first)?)).collect();
    let (mut drawn, mut whole, mut squares) = (0.0, 0.0, 0.0);
    for side in sides {
        let freedom = side.len() as f64 - 1.0;
        let narrow = variance(side);
        let wide = narrow * side.len() as f64 / freedom;
        (drawn, whole, squares) = (drawn + narrow, whole + wide, squares + wide * wide / freedom);
    }
    // Without variation, all differences are equal.
    let (short, freedom) = if squares > 0.0 { (whole / drawn, (whole * whole / squares) as u64) } else { (1.0, 1) };
    ends(differences, short, freedom).unwrap_or_default()
}

/// The variance of a side's mean over the resampled documents.
fn variance(side: &[Cluster]) -> f64 {
    let mean = mean(side);
    let statements: i64 = side.iter().map(|cluster| cluster.statements).sum();
    let squares = side.iter().map(|cluster| ((cluster.mean() - mean) * cluster.statements as f64).powi(2));
    squares.sum::<f64>() / (statements as f64).powi(2)
}

/// Hedges' g over the means of documents. Each document counts the same, whatever its number of statements.
pub(super) fn effect(sides: &[Vec<Cluster>; 2]) -> Option<f64> {
    let means = sides.each_ref().map(|side| side.iter().map(Cluster::mean).sum::<f64>() / side.len() as f64);
    let squares = |at: usize| sides[at].iter().map(|cluster| (cluster.mean() - means[at]).powi(2)).sum::<f64>();
    let freedom = (sides[0].len() + sides[1].len() - 2) as f64;
    let spread = ((squares(0) + squares(1)) / freedom).sqrt();
    (spread > 1e-9).then(|| (means[1] - means[0]) / spread * (1.0 - 3.0 / (4.0 * freedom - 1.0)))
}

/// The share of random exchanges of documents between the sides with a difference at least as large. A document on both
/// sides swaps its two halves.
pub(super) fn by_chance(sides: &[Vec<Cluster>; 2]) -> f64 {
    let mut documents: BTreeMap<u64, [Option<Cluster>; 2]> = BTreeMap::new();
    for (side, clusters) in sides.iter().enumerate() {
        for cluster in clusters {
            documents.entry(cluster.document).or_default()[side] = Some(*cluster);
        }
    }
    let paired = documents.values().filter(|halves| halves.iter().all(Option::is_some)).count();
    let observed = (mean(&sides[1]) - mean(&sides[0])).abs();
    let alone = sides[0].len() - paired;
    let reaches = |round: u64| {
        let mut drawn: [Vec<Cluster>; 2] = [Vec::new(), Vec::new()];
        let mut single: Vec<(u64, Cluster)> = Vec::new();
        for (document, halves) in &documents {
            let draw = hash(round ^ 0xC0FF_EE00, &document.to_le_bytes());
            match halves {
                [Some(first), Some(second)] => {
                    let swap = usize::from(draw & 1 == 1);
                    drawn[swap].push(*first);
                    drawn[1 - swap].push(*second);
                }
                [Some(one), None] | [None, Some(one)] => single.push((draw, *one)),
                [None, None] => {}
            }
        }
        single.sort_unstable_by_key(|(draw, cluster)| (*draw, cluster.document));
        for (at, (_, cluster)) in single.into_iter().enumerate() {
            drawn[usize::from(at >= alone)].push(cluster);
        }
        (mean(&drawn[1]) - mean(&drawn[0])).abs() >= observed - 1e-12
    };
    let mut reached = 0;
    for round in 0..TRIED {
        reached += u64::from(reaches(round));
        if reached == ENOUGH {
            return ENOUGH as f64 / (round + 1) as f64;
        }
    }
    (reached + 1) as f64 / (TRIED + 1) as f64
}

/// The Holm-corrected p-value of each line. Lines must be sorted by p-value.
pub(super) fn holm(lines: &mut [Line]) {
    let many = lines.iter().filter(|line| line.p.is_some()).count();
    let mut most: f64 = 0.0;
    for (place, line) in lines.iter_mut().filter(|line| line.p.is_some()).enumerate() {
        most = most.max(line.p.map_or(1.0, |p| p * (many - place) as f64)).min(1.0);
        line.p_of_all = Some(most);
    }
}

/// The entries that contribute most to the difference.
fn movers(all: &Pile<'_>) -> Vec<Mover> {
    let mut entries: BTreeMap<&str, ([u64; 2], [i64; 2])> = BTreeMap::new();
    for (side, opinions) in all.iter().enumerate() {
        for (entry, counted) in opinions.iter().flat_map(|opined| &opined.entries) {
            let (number, sum) = entries.entry(entry).or_default();
            number[side] += 1;
            sum[side] += counted;
        }
    }
    let share = |sum: i64, side: usize| sum as f64 / MICRO / all[side].len().max(1) as f64;
    let mut movers: Vec<Mover> = entries
        .into_iter()
        .map(|(entry, (opinions, sums))| Mover {
            entry: entry.to_owned(),
            opinions,
            difference: share(sums[1], 1) - share(sums[0], 0),
        })
        .filter(|mover| mover.difference != 0.0)
        .collect();
    movers.sort_by(|a, b| b.difference.abs().total_cmp(&a.difference.abs()).then_with(|| a.entry.cmp(&b.entry)));
    movers.truncate(MOVERS);
    movers
}

fn shown(opined: &Opined, then: Option<i64>) -> Shown {
    Shown {
        statement_id: opined.statement_id.clone(),
        day: opined.day,
        holder: opined.holder.clone(),
        target: opined.target.clone(),
        stance: opined.stance,
        then,
        words: opined.words.clone(),
    }
}

/// The statements of each side that are farthest from the mean of the other side.
fn strongest(all: &Pile<'_>, means: [f64; 2]) -> [Vec<Shown>; 2] {
    let up = means[1] >= means[0];
    let pick = |side: usize| {
        let mut opinions: Vec<&&Opined> = all[side].iter().collect();
        let upward = up == (side == 1);
        opinions.sort_by(|a, b| {
            let order = if upward { b.stance.cmp(&a.stance) } else { a.stance.cmp(&b.stance) };
            order.then_with(|| (&a.statement_id, &a.target).cmp(&(&b.statement_id, &b.target)))
        });
        opinions.into_iter().take(SHOWN).map(|opined| shown(opined, None)).collect()
    };
    [pick(0), pick(1)]
}

/// For two runs: the statements that fell and rose most, and the number of opinions in both runs, changed, or in one
/// only.
fn changes(all: &Pile<'_>) -> ([Vec<Shown>; 2], Option<[u64; 4]>) {
    let key = |opined: &Opined| (opined.statement_id.clone(), opined.target.clone());
    let then: BTreeMap<_, i64> = all[1].iter().map(|opined| (key(opined), opined.stance)).collect();
    let mut found = [0_u64; 4];
    let mut changed: Vec<Shown> = Vec::new();
    for opined in &all[0] {
        match then.get(&key(opined)) {
            None => found[2] += 1,
            Some(&stance) => {
                found[0] += 1;
                if stance != opined.stance {
                    found[1] += 1;
                    changed.push(shown(opined, Some(stance)));
                }
            }
        }
    }
    found[3] = all[1].len() as u64 - found[0];
    let by = |one: &Shown| one.then.unwrap_or(one.stance) - one.stance;
    changed.sort_by(|a, b| {
        by(b).cmp(&by(a)).then_with(|| (&a.statement_id, &a.target).cmp(&(&b.statement_id, &b.target)))
    });
    let up = changed.iter().take_while(|one| by(one) > 0).take(SHOWN).cloned().collect();
    let down = changed.iter().rev().take_while(|one| by(one) < 0).take(SHOWN).cloned().collect();
    ([down, up], Some(found))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::period::Day;
    use crate::model::utterance::First;

    fn opined(number: usize, holder: &str, stance: i64) -> Opined {
        Opined {
            statement_id: format!("d{number}:1"),
            doc_id: format!("d{number}"),
            day: Day(20_200_101),
            outlet: String::new(),
            holder: holder.into(),
            target: "ZZZ".into(),
            stance,
            words: "some words".to_owned(),
            entries: vec![("praise".to_owned(), stance)],
        }
    }

    /// The tally of these opinions, each of other words.
    fn tally(opinions: &[Opined]) -> Tally {
        let mut tally = Tally::default();
        for (key, opined) in (0..).zip(opinions) {
            let first = First(opined.day, hash(0, opined.doc_id.as_bytes()));
            let said = UtteranceStats { stance: opined.stance as i32, mentions: 1, ..UtteranceStats::spoken(first, 0) };
            tally.dyads.entry((opined.holder.clone(), opined.target.clone())).or_default().add(key, said);
        }
        tally
    }

    fn compare(opinions: &[Vec<Opined>], sides: Sides, min_n: u64) -> Result<Comparison, String> {
        let tallies: Vec<Tally> = opinions.iter().map(|list| tally(list)).collect();
        let how = Telling { min_n, ..Telling::default() };
        super::compare(opinions, &tallies, sides, how, &Actors::default())
    }

    #[test]
    fn a_difference_is_told_from_chance() {
        let sides = || Sides::Holders(["XAA".to_owned(), "XBB".to_owned()]);
        let wave = |number: usize| (number as i64 * 37 % 11 - 5) * 40_000;
        let list = |gap: i64| -> Vec<Opined> {
            let first = (0..12).map(|number| opined(number, "XAA", wave(number)));
            let second = (12..24).map(|number| opined(number, "XBB", wave(number) + gap));
            first.chain(second).collect()
        };
        let apart = compare(&[list(500_000)], sides(), 5).expect("two sides");
        assert_eq!(apart.lines.len(), 2);
        let line = &apart.lines[1];
        assert!(line.p.is_some_and(|p| p < 0.01) && line.effect.is_some_and(|g| g > 1.0), "{line:?}");
        assert!(line.interval.is_some_and(|(low, _)| low > 0.0));
        assert_eq!(line.p, Some(1.0 / (TRIED as f64 + 1.0)), "what is seen counts as one of those tried: never 0");
        assert!((line.difference - apart.movers[0].difference).abs() < 1e-9, "one entry makes all of it");
        let alike = compare(&[list(0)], sides(), 5).expect("two sides");
        assert!(alike.lines[1].p.is_some_and(|p| p > 0.1));
        let nobody = Sides::Holders(["XAA".to_owned(), "XCC".to_owned()]);
        assert_eq!(compare(&[list(0)], nobody, 5), Err("XCC".to_owned()));
    }

    #[test]
    fn of_two_runs_only_what_changed_is_shown() {
        let first: Vec<Opined> = (0..6).map(|number| opined(number, "XAA", 100_000)).collect();
        let mut second = first.clone();
        second[2].stance = -100_000;
        second.pop();
        let sides = Sides::Runs(["one".to_owned(), "two".to_owned()]);
        let found = compare(&[first, second], sides, 2).expect("two sides");
        assert_eq!(found.changed, Some([5, 1, 1, 0]));
        assert_eq!((found.shown[0].len(), found.shown[1].len()), (1, 0));
    }
}
