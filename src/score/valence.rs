//! Valences: what words are by themselves, good or bad, and what two of them are together.

use crate::lexicon::sentiment::Lexicon;
use crate::score::feature::Said;
use crate::score::scene::Scene;

/// What a word is by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Valence {
    Plain,
    Good,
    Bad,
}

impl Valence {
    fn of(value: f32) -> Valence {
        match value {
            value if value > 0.0 => Valence::Good,
            value if value < 0.0 => Valence::Bad,
            _ => Valence::Plain,
        }
    }
}

/// The VADER rating of each word of `scene` that means something and that the holder says; 0 of all others.
pub(super) fn ratings(scene: &Scene<'_>, sentiment: &Lexicon) -> Vec<f32> {
    let rating = |at: usize| if scene.is_heard_word(at) { sentiment.rating(scene.form(at)) as f32 } else { 0.0 };
    (0..scene.len()).map(rating).collect()
}

/// The valence of each word of `scene`: by the stance lexicon, what it says of whoever does or is it; else by its rating.
pub(super) fn valences(scene: &Scene<'_>, said: &[Said<'_>], ratings: &[f32]) -> Vec<Valence> {
    let mut valences: Vec<Valence> = ratings.iter().map(|&rating| Valence::of(rating)).collect();
    for said in said {
        let value = if said.of_doer == 0.0 { said.of_other } else { said.of_doer };
        let within = said.from..said.to.min(scene.len());
        within.filter(|&at| scene.is_heard_word(at)).for_each(|at| valences[at] = Valence::of(value));
    }
    valences
}

/// The class of a word of the valence `above` and one of the valence `below` that hangs on it; `None` of two plain ones.
pub(super) fn together(above: Valence, below: Valence) -> Option<&'static str> {
    Some(match (above, below) {
        (Valence::Plain, Valence::Plain) => return None,
        (Valence::Plain, Valence::Good) => "(good below)",
        (Valence::Plain, Valence::Bad) => "(bad below)",
        (Valence::Good, Valence::Plain) => "(good above)",
        (Valence::Bad, Valence::Plain) => "(bad above)",
        (Valence::Good, Valence::Good) => "(good with good)",
        (Valence::Good, Valence::Bad) => "(good with bad)",
        (Valence::Bad, Valence::Good) => "(bad with good)",
        (Valence::Bad, Valence::Bad) => "(bad with bad)",
    })
}
