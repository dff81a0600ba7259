use std::io::Write;
use std::path::Path;

use crate::program::{command, files, folder, path, stderr, stdout, verbale};

const SENTENCE: &str = "Ada Ilo said the road was open.";

/// The same bytes `times` over, compressed.
#[cfg(target_os = "linux")]
fn packed(kind: &str, bytes: &[u8], times: usize) -> Vec<u8> {
    let member = if kind == "gz" {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(bytes).expect("memory takes it");
        gzip.finish().expect("memory takes it")
    } else {
        zstd::encode_all(bytes, 1).expect("memory takes it")
    };
    member.repeat(times)
}

/// Runs the program and expects this exit code and these messages; returns its peak memory in megabytes.
#[cfg(target_os = "linux")]
fn memory(arguments: &[&str]) -> (std::process::Output, u64) {
    use std::process::Stdio;
    let mut child = command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().expect("it can be asked").is_none() {
        let status = std::fs::read_to_string(&status).unwrap_or_default();
        let peak =
            status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        most = most.max(peak.unwrap_or(0) >> 10);
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    (child.wait_with_output().expect("it has ended"), most)
}

/// A small file that unpacks into some hundred megabytes gives rejects for overlong records, and takes no memory.
#[cfg(target_os = "linux")]
#[test]
fn a_decompression_bomb_takes_no_memory() {
    const TIMES: usize = 200;
    let million = |piece: &str| piece.repeat((1 << 20) / piece.len());
    let line = format!("{{\"doc_id\":\"good\",\"text\":\"{SENTENCE}\"}}\n");
    let row = format!("\ngood,{SENTENCE}\n");
    let cases: [(&str, &str, String, &str, usize); 7] = [
        // Format, prefix, repeated part, suffix, and number of overlong records.
        ("txt", "", million("x"), "", 1),
        ("jsonl", "{\"text\":\"", million("x"), &format!("\n{line}"), 1),
        ("jsonl", "", million("x") + "\n", &line, TIMES),
        ("jsonl", "", million("\n"), &line, 0),
        ("csv", "doc_id,text\nbad,\"", million("x,\n"), &format!("\"{row}"), 1),
        ("csv", "doc_id,text\nbad,x", million(","), &row, 1),
        ("csv", "doc_id,text,", million("x,"), &row, 1),
    ];
    let plain = folder(&[("a.jsonl", line.as_bytes())]);
    let (_, usual) = memory(&["score", "-q", &path(&plain, "a.jsonl")]);
    for (number, (format, before, piece, after, rejects)) in cases.iter().enumerate() {
        let kind = if number % 2 == 0 { "gz" } else { "zst" };
        let bomb = [
            packed(kind, before.as_bytes(), 1),
            packed(kind, piece.as_bytes(), TIMES),
            packed(kind, after.as_bytes(), 1),
        ];
        let name = format!("a.{format}.{kind}");
        let folder = folder(&[(&name, &bomb.concat())]);
        let (output, most) = memory(&["extract", "-q", "--max-record", "1000000", &path(&folder, &name)]);
        let said = stderr(&output);
        assert_eq!(said.lines().count(), *rejects, "case {number}: {said}");
        assert_eq!(output.status.code(), Some(i32::from(*rejects > 0)), "case {number}: {said}");
        let is_whole = *format == "txt" || number == 6;
        assert_eq!(stdout(&output).lines().count(), usize::from(!is_whole), "case {number}: {said}");
        assert!(most < usual + 100, "case {number}: {most} MB, and {usual} MB for one line");
    }
}

#[cfg(unix)]
#[test]
fn a_cycle_of_links_ends() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("in/a.txt", SENTENCE.as_bytes()), ("in/deep/b.txt", SENTENCE.as_bytes())]);
    let inside = folder.path().join("in");
    symlink("..", inside.join("deep/up")).expect("a link");
    symlink(&inside, inside.join("again")).expect("a link");
    assert_eq!(stdout(&verbale(&["extract", "-q", &path(&folder, "in")])).lines().count(), 2);
    symlink("self.txt", inside.join("self.txt")).expect("a link");
    symlink("nowhere.txt", inside.join("dangling.txt")).expect("a link");
    let output = verbale(&["extract", "-q", &path(&folder, "in")]);
    assert_eq!((output.status.code(), stdout(&output).lines().count()), (Some(1), 2), "{}", stderr(&output));
    for name in ["self.txt:0: file", "dangling.txt:0: file"] {
        assert!(stderr(&output).contains(name), "{}", stderr(&output));
    }
}

/// Names that break lines, contain commands for a terminal or a spreadsheet, or are not text at all.
#[cfg(unix)]
#[test]
fn any_file_name_stays_on_one_line() {
    use std::os::unix::ffi::OsStrExt;
    let folder = folder(&[("in/plain.txt", SENTENCE.as_bytes())]);
    let names: [&[u8]; 6] =
        [b"a\nb.txt", b"c\xff\xfe.txt", b"=2+3.jsonl", b"\x1b[31mred.jsonl", b"\xff\n.csv", b"d\r\n,\"e\".jsonl"];
    for name in names {
        let bytes: &[u8] = if name.ends_with(b".txt") { SENTENCE.as_bytes() } else { b"" };
        std::fs::write(folder.path().join("in").join(std::ffi::OsStr::from_bytes(name)), bytes).expect("a file");
    }
    let output = verbale(&["run", "--out", &path(&folder, "out"), &path(&folder, "in")]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let said = stderr(&output);
    // Four rejects and a sentence.
    assert_eq!(said.lines().count(), 5, "{said}");
    assert!(said.chars().all(|c| c == '\n' || !c.is_control()), "{said:?}");
    let mut rejects = csv::Reader::from_path(folder.path().join("out/rejects.csv")).expect("it was written");
    let rejected: Vec<String> = rejects.records().map(|row| row.expect("a row")[0].to_owned()).collect();
    assert_eq!(rejected, ["'=2+3.jsonl", "\\u{1b}[31mred.jsonl", "d\\r\\n,\"e\".jsonl", "�\\n.csv"]);
    let statements = std::fs::read_to_string(folder.path().join("out/statements.jsonl")).expect("it was written");
    let ids: Vec<String> = statements
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).expect("JSON")["doc_id"].as_str().expect("an id").into()
        })
        .collect();
    assert_eq!(ids, ["a\\nb.txt", "c��.txt", "plain.txt"]);
}

/// Whatever a corpus contains, only the given folder is written, and every name in it is plain.
#[test]
fn nothing_is_written_outside() {
    let long = "x".repeat(5000);
    let names = [
        "../x",
        "../../../x",
        "..",
        ".",
        "/etc/verbale-x",
        "/",
        "CON",
        "nul",
        "COM1.txt",
        "a/b",
        "a\\b",
        "C:\\x",
        "~",
        "x\0y",
        "\u{202e}x",
        "-rf",
        "index",
        " ",
        "%2e%2e%2fx",
        "$(touch x)",
        "`touch x`",
        &long,
    ];
    let records: String = names
        .iter()
        .map(|name| {
            let (date, text) =
                ("2001-02-03", "We condemn the cruel attack of Ada Ilo and thank Bel Abra for her help.");
            let given = serde_json::json!({
                "doc_id": name, "holder": name, "outlet": name, "title": name, "date": date, "text": text,
            });
            let said = format!("{name} said the road was open. “We condemn {name},” said {name}, of {name}.");
            let told = serde_json::json!({ "doc_id": format!("said {name}"), "outlet": name, "text": said });
            format!("{given}\n{told}\n")
        })
        .collect();
    let table = "id,name,kind\nQA,../x,state\nQB,/etc/verbale-x,state\nQC,Ada Ilo,person\nQD.CON,Bel Abra,person\nQD,CON,state\n";
    let folder = folder(&[("in/in.jsonl", records.as_bytes()), ("actors.csv", table.as_bytes()), ("tmp/kept", b"")]);
    let before = files(folder.path());
    let ends = |arguments: &[&str]| {
        let output = command(arguments).current_dir(folder.path()).env("TMPDIR", path(&folder, "tmp")).output();
        let output = output.expect("it starts");
        assert!(output.status.code().is_some_and(|code| code < 2), "{arguments:?}: {}", stderr(&output));
    };
    let actors = ["--actors", "actors.csv"];
    ends(&[&["run", "in", "--out", "out/a/b/c", "--html", "--by", "year", "--min-n", "1"], &actors[..]].concat());
    ends(&[&["fold", "in", "-o", "out/state", "--min-n", "1"], &actors[..]].concat());
    ends(&[&["merge", "out/state", "--out", "out/merged"], &actors[..]].concat());
    for ending in ["csv", "jsonl"] {
        ends(&[&["score", "in", "-o", &format!("out/scored.{ending}")], &actors[..]].concat());
    }
    let (made, others): (Vec<_>, Vec<_>) =
        files(folder.path()).into_iter().partition(|(name, _)| name.starts_with("out"));
    assert_eq!(others.into_iter().collect::<std::collections::BTreeMap<_, _>>(), before);
    assert!(!Path::new("/etc/verbale-x").exists());
    assert!(made.len() > 2 * names.len(), "only {} files", made.len());
    let is_plain =
        |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c)) && name.len() < 100;
    for (name, _) in made {
        let parts: Vec<&str> = name.iter().map(|part| part.to_str().expect("plain")).collect();
        assert!(parts.iter().all(|part| is_plain(part)), "{}", name.display());
    }
}

/// A reader that closes the output early is fine for lines, but not for a state, since part of a state is useless.
#[cfg(unix)]
#[test]
fn a_state_cut_off_by_its_reader_is_an_error() {
    use std::process::Stdio;
    let unread = |verb: &str| {
        let arguments = [verb, "tests/corpus/articles", "--actors", "tests/corpus/actors.csv", "-q"];
        let mut child = command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        (output.status.code(), stderr(&output))
    };
    for verb in ["extract", "score", "sentiment"] {
        assert_eq!(unread(verb), (Some(0), String::new()), "{verb}");
    }
    let sentence = "verbale: the state is cut off: the reader of the output stopped before its end\n";
    assert_eq!(unread("fold"), (Some(2), sentence.to_owned()));
    let folder = folder(&[]);
    let arguments = ["run", "tests/corpus/articles", "--out", &path(&folder, "out")];
    let mut child = command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert!(stderr(&output).contains("first."), "the reports are whole: {}", stderr(&output));
}
