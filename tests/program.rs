use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Four invented states, as a table of actors.
pub(crate) const ACTORS: &str =
    "id,name,kind,parent,aliases\nQNO,Norland,state,,\nXSU,Sudria,state,,\nXOS,Ostrava,state,,\nXWE,Westmark,state,,\n";

/// Their names.
pub(crate) const STATES: [&str; 4] = ["Norland", "Sudria", "Ostrava", "Westmark"];

/// Runs the program with these arguments, in the folder of the package.
pub(crate) fn verbale(arguments: &[&str]) -> Output {
    command(arguments).output().expect("the program starts")
}

pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_verbale"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null());
    command
}

/// Runs the program with `text` on standard input.
pub(crate) fn verbale_reading(arguments: &[&str], text: &[u8]) -> Output {
    let mut child = command(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("it was piped");
    let text = text.to_vec();
    let writer = std::thread::spawn(move || std::io::Write::write_all(&mut stdin, &text));
    let output = child.wait_with_output().expect("the program ends");
    let _ = writer.join().expect("the writer ends");
    output
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("output is UTF-8")
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("messages are UTF-8")
}

/// The opinions that the program has of each of `texts`, with `actors` as the user's table: a target, and for, against
/// or none.
pub(crate) fn opinions<'t>(texts: impl Iterator<Item = &'t str>, actors: &str) -> Vec<Vec<(String, &'static str)>> {
    let record = |(number, text): (usize, &str)| {
        format!("{}\n", serde_json::json!({ "doc_id": number.to_string(), "text": text }))
    };
    let input: Vec<String> = texts.enumerate().map(record).collect();
    let arguments = ["score", "-q", "--format", "jsonl", "--actors", actors, "-"];
    let output = verbale_reading(&arguments, input.concat().as_bytes());
    assert!(output.status.success(), "{}", stderr(&output));
    let mut found = vec![Vec::new(); input.len()];
    for line in stdout(&output).lines() {
        let record: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        let number: usize = record["doc_id"].as_str().expect("an id").parse().expect("a number");
        for opinion in record["opinions"].as_array().expect("a list") {
            let sign = match opinion["polarity"].as_str() {
                Some("favor") => "for",
                Some("against") => "against",
                _ => "none",
            };
            found[number].push((opinion["target"].as_str().expect("an actor").to_owned(), sign));
        }
    }
    found
}

/// A temporary folder with these files.
pub(crate) fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("it is inside the folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
    folder
}

pub(crate) fn path(folder: &tempfile::TempDir, name: &str) -> String {
    folder.path().join(name).to_string_lossy().into_owned()
}

/// Every file below `root`, by relative path.
pub(crate) fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    walkdir::WalkDir::new(root)
        .into_iter()
        .map(|entry| entry.expect("the folder can be listed"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let name = entry.path().strip_prefix(root).expect("it is below").to_owned();
            (name, std::fs::read(entry.path()).expect("it can be read"))
        })
        .collect()
}

/// Fails with the name of the first file that differs.
pub(crate) fn assert_same(expected: &BTreeMap<PathBuf, Vec<u8>>, found: &BTreeMap<PathBuf, Vec<u8>>, what: &str) {
    let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<PathBuf>>();
    assert_eq!(names(expected), names(found), "{what}: other files");
    for (name, bytes) in expected {
        assert!(found[name] == *bytes, "{what}: {} differs", name.display());
    }
}

/// The sample corpus, as arguments.
pub(crate) const SAMPLE: [&str; 6] = [
    "tests/corpus/articles",
    "tests/corpus/general-debate.jsonl",
    "--actors",
    "tests/corpus/actors.csv",
    "--by",
    "year",
];

/// Runs the sample corpus with more arguments and returns the files that were written.
pub(crate) fn run_sample(more: &[&str]) -> BTreeMap<PathBuf, Vec<u8>> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = path(&folder, "out");
    let mut arguments = vec!["run", "-q", "--out", &out];
    arguments.extend(SAMPLE);
    arguments.extend(more);
    let output = verbale(&arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    files(Path::new(&out))
}
