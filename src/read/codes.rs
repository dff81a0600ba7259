//! Tables of codes: CSV of coders comes in; codes, or what coders found in whole articles, come out. Rows that are not
//! coded yet are left out.

use crate::error::{Error, quoted};
use crate::lexicon::table::{Row, Table};
use crate::model::code::{Code, Found, Label, Stratum, UnitId};

/// What a file of a coder holds.
pub(crate) enum CodeFile {
    /// Codes of single opinions.
    Codes(Vec<Code>),
    /// Statements found in whole articles.
    Articles(Vec<Found>),
}

/// Reads the table at `path`.
///
/// Errors: the file cannot be read; it is no table of codes; a label or number that has no meaning.
pub(crate) fn read_codes(path: &str) -> Result<CodeFile, Error> {
    let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Error::said(format!("{path}: not UTF-8; save the table as “CSV UTF-8”")))?;
    let text = with_commas(&text);
    if text.lines().next().unwrap_or("").contains("words") {
        let table = Table::read(path, &text, &["doc_id", "words"])?;
        let found: Result<Vec<Found>, Error> = table.rows().map(|row| article(row, path)).collect();
        return Ok(CodeFile::Articles(found?));
    }
    let table = Table::read(path, &text, &["unit", "target", "label"])?;
    let coded = table.rows().filter(|row| !row.get("label").is_empty());
    Ok(CodeFile::Codes(coded.map(|row| code(row, path)).collect::<Result<_, Error>>()?))
}

/// Spreadsheets of many countries put semicolons between cells.
fn with_commas(text: &str) -> String {
    let header = text.lines().next().unwrap_or("");
    if header.contains(',') || !header.contains(';') {
        return text.to_owned();
    }
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in reader.records().filter_map(Result::ok) {
        writer.write_record(&row).expect("memory takes every row");
    }
    String::from_utf8(writer.into_inner().expect("memory takes every row")).expect("cells are text")
}

fn coder(row: Row<'_>, path: &str) -> String {
    match row.get("coder") {
        "" => {
            std::path::Path::new(path).file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
        }
        name => name.to_owned(),
    }
}

fn code(row: Row<'_>, path: &str) -> Result<Code, Error> {
    let expected = "favor, against, neither, not_about or wrong_speaker";
    let cell = row.get("label");
    let label = Label::of(cell).ok_or_else(|| row.fault("label", &quoted(cell), expected))?;
    let unsure = !matches!(row.get("unsure").to_lowercase().as_str(), "" | "0" | "no" | "false");
    let (coder, comment) = (coder(row, path), row.get("comment").to_owned());
    Ok(Code { unit: unit(row)?, coder, label, unsure, comment, stratum: stratum(row)? })
}

fn unit(row: Row<'_>) -> Result<UnitId, Error> {
    let cell = row.required("unit")?;
    let key = cell.strip_prefix('u').and_then(|digits| u64::from_str_radix(digits, 16).ok());
    let key =
        key.ok_or_else(|| row.fault("unit", &quoted(cell), "an id of the code sheet, such as `u0123456789abcdef`"))?;
    Ok((key, row.required("target")?.into()))
}

fn stratum(row: Row<'_>) -> Result<Option<Stratum>, Error> {
    let whole =
        |column: &str| -> Result<Option<u64>, Error> { Ok(row.number(column, 1.0, 1e15)?.map(|number| number as u64)) };
    let (Some(size), Some(drawn)) = (whole("stratum_size")?, whole("stratum_drawn")?) else { return Ok(None) };
    if drawn > size {
        let expected = format!("at most {size}, the size of the stratum");
        return Err(row.fault("stratum_drawn", &quoted(&drawn.to_string()), &expected));
    }
    Ok(Some(Stratum { name: row.get("stratum").to_owned(), size, drawn }))
}

fn article(row: Row<'_>, path: &str) -> Result<Found, Error> {
    let cell = row.get("label");
    let label = match cell {
        "" => None,
        cell => Some(Label::of(cell).ok_or_else(|| row.fault("label", &quoted(cell), "favor, against or neither"))?),
    };
    Ok(Found {
        doc_id: row.required("doc_id")?.to_owned(),
        coder: coder(row, path),
        speaker: row.get("speaker").to_owned(),
        target: row.get("target").to_owned(),
        words: row.get("words").to_owned(),
        label,
    })
}
