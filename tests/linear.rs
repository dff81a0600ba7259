use std::time::{Duration, Instant};

use crate::program::{path, verbale};

/// What texts are made of when something goes wrong in them: no full stops, no closing marks, no end.
const PIECES: [(&str, &str); 9] = [
    ("paragraphs", "Norland accused Sudria of “treachery” at the border.\n\n"),
    ("one paragraph", "China said that both sides praised the United Nations. "),
    ("no sentence ends", "China accused Japan and he said it was so, "),
    ("opening marks", "the states' envoys’ forces’ moves ‘and “so he said "),
    ("points", "A.B.C.D."),
    ("passives", "it is said to be so and "),
    ("pronouns", "They said that it is good to go. "),
    ("collectives", "China and Japan met. The two countries said that they agree. "),
    ("but", "good but bad not "),
];

/// The shortest of three runs of `verb` over a text of so many bytes.
fn time(verb: &str, piece: &str, bytes: usize) -> Duration {
    let folder = crate::program::folder(&[("a.txt", piece.repeat(bytes / piece.len()).as_bytes())]);
    let (text, out) = (path(&folder, "a.txt"), path(&folder, "out.jsonl"));
    let once = || {
        let start = Instant::now();
        assert!(verbale(&[verb, "-q", "--threads", "1", &text, "-o", &out]).status.success());
        start.elapsed()
    };
    (0..3).map(|_| once()).min().expect("three runs")
}

/// Five times the text takes five times as long; eighteen allow for a busy machine and for starts that differ, a square would take twenty-five.
#[test]
fn time_grows_with_the_text_and_no_faster() {
    for verb in ["score", "sentiment"] {
        let start = time(verb, "a ", 10);
        for (name, piece) in PIECES {
            let small = time(verb, piece, 40_000).saturating_sub(start).max(Duration::from_millis(100));
            let large = time(verb, piece, 200_000).saturating_sub(start);
            assert!(large < small * 18, "{verb}, {name}: {small:?} for 40 KB, {large:?} for 200 KB");
        }
    }
}
