use std::path::{Path, PathBuf};

const ROOMS: [&str; 7] = ["read", "extract", "resolve", "score", "aggregate", "validate", "report"];
const SHARED: [&str; 4] = ["model", "text", "lexicon", "neural"];

fn sources(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder);
    let all = walkdir::WalkDir::new(root).into_iter().map(|entry| entry.expect("sources can be listed").into_path());
    all.filter(|path| path.extension().is_some_and(|ending| ending == "rs")).collect()
}

fn named_in(path: &Path, rooms: &[&str]) -> Vec<String> {
    let text = std::fs::read_to_string(path).expect("sources can be read");
    let names = |room: &&&str| ["::", ";", "::{"].iter().any(|end| text.contains(&format!("crate::{room}{end}")));
    rooms.iter().filter(names).map(|room| (*room).to_owned()).collect()
}

#[test]
fn no_room_names_another() {
    let mut looked_at = 0;
    for room in ROOMS {
        let others: Vec<&str> = ROOMS.into_iter().filter(|other| *other != room).collect();
        for path in sources(room) {
            looked_at += 1;
            assert_eq!(named_in(&path, &others), Vec::<String>::new(), "{}", path.display());
        }
    }
    assert!(looked_at > 25, "only {looked_at} files");
}

#[test]
fn shared_folders_name_no_room() {
    for path in SHARED.into_iter().flat_map(sources) {
        assert_eq!(named_in(&path, &ROOMS), Vec::<String>::new(), "{}", path.display());
    }
}

#[test]
fn text_does_not_use_the_lexicons() {
    for path in sources("text") {
        assert_eq!(named_in(&path, &["lexicon"]), Vec::<String>::new(), "{}", path.display());
    }
}

#[test]
fn only_the_pipeline_names_rayon() {
    for path in sources("") {
        let text = std::fs::read_to_string(&path).expect("sources can be read");
        let names = text.contains("rayon::");
        let allowed = path.parent().is_some_and(|folder| folder.ends_with("src/pipeline"));
        assert!(!names || allowed, "{}", path.display());
    }
}

#[test]
fn every_path_in_the_architecture_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("ARCHITECTURE.md")).expect("the file is beside the manifest");
    let quoted = text.lines().flat_map(|line| line.split('`').skip(1).step_by(2));
    let paths: Vec<&str> = quoted.filter(|name| name.contains('/') || name.ends_with(".rs")).collect();
    let exists = |path: &str| {
        [root.join("src"), root.to_owned()].iter().any(|folder| {
            let pattern = folder.join(path).display().to_string();
            glob::glob(&pattern).is_ok_and(|mut found| found.any(|entry| entry.is_ok()))
        })
    };
    let missing: Vec<&&str> = paths.iter().filter(|path| !exists(path)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(paths.len() > 60, "only {} paths", paths.len());
}

#[test]
fn a_file_has_at_most_500_lines() {
    for path in sources("") {
        let text = std::fs::read_to_string(&path).expect("sources can be read");
        let lines = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).count();
        assert!(lines <= 500, "{} has {lines} lines: is there a second noun in it?", path.display());
    }
}
