//! Simulated corpora with a known truth: do the intervals hold it as often as they say?
//!
//! `SIMULATE=1000 cargo test --release --lib simulation -- --nocapture` prints the tables of `reports/validation.md`.
//! Without the variable a few corpora are a test.
//!
//! A corpus has documents of a friendly, plain or hostile tone, with 1 to 7 opinions each, about ten dyads of very
//! different size. One opinion in ten is in favor, one in four against. The program is right as often as the table says
//! on average, more often in some dyads than in others; what it gets wrong it takes for hostile in one half of the dyads,
//! and for neutral in the other. One opinion in twenty has the wrong speaker. *Codes alone* is the mean of as many codes of
//! a simple random sample.

use crate::model::hash::hash;
use crate::validate::draw::{Candidate, draw};
use crate::validate::estimate::{Seen, Unit, estimate};

/// Random numbers from 0 to 1, from a hash.
struct Dice(u64, u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.1 += 1;
        (hash(self.0, &self.1.to_le_bytes()) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, number: usize) -> usize {
        (self.roll() * number as f64) as usize
    }
}

const DYADS: usize = 10;

/// The share of opinions that are against and in favor, in a document of each tone.
const TONES: [(f64, f64); 3] = [(0.10, 0.20), (0.25, 0.08), (0.42, 0.03)];

/// The dyad with this number is more hostile than the first by this factor, and the program errs more or less in it.
fn hostility(dyad: usize) -> f64 {
    0.6 + 0.08 * dyad as f64
}

fn right(dyad: usize, accuracy: f64) -> f64 {
    (accuracy + 0.08 * (dyad % 3) as f64 - 0.08).min(0.97)
}

/// The size of dyads: the first has a third of all opinions.
fn size(dyad: usize) -> f64 {
    let harmonic: f64 = (1..=DYADS).map(|rank| 1.0 / rank as f64).sum();
    1.0 / (dyad + 1) as f64 / harmonic
}

/// The strata of a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
enum By {
    Nothing,
    Answer,
    Dyad,
}

struct Opinion {
    dyad: usize,
    document: u64,
    truth: f64,
    belongs: bool,
    predicted: f64,
    confidence: f64,
}

/// The true mean over all corpora: of one dyad, or of all opinions.
fn truth(dyad: Option<usize>) -> f64 {
    let of = |dyad: usize| {
        let tone = |(against, favor): (f64, f64)| favor - against * hostility(dyad);
        TONES.into_iter().map(tone).sum::<f64>() / 3.0
    };
    dyad.map_or_else(|| (0..DYADS).map(|dyad| size(dyad) * of(dyad)).sum(), of)
}

fn corpus(seed: u64, accuracy: f64) -> Vec<Opinion> {
    let mut dice = Dice(hash(seed, b"corpus"), 0);
    let mut opinions = Vec::new();
    for document in 0..1500 {
        let (against, favor) = TONES[dice.below(3)];
        for _ in 0..1 + dice.below(7) {
            let (mut dyad, mut roll) = (0, dice.roll());
            while dyad + 1 < DYADS && roll > size(dyad) {
                roll -= size(dyad);
                dyad += 1;
            }
            let roll = dice.roll();
            let against = against * hostility(dyad);
            let truth = if roll < against { -1.0 } else { f64::from(u8::from(roll < against + favor)) };
            let is_right = dice.roll() < right(dyad, accuracy);
            let wrong = match (dyad % 2, truth) {
                (0, -1.0) | (1, 1.0) => 0.0,
                (0, _) | (_, 0.0) => -1.0,
                (_, _) => 0.0,
            };
            let confidence = if is_right { 0.5 + 0.5 * dice.roll() } else { 0.3 + 0.6 * dice.roll() };
            let belongs = dice.roll() > 0.05;
            let predicted = if is_right { truth } else { wrong };
            opinions.push(Opinion { dyad, document, truth, belongs, predicted, confidence });
        }
    }
    opinions
}

/// The opinions as units, with the codes of a sample of `number`.
fn coded(opinions: &[Opinion], number: u64, seed: u64, by: By) -> Vec<Unit> {
    let candidate = |(at, one): (usize, &Opinion)| Candidate {
        unit: (at as u64, "XSU".into()),
        kind: match by {
            By::Nothing => "".into(),
            By::Answer => one.predicted.to_string().into(),
            By::Dyad => one.dyad.to_string().into(),
        },
        confidence: one.confidence,
    };
    let candidates: Vec<Candidate> = opinions.iter().enumerate().map(candidate).collect();
    let unit = |one: &Opinion| Unit { cluster: one.document, predicted: one.predicted, coded: None };
    let mut units: Vec<Unit> = opinions.iter().map(unit).collect();
    for (at, stratum) in draw(&candidates, number, by == By::Dyad, seed) {
        units[at].coded = Some(Seen {
            value: opinions[at].belongs.then_some(opinions[at].truth),
            stratum: usize::from_str_radix(&stratum.name, 16).expect("a number"),
            drawn: stratum.drawn,
            probability: stratum.probability(),
        });
    }
    units
}

/// What happened in all corpora.
#[derive(Default)]
struct Told {
    corpora: f64,
    corrected: f64,
    alone: f64,
    raw: f64,
    width: f64,
    width_alone: f64,
    off: f64,
    off_raw: f64,
}

impl Told {
    fn add(&mut self, units: &[Unit], plain: &[Unit], truth: f64) {
        let all_coded = |unit: &Unit| Unit {
            coded: Some(Seen { value: Some(unit.predicted), stratum: 0, drawn: units.len() as u64, probability: 1.0 }),
            ..unit.clone()
        };
        let raw = estimate(&units.iter().map(all_coded).collect::<Vec<Unit>>(), Some(0.0)).expect("units");
        let (Some(corrected), Some(alone)) = (estimate(units, None), estimate(plain, Some(0.0))) else { return };
        let holds = |(low, high): (f64, f64)| f64::from(u8::from(low <= truth && truth <= high));
        let width = |(low, high): (f64, f64)| high - low;
        self.corpora += 1.0;
        self.corrected += holds(corrected.interval);
        self.alone += holds(alone.interval);
        self.raw += holds(raw.interval);
        self.width += width(corrected.interval);
        self.width_alone += width(alone.interval);
        self.off += (corrected.value - truth).powi(2);
        self.off_raw += (raw.value - truth).powi(2);
    }

    fn row(&self) -> String {
        let percent = |value: f64| format!("{:.1}%", 100.0 * value / self.corpora);
        let off = |squares: f64| format!("{:.3}", (squares / self.corpora).sqrt());
        format!(
            "{} | {} | {} | {:.0}% | {} | {}",
            percent(self.corrected),
            percent(self.alone),
            percent(self.raw),
            100.0 * (1.0 - self.width / self.width_alone),
            off(self.off),
            off(self.off_raw)
        )
    }
}

/// The number of corpora, and whether the tables are printed.
fn corpora() -> (u64, bool) {
    let wanted = std::env::var("SIMULATE").ok().and_then(|number| number.parse().ok());
    wanted.map_or((60, false), |number| (number, true))
}

#[test]
fn corrected_intervals_hold_the_truth_about_as_often_as_they_say() {
    let (number, printed) = corpora();
    for by in [By::Answer, By::Dyad, By::Nothing] {
        for accuracy in [0.6, 0.7, 0.8, 0.9] {
            for codes in [100, 200, 400] {
                if !printed && (accuracy, codes) != (0.8, 200) {
                    continue;
                }
                let mut told = Told::default();
                for seed in 0..number {
                    let opinions = corpus(seed, accuracy);
                    let plain = coded(&opinions, codes, seed, By::Nothing);
                    told.add(&coded(&opinions, codes, seed, by), &plain, truth(None));
                }
                show(printed, by, accuracy, codes, "all", &told);
                let share = told.corrected / told.corpora;
                // Of a few corpora, all may be held by chance.
                let most = if number < 500 { 1.0 } else { 0.99 };
                assert!((0.90..=most).contains(&share), "{by:?} {accuracy} {codes}: {share}");
                assert!(told.raw / told.corpora < 0.7, "raw intervals do not fail: {}", told.row());
                let narrower = 1.0 - told.width / told.width_alone;
                assert!(
                    narrower > 0.2 || accuracy < 0.8 || by != By::Answer,
                    "{by:?} {accuracy} {codes}: {}",
                    told.row()
                );
            }
        }
    }
}

#[expect(clippy::print_stderr, reason = "the tables are asked for")]
fn show(printed: bool, by: By, accuracy: f64, codes: u64, what: &str, told: &Told) {
    if printed {
        eprintln!("| {by:?} | {:.0}% | {codes} | {what} | {} |", accuracy * 100.0, told.row());
    }
}

/// Single dyads: with few codes of their own the normal approximation fails, and how few is seen here.
#[test]
fn a_dyad_with_enough_codes_of_its_own_has_an_interval_that_holds() {
    let (number, printed) = corpora();
    for (dyad, codes) in [(0, 100), (0, 200), (1, 200), (3, 200), (3, 400), (6, 400)] {
        if !printed && (dyad, codes) != (0, 200) {
            continue;
        }
        let (mut told, mut own) = (Told::default(), 0);
        for seed in 0..number {
            let opinions = corpus(seed, 0.8);
            let only = |units: Vec<Unit>| -> Vec<Unit> {
                let pairs = opinions.iter().zip(units).filter(|(one, _)| one.dyad == dyad);
                pairs.map(|(_, unit)| unit).collect()
            };
            let units = only(coded(&opinions, codes, seed, By::Dyad));
            own += units.iter().filter(|unit| unit.coded.is_some()).count();
            told.add(&units, &only(coded(&opinions, codes, seed, By::Nothing)), truth(Some(dyad)));
        }
        let own = own as u64 / number;
        show(printed, By::Dyad, 0.8, codes, &format!("dyad {}, {own} codes of its own", dyad + 1), &told);
        assert!(told.corrected / told.corpora > 0.85, "dyad {dyad}, {codes}: {}", told.row());
    }
}
