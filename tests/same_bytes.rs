use crate::program::{assert_same, command, folder, path, run_sample, stdout, verbale};

#[test]
fn threads_and_batches_change_nothing() {
    let expected = run_sample(&["--threads", "1"]);
    for more in [["--threads", "2"], ["--threads", "8"], ["--batch", "1"], ["--batch", "7"], ["--batch", "100000"]] {
        assert_same(&expected, &run_sample(&more), &more.join(" "));
    }
}

#[test]
fn the_order_in_which_files_are_named_changes_nothing() {
    let files: Vec<(String, Vec<u8>)> = (0..9)
        .map(|number| {
            let text = format!(
                "Ada Ilo praised Norland. “We trust Sudria,” Bel Abra said on day {number}. Norland condemned Sudria."
            );
            (format!("{number}.txt"), text.into_bytes())
        })
        .collect();
    let actors = "id,name,kind,parent,aliases\nQNO,Norland,state,,\nQNO.ADA_ILO,Ada Ilo,person,QNO,surname:Ilo\nXSU,Sudria,state,,\nXSU.BEL_ABRA,Bel Abra,person,XSU,\n";
    let mut all: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_slice())).collect();
    all.push(("actors.csv", actors.as_bytes()));
    let folder = folder(&all);
    let actors = path(&folder, "actors.csv");
    let mut names: Vec<String> = (0..9).map(|number| path(&folder, &format!("{number}.txt"))).collect();
    let score = |names: &[String]| {
        let mut arguments = vec!["score", "-q", "--actors", &actors];
        arguments.extend(names.iter().map(String::as_str));
        stdout(&verbale(&arguments))
    };
    let expected = score(&names);
    assert!(expected.lines().count() >= 27, "{expected}");
    for turn in 0..4 {
        names.rotate_left(2);
        names.swap(turn, 8 - turn);
        assert_eq!(score(&names), expected);
    }
}

#[test]
fn nothing_of_the_machine_is_in_a_report() {
    let here = env!("CARGO_MANIFEST_DIR");
    for (name, bytes) in run_sample(&[]) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(here) && !text.contains("/tmp/"), "{} names a path", name.display());
    }
}

#[test]
fn a_closed_output_is_not_a_failure() {
    let mut child = command(&["score", "-q", "--actors", "tests/corpus/actors.csv", "tests/corpus/articles"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_seed_changes_the_examples_and_no_number() {
    let (mut first, mut second) = (run_sample(&["--seed", "0"]), run_sample(&["--seed", "7"]));
    assert_same(&second, &run_sample(&["--seed", "7", "--threads", "2"]), "the same seed");
    let name = std::path::Path::new("dyads.csv");
    assert_eq!(first[name], second[name]);
    // The manifest contains the seed, and so always differs.
    let manifest = std::path::Path::new("manifest.json");
    assert_ne!(first.remove(manifest), second.remove(manifest));
    assert_ne!(first, second, "the samples are the same");
}
