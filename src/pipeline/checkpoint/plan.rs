//! The plan of a run: what it was asked to do. It tells whether a resumed run is asked to do the same.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, quoted};
use crate::model::run::{OWN_ACTORS, OWN_LEXICON, Run};
use crate::pipeline::Options;
use crate::read::Input;

/// Everything asked for that affects the results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Plan {
    /// How statements are made.
    pub(crate) run: Run,
    /// The options of reading that were given, by name.
    pub(crate) reading: BTreeMap<String, String>,
    /// The inputs by name, with their sizes in bytes; `None` for a stream.
    pub(crate) inputs: BTreeMap<String, Option<u64>>,
}

/// The plan of the present command.
pub(crate) fn plan(options: &Options, inputs: &[Input], run: Run) -> Plan {
    let columns = &options.read.columns;
    let given = [
        ("id", columns.id.clone()),
        ("text", columns.text.clone()),
        ("date", columns.date.clone()),
        ("outlet", columns.outlet.clone()),
        ("title", columns.title.clone()),
        ("holder", columns.holder.clone()),
        ("format", options.read.format.map(|format| format!("{format:?}").to_lowercase())),
        ("date_format", options.read.date_format.clone()),
        ("strict_dates", options.read.strict_dates.then(|| "given".to_owned())),
        ("as_is", (!options.read.repair).then(|| "given".to_owned())),
        ("max_record", Some(options.read.max_record.to_string())),
    ];
    let reading = given.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    let read = inputs.iter().filter(|input| input.unread.is_none());
    Plan { run, reading, inputs: read.map(|input| (input.name.clone(), input.size)).collect() }
}

/// Compares two plans. Errors: they differ; the message names the first difference.
pub(crate) fn same(before: &Plan, now: &Plan, options: &Options, out: &Path) -> Result<(), Error> {
    let version = (before.run.version != now.run.version)
        .then(|| format!("it was started by version {}; this is version {}", before.run.version, now.run.version));
    let option = |before: &BTreeMap<String, String>, now: &BTreeMap<String, String>| {
        let (name, before, now) = first_difference(before, now)?;
        let shown = |value: Option<&String>| value.map_or("not given".to_owned(), |value| quoted(value));
        Some(format!("the option {name} was {} and is now {}", shown(before), shown(now)))
    };
    let lexicon = || {
        let (name, before, now) = first_difference(&before.run.lexicons, &now.run.lexicons)?;
        let name = path(name, options).map_or(name.clone(), |path| quoted(&path.to_string_lossy()));
        Some(match (before, now) {
            (Some(_), Some(_)) => format!("the lexicon {name} has changed"),
            (None, _) => format!("the lexicon {name} was not used"),
            (_, None) => format!("the lexicon {name} is no longer used"),
        })
    };
    let input = || {
        let (name, before, now) = first_difference(&before.inputs, &now.inputs)?;
        let size = |size: &Option<u64>| size.map_or("no size".to_owned(), |size| format!("{size} bytes"));
        Some(match (before, now) {
            (Some(before), Some(now)) => format!("the input {name} had {} and now has {}", size(before), size(now)),
            (None, _) => format!("the input {name} was not there"),
            (_, None) => format!("the input {name} is no longer there"),
        })
    };
    let difference = version
        .or_else(|| option(&before.run.options, &now.run.options))
        .or_else(|| option(&before.reading, &now.reading))
        .or_else(lexicon)
        .or_else(input);
    let Some(difference) = difference else { return Ok(()) };
    let shown = quoted(&out.to_string_lossy());
    Err(Error::said(format!(
        "--out {shown} holds a different unfinished run: {difference}; repeat the original command, or start again with --force"
    )))
}

/// The first name with different values, and both values.
type Difference<'m, T> = (&'m String, Option<&'m T>, Option<&'m T>);

fn first_difference<'m, T: PartialEq>(
    before: &'m BTreeMap<String, T>,
    now: &'m BTreeMap<String, T>,
) -> Option<Difference<'m, T>> {
    let all = before.iter().chain(now).map(|(name, _)| (name, before.get(name), now.get(name)));
    all.filter(|(_, before, now)| before != now).min_by_key(|(name, ..)| *name)
}

/// The user's file behind the name of a list.
fn path<'o>(name: &str, options: &'o Options) -> Option<&'o Path> {
    let (files, number) = match name.strip_prefix(OWN_ACTORS) {
        Some(number) => (&options.actors, number),
        None => (&options.lexicons, name.strip_prefix(OWN_LEXICON)?),
    };
    let at = number.parse::<usize>().ok()?.checked_sub(1)?;
    files.get(at).map(AsRef::as_ref)
}
