use crate::program::{folder, path, stderr, stdout, verbale};

/// Scores a file alone; returns the exit code, the messages and the output.
fn score(name: &str, bytes: &[u8], more: &[&str]) -> (Option<i32>, String, String) {
    let folder = folder(&[(name, bytes)]);
    let output = verbale(&[&["score", "-q", "--fast", &path(&folder, name)], more].concat());
    (output.status.code(), stderr(&output), stdout(&output))
}

/// Expects that nothing is read of it, and that one sentence says why and what to do.
fn unread(name: &str, bytes: &[u8], sentence: &str) {
    let (code, said, out) = score(name, bytes, &[]);
    assert_eq!((code, out.as_str()), (Some(1), ""), "{name}: {said}");
    assert_eq!(said.lines().count(), 1, "{name}: {said}");
    assert!(said.contains(sentence), "{name}: expected {sentence}, found {said}");
}

/// Expects that the run does not begin, and that one sentence says why and what to do.
fn refused(name: &str, bytes: &[u8], sentence: &str) {
    let (code, said, out) = score(name, bytes, &[]);
    assert_eq!((code, out.as_str()), (Some(2), ""), "{name}: {said}");
    assert_eq!(said.lines().count(), 1, "{name}: {said}");
    assert!(said.contains(sentence), "{name}: expected {sentence}, found {said}");
}

fn export(name: &str) -> Vec<u8> {
    std::fs::read(format!("tests/corpus/exports/{name}")).expect("the file is there")
}

/// A document of the old Office with a part of this name; not more than a reader looks for.
fn old(part: &str) -> Vec<u8> {
    let name = part.encode_utf16().flat_map(u16::to_le_bytes);
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".iter().copied().chain([0; 600]).chain(name).chain([0; 600]).collect()
}

/// Damage in one byte, each time another, ends a file at most, and never the run.
#[cfg(any(feature = "parquet", feature = "sheets"))]
fn damaged_anywhere(ending: &str, whole: &[u8], step: usize) {
    let damaged = |at: usize| {
        let mut bytes = whole.to_vec();
        bytes[at] ^= 0x55;
        (format!("{at:05}.{ending}"), bytes)
    };
    let files: Vec<(String, Vec<u8>)> = (0..whole.len()).step_by(step).map(damaged).collect();
    let mut files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    assert!(files.len() > 40, "only {} files", files.len());
    files.push(("good.txt", b"Ada Ilo said no."));
    let folder = folder(&files);
    let output = verbale(&["sentiment", "-q", &path(&folder, "")]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stdout(&output).contains("\"good.txt\""), "{}", stderr(&output));
}

#[test]
fn what_is_no_text_is_named_and_not_read() {
    unread("a.txt", b"%PDF-1.7 Ada Ilo said no.", "found a PDF document; expected text; make it with `pdftotext`");
    unread(
        "a.csv",
        b"PK\x03\x04text",
        "found a ZIP archive; expected a name that tells what it is: .docx, .odt, .xlsx",
    );
    unread("a.txt", b"PK\x03\x04text", "found a damaged ZIP archive; expected a document such as .docx or .odt");
    unread("a.txt", b"\x89PNG\r\n\x1a\n said no.", "found an image; expected text; leave images out");
    unread("a.jsonl", b"\xff\xd8\xff\xe0 said no.", "found an image");
    unread("a.json", b"7z\xbc\xaf\x27\x1c said no.", "found an archive; expected the files in it; unpack it");
    unread("a.txt", b"SQLite format 3\0 said no.", "found a database of SQLite; expected a table; write it as CSV");
    unread("a.txt", &[&b"x"[..]; 257].concat().into_iter().chain(*b"ustar").collect::<Vec<u8>>(), "found an archive");
    unread("a.csv", b"PAR1 said no.", "found a Parquet file; expected a name that ends in .parquet");
    unread("a.csv", b"ARROW1 said no.", "found an Arrow file; expected a name that ends in .arrow");
    unread("a.jsonl", b"{\\rtf1 Ada Ilo said no.}", "found an RTF document; expected a name that ends in .rtf");
    unread("a.csv", b"text\nAda Ilo \0said no.\n", "a.csv:2: encoding: found a NUL byte at byte 9 of the record");
    unread("a.txt", b"Ada Ilo \0said no.", "a.txt:1: encoding: found a NUL byte");
}

#[test]
fn documents_of_the_old_office_and_encrypted_ones_are_named() {
    let encrypted = "found an encrypted document; expected one that is saved without a password";
    unread("a.docx", &old("EncryptedPackage"), encrypted);
    unread("a.docx", &old("WordDocument"), "found a document of Word 97 to 2003; expected one that is saved as .docx");
    unread("a.txt", &old("PowerPoint Document"), "found slides of PowerPoint 97 to 2003; expected text");
    unread("a.txt", &old("Workbook"), "found a workbook of Excel 97 to 2003; expected a name that ends in .xls");
    unread("a.csv", &old("Workbook"), "found a document of the old Office, or an encrypted one");
    refused("a.ppt", b"x", "a.ppt: this format is not read; save the slides as text");
    refused("a.mht", b"x", "a.mht: this format is not read; save the page as HTML");
    refused("a.zip", b"x", "a.zip: this format is not read; unpack it");
}

#[cfg(feature = "sheets")]
#[test]
fn workbooks_that_cannot_be_read_say_why() {
    let whole = export("proquest.xlsx");
    for part in [3, 2] {
        unread(
            "a.xlsx",
            &whole[..whole.len() * part / 4],
            "a.xlsx:0: file: found a workbook that is damaged or cut off",
        );
    }
    unread("a.xlsx", &old("EncryptedPackage"), "found an encrypted document");
    unread("a.xls", &old("WordDocument"), "found a document of Word 97 to 2003");
    unread("a.xls", &old("Workbook"), "found a workbook that is damaged or cut off");
    unread("a.xlsx", b"text\nAda Ilo said no.\n", "found no workbook; expected a workbook of Excel or LibreOffice");
    unread("a.xlsx", &export("nexis-ended.docx"), "found an archive without a workbook");
    unread("a.xls", b"<html><table><tr><td>text</td></tr></table></html>", "found an HTML page");
    let (code, said, _) = score("a.xlsx", &whole, &["--max-record", "3000"]);
    assert_eq!(code, Some(1));
    assert!(said.contains("found a larger workbook; expected less than --max-record"), "{said}");
    let (code, said, _) = score("a.xlsx", &whole, &["--text", "body"]);
    assert_eq!(code, Some(2));
    let expected = "a.xlsx:1: header: found the columns `Title`, `Abstract`, `StoreId`";
    assert!(said.contains(expected) && said.contains("expected a column `body`"), "{said}");
    damaged_anywhere("xlsx", &whole, 37);
}

#[test]
fn markup_is_never_read_as_speech() {
    let page =
        |body: &str| format!("<!DOCTYPE html><html><head><title>{body}</title></head><body>{body}</body></html>");
    unread("a.txt", page("Ada Ilo said no.").as_bytes(), "found an HTML page; expected text; --format html finds");
    unread("a.csv", page("Ada Ilo said no.").as_bytes(), "found an HTML page");
    unread("a.txt", b"<?xml version='1.0'?><rss/>", "found an XML document; expected text; --format feed reads RSS");
    unread(
        "a.xml",
        b"<?xml version='1.0'?><books><book>Ada said no.</book></books>",
        "an XML document of the kind `books`",
    );
    unread("a.rss", b"<rss><channel><title>x</title></channel></rss>", "found a feed without entries");
    let cut = export("feed.rss");
    unread("a.rss", &cut[..cut.len() / 2], "found XML that is cut off");
    unread("a.rss", b"Ada Ilo said no.", "found a feed without entries");
    unread(
        "a.json",
        b"{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[]}",
        "a.json:0: file: found a feed without entries; expected at least one entry",
    );
}

#[test]
fn a_page_without_an_article_is_named() {
    let none = "text: found a page in which no article is found; expected the page of an article";
    let words = "Ada Ilo said that nothing can be found at this address any more, and that she is sorry. ".repeat(9);
    let error = |title: &str| {
        format!("<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{words}</p></body></html>")
    };
    unread("a.html", error("404 Not Found").as_bytes(), none);
    unread("a.html", error("Page not found | The Norland Post").as_bytes(), none);
    unread("a.html", b"<html><body><p>Ada Ilo said no.</p></body></html>", none);
    unread("a.html", b"<html><body><script>render()</script></body></html>", none);
    let teasers: String = (0..40)
        .map(|number| format!("<li><a href='/{number}'>Minister {number} said the dam was not safe</a></li>"))
        .collect();
    unread(
        "a.html",
        format!("<html><head><title>Home</title></head><body><ul>{teasers}</ul></body></html>").as_bytes(),
        none,
    );
    unread("a.html", format!("<html>{}x", "<div>".repeat(100_000)).as_bytes(), none);
    let empty = score("a.html", b"", &[]);
    assert!(empty.1.contains("a.html:0: file: found no record; expected at least one record"), "{}", empty.1);
}

#[test]
fn tables_whose_columns_are_not_clear_are_refused() {
    refused(
        "a.csv",
        b"id,body,content\n1,Ada said no.,x\n",
        "a.csv:1: header: found the columns `id`, `body`, `content`; expected a column `text`; did you mean --text body or --text content?",
    );
    refused(
        "a.csv",
        b"text,date,text\nAda said no.,2021-03-23,x\n",
        "a.csv:1: header: found several columns `text`; expected each name once; rename the others",
    );
    refused("a.csv", b"text,Date,date\nx,y,z\n", "found several columns `Date`");
    // What is not needed may stand there twice.
    assert_eq!(score("a.csv", b"text,note,note\nAda said no.,1,2\n", &[]).0, Some(0));
    unread("a.json", b"{\"articles\":3,\"page\":1}", "a.json:1: text: found nothing; expected a text");
    let folder = folder(&[("a.ppt", b"x"), ("b.dat", b"x")]);
    let output = verbale(&["score", "-q", &path(&folder, "")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("found no file with a known ending in the folder"), "{}", stderr(&output));
    assert!(stderr(&output).contains(".txt, .csv, .tsv, .jsonl, .json, .html, .docx"), "{}", stderr(&output));
}

#[test]
fn seconds_and_thousandths_in_one_column_are_both_read() {
    let table = b"text,date\nAda Ilo said the road was open.,1616457600\nAda Ilo said it was shut.,1616544000000\n";
    let (code, said, out) = score("a.csv", table, &[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(out.contains("\"date\":\"2021-03-23\"") && out.contains("\"date\":\"2021-03-24\""), "{out}");
}

#[test]
fn utf_16_without_a_mark_is_read() {
    let bytes = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
    let (code, said, out) = score("a.txt", &bytes("Ada Ilo said the road was open."), &[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(out.contains("the road was open"), "{out}");
}

#[cfg(feature = "parquet")]
mod arrow {
    use std::sync::Arc;

    use arrow_array::types::Int8Type;
    use arrow_array::{ArrayRef, Date32Array, DictionaryArray, Int64Array, RecordBatch, StringArray};
    use arrow_array::{LargeStringArray, TimestampNanosecondArray};
    use arrow_ipc::CompressionType;
    use arrow_ipc::writer::{FileWriter, IpcWriteOptions, StreamWriter};

    use super::{damaged_anywhere, refused, score, unread};

    fn table(text: &str) -> RecordBatch {
        let outlets: DictionaryArray<Int8Type> = ["The Post", "The Times", "The Post"].into_iter().collect();
        let columns: [(&str, ArrayRef); 5] = [
            ("id", Arc::new(Int64Array::from(vec![7, 8, 9]))),
            ("date", Arc::new(Date32Array::from(vec![Some(18_709), None, Some(-1)]))),
            ("outlet", Arc::new(outlets)),
            (
                text,
                Arc::new(LargeStringArray::from(vec![
                    "Ada Ilo said the road was open.",
                    "Bel Abra said it was shut.",
                    "Cal Dorn said it was not safe.",
                ])),
            ),
            ("seen", Arc::new(TimestampNanosecondArray::from(vec![0, 1, 2]))),
        ];
        RecordBatch::try_from_iter_with_nullable(columns.map(|(name, column)| (name, column, true))).expect("a table")
    }

    fn file(batch: &RecordBatch, compression: Option<CompressionType>) -> Vec<u8> {
        let options = IpcWriteOptions::default().try_with_compression(compression).expect("it is built in");
        let mut writer =
            FileWriter::try_new_with_options(Vec::new(), &batch.schema(), options).expect("memory takes it");
        writer.write(batch).and_then(|()| writer.write(batch)).and_then(|()| writer.finish()).expect("memory takes it");
        writer.into_inner().expect("memory takes it")
    }

    fn stream(batch: &RecordBatch) -> Vec<u8> {
        let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema()).expect("memory takes it");
        writer.write(batch).and_then(|()| writer.finish()).expect("memory takes it");
        writer.into_inner().expect("memory takes it")
    }

    #[test]
    fn files_and_streams_give_their_rows() {
        let batch = table("text");
        let expected =
            [("7", Some("2021-03-23"), "The Post"), ("8", None, "The Times"), ("9", Some("1969-12-31"), "The Post")];
        for (name, bytes) in [
            ("plain.arrow", file(&batch, None)),
            ("lz4.feather", file(&batch, Some(CompressionType::LZ4_FRAME))),
            ("zstd.feather", file(&batch, Some(CompressionType::ZSTD))),
            ("stream.arrow", stream(&batch)),
        ] {
            let (_, said, out) = score(name, &bytes, &[]);
            let found: Vec<serde_json::Value> =
                out.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
            assert_eq!(found.len(), 3, "{name}: {said}");
            for (one, (id, date, outlet)) in found.iter().zip(expected) {
                assert_eq!((one["doc_id"].as_str(), one["date"].as_str()), (Some(id), date), "{name}");
                assert_eq!(one["outlet"].as_str(), Some(outlet), "{name}");
            }
            // A second batch repeats the ids.
            assert_eq!(said.contains("found `7`; expected an id that no earlier record has"), name != "stream.arrow");
        }
    }

    #[test]
    fn other_columns_keep_their_values() {
        let columns: [(&str, ArrayRef); 6] = [
            ("text", Arc::new(StringArray::from(vec!["Ada Ilo said the road was open."]))),
            ("year", Arc::new(Int64Array::from(vec![1993]))),
            ("part", Arc::new(arrow_array::Float64Array::from(vec![0.5]))),
            ("read", Arc::new(arrow_array::BooleanArray::from(vec![true]))),
            ("seen", Arc::new(TimestampNanosecondArray::from(vec![86_400_000_000_000 + 1_500_000_000]))),
            ("desk", Arc::new(["world"].into_iter().collect::<DictionaryArray<Int8Type>>())),
        ];
        let batch = RecordBatch::try_from_iter(columns).expect("a table");
        let (_, said, out) = score("a.arrow", &stream(&batch), &[]);
        let line: serde_json::Value = serde_json::from_str(&out).expect(&said);
        let expected = serde_json::json!({
            "year": 1993, "part": 0.5, "read": true, "seen": "1970-01-02 00:00:01.5 +00:00", "desk": "world"
        });
        assert_eq!(line["columns"], expected);
    }

    #[test]
    fn what_is_no_whole_table_is_told() {
        let whole = file(&table("text"), Some(CompressionType::ZSTD));
        refused("a.arrow", &file(&table("body"), None), "did you mean --text body?");
        unread("a.arrow", &whole[..whole.len() / 2], "a.arrow:0: file: found not a complete Arrow file (");
        unread("a.feather", b"FEA1 and so on", "a.feather:0: file: found not a complete Arrow file (");
        unread("a.arrow", b"", "found not a complete Arrow file (");
        let lists = RecordBatch::try_from_iter([
            ("text", Arc::new(StringArray::from(vec!["Ada said no."])) as ArrayRef),
            ("outlet", Arc::new(arrow_array::BooleanArray::from(vec![true])) as ArrayRef),
        ]);
        unread(
            "a.arrow",
            &file(&lists.expect("a table"), None),
            "outlet: found values of the type Boolean; expected a column of",
        );
        damaged_anywhere("arrow", &whole, 23);
    }
}
