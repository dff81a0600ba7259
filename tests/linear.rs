use std::process::Command;

use crate::program::{path, stderr, stdout};

/// Pieces of malformed texts: no full stops, no closing quotation marks, no end.
const PIECES: [(&str, &str); 10] = [
    ("paragraphs", "Norland accused Sudria of “treachery” at the border.\n\n"),
    ("one paragraph", "China said that both sides praised the United Nations. "),
    ("no sentence ends", "China accused Japan and he said it was so, "),
    ("opening marks", "the states' envoys’ forces’ moves ‘and “so he said "),
    ("points", "A.B.C.D."),
    ("passives", "it is said to be so and "),
    ("pronouns", "They said that it is good to go. "),
    ("collectives", "China and Japan met. The two countries said that they agree. "),
    ("but", "good but bad not "),
    ("rated words", "good but bad very nice but awful "),
];

/// The shell runs the program and prints the processor time that it took.
const TIMED: &str = "\"$@\" && times";

/// The least processor time, in seconds, of three runs of `verb` over a text of this many bytes.
///
/// Unlike wall-clock time, it does not depend on the load of the machine. It still varies a little; a count of
/// instructions would not, but needs a tool that is not always available.
fn effort(verb: &str, piece: &str, bytes: usize) -> f64 {
    let folder = crate::program::folder(&[("a.txt", piece.repeat(bytes / piece.len()).as_bytes())]);
    let (text, out) = (path(&folder, "a.txt"), path(&folder, "out.jsonl"));
    let program = env!("CARGO_BIN_EXE_verbale");
    let once = || {
        let timed = ["-c", TIMED, "sh", program, verb, "-q", "--threads", "1", &text, "-o", &out];
        let output = Command::new("sh").args(timed).output().expect("the shell starts");
        assert!(output.status.success(), "{}", stderr(&output));
        spent(&stdout(&output))
    };
    (0..3).map(|_| once()).fold(f64::INFINITY, f64::min)
}

/// Parses the output of `times` for child processes: the first number of its second line, as in `0m1.25s 0m0.02s`.
fn spent(times: &str) -> f64 {
    let user = times.lines().nth(1).and_then(|line| line.split(' ').next()).expect("a line on the children");
    let (minutes, seconds) = user.trim_end_matches('s').split_once('m').expect("minutes and seconds");
    60.0 * minutes.parse::<f64>().expect("a number") + seconds.parse::<f64>().expect("a number")
}

/// Five times the text takes five times the work. Eighteen allows for caches and start-up; quadratic work would take
/// twenty-five.
#[test]
fn time_is_linear_in_the_length_of_the_text() {
    for verb in ["score", "sentiment"] {
        let start = effort(verb, "a ", 10);
        for (name, piece) in PIECES {
            let small = (effort(verb, piece, 40_000) - start).max(0.1);
            let large = effort(verb, piece, 200_000) - start;
            assert!(large < small * 18.0, "{verb}, {name}: {small:.2} s for 40 KB, {large:.2} s for 200 KB");
        }
    }
}

#[test]
fn the_time_of_children_is_read() {
    assert_eq!(spent("0m0.004s 0m0.000s\n2m1.250s 0m0.010s\n"), 121.25);
}
