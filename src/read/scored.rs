//! Tables of scored statements: reads back what `score` wrote as CSV or Parquet. Evidence and places of words are not in
//! them.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::error::Error;
use crate::model::record::Statement;
#[cfg(feature = "parquet")]
use crate::read::columns::Columnar as _;

/// The columns by which such a table is known.
const COLUMNS: [&str; 12] = [
    "statement_id",
    "doc_id",
    "date",
    "outlet",
    "form",
    "holder",
    "target",
    "stance",
    "polarity",
    "compound",
    "words",
    "confidence",
];

/// What reports count the opinion as; earlier versions did not write it.
const COUNTS_AS: &str = "counts_as";

/// A row, by the places of its cells.
type Cells = Vec<String>;

/// The path of `input` if it is a table of scored statements.
pub(crate) fn scored_table(input: &str) -> Option<PathBuf> {
    let path = Path::new(input);
    let ending = path.extension()?.to_str()?;
    let header: Vec<String> = match ending {
        "csv" => csv_reader(path).ok()?.headers().ok()?.iter().map(str::to_owned).collect(),
        #[cfg(feature = "parquet")]
        "parquet" => crate::read::parquet::Rows::open(std::fs::File::open(path).ok()?).ok()?.1,
        _ => return None,
    };
    places(&header).map(|_| path.to_owned())
}

fn csv_reader(path: &Path) -> Result<csv::Reader<impl std::io::Read>, csv::Error> {
    // A byte order mark is no part of the first name.
    let file = encoding_rs_io::DecodeReaderBytesBuilder::new()
        .utf8_passthru(true)
        .strip_bom(true)
        .build(std::fs::File::open(path)?);
    Ok(csv::Reader::from_reader(file))
}

/// Where the columns stand, and at the end `counts_as`, if it is there.
fn places(header: &[String]) -> Option<Vec<usize>> {
    let place = |name: &str| header.iter().position(|column| column == name);
    let mut places: Vec<usize> = COLUMNS.into_iter().map(place).collect::<Option<_>>()?;
    places.extend(place(COUNTS_AS));
    Some(places)
}

/// Calls `take` with every statement of the table `path`, in order. `least` is the confidence from which on an opinion
/// counts, where the table does not say.
pub(crate) fn each_scored_row(path: &Path, least: f64, take: &mut dyn FnMut(Statement)) -> Result<(), Error> {
    let mut open: Option<Statement> = None;
    each_row(path, &mut |number, cells| {
        let fault =
            |error| Error::said(format!("{}:{number}: not a row of scored statements ({error})", path.display()));
        let row = statement(&cells, least).map_err(fault)?;
        match &mut open {
            Some(known) if known.statement_id == row.statement_id => known.opinions.extend(row.opinions),
            _ => open.replace(row).into_iter().for_each(&mut *take),
        }
        Ok(())
    })?;
    open.into_iter().for_each(take);
    Ok(())
}

fn each_row(path: &Path, take: &mut dyn FnMut(u64, Cells) -> Result<(), Error>) -> Result<(), Error> {
    let bad = |error: String| Error::said(format!("{}: not a table of scored statements ({error})", path.display()));
    #[cfg(feature = "parquet")]
    if path.extension().is_some_and(|ending| ending == "parquet") {
        let file = std::fs::File::open(path).map_err(|error| Error::io(path, error))?;
        let (mut rows, header) = crate::read::parquet::Rows::open(file).map_err(bad)?;
        let places = places(&header).unwrap_or_default();
        rows.choose(&places, &[]).map_err(|(at, found)| bad(format!("{}: {found}", header[at])))?;
        for (number, row) in (1..).zip(rows) {
            let cells = row.map_err(bad)?.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
            take(number, cells)?;
        }
        return Ok(());
    }
    let mut reader = csv_reader(path).map_err(|error| bad(error.to_string()))?;
    let header: Vec<String> =
        reader.headers().map_err(|error| bad(error.to_string()))?.iter().map(str::to_owned).collect();
    let places = places(&header).unwrap_or_default();
    for row in reader.records() {
        let row = row.map_err(|error| bad(error.to_string()))?;
        let line = row.position().map_or(0, csv::Position::line);
        let cell = |&at: &usize| unguarded(row.get(at).unwrap_or("")).to_owned();
        take(line, places.iter().map(cell).collect())?;
    }
    Ok(())
}

/// A cell without the mark that keeps a spreadsheet from taking it for a formula.
fn unguarded(cell: &str) -> &str {
    let rest = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@', '\t', '\r']));
    rest.unwrap_or(cell)
}

fn statement(cells: &[String], least: f64) -> Result<Statement, serde_json::Error> {
    let [statement_id, doc_id, date, outlet, form, holder, target, stance, polarity, compound, words, confidence, ..] =
        cells
    else {
        return serde_json::from_value(json!(null));
    };
    let text = |cell: &String| if cell.is_empty() { json!(null) } else { json!(cell) };
    let number = |cell: &String| cell.parse::<f64>().map_or(json!(null), |number| json!(number));
    let counts_as = cells.get(COLUMNS.len());
    let is_sure = || confidence.parse::<f64>().is_ok_and(|confidence| confidence >= least);
    let counted = counts_as.map_or_else(|| polarity != "none" && is_sure(), |word| word == polarity && word != "none");
    let opinion = json!({
        "target": target, "mentions": [], "stance": number(stance), "polarity": polarity,
        "confidence": number(confidence), "counted": counted, "evidence": [],
    });
    serde_json::from_value(json!({
        "statement_id": statement_id, "doc_id": doc_id, "date": text(date), "outlet": text(outlet), "form": form,
        "source": null, "cue": null, "content": [{ "start": 0, "end": words.chars().count(), "text": words }],
        "holder": text(holder), "rule": null, "via": [], "confidence": 1.0,
        "counted": counts_as.is_none_or(|word| !word.is_empty()),
        "sentiment": { "compound": number(compound), "pos": 0.0, "neu": 0.0, "neg": 0.0 },
        "opinions": if target.is_empty() { json!([]) } else { json!([opinion]) },
    }))
}
