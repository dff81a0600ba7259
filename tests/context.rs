//! What a document says elsewhere makes an opinion more or less sure, and never turns it.

use verbale::{Analyzer, Document, Opinion, Polarity};

const MILD: &str = "“Sudria has not kept its promises,” Ada Ilo said.";
const HARSH: &str =
    "“Sudria is a ruthless aggressor,” Ada Ilo said.\n\n“We condemn the crimes of Sudria,” Ada Ilo said.";
const WARM: &str =
    "“Sudria is a trusted friend,” Ada Ilo said.\n\n“We thank Sudria for its generous help,” Ada Ilo said.";
const BARE: &str = "“Sudria is a country,” Ada Ilo said.";

/// What is said of Sudria in the last statement of a document of these paragraphs.
fn last(paragraphs: &[&str]) -> Opinion {
    let analyzer = Analyzer::builder().actors("tests/cases/stance/actors.csv").build().expect("a sound table");
    let mut found = analyzer.analyze(&Document::new("article", paragraphs.join("\n\n")));
    let opinions = found.pop().expect("a statement").opinions;
    opinions.into_iter().find(|opinion| &*opinion.target == "XSU").expect("an opinion of Sudria")
}

#[test]
fn others_move_an_opinion_and_its_evidence_still_adds_up() {
    let alone = last(&[MILD]);
    assert!(alone.stance < 0.0 && alone.alone.is_none(), "{alone:?}");
    for (others, is_surer) in [(HARSH, true), (WARM, false)] {
        let found = last(&[others, MILD]);
        assert_eq!(found.alone, Some(alone.stance));
        assert_eq!(found.stance < alone.stance, is_surer, "{found:?}");
        let sum: f64 = found.evidence.iter().map(|piece| piece.valence).sum();
        assert!((sum - found.stance).abs() < 1e-5, "{found:?}");
        let words =
            |opinion: &Opinion| opinion.evidence.iter().map(|piece| piece.text.clone()).collect::<Vec<String>>();
        assert!(found.stance == 0.0 || words(&found) == words(&alone), "{found:?}");
    }
}

#[test]
fn nothing_is_turned_and_nothing_comes_from_nowhere() {
    assert!(last(&[WARM, WARM, WARM, MILD]).stance <= 0.0);
    let bare = last(&[HARSH, BARE]);
    assert_eq!((bare.polarity, bare.stance), (Polarity::None, 0.0), "{bare:?}");
}

#[test]
fn others_are_those_of_the_same_two_sides() {
    let alone = last(&[MILD]).stance;
    let of_another = HARSH.replace("Ada Ilo", "Bela Rok");
    let about_another = HARSH.replace("Sudria", "Ostland");
    for others in [of_another, about_another] {
        assert_eq!(last(&[&others, MILD]).stance, alone, "{others}");
    }
}
