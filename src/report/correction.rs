//! Corrected means: what hand codes make of the numbers, as tables for pages and as a table of its own.

use crate::model::actor::ActorId;
use crate::model::profile::{Dyad, Survey};
use crate::model::validation::{Basis, Correction, Corrections, Estimate, Pair};
use crate::report::actor::name;
use crate::report::block::{Cell, Inline, Level, Page, Place, Text, Value, numbers, plain, words};
use crate::report::figure::{count, percent, signed};
use crate::report::table::{guarded, text};

/// Maximum number of dyads on the index.
const SHOWN: usize = 20;

/// The section of the index; nothing without codes.
pub(super) fn overview(page: &mut Page, survey: &Survey) {
    let Some(corrections) = &survey.corrections else { return };
    page.heading(Level::Section, "Corrected by hand codes");
    page.paragraph(told(corrections));
    let mut common: Vec<&Dyad> =
        survey.dyads.iter().filter(|dyad| !dyad.inside && dyad.top && dyad.all.documents >= survey.min_n).collect();
    common.sort_by(|a, b| {
        b.all.statements.cmp(&a.all.statements).then_with(|| (&a.holder, &a.target).cmp(&(&b.holder, &b.target)))
    });
    let mut rows = vec![row(Value::Text("All opinions".to_owned()).into(), &corrections.all)];
    for dyad in common.into_iter().take(SHOWN) {
        let Some(correction) = of(corrections, dyad) else { continue };
        let pair = format!("{} on {}", name(survey, &dyad.holder), name(survey, &dyad.target));
        rows.push(row(Value::Text(pair).to(Some(Place::Says(dyad.holder.clone(), dyad.target.clone()))), correction));
    }
    page.table(columns("Mean of"), rows);
    page.paragraph(vec![
        plain("All dyads are in "),
        Inline::Code("corrected.csv".to_owned()),
        plain(". All other numbers in these reports are raw."),
    ]);
}

/// The table of these dyads on an actor's page; nothing without codes. `other` is the other actor of a dyad.
pub(super) fn of_dyads(page: &mut Page, survey: &Survey, who: &str, dyads: &[&Dyad], other: fn(&Dyad) -> &ActorId) {
    let Some(corrections) = &survey.corrections else { return };
    let shown = dyads.iter().filter(|dyad| dyad.all.documents >= survey.min_n);
    let rows: Vec<Vec<Cell>> = shown
        .filter_map(|dyad| {
            let named = Value::Text(name(survey, other(dyad))).to(None);
            Some(row(named, of(corrections, dyad)?))
        })
        .collect();
    if !rows.is_empty() {
        page.say("Corrected by hand codes:");
        page.table(columns(who), rows);
    }
}

/// The corrected means of two sides and their difference; `rows` are the rows of the comparison, the first for all.
pub(super) fn of_sides<'r>(
    page: &mut Page,
    sides: &[Corrections; 2],
    names: &[String; 2],
    rows: impl Iterator<Item = &'r [ActorId]>,
    name_of: &dyn Fn(&str) -> String,
) {
    page.heading(Level::Section, "Corrected by hand codes");
    let codes = sides.each_ref().map(|side| count(side.used, "opinion"));
    page.say(format!(
        "Coded by hand: {} of the first side, {} of the second. The difference is the second mean minus the first.",
        codes[0], codes[1]
    ));
    let of = |side: &'_ Corrections, about: &[ActorId]| -> Option<Correction> {
        let second = about.get(1).cloned().unwrap_or_else(|| "".into());
        about.first().map_or(Some(side.all.clone()), |first| side.dyads.get(&(first.clone(), second)).cloned())
    };
    let row = |about: &[ActorId]| {
        let halves = [of(&sides[0], about)?, of(&sides[1], about)?];
        let told = |half: &Correction| format!("{} → {}", signed(half.stance.raw), mean(half.stance.corrected));
        let difference = match halves.each_ref().map(|half| half.stance.corrected) {
            [Some(first), Some(second)] => {
                let (difference, reach) = (second.value - first.value, reach(&first).hypot(reach(&second)));
                format!("{} [{}, {}]", signed(difference), signed(difference - reach), signed(difference + reach))
            }
            _ => "too few codes".to_owned(),
        };
        let about: Vec<String> = about.iter().map(|id| name_of(id)).collect();
        let about = if about.is_empty() { "All".to_owned() } else { about.join(" → ") };
        Some([about, told(&halves[0]), told(&halves[1]), difference].map(|text| Value::Text(text).into()).into())
    };
    let columns = vec![words(""), words(names[0].as_str()), words(names[1].as_str()), words("Corrected difference")];
    page.table(columns, rows.filter_map(row).collect());
    page.say(
        "Raw → corrected mean, with 95% intervals. With fewer than twenty codes of its own, a mean takes the codes of its \
         whole side, as if the program erred alike in all rows.",
    );
}

/// Half the width of the interval.
fn reach(estimate: &Estimate) -> f64 {
    (estimate.interval.1 - estimate.interval.0) / 2.0
}

fn mean(estimate: Option<Estimate>) -> String {
    let within = |value: f64| signed(value.clamp(-1.0, 1.0));
    estimate.map_or("too few codes".to_owned(), |one| {
        format!("{} [{}, {}]", within(one.value), within(one.interval.0), within(one.interval.1))
    })
}

fn of<'c>(corrections: &'c Corrections, dyad: &Dyad) -> Option<&'c Correction> {
    corrections.dyads.get(&(dyad.holder.clone(), dyad.target.clone()))
}

fn told(corrections: &Corrections) -> Text {
    let mut out = vec![plain(format!(
        "{} of this corpus were coded by hand. Raw and corrected numbers stand side by side. Those from own codes have \
         95% intervals that hold whatever the program's errors, for the statements that it found.",
        count(corrections.used, "opinion")
    ))];
    if corrections.unused > 0 {
        let codes = count(corrections.unused, "code");
        out.push(plain(format!(" {codes} belong to no opinion of this run and are left out.")));
    }
    if corrections.undesigned {
        out.push(plain(
            " Some codes do not tell how they were drawn; they are taken as drawn at random, and if they were chosen, \
             intervals promise nothing.",
        ));
    }
    let (favor, against) = corrections.strengths;
    out.push(plain(format!(
        " A code tells a direction, not its strength: in a corrected mean, for is {} and against {}, the mean strengths \
         in this run. Own: from the dyad's own codes. Pooled: from the codes of all dyads, as if the program erred alike in \
         all; a bias of the program against one of them would remain.",
        signed(favor),
        signed(-against)
    )));
    out
}

fn columns(who: &str) -> Vec<crate::report::block::Column> {
    let mut columns = vec![words(who), numbers("Opinions"), numbers("Codes"), words("Basis"), numbers("Raw mean")];
    columns.extend([words("Corrected mean"), words("For, raw → corrected"), words("Against, raw → corrected")]);
    columns
}

fn row(named: Cell, correction: &Correction) -> Vec<Cell> {
    let basis = match correction.basis {
        Basis::Own => "own",
        Basis::Pooled => "pooled",
        Basis::TooFew => "too few codes",
    };
    let share = |pair: &Pair| match pair.corrected {
        Some(Estimate { value, interval: (low, high), .. }) => {
            let within = |value: f64| percent(value.clamp(0.0, 1.0));
            Value::Text(format!("{} → {} [{}, {}]", percent(pair.raw), within(value), within(low), within(high)))
        }
        None => Value::Text(percent(pair.raw)),
    };
    vec![
        named,
        Value::Count(correction.units).into(),
        Value::Count(correction.codes).into(),
        Value::Text(basis.to_owned()).into(),
        Value::Stance(correction.stance.raw).into(),
        Value::Text(mean(correction.stance.corrected)).into(),
        share(&correction.favor).into(),
        share(&correction.against).into(),
    ]
}

const COLUMNS: [&str; 18] = [
    "holder",
    "target",
    "basis",
    "n_opinions",
    "n_codes",
    "raw_stance",
    "stance",
    "stance_low",
    "stance_high",
    "raw_favor",
    "favor",
    "favor_low",
    "favor_high",
    "raw_against",
    "against",
    "against_low",
    "against_high",
    "trust",
];

/// `corrected.csv`: one row for each dyad, the first for all opinions; `None` without codes.
pub(super) fn table(survey: &Survey) -> Option<String> {
    let corrections = survey.corrections.as_ref()?;
    let all = std::iter::once(cells("*", "*", &corrections.all));
    let dyads = corrections.dyads.iter().map(|((holder, target), one)| cells(holder, target, one));
    Some(text(&COLUMNS, all.chain(dyads)))
}

fn cells(holder: &str, target: &str, correction: &Correction) -> Vec<String> {
    let number = |value: f64| format!("{value:.6}");
    let basis = match correction.basis {
        Basis::Own => "own",
        Basis::Pooled => "pooled",
        Basis::TooFew => "too_few",
    };
    let mut row = vec![guarded(holder), guarded(target), basis.to_owned()];
    row.extend([correction.units.to_string(), correction.codes.to_string()]);
    for pair in [&correction.stance, &correction.favor, &correction.against] {
        row.push(number(pair.raw));
        match pair.corrected {
            Some(one) => row.extend([one.value, one.interval.0, one.interval.1].map(number)),
            None => row.extend([String::new(), String::new(), String::new()]),
        }
    }
    row.push(correction.stance.corrected.map_or_else(String::new, |one| number(one.trust)));
    row
}
