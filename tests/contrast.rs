//! Pairs of sentences in which one thing is turned: `- text → actor sign, actor sign`, in the default mode.
//!
//! A sign is `for`, `against` or `none`; `not for` and `not against` allow the two others. What the program is known to
//! get wrong says so behind it: `(known to be wrong: XSU none)`, and must still be wrong, so that the page stays true.
//! When the weights are new, `UPDATE=1 cargo test --test tests contrast::` writes these marks anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::program::opinions;

/// Fewer right answers than this, in percent, are a step back, whatever the marks say.
const RIGHT: usize = 70;

const MARK: &str = " (known to be wrong: ";

struct Line {
    page: PathBuf,
    text: String,
    wanted: Vec<(String, String)>,
    /// The line as it stands on its page.
    whole: String,
}

fn lines() -> Vec<Line> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/stance");
    let files = std::fs::read_dir(folder).expect("a folder");
    let mut pages: Vec<PathBuf> = files.map(|entry| entry.expect("a file").path()).collect();
    pages.retain(|path| path.extension().is_some_and(|end| end == "md"));
    pages.sort();
    let of_page = |page: &PathBuf| {
        let read = std::fs::read_to_string(page).expect("the page can be read");
        let line = |whole: &str| {
            let (text, rest) = whole.strip_prefix("- ")?.split_once(" → ")?;
            let signs = rest.split_once(MARK).map_or(rest, |(signs, _)| signs).split(", ");
            let pair = |sign: &str| sign.split_once(' ').map(|(actor, sign)| (actor.to_owned(), sign.to_owned()));
            let wanted = signs.filter_map(pair).collect();
            Some(Line { page: page.clone(), text: text.to_owned(), wanted, whole: whole.to_owned() })
        };
        read.lines().filter_map(line).collect::<Vec<Line>>()
    };
    pages.iter().flat_map(of_page).collect()
}

/// The sign of each side in each line, by the number of the line.
fn found(lines: &[Line]) -> BTreeMap<(usize, String), &'static str> {
    let opinions = opinions(lines.iter().map(|line| line.text.as_str()), "tests/cases/stance/actors.csv");
    let mut signs = BTreeMap::new();
    for (number, opinions) in opinions.into_iter().enumerate() {
        for (target, sign) in opinions {
            let side = target.split('.').next().unwrap_or("").to_owned();
            let kept: &mut &str = signs.entry((number, side)).or_insert(sign);
            if *kept == "none" {
                *kept = sign;
            }
        }
    }
    signs
}

fn fits(sign: &str, wanted: &str) -> bool {
    if sign == "missing" {
        return false;
    }
    wanted.strip_prefix("not ").map_or(sign == wanted, |other| sign != other)
}

#[test]
fn a_turned_sentence_turns_the_stance() {
    let lines = lines();
    assert!(lines.len() >= 400, "only {} sentences", lines.len());
    let found = found(&lines);
    let (mut right, mut stale) = (0, Vec::new());
    for (number, line) in lines.iter().enumerate() {
        let sign = |actor: &str| found.get(&(number, actor.to_owned())).copied().unwrap_or("missing");
        let wrong = line.wanted.iter().filter(|(actor, wanted)| !fits(sign(actor), wanted));
        let wrong: Vec<String> = wrong.map(|(actor, _)| format!("{actor} {}", sign(actor))).collect();
        let wanted: Vec<String> = line.wanted.iter().map(|(actor, sign)| format!("{actor} {sign}")).collect();
        let mark = if wrong.is_empty() { String::new() } else { format!("{MARK}{})", wrong.join(", ")) };
        right += usize::from(wrong.is_empty());
        let now = format!("- {} → {}{mark}", line.text, wanted.join(", "));
        if now != line.whole {
            stale.push((line, now));
        }
    }
    if std::env::var_os("UPDATE").is_some() {
        for (line, now) in &stale {
            let page = std::fs::read_to_string(&line.page).expect("the page can be read");
            std::fs::write(&line.page, page.replace(&line.whole, now)).expect("the page can be written");
        }
    } else {
        let told: String = stale.iter().map(|(line, now)| format!("{}\n  is now {now}\n", line.whole)).collect();
        assert!(stale.is_empty(), "{told}");
    }
    assert!(right * 100 >= lines.len() * RIGHT, "only {right} of {} sentences are right", lines.len());
}
