//! Stance lexicons as a task of their own: dictionaries of other programs are brought into our form, tables are checked
//! and listed, and a run tells which entries moved it. It writes no files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::error::Error;
use crate::lexicon::foreign::{Pattern, patterns};
use crate::model::actor::ActorId;
use crate::pipeline::Options;
use crate::pipeline::engine::load;
use crate::read::{each_statement, scored_statements};
use crate::report::csv_text;

/// A dictionary in the form that `--lexicon` takes.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedLexicon {
    /// A table with the columns `word,valence`, sorted; a `*` at the end of a word stands for any ending.
    pub table: String,
    /// How many entries it has.
    pub entries: usize,
    /// What was left out and why, a sentence each.
    pub notes: Vec<String>,
}

/// Brings the dictionary in `path` into the form of a lexicon: LIWC (`.dic`), quanteda (YAML), Lexicoder (`.lc3`) or a
/// plain list, a word or expression a line.
///
/// `favor` and `against` name the categories whose words are for and against; a category inside others is known by its
/// own name or by all of them (`tone > positive`). If both are empty, categories whose names begin with `pos` are for
/// and those with `neg` against; of Lexicoder's negated categories, `neg_positive` is against and `neg_negative`
/// for. The words get the valence `valence`, above 0 and up to 1; those of a plain list get it as it is, −1 to 1.
///
/// Errors: a file that cannot be read, a line that fits no entry, a dictionary of which no category is for or against.
pub fn import_lexicon(
    path: &Path,
    favor: &[String],
    against: &[String],
    valence: f64,
) -> Result<ImportedLexicon, Error> {
    let text = std::fs::read_to_string(path).map_err(|error| Error::io(path, error))?;
    let name = path.display().to_string();
    let found = patterns(&name, &text)?;
    let categories: BTreeSet<&str> = found.iter().map(|pattern| pattern.category.as_str()).collect();
    let sides: BTreeMap<&str, bool> =
        categories.iter().filter_map(|&category| Some((category, is_in_favor(category, favor, against)?))).collect();
    if sides.is_empty() {
        let all = categories.into_iter().collect::<Vec<&str>>().join(", ");
        return Err(Error::said(format!(
            "{name}: say which categories are for and against with --positive and --negative; it has {all}"
        )));
    }
    let mut words: BTreeMap<&str, BTreeSet<bool>> = BTreeMap::new();
    let mut inner = 0;
    for Pattern { category, expression } in &found {
        let Some(in_favor) = sides.get(category.as_str()) else { continue };
        let open = expression.trim_end_matches('*');
        if open.is_empty() || open.contains(['*', '?', '(']) {
            inner += 1;
            continue;
        }
        words.entry(expression).or_default().insert(*in_favor);
    }
    let both = words.values().filter(|signs| signs.len() > 1).count();
    words.retain(|_, signs| signs.len() == 1);
    let rows = words.iter().map(|(word, signs)| {
        let sign = if signs.contains(&true) { 1.0 } else { -1.0 };
        vec![(*word).to_owned(), format!("{}", sign * valence)]
    });
    let table = csv_text(&["word", "valence"], rows);
    let unused = found.iter().filter(|pattern| !sides.contains_key(pattern.category.as_str())).count();
    let notes = [
        (unused, "entries of categories that are on neither side were left out"),
        (inner, "entries with a wildcard before their end were left out"),
        (both, "entries that are on both sides were left out"),
    ];
    let notes = notes.iter().filter(|(count, _)| *count > 0).map(|(count, why)| format!("{count} {why}")).collect();
    Ok(ImportedLexicon { table, entries: words.len(), notes })
}

/// Whether a category counts for, or else against; `None` if it counts for neither side.
fn is_in_favor(category: &str, favor: &[String], against: &[String]) -> Option<bool> {
    let own = category.rsplit(" > ").next().unwrap_or(category).to_lowercase();
    let is_of = |names: &[String]| {
        names.iter().any(|name| name.eq_ignore_ascii_case(category) || name.eq_ignore_ascii_case(&own))
    };
    match () {
        () if is_of(favor) => Some(true),
        () if is_of(against) => Some(false),
        () if !favor.is_empty() || !against.is_empty() => None,
        () if category.is_empty() || own == "neg_negative" || own.starts_with("pos") => Some(true),
        () if own.starts_with("neg") => Some(false),
        () => None,
    }
}

/// Loads the lexicons and tables of `options`, and returns how many stance entries are in use.
///
/// Errors: a table that cannot be read or has a bad row, with file, line, what was found and what was expected.
pub fn check_lexicons(options: &Options) -> Result<usize, Error> {
    Ok(load(options)?.stance.entries.len())
}

/// The stance entries in use with `options`, as CSV with the columns `expression,class,slot,valence,category`, sorted by
/// expression. Rated words of the sentiment lexicon, which count only where no entry does, have the category `tone`.
///
/// Errors: as for [`check_lexicons`].
pub fn list_lexicons(options: &Options) -> Result<String, Error> {
    let stance = load(options)?.stance;
    let mut rows: Vec<Vec<String>> = stance
        .entries
        .iter()
        .map(|entry| {
            let category = if entry.is_tone { "tone" } else { entry.name.category.as_str() };
            let class = entry.class.word();
            let cells = [entry.expression.as_str(), class, entry.slot.word()];
            let valence = format!("{:.3}", entry.valence);
            cells.into_iter().map(str::to_owned).chain([valence, category.to_owned()]).collect()
        })
        .collect();
    rows.sort();
    Ok(csv_text(&["expression", "class", "slot", "valence", "category"], rows.into_iter()))
}

/// Which entries moved which dyads in `run`, a folder of reports or a file of scored statements: CSV with the columns
/// `entry,holder,target,n,sum`. `n` counts the counted opinions in which the entry is evidence, `sum` adds up what it
/// contributes to their stances. The largest sums come first.
///
/// Errors: a folder without `statements.jsonl`, or a line that is no scored statement.
pub fn lexicon_influence(run: &str) -> Result<String, Error> {
    let path = scored_statements(run).ok_or_else(|| {
        Error::said(format!("{run}: no scored statements; name a folder of reports or a .jsonl file"))
    })?;
    // In millionths, so that the order of the lines changes nothing.
    let mut sums: BTreeMap<(String, ActorId, ActorId), (u64, i64)> = BTreeMap::new();
    each_statement(&path, &mut |statement| {
        let Some(holder) = &statement.holder else { return };
        for opinion in statement.opinions.iter().filter(|opinion| opinion.counted) {
            for evidence in &opinion.evidence {
                let key = (evidence.entry.clone(), holder.clone(), opinion.target.clone());
                let (count, sum) = sums.entry(key).or_default();
                *count += 1;
                *sum += (evidence.valence * 1e6).round() as i64;
            }
        }
    })?;
    let mut rows: Vec<_> = sums.into_iter().collect();
    rows.sort_by(|a, b| b.1.1.abs().cmp(&a.1.1.abs()).then_with(|| a.0.cmp(&b.0)));
    let cells = |((entry, holder, target), (count, sum)): ((String, ActorId, ActorId), (u64, i64))| {
        vec![entry, holder.to_string(), target.to_string(), count.to_string(), format!("{:.3}", sum as f64 / 1e6)]
    };
    Ok(csv_text(&["entry", "holder", "target", "n", "sum"], rows.into_iter().map(cells)))
}
