use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::program::{assert_same, files, run_sample};

/// `UPDATE_GOLDEN=1 cargo test golden` rewrites the published sample after a wanted change.
#[test]
fn the_sample_corpus_gives_the_published_sample() {
    let published = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/sample");
    let made = run_sample(&[]);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let _ = std::fs::remove_dir_all(&published);
        for (name, bytes) in &made {
            let path = published.join(name);
            std::fs::create_dir_all(path.parent().expect("it is in the sample")).expect("a folder");
            std::fs::write(path, bytes).expect("a file");
        }
    }
    assert_same(&files(&published), &made, "reports/sample");
}

#[test]
fn every_link_of_the_sample_leads_somewhere() {
    let links = links(&run_sample(&[]));
    assert!(links > 100, "only {links} links");
}

/// The number of links in the Markdown pages of a report. Fails at the first that leads nowhere.
pub(crate) fn links(made: &BTreeMap<PathBuf, Vec<u8>>) -> usize {
    let pages = made.iter().filter(|(name, _)| name.extension().is_some_and(|ending| ending == "md"));
    let mut links = 0;
    for (name, bytes) in pages {
        let text = std::str::from_utf8(bytes).expect("pages are UTF-8");
        let targets = text.match_indices("](").map(|(at, _)| text[at + 2..].split(')').next().unwrap_or(""));
        for target in targets {
            links += 1;
            let (file, anchor) = target.split_once('#').map_or((target, None), |(file, anchor)| (file, Some(anchor)));
            let folder = name.parent().expect("a page is in a folder");
            let path = if file.is_empty() { name.clone() } else { normal(&folder.join(file)) };
            let page = made.get(&path).unwrap_or_else(|| panic!("{}: no file {target}", name.display()));
            if let Some(anchor) = anchor {
                let page = String::from_utf8_lossy(page);
                assert!(page.contains(&format!("id=\"{anchor}\"")), "{}: no anchor {target}", name.display());
            }
        }
    }
    links
}

fn normal(path: &Path) -> PathBuf {
    let mut parts = Vec::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => drop(parts.pop()),
            other => parts.push(other),
        }
    }
    parts.into_iter().collect()
}
