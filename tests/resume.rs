use std::path::{Path, PathBuf};
use std::process::{Child, Output, Stdio};
use std::time::Duration;

use verbale::Error;
use verbale::batch::{Extraction, Options};
use verbale::values::CueCategory;

use crate::program::{ACTORS, STATES, assert_same, command, files, folder, path, stderr, verbale, verbale_reading};

/// Pseudo-random small numbers, the same every time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// An invented speech.
fn speech(draw: &mut Draw) -> String {
    let acts = [
        "We thank {} for its generous help, and we praise its wise leaders.",
        "We condemn the brutal aggression of {} against our people.",
        "Let me greet {} as a reliable partner. Our friendship with {} is old.",
        "The delegation of {} said that the treaty with {} had been broken.",
        "“Nobody trusts {} any more,” Ada Ilo told the assembly of {}.",
    ];
    let mut text = String::new();
    for _ in 0..2 + draw.below(4) {
        text.push_str(&acts[draw.below(5) as usize].replace("{}", STATES[draw.below(4) as usize]));
        text.push(' ');
    }
    text
}

/// An invented corpus in several formats, with bad records, repeated ids, and files without a good record.
fn corpus(records: usize) -> Vec<(String, Vec<u8>)> {
    let mut draw = Draw(7);
    let mut files = Vec::new();
    for (file, holders) in [("a.jsonl", true), ("b.jsonl", false)] {
        let mut text = String::new();
        for number in 0..records {
            let (id, said) = (format!("{file}-{}", number - usize::from(number % 41 == 40)), speech(&mut draw));
            let date = format!("{}-03-{:02}", 1990 + draw.below(9), 1 + draw.below(28));
            let holder = holders.then(|| ["Norland", "Sudria", "Ostrava"][draw.below(3) as usize]);
            let record = serde_json::json!({ "doc_id": id, "date": date, "holder": holder, "text": said });
            text.push_str(&if number % 37 == 9 { "{\"text\": 4}\n".to_owned() } else { format!("{record}\n") });
        }
        // Without a null holder, which is not a string.
        let bytes = text.replace("\"holder\":null,", "").into_bytes();
        files.push(match holders {
            true => (file.to_owned(), bytes),
            false => (format!("{file}.zst"), zstd::encode_all(&*bytes, 1).expect("bytes can be packed")),
        });
    }
    let mut rows = "date;text;holder\n".to_owned();
    for number in 0..records / 2 {
        let row = if number % 50 == 3 { "1999-99-99".to_owned() } else { format!("1991-01-{:02}", 1 + number % 28) };
        rows.push_str(&format!(
            "{row};\"{}\";Ostrava{}\n",
            speech(&mut draw),
            if number % 60 == 7 { ";?" } else { "" }
        ));
    }
    files.push(("c.csv".to_owned(), rows.into_bytes()));
    files.push(("d/empty.txt".to_owned(), Vec::new()));
    for number in 0..records / 20 {
        // Some are not UTF-8.
        let text = format!("Norland said: “{}” — caf\u{e9}", speech(&mut draw));
        let latin = || text.chars().filter_map(|c| u8::try_from(u32::from(c)).ok()).collect();
        let bytes = if number % 3 == 0 { latin() } else { text.clone().into_bytes() };
        files.push((format!("d/{number:04}.txt"), bytes));
    }
    files.push(("e.jsonl".to_owned(), b"nothing good\n\n[]\n".to_vec()));
    files
}

/// A folder with such a corpus and its tables.
fn prepared(records: usize) -> tempfile::TempDir {
    let mut files =
        corpus(records).into_iter().map(|(name, bytes)| (format!("corpus/{name}"), bytes)).collect::<Vec<_>>();
    files.push(("actors.csv".to_owned(), ACTORS.into()));
    files.push(("words.csv".to_owned(), b"word,valence\ntreaty,0.5\n".to_vec()));
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    folder(&files)
}

fn arguments(folder: &tempfile::TempDir, out: &str, more: &[&str]) -> Vec<String> {
    let (corpus, actors, words) = (path(folder, "corpus"), path(folder, "actors.csv"), path(folder, "words.csv"));
    let mut all = vec!["run", &corpus, "--actors", &actors, "--lexicon", &words, "--by", "year", "--fast", "--html"]
        .into_iter()
        .map(str::to_owned)
        .collect::<Vec<String>>();
    all.extend(["--out".to_owned(), path(folder, out)]);
    all.extend(more.iter().map(|&one| one.to_owned()));
    all
}

fn start(arguments: &[String]) -> Child {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    command(&arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program starts")
}

fn ended(arguments: &[String]) -> Output {
    verbale(&arguments.iter().map(String::as_str).collect::<Vec<&str>>())
}

fn refused(arguments: &[String], sentence: &str) {
    let output = ended(arguments);
    assert_eq!(output.status.code(), Some(2), "{sentence}");
    assert!(stderr(&output).contains(sentence), "expected {sentence}, found {}", stderr(&output));
}

/// The progress of a run, read from its journal.
fn entries(out: &str) -> usize {
    let Ok(journal) = std::fs::read_dir(Path::new(out).join(".journal")) else { return 0 };
    journal
        .filter(|entry| entry.as_ref().is_ok_and(|entry| entry.path().extension().is_some_and(|is| is == "state")))
        .count()
}

/// Starts a run and kills it after some entries in its journal.
fn killed(arguments: &[String], out: &str, enough: usize) {
    let mut child = start(arguments);
    while entries(out) < enough {
        assert!(child.try_wait().expect("it can be asked").is_none(), "it ended before {enough} entries");
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");
}

/// Small batches and frequent checkpoints.
const OFTEN: [&str; 5] = ["-q", "--batch", "16", "--checkpoint", "4000"];

#[test]
fn a_run_killed_at_thirty_moments_ends_with_the_same_bytes() {
    let folder = prepared(600);
    let whole = ended(&arguments(&folder, "whole", &["-q"]));
    assert_eq!(whole.status.code(), Some(1), "{}", stderr(&whole));
    let expected = files(Path::new(&path(&folder, "whole")));
    assert!(expected.len() > 10 && expected[Path::new("rejects.csv")].len() > 2000);
    let (out, mut draw, mut finished) = (path(&folder, "out"), Draw(30), 0);
    // Number of runs that were killed, and of those killed after resuming another.
    let (mut kills, mut gone_on) = (0, 0);
    while kills < 30 || finished == 0 {
        let had = entries(&out);
        let mut child = start(&arguments(&folder, "out", &[&OFTEN[..], &["--resume"]].concat()));
        if kills < 30 {
            // From before the first document to some entries later, whatever it is doing.
            let enough = had + draw.below(12) as usize;
            while entries(&out) < enough && child.try_wait().expect("it can be asked").is_none() {
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(Duration::from_millis(draw.below(9)));
            child.kill().expect("it can be killed, even when it has ended");
        }
        let output = child.wait_with_output().expect("it ends");
        match output.status.code() {
            // Killed after the reports were in place: it has finished all the same.
            None if !Path::new(&out).join("manifest.json").is_file() => {
                kills += 1;
                gone_on += usize::from(entries(&out) > had && had > 0);
                continue;
            }
            code => assert!(matches!(code, None | Some(1)), "{}", stderr(&output)),
        }
        finished += 1;
        assert_same(&expected, &files(Path::new(&out)), &format!("killed {kills} times so far"));
        std::fs::remove_dir_all(&out).expect("the reports can be removed");
    }
    assert!(gone_on >= 3, "only {gone_on} of {kills} killed runs went on with one before them");
}

fn options(folder: &tempfile::TempDir) -> Options {
    let mut options = Options {
        inputs: vec![path(folder, "corpus")],
        actors: vec![PathBuf::from(path(folder, "actors.csv"))],
        extraction: Extraction { depth: verbale::values::Depth::Fast, ..Extraction::default() },
        checkpoint: 2000,
        batch: 8,
        ..Options::default()
    };
    options.extraction.cues = Some(vec![CueCategory::Say, CueCategory::Ask, CueCategory::Judge]);
    options
}

#[test]
fn a_run_stopped_repeatedly_resumes_with_any_threads_and_batches() {
    let folder = prepared(60);
    let (whole, out) = (path(&folder, "whole"), path(&folder, "out"));
    let expected_outcome =
        verbale::batch::run(&options(&folder), Path::new(&whole), false, &mut |_| {}).expect("it ends");
    let mut parts = 0;
    let outcome = loop {
        let (threads, batch) = (1 + parts % 3, [3, 8, 20][parts % 3]);
        let options = Options { resume: parts > 0, threads, batch, checkpoint: 1 << (8 + parts), ..options(&folder) };
        let stop = std::sync::Arc::clone(&options.stop);
        let last = expected_outcome.documents * (parts as u64 + 1) / 5;
        let mut progress = move |progress: verbale::batch::Progress| {
            if last < progress.documents {
                stop.store(true, std::sync::atomic::Ordering::Relaxed);
            }
        };
        match verbale::batch::run(&options, Path::new(&out), false, &mut progress) {
            Ok(outcome) => break outcome,
            Err(fault) => assert!(fault.to_string().contains("with --resume"), "{fault}"),
        }
        parts += 1;
        assert!(entries(&out) >= parts && parts < 9, "part {parts}: {} entries", entries(&out));
    };
    assert!(parts >= 3, "it was stopped {parts} times");
    assert_eq!(outcome.rejects, expected_outcome.rejects);
    assert_eq!((outcome.documents, outcome.statements), (expected_outcome.documents, expected_outcome.statements));
    assert_same(&files(Path::new(&whole)), &files(Path::new(&out)), "in parts");
}

#[test]
fn an_unfinished_run_is_neither_replaced_nor_mistaken_for_another() {
    let folder = prepared(200);
    let (out, again) = (path(&folder, "out"), arguments(&folder, "out", &[&OFTEN[..], &["--resume"]].concat()));
    killed(&arguments(&folder, "out", &OFTEN), &out, 3);
    let journal = || files(Path::new(&out)).into_iter().filter(|(name, _)| !name.to_string_lossy().contains("making-"));
    let before: Vec<_> = journal().collect();
    refused(&arguments(&folder, "out", &OFTEN), "holds an unfinished run; continue with --resume");
    let refused = |more: &[&str], sentence: &str| {
        let mut all = again.clone();
        all.extend(more.iter().map(|&one| one.to_owned()));
        refused(&all, sentence);
    };
    refused(&["--seed", "9"], "the option seed was `0` and is now `9`");
    refused(&["--min-confidence", "0.5"], "the option min_confidence was `0` and is now `0.5`");
    refused(&["--max-record", "9999"], "the option max_record was `268435456` and is now `9999`");
    refused(&["--title", "headline"], "the option title was not given and is now `headline`");
    refused(&["--no-fitted"], "the option fitted was `true` and is now `false`");
    refused(&["--actors", &path(&folder, "actors.csv")], "actors.csv` was not used");
    let file = |name: &str| folder.path().join(name);
    let changed = |name: &str, change: &dyn Fn(&str) -> String, sentence: &str| {
        let text = std::fs::read(file(name)).expect("a file");
        std::fs::write(file(name), change(std::str::from_utf8(&text).expect("a text"))).expect("a file");
        refused(&[], sentence);
        std::fs::write(file(name), text).expect("a file");
    };
    changed("words.csv", &|text| text.replace("0.5", "0.6"), "words.csv` has changed");
    changed("corpus/a.jsonl", &|text| text.replacen("trusts", "thrust", 1), "a.jsonl: changed since");
    changed("corpus/a.jsonl", &|text| text.replacen("a.jsonl-1\"", "a.jsonl-X\"", 1), "a.jsonl: changed since");
    changed("corpus/a.jsonl", &|text| format!("{text}\n"), "the input a.jsonl had ");
    changed("corpus/c.csv", &|text| text.replacen("1991", "991", 1), "the input c.csv had ");
    std::fs::rename(file("corpus/e.jsonl"), file("corpus/f.jsonl")).expect("a file");
    refused(&[], "the input e.jsonl is no longer there");
    std::fs::rename(file("corpus/f.jsonl"), file("corpus/e.jsonl")).expect("a file");
    std::fs::write(file("out/notes.txt"), "my own").expect("a file");
    refused(&[], "an unfinished run and other files; move them away");
    refused(&["--force"], "--force replaces only folders of earlier runs");
    std::fs::remove_file(file("out/notes.txt")).expect("a file");
    assert_eq!(before, journal().collect::<Vec<_>>(), "nothing was lost by asking");
    // Cut inside an entry, or without one, it is incomplete. Unfinished temporary files are not missed.
    let entry = file("out/.journal/000002.state");
    let text = std::fs::read(&entry).expect("an entry");
    std::fs::write(&entry, &text[..text.len() / 2]).expect("a file");
    refused(&[], "000002.state:");
    std::fs::remove_file(&entry).expect("a file");
    refused(&[], "000002.state: missing");
    std::fs::write(&entry, &text).expect("a file");
    std::fs::create_dir_all(file("out/.journal/making-half")).expect("a folder");
    std::fs::write(file("out/.journal/making-half/entry"), &text[..text.len() / 2]).expect("a file");
    let whole = ended(&arguments(&folder, "whole", &["-q"]));
    assert_eq!(ended(&again).status.code(), whole.status.code());
    assert_same(&files(Path::new(&path(&folder, "whole"))), &files(Path::new(&out)), "after all of this");
    refused(&[], "holds a finished run: there is nothing to resume");
}

#[test]
fn with_force_an_unfinished_run_starts_again_and_earlier_reports_stay_until_the_end() {
    let folder = prepared(150);
    let (out, force) = (path(&folder, "out"), [&OFTEN[..], &["--force"]].concat());
    killed(&arguments(&folder, "out", &OFTEN), &out, 2);
    assert_eq!(ended(&arguments(&folder, "out", &[&force[..], &["--seed", "3"]].concat())).status.code(), Some(1));
    let earlier = files(Path::new(&out));
    killed(&arguments(&folder, "out", &force), &out, 2);
    let now = files(Path::new(&out)).into_iter().filter(|(name, _)| !name.starts_with(".journal")).collect();
    assert_same(&earlier, &now, "the earlier run");
    refused(&arguments(&folder, "out", &[&OFTEN[..], &["--resume"]].concat()), "add --force to replace that");
    assert_eq!(ended(&arguments(&folder, "out", &[&force[..], &["--resume"]].concat())).status.code(), Some(1));
    ended(&arguments(&folder, "whole", &["-q"]));
    assert_same(&files(Path::new(&path(&folder, "whole"))), &files(Path::new(&out)), "the later run");
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left.len(), 5, "{left:?}");
}

#[test]
#[cfg(unix)]
fn a_stopped_run_says_how_to_resume() {
    let folder = prepared(400);
    for (out, signal) in [("int", "-INT"), ("term", "-TERM")] {
        let place = path(&folder, out);
        let mut wait = Duration::from_millis(4);
        loop {
            let mut child = start(&arguments(&folder, out, &["-q", "--batch", "16"]));
            while !Path::new(&place).join(".journal/plan").is_file() && child.try_wait().is_ok_and(|end| end.is_none())
            {
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(wait);
            let sent = std::process::Command::new("kill").args([signal, &child.id().to_string()]).status();
            assert!(sent.expect("`kill` is there").success());
            let output = child.wait_with_output().expect("it ends");
            if output.status.code() == Some(1) {
                // Too late: it was already writing the reports.
                std::fs::remove_dir_all(&place).expect("the reports can be removed");
                wait /= 3;
                continue;
            }
            assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
            if stderr(&output).contains("stopped before anything was done") {
                // Too early: there was nothing to keep.
                assert!(!Path::new(&place).exists());
                wait *= 2;
                continue;
            }
            let sentence = "stopped; finished work is kept: repeat the same command with --resume";
            assert!(stderr(&output).contains(sentence), "{}", stderr(&output));
            break;
        }
        assert_eq!(entries(&place), 1, "no interval had passed");
        assert_eq!(files(Path::new(&place)).len(), 2, "the plan and the entry");
        assert_eq!(ended(&arguments(&folder, out, &["-q", "--resume"])).status.code(), Some(1));
    }
    assert_same(&files(Path::new(&path(&folder, "int"))), &files(Path::new(&path(&folder, "term"))), "both");
}

#[test]
fn an_input_that_can_be_read_only_once_has_no_journal() {
    let folder = prepared(1);
    let out = path(&folder, "out");
    let run = ["run", "-", "--format", "txt", "-q", "--out", &out];
    let output = verbale_reading(&[&run[..], &["--resume"]].concat(), b"Norland said: nothing.");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("stdin: can be read only once; --resume needs files"), "{}", stderr(&output));
    assert!(!Path::new(&out).exists());
    assert!(verbale_reading(&run, b"Norland said: nothing.").status.success());
}

#[test]
fn a_fault_before_the_first_entry_leaves_nothing() {
    let folder = prepared(2);
    std::fs::write(folder.path().join("bad.csv"), "no,columns\n").expect("a file");
    let bad = path(&folder, "bad.csv");
    refused(&arguments(&folder, "out", &["-q", "--actors", &bad]), "bad.csv:1:");
    assert!(!folder.path().join("out").exists());
    std::fs::create_dir(folder.path().join("out")).expect("a folder");
    refused(&arguments(&folder, "out", &["-q", "--actors", &bad]), "bad.csv:1:");
    // A folder that was there before stays.
    std::fs::remove_dir(folder.path().join("out")).expect("an empty folder");
    let options = Options { inputs: vec![path(&folder, "corpus/a.jsonl")], ..Options::default() };
    options.stop.store(true, std::sync::atomic::Ordering::Relaxed);
    let stopped: Result<_, Error> = verbale::batch::run(&options, &folder.path().join("out"), false, &mut |_| {});
    assert_eq!(stopped.expect_err("it was stopped").to_string(), "stopped before anything was done");
    assert!(!folder.path().join("out").exists());
}
