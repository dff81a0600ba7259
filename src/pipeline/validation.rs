//! Validation: a finished run and tables of codes come in; a page on how right the run is comes out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::lexicon::actors::Actors;
use crate::model::actor::ActorId;
use crate::model::code::{Code, Coded, Found, Label, UnitId, settled};
use crate::model::hash::hash;
use crate::model::opinion::{MICRO, Polarity};
use crate::model::period::Day;
use crate::model::record::{Opinion, Statement};
use crate::model::sheet::Judged;
use crate::model::utterance::Lean;
use crate::model::validation::{Calibration, Compared, Opinionated, Recall, Told, Validation, Wish};
use crate::pipeline::Options;
use crate::pipeline::codes::{Sheet, weight};
use crate::pipeline::opinions::Finished;
use crate::read::{CodeFile, read_codes};
use crate::report;
use crate::text::excerpt::excerpt;
use crate::validate;
use crate::validate::{Known, Part};

/// What is asked of a validation.
#[derive(Clone, Debug, Default)]
pub struct Validating {
    /// Tables of codes: of opinions, of whole articles, or both.
    pub codes: Vec<PathBuf>,
    /// Half the width of an interval to plan for; `None` plans nothing.
    pub plan: Option<f64>,
    /// Two dyads to be told apart, each as `HOLDER>TARGET`; empty for none.
    pub between: Vec<String>,
    /// Whether the confidence is fitted to the codes.
    pub recalibrate: bool,
    /// A folder that is missing or empty; `None` writes no files.
    pub out: Option<PathBuf>,
}

/// The result of a validation.
#[derive(Clone, Debug)]
pub struct Validated {
    /// The page, as Markdown.
    pub page: String,
    /// The fitted confidence, if it was asked for and there are enough codes.
    pub calibration: Option<Calibration>,
}

/// Sets `how.codes` beside the run whose reports are in `folder`. Of `options`, only the actors are used.
///
/// Errors: no reports with statements; a table of codes that cannot be read; no code that belongs to the run; a dyad that
/// the run does not have.
pub fn validate(options: &Options, folder: &Path, how: &Validating) -> Result<Validated, Error> {
    let (mut codes, mut found) = (Vec::new(), Vec::new());
    for path in &how.codes {
        match read_codes(&path.to_string_lossy())? {
            CodeFile::Codes(own) => codes.extend(own),
            CodeFile::Articles(own) => found.extend(own),
        }
    }
    how.out.as_deref().map_or(Ok(()), report::check_empty)?;
    let run = Finished::open(options, folder)?;
    let seen = seen(&run, &codes, how.plan.is_some() || !how.between.is_empty())?;
    if seen.compared.is_empty() && found.is_empty() {
        return Err(Error::said("no code belongs to an opinion of this run: were they drawn from another?"));
    }
    let result = result(&run, &codes, seen, &found, how)?;
    let page = report::validation_page(&result, how.out.is_some());
    if let Some(out) = &how.out {
        report::write_validation(out, &result, &page)?;
    }
    Ok(Validated { page, calibration: result.recalibrated.map(|one| one.calibration) })
}

/// Reads a calibration that [`validate()`] wrote.
///
/// Errors: the file cannot be read, or holds something else.
pub fn read_calibration(path: &Path) -> Result<Calibration, Error> {
    let text = std::fs::read_to_string(path).map_err(|error| Error::io(path, error))?;
    serde_json::from_str(&text)
        .map_err(|error| Error::said(format!("{}: not a calibration that validate wrote ({error})", path.display())))
}

/// What the run says of the coded opinions.
struct Seen {
    compared: Vec<Compared>,
    coders: Vec<String>,
    unused: u64,
    /// All opinions by dyad, if they are asked for.
    dyads: BTreeMap<(ActorId, ActorId), Vec<Opinionated>>,
    undesigned: bool,
}

fn seen(run: &Finished, codes: &[Code], planned: bool) -> Result<Seen, Error> {
    let settled = settled(codes);
    let coders: BTreeSet<&str> = codes.iter().map(|code| code.coder.as_str()).collect();
    let coders: Vec<String> = coders.into_iter().map(str::to_owned).collect();
    let mut by_unit: BTreeMap<&UnitId, Vec<&Code>> = BTreeMap::new();
    codes.iter().for_each(|code| by_unit.entry(&code.unit).or_default().push(code));
    let mut first: BTreeMap<UnitId, ((Day, u64), Compared)> = BTreeMap::new();
    let mut all: BTreeMap<UnitId, Judged> = BTreeMap::new();
    let mut units: BTreeSet<u64> = BTreeSet::new();
    let undesigned = settled.values().any(|coded| coded.stratum.is_none());
    run.each(&mut |statement, opinion, judged| {
        let place = (judged.day, judged.cluster);
        if undesigned {
            units.insert(judged.unit.0 ^ hash(0, judged.unit.1.as_bytes()));
        }
        if let Some(coded) = settled.get(&judged.unit)
            && first.get(&judged.unit).is_none_or(|(earlier, _)| place < *earlier)
        {
            let one = compared(run, statement, opinion, &judged, coded, (&by_unit[&judged.unit], &coders));
            first.insert(judged.unit.clone(), (place, one));
        }
        if planned && all.get(&judged.unit).is_none_or(|earlier| place < (earlier.day, earlier.cluster)) {
            all.insert(judged.unit.clone(), judged);
        }
    })?;
    let unused = (settled.len() - first.len()) as u64;
    let mut compared: Vec<Compared> = first.into_values().map(|(_, one)| one).collect();
    for one in compared.iter_mut().filter(|one| one.weight == 0.0) {
        one.weight = weight(None, settled.len(), units.len());
    }
    let dyads = dyads(all, codes, &run.registry);
    Ok(Seen { compared, coders, unused, dyads, undesigned })
}

fn dyads(
    all: BTreeMap<UnitId, Judged>,
    codes: &[Code],
    registry: &Actors,
) -> BTreeMap<(ActorId, ActorId), Vec<Opinionated>> {
    let sheet = Sheet::of(codes, &BTreeMap::new());
    let mut dyads: BTreeMap<(ActorId, ActorId), Vec<Opinionated>> = BTreeMap::new();
    let number = all.len();
    for ((key, target), judged) in all {
        let coded = sheet.coded(key, std::slice::from_ref(&target), number);
        let whole = |id: &ActorId| registry.whole(id, judged.day.number());
        let dyad = (whole(&judged.holder), whole(&target));
        let opinion =
            Opinionated { cluster: judged.cluster, lean: judged.lean, stance: judged.stance as f64 / MICRO, coded };
        dyads.entry(dyad).or_default().push(opinion);
    }
    dyads
}

/// What opinions are told apart by.
const GROUPS: [&str; 5] = ["Dyad", "Period", "Reporting word", "Form", "Sector of the holder"];

fn compared(
    run: &Finished,
    statement: &Statement,
    opinion: &Opinion,
    judged: &Judged,
    coded: &Coded,
    (codes, coders): (&[&Code], &[String]),
) -> Compared {
    let registry = &run.registry;
    let day = judged.day.number();
    let whole = |id: &ActorId| registry.name(&registry.whole(id, day)).into_owned();
    let groups = vec![
        format!("{} on {}", whole(&judged.holder), whole(&opinion.target)),
        run.by().period(judged.day).to_string(),
        statement.cue.as_ref().map_or_else(|| "none".to_owned(), |cue| cue.text.to_lowercase()),
        format!("{:?}", statement.form).to_lowercase(),
        registry.sector(&judged.holder, day).words().to_owned(),
    ];
    let number = |code: &Code| coders.iter().position(|coder| *coder == code.coder).unwrap_or(0);
    let comments: Vec<&str> =
        codes.iter().map(|code| code.comment.as_str()).filter(|comment| !comment.is_empty()).collect();
    Compared {
        cluster: judged.cluster,
        // Without a design it is set when all opinions are counted.
        weight: coded.stratum.as_ref().map_or(0.0, |stratum| weight(Some(stratum), 0, 0)),
        answer: match judged.lean {
            Lean::Favor => Label::Favor,
            Lean::Against => Label::Against,
            Lean::None | Lean::Unsure => Label::Neither,
        },
        leans: match judged.polarity {
            Polarity::Favor => 1,
            Polarity::Against => -1,
            Polarity::None => 0,
        },
        confidence: judged.confidence,
        labels: codes.iter().map(|code| (number(code), code.label, !code.unsure)).collect(),
        label: coded.label,
        second: opinion.readers.map(|readers| readers.neural.polarity.into()),
        groups,
        told: Told {
            statement_id: statement.statement_id.clone(),
            date: statement.date.map_or_else(String::new, |date| date.to_string()),
            holder: registry.name_on(&judged.holder, Day::of(statement.date).number()),
            target: registry.name_on(&opinion.target, Day::of(statement.date).number()),
            words: excerpt(&statement.words()),
            comment: comments.join("; "),
        },
    }
}

fn result(run: &Finished, codes: &[Code], seen: Seen, found: &[Found], how: &Validating) -> Result<Validation, Error> {
    let Seen { compared, coders, unused, dyads, undesigned } = seen;
    let all: Vec<&Compared> = compared.iter().collect();
    let least: f64 = run.option("min_stance_confidence").parse().unwrap_or(crate::score::COUNTED);
    let plan = if how.plan.is_none() && how.between.is_empty() { Vec::new() } else { plan(run, &dyads, how)? };
    Ok(Validation {
        codes: codes.len() as u64,
        units: compared.len() as u64,
        unused,
        undesigned,
        coders: validate::of_coders(&compared, &coders),
        second: validate::with_second(&compared, &coders),
        program: if compared.is_empty() { None } else { validate::with_program(&compared) },
        right: validate::share_of(&all, |one| one.label == one.answer, |_| true),
        belongs: validate::share_of(&all, |one| one.label.sign().is_some(), |_| true),
        classes: validate::classes(&compared),
        confusion: if compared.is_empty() { Vec::new() } else { validate::confusion(&compared) },
        reliability: validate::reliability(&compared),
        groups: (0..GROUPS.len()).map(|group| (GROUPS[group], validate::by_group(&compared, group))).collect(),
        disagreements: validate::disagreements(&compared),
        recall: if found.is_empty() { None } else { Some(recall(run, found)?) },
        recalibrated: if how.recalibrate { validate::recalibrate(&compared, least) } else { None },
        plan,
    })
}

/// How many of the commonest dyads are planned for.
const PLANNED: usize = 10;

fn plan(
    run: &Finished,
    dyads: &BTreeMap<(ActorId, ActorId), Vec<Opinionated>>,
    how: &Validating,
) -> Result<Vec<Wish>, Error> {
    let all: Vec<Opinionated> = dyads.values().flatten().cloned().collect();
    let whole = known("all opinions".to_owned(), &all, &all, None)
        .ok_or_else(|| Error::said("--plan needs some codes that belong to the run"))?;
    let of = |pair: &(ActorId, ActorId)| {
        let about = format!("{} on {}", run.registry.name(&pair.0), run.registry.name(&pair.1));
        known(about, &dyads[pair], &all, Some(whole.errors))
    };
    let mut wishes = Vec::new();
    if let Some(width) = how.plan {
        wishes.push(validate::wish(&whole, width));
        let mut common: Vec<(&(ActorId, ActorId), usize)> = dyads.iter().map(|(pair, own)| (pair, own.len())).collect();
        common.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let common = common.into_iter().take(PLANNED);
        wishes.extend(common.filter_map(|(pair, _)| Some(validate::wish(&of(pair)?, width))));
    }
    let pair = |name: &String| {
        let (holder, target) = name.split_once('>').unwrap_or((name, ""));
        let pair = (ActorId::from(holder.trim()), ActorId::from(target.trim()));
        dyads.contains_key(&pair).then(|| of(&pair)).flatten().ok_or_else(|| {
            Error::said(format!("--between: found `{name}`; expected two dyads of the run, such as USA>CHN,CHN>USA"))
        })
    };
    if let [first, second] = how.between.as_slice() {
        wishes.push(validate::difference(&pair(first)?, &pair(second)?));
    }
    Ok(wishes)
}

/// What is known of the mean stance of `opinions`; `errors` stands in for the spread of their own errors if they have
/// too few codes.
fn known(about: String, opinions: &[Opinionated], all: &[Opinionated], errors: Option<f64>) -> Option<Known> {
    const OWN: usize = 20;
    let units = validate::stance_units(opinions, all);
    let coded = units.iter().filter(|unit| unit.coded.is_some()).count();
    let own = validate::variances(&units).filter(|_| coded >= OWN || errors.is_none());
    let now = own.and_then(|_| validate::estimate(&units, None)).map(|now| (now.interval.1 - now.interval.0) / 2.0);
    let (corpus, errors) = own.or_else(|| Some((validate::corpus_variance(&units), errors?)))?;
    let value = validate::predicted_mean(&units);
    Some(Known { about, value, units: opinions.len() as u64, corpus, errors, now })
}

/// A statement of the run in an article that was coded whole.
struct Reported {
    words: BTreeSet<String>,
    opinions: Vec<(Vec<String>, Label)>,
}

fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// What the run finds of what coders found in whole articles.
///
/// **What it does**: a statement is found if one of the same article has at least half of its words. Of a signed pair, the
/// target must be named alike and have the same direction.
/// **Known failures**: coders who name a target otherwise than the registry and its aliases make it look missed.
fn recall(run: &Finished, found: &[Found]) -> Result<Recall, Error> {
    let articles: BTreeSet<&str> = found.iter().map(|one| one.doc_id.as_str()).collect();
    let mut told: BTreeMap<String, Vec<Reported>> = BTreeMap::new();
    run.statements(&mut |statement| {
        if articles.contains(statement.doc_id.as_str()) {
            told.entry(statement.doc_id.clone()).or_default().push(of(&statement, &run.registry));
        }
    })?;
    let part = |one: &Found, hit: bool| Part {
        cluster: hash(0, one.doc_id.as_bytes()),
        weight: 1.0,
        hit: f64::from(u8::from(hit)),
        of: 1.0,
    };
    let (mut statements, mut signed) = (BTreeMap::new(), Vec::new());
    for one in found.iter().filter(|one| !one.words.is_empty()) {
        let wanted = words(&one.words);
        let near = told.get(&one.doc_id).into_iter().flatten();
        let near: Vec<&Reported> =
            near.filter(|told| 2 * told.words.intersection(&wanted).count() >= wanted.len()).collect();
        // One statement about several targets has several rows.
        statements.insert((&one.doc_id, &one.words), part(one, !near.is_empty()));
        if one.label.is_some_and(|label| label != Label::Neither) && !one.target.is_empty() {
            let target = one.target.to_lowercase();
            let hit = |(names, label): &(Vec<String>, Label)| Some(*label) == one.label && names.contains(&target);
            signed.push(part(one, near.iter().any(|told| told.opinions.iter().any(hit))));
        }
    }
    Ok(Recall {
        articles: articles.len() as u64,
        statements: validate::share(&statements.into_values().collect::<Vec<Part>>()),
        signed: validate::share(&signed),
    })
}

fn of(statement: &Statement, registry: &Actors) -> Reported {
    let opinion = |opinion: &Opinion| {
        let label = match opinion.polarity {
            Polarity::Favor if opinion.counted => Label::Favor,
            Polarity::Against if opinion.counted => Label::Against,
            _ => Label::Neither,
        };
        let names = registry
            .lineage(&opinion.target)
            .into_iter()
            .flat_map(|id| [registry.name(&id).to_lowercase(), id.to_lowercase()]);
        let mentions = opinion.mentions.iter().map(|mention| mention.text.to_lowercase());
        (names.chain(mentions).collect(), label)
    };
    Reported { words: words(&statement.words()), opinions: statement.opinions.iter().map(opinion).collect() }
}
