//! Reading states: checks the lines of one or several states and passes on their content. It does not merge them.

use std::collections::BTreeSet;
#[allow(clippy::disallowed_types, reason = "looked up, never iterated")]
use std::collections::{HashMap, hash_map::Entry};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use crate::error::{Error, quoted};
use crate::model::hash::id_hash;
use crate::model::run::Run;
use crate::pipeline::checkpoint::plan::Plan;
use crate::pipeline::checkpoint::state::{End, Part, Refused};
use crate::read::unpack;

/// Reads the states at `paths` (`-` is standard input; compressed or plain) and calls `take` with each part except
/// runs, ids and ends.
///
/// Returns how the statements were made. Errors: a damaged or foreign line; a state that is incomplete or given twice;
/// states that were made with different options; a document that is in two of them. `run` would have rejected the later
/// copy of the document, but a state does not know which one came later.
pub(crate) fn read_states(paths: &[String], take: &mut dyn FnMut(Part) -> Result<(), Error>) -> Result<Run, Error> {
    let mut run: Option<Run> = None;
    let (mut found, mut told) = (End::default(), End::default());
    let mut ends = BTreeSet::new();
    let (mut seen, mut twice) = (Seen::default(), None);
    for (at, path) in paths.iter().enumerate() {
        let unpacked = match path.as_str() {
            "-" => unpack(std::io::stdin()),
            _ => File::open(path).and_then(unpack),
        };
        let (file, _) = unpacked.map_err(|error| Error::io(path, error))?;
        for (number, line) in BufReader::with_capacity(1 << 20, file).lines().enumerate() {
            let line = line.map_err(|error| Error::io(path, error))?;
            if line.is_empty() {
                continue;
            }
            let fault = |what: String| Error::said(format!("{path}:{}: {what}", number + 1));
            let (part, sum) = Part::parse(&line).map_err(|refused| fault(sentence(&refused)))?;
            match part {
                Part::End(end) => {
                    if end.documents > 0 && !ends.insert(end) {
                        return Err(fault("this state was given twice".to_owned()));
                    }
                    told.lines = told.lines.saturating_add(end.lines);
                    told.sum = told.sum.wrapping_add(end.sum);
                    continue;
                }
                Part::Run(next) => match &run {
                    Some(run) => differ(run, &next).map_or(Ok(()), |what| Err(fault(what)))?,
                    None => run = Some(next),
                },
                // Plans occur in journals only, never in states.
                Part::Plan(_) => return Err(fault(sentence(&Refused::Foreign))),
                Part::Ids(ids) => {
                    for id in ids {
                        let earlier = seen.place(&id, at).filter(|_| twice.is_none());
                        // A state that is given twice or is damaged is the more useful message.
                        twice = twice.or(earlier.map(|earlier| fault(stands_twice(&id, &paths[earlier]))));
                    }
                }
                part => take(part)?,
            }
            found.lines += 1;
            found.sum = found.sum.wrapping_add(sum);
        }
    }
    if (found.lines, found.sum) != (told.lines, told.sum) {
        let many = |lines: u64| if lines == 1 { "1 line".to_owned() } else { format!("{lines} lines") };
        return Err(Error::said(format!(
            "the states are incomplete: {} found, {} written; a state is cut off, or lines are lost, repeated or mixed",
            many(found.lines),
            many(told.lines)
        )));
    }
    match twice {
        Some(fault) => Err(fault),
        None => run.ok_or_else(|| Error::said("no state was found in the inputs")),
    }
}

/// The input in which each document was found, by the hash of its id: some twenty bytes each, whatever the id's length.
#[derive(Default)]
#[allow(clippy::disallowed_types, reason = "looked up, never iterated")]
struct Seen(HashMap<u64, u32>);

impl Seen {
    /// The earlier input that has this id. If there is none, `None`, and the id is recorded for input `at`.
    fn place(&mut self, id: &str, at: usize) -> Option<usize> {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        match self.0.entry(id_hash(id)) {
            Entry::Occupied(earlier) => Some(*earlier.get() as usize),
            Entry::Vacant(place) => {
                place.insert(at);
                None
            }
        }
    }
}

/// The plan at `path` of an unfinished run.
pub(crate) fn read_plan(path: &Path) -> Result<Plan, Error> {
    let text = std::fs::read_to_string(path).map_err(|error| Error::io(path, error))?;
    match Part::parse(text.trim_end()) {
        Ok((Part::Plan(plan), _)) => Ok(plan),
        Err(refused @ Refused::OtherVersion(_)) => {
            Err(Error::said(format!("{}: {}", path.display(), sentence(&refused))))
        }
        _ => Err(Error::said(format!(
            "{}: the plan of an unfinished run is damaged; start again with --force",
            path.display()
        ))),
    }
}

fn stands_twice(id: &str, other: &str) -> String {
    let (id, other) = (quoted(id), quoted(other));
    format!("the document {id} is also in a state of {other}; fold every document once, each with an id of its own")
}

fn sentence(refused: &Refused) -> String {
    match refused {
        Refused::Foreign => "not a line of a state; states are written by `verbale fold`".to_owned(),
        Refused::OtherVersion(version) => {
            format!("a state in format {version}, which this version cannot read; fold this part again")
        }
        Refused::Damaged => "a damaged line: its checksum does not match".to_owned(),
        Refused::Impossible => "impossible counts; fold this part again".to_owned(),
    }
}

/// The first difference between two runs; `None` if they agree.
fn differ(first: &Run, second: &Run) -> Option<String> {
    if first.version != second.version {
        return Some(format!("made by version {}, another state by {}", second.version, first.version));
    }
    for (kind, first, second) in
        [("option", &first.options, &second.options), ("lexicon", &first.lexicons, &second.lexicons)]
    {
        let names: BTreeSet<&String> = first.keys().chain(second.keys()).collect();
        let other = names.into_iter().find(|name| first.get(*name) != second.get(*name));
        if let Some(name) = other {
            let value = |of: &std::collections::BTreeMap<String, String>| of.get(name).cloned().unwrap_or_default();
            let (here, there) = (value(second), value(first));
            return Some(format!(
                "made with a different {kind}: {name} is `{here}` here and `{there}` in another state"
            ));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_that_tell_of_more_lines_than_there_can_be_are_refused() {
        let (end, _) = Part::End(End { lines: u64::MAX, sum: 0, documents: 0 }).line();
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), end.repeat(2)).expect("it can be written");
        let refused = read_states(&[file.path().to_string_lossy().into_owned()], &mut |_| Ok(()));
        assert!(refused.is_err_and(|fault| fault.to_string().starts_with("the states are incomplete: 0 lines found")));
    }
}
