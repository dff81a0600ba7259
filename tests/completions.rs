use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use crate::program::{command, folder, path, stderr, stdout, verbale};

/// The commands that `--help` lists.
fn verbs() -> Vec<String> {
    let help = stdout(&verbale(&["--help"]));
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let verbs = listed.filter_map(|line| line.split_whitespace().next()).filter(|verb| *verb != "help");
    verbs.map(str::to_owned).collect()
}

/// The tasks of a command that has some: `lexicon check`.
fn tasks(verb: &str) -> Vec<String> {
    let help = stdout(&verbale(&[verb, "-h"]));
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // What a task does may go on in lines of their own, farther in.
    let own = listed.filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next());
    let tasks = own.filter(|task| *task != "help");
    tasks.map(|task| format!("{verb} {task}")).collect()
}

#[test]
fn every_shell_completes_every_command() {
    let verbs = verbs();
    assert!(verbs.len() > 8 && verbs.contains(&"run".to_owned()), "{verbs:?}");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = verbale(&["completions", shell]);
        assert!(output.status.success(), "{shell}: {}", stderr(&output));
        let script = stdout(&output);
        for verb in &verbs {
            assert!(script.contains(verb.as_str()), "{shell} does not know `{verb}`");
        }
    }
}

#[test]
fn bash_completes_commands_options_and_values() {
    let folder = folder(&[("verbale.bash", verbale(&["completions", "bash"]).stdout.as_slice())]);
    let completed = |words: &str, current: &str, at: usize| {
        let call = format!(
            "source {}; COMP_WORDS=({words}); COMP_CWORD={at}; _verbale verbale '{current}' ''; echo \"${{COMPREPLY[*]}}\"",
            path(&folder, "verbale.bash")
        );
        let output = Command::new("bash").args(["--norc", "-c", &call]).output().expect("bash starts");
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output).trim().to_owned()
    };
    assert_eq!(completed("verbale comple", "comple", 1), "completions");
    assert_eq!(completed("verbale run --keep", "--keep", 2), "--keep-duplicates");
    assert_eq!(completed("verbale completions f", "f", 2), "fish");
}

#[test]
fn an_unknown_shell_gets_a_list_of_known_ones() {
    let output = verbale(&["completions", "abacus"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("bash, elvish, fish, powershell, zsh"), "{}", stderr(&output));
}

#[test]
fn the_manual_has_a_page_for_every_command() {
    let folder = folder(&[]);
    let pages = path(&folder, "man");
    let output = verbale(&["man", "--out", &pages]);
    assert!(output.status.success(), "{}", stderr(&output));
    let mut found: Vec<String> = std::fs::read_dir(&pages)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be listed").file_name().to_string_lossy().into_owned())
        .collect();
    let verbs: Vec<String> = verbs().into_iter().flat_map(|verb| [tasks(&verb), vec![verb]].concat()).collect();
    let mut expected: Vec<String> = verbs.iter().map(|verb| format!("verbale-{}.1", verb.replace(' ', "-"))).collect();
    expected.push("verbale.1".to_owned());
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
    let run = std::fs::read_to_string(folder.path().join("man/verbale-run.1")).expect("it can be read");
    assert!(run.contains(r"\-\-keep\-duplicates"), "{run}");
    let main = std::fs::read_to_string(folder.path().join("man/verbale.1")).expect("it can be read");
    assert!(main.contains(env!("CARGO_PKG_VERSION")), "{main}");
    assert_eq!(stdout(&verbale(&["man"])), main);
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let mut child = command(&["completions", "zsh"]).stdout(Stdio::piped()).spawn().expect("the program starts");
    drop(child.stdout.take());
    assert!(child.wait().expect("it ends").success());
}

/// The long options that occur in a text.
fn options(text: &str) -> BTreeSet<String> {
    let ends = |c: char| !(c.is_ascii_lowercase() || c == '-');
    let words = text.split(ends).filter(|word| word.starts_with("--") && word.len() > 3);
    words.map(str::to_owned).collect()
}

#[test]
fn every_option_is_documented() {
    let page = include_str!("../docs/options.md");
    let mut known = BTreeSet::from(["--help".to_owned()]);
    let verbs = verbs().into_iter().flat_map(|verb| [tasks(&verb), vec![verb]].concat());
    for verb in verbs.chain(["man".to_owned()]) {
        assert!(page.contains(&format!("`{verb} ")) || page.contains(&format!("`{verb}`")), "{verb}");
        let help = stdout(&verbale(&[verb.split(' ').collect::<Vec<&str>>(), vec!["-h"]].concat()));
        let listed = help.lines().filter(|line| line.trim_start().starts_with('-'));
        // Two spaces divide an option from what is said of it.
        known.extend(listed.flat_map(|line| options(line.trim_start().split("  ").next().unwrap_or(""))));
    }
    assert_eq!(options(page), known, "docs/options.md and --help differ");
}
