use std::path::{Path, PathBuf};

const ROOMS: [&str; 6] = ["read", "extract", "resolve", "score", "aggregate", "report"];
const SHARED: [&str; 3] = ["model", "text", "lexicon"];

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
fn what_is_shared_names_no_room() {
    for path in SHARED.into_iter().flat_map(sources) {
        assert_eq!(named_in(&path, &ROOMS), Vec::<String>::new(), "{}", path.display());
    }
}

#[test]
fn text_stands_below_the_lexicons() {
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
fn a_file_fits_into_a_head() {
    for path in sources("") {
        let text = std::fs::read_to_string(&path).expect("sources can be read");
        let lines = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).count();
        assert!(lines <= 500, "{} has {lines} lines: is there a second noun in it?", path.display());
    }
}
