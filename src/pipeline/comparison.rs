//! Comparing: scored statements are read back, or made first, and set against each other.

use std::path::PathBuf;

use crate::aggregate::compare as set_against_each_other;
use crate::error::Fault;
use crate::lexicon::actors::Registry;
use crate::model::comparison::{Opined, Sides};
use crate::pipeline::{Lines, Options, Outcome, Progress, lines, load};
use crate::read::{each_opinion, needs_actors, scored_statements};
use crate::report::{comparison_page, comparison_table};

/// Sets two sides of the inputs against each other, and gives the comparison as Markdown or, for `table`, as CSV.
///
/// Inputs are folders of reports, scored statements, or a corpus, which is scored first. Two runs name their folders
/// themselves.
///
/// Faults: as for [`lines`], a file that does not hold scored statements, and a side on which nothing stands.
pub fn compare(
    options: &Options,
    sides: Sides,
    min_n: u64,
    table: bool,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<(String, Outcome), Fault> {
    let registry: Registry = load(options)?.take_registry();
    let mut outcome = Outcome::default();
    let lists = match &sides {
        Sides::Runs(folders) => {
            let list = |folder: &String| opinions(options, std::slice::from_ref(folder), &mut outcome, progress);
            folders.iter().map(list).collect::<Result<Vec<_>, Fault>>()?
        }
        _ => vec![opinions(options, &options.inputs, &mut outcome, progress)?],
    };
    let comparison = set_against_each_other(&lists, sides, min_n, &registry)
        .map_err(|side| Fault::said(format!("{side}: no opinion stands on this side; nothing to compare")))?;
    let name_of = |id: &str| registry.name(id).to_owned();
    let text = if table { comparison_table(&comparison) } else { comparison_page(&comparison, &name_of) };
    Ok((text, outcome))
}

/// The opinions of `inputs`: read back from those that are scored, made from the others.
fn opinions(
    options: &Options,
    inputs: &[String],
    outcome: &mut Outcome,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Vec<Opined>, Fault> {
    let mut found = Vec::new();
    let mut corpus = Vec::new();
    for input in inputs {
        if needs_actors(input, options.actors.len()) {
            let found = format!("{input}: these reports were made with own actors; name their tables with --registry");
            return Err(Fault::said(found));
        }
        match scored_statements(input) {
            Some(path) => each_opinion(&path, &mut |opined| found.push(opined))?,
            None => corpus.push(input.clone()),
        }
    }
    if !corpus.is_empty() {
        let fault = |error| Fault::io(PathBuf::from("scored statements"), error);
        let mut scored = tempfile::NamedTempFile::new().map_err(fault)?;
        let options = Options { inputs: corpus, ..options.clone() };
        let done = lines(&options, Lines::Statements, scored.as_file_mut(), progress)?;
        outcome.documents += done.documents;
        outcome.statements += done.statements;
        outcome.rejects.extend(done.rejects);
        each_opinion(scored.path(), &mut |opined| found.push(opined))?;
    }
    Ok(found)
}
