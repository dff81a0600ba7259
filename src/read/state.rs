//! States: the lines of parts of a corpus, read back.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};

use crate::error::Fault;
use crate::model::state::{End, Part, Refused, Run};

/// Reads the states `paths` (`-` is standard input) and calls `take` with each part but runs and ends.
///
/// Gives how the statements were made. Errors: a line that is damaged or of something else, a state that is not whole
/// or comes twice, and states that were made differently.
pub(crate) fn read_states(paths: &[String], take: &mut dyn FnMut(Part) -> Result<(), Fault>) -> Result<Run, Fault> {
    let mut run: Option<Run> = None;
    let (mut found, mut told) = (End::default(), End::default());
    let mut ends = BTreeSet::new();
    for path in paths {
        let file: Box<dyn Read> = match path.as_str() {
            "-" => Box::new(std::io::stdin()),
            _ => Box::new(File::open(path).map_err(|error| Fault::io(path, error))?),
        };
        for (number, line) in BufReader::with_capacity(1 << 20, file).lines().enumerate() {
            let line = line.map_err(|error| Fault::io(path, error))?;
            if line.is_empty() {
                continue;
            }
            let fault = |what: String| Fault::said(format!("{path}:{}: {what}", number + 1));
            let (part, sum) = Part::parse(&line).map_err(|refused| fault(sentence(&refused)))?;
            match part {
                Part::End(end) => {
                    if end.documents > 0 && !ends.insert(end) {
                        return Err(fault("this state was given before".to_owned()));
                    }
                    told.lines += end.lines;
                    told.sum = told.sum.wrapping_add(end.sum);
                    continue;
                }
                Part::Run(next) => match &run {
                    Some(run) => differ(run, &next).map_or(Ok(()), |what| Err(fault(what)))?,
                    None => run = Some(next),
                },
                part => take(part)?,
            }
            found.lines += 1;
            found.sum = found.sum.wrapping_add(sum);
        }
    }
    if (found.lines, found.sum) != (told.lines, told.sum) {
        let many = |lines: u64| if lines == 1 { "1 line".to_owned() } else { format!("{lines} lines") };
        return Err(Fault::said(format!(
            "the states are not whole: {} found, {} written; one is cut off, or lines are lost, repeated or mixed",
            many(found.lines),
            many(told.lines)
        )));
    }
    run.ok_or_else(|| Fault::said("no state was found in the inputs"))
}

fn sentence(refused: &Refused) -> String {
    match refused {
        Refused::Foreign => "not a line of a state; states are written by `verbale fold`".to_owned(),
        Refused::OtherVersion(version) => {
            format!("a state of form {version}, which this program cannot read; fold anew with this version")
        }
        Refused::Damaged => "a damaged line: its check sum is another".to_owned(),
    }
}

/// In what two runs differ, if they do.
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
            return Some(format!("made with another {kind}: {name} is `{here}` here and `{there}` in another state"));
        }
    }
    None
}
