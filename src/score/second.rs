//! A second reader: the question that the transparent reader has answered, put to an encoder. The two are wrong in
//! different places, so where they agree a number can be trusted more.
//!
//! The probabilities of both are averaged; the evidence stays that of the transparent reader, brought to the scale of
//! the new stance. Where the encoder alone sees a sign, the evidence says so.

use std::ops::Range;

use crate::error::Error;
use crate::lexicon::table::Table;
use crate::model::attribution::CueCategory;
use crate::model::hash::sha256;
use crate::model::opinion::{Evidence, Opinion, Polarity, Scope};
use crate::model::reader::{Answer, Reader, Readers};
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::neural::{Encoder, Told, marked};
use crate::score::group::is_own_side;
use crate::score::judged::judge_anew;
use crate::score::polarity::Sums;
use crate::text::function_words::is_function_word;

/// How the answers of readers become one, as CSV; learned by `bin/fit/readers.py`.
const TABLE: &str = include_str!("../../lexicons/readers.csv");

/// What the evidence says where no words of the transparent reader point the same way.
const UNSEEN: &str = "no words of the lexicon";

/// An encoder, and how much it counts.
pub(crate) struct SecondReader {
    encoder: Encoder,
    mixture: Mixture,
    /// Whether what each reader says is told.
    tells: bool,
}

/// A row of the table.
#[derive(Clone, Copy)]
struct Mixture {
    /// How much of the mean is the encoder's, 0 to 1.
    share: f64,
    /// To what power probabilities are taken, so that they are as often right as they say.
    exponent: f64,
}

impl SecondReader {
    /// A reader that uses `encoder` alone, or beside the transparent reader.
    ///
    /// Errors: none, unless the shipped table is damaged.
    pub(crate) fn new(encoder: Encoder, reader: Reader) -> Result<SecondReader, Error> {
        let mixture = Mixture::read(TABLE, reader.word())?;
        Ok(SecondReader { encoder, mixture, tells: reader == Reader::Both })
    }

    /// The SHA-256 of the model and of the table, by name.
    pub(crate) fn hashes(&self) -> [(String, String); 2] {
        [("model of stance".to_owned(), self.encoder.hash.clone()), ("readers.csv".to_owned(), sha256(TABLE))]
    }

    /// Judges the opinions of `statement` anew, as far as the encoder has something to add. The statement stands in the
    /// given part of `text`; what is outside is out of sight.
    pub(crate) fn read(
        &self,
        text: &str,
        part: Range<usize>,
        statement: &Statement,
        opinions: &mut [Opinion],
        least: f64,
    ) {
        let said = &statement.attribution;
        if !said.counts || is_bare(text, statement) {
            return;
        }
        let place = |span: Span| {
            let inside = part.start <= span.start() && span.end() <= part.end;
            inside.then(|| Span::new(span.start() - part.start, span.end() - part.start))
        };
        let content: Vec<Span> = said.content.iter().filter_map(|&span| place(span)).collect();
        let (source, cue) = (said.source.and_then(place), said.cue.and_then(place));
        for opinion in opinions {
            let own = is_own_side(statement, &opinion.target) && said.category != CueCategory::Judge;
            let target: Vec<Span> = opinion.mentions.iter().filter_map(|mention| place(mention.span)).collect();
            let asked = !own && !target.is_empty() && !content.is_empty();
            let Some(likely) = opinion.likely.filter(|_| asked) else { continue };
            let told = Told { text: &text[part.clone()], source, cue, content: &content, target: &target };
            let (first, second) = marked(&told);
            let answer = self.encoder.probabilities(&first, &second);
            judge(opinion, self.mixture.of(likely, answer), statement, least);
            if self.tells {
                let [transparent, neural] = [likely, answer].map(|one| Answer::new(Sums::polarity(one).0, one));
                opinion.agree = Some(transparent.polarity == neural.polarity);
                opinion.readers = Some(Readers { transparent, neural });
            }
        }
    }
}

/// Whether the content says nothing but names, as in a list of those who were there.
fn is_bare(text: &str, statement: &Statement) -> bool {
    let is_name = |at: usize| statement.named.iter().any(|name| name.start() <= at && at < name.end());
    let says = |part: &Span| {
        let words = part.of(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let at = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
        words.into_iter().any(|word| !is_name(at(word)) && !is_function_word(&word.to_lowercase()))
    };
    !statement.attribution.content.iter().any(says)
}

/// Gives `opinion` these probabilities; where no words of it point the same way, its evidence says so.
fn judge(opinion: &mut Opinion, probabilities: [f64; 3], statement: &Statement, least: f64) {
    judge_anew(opinion, probabilities, statement, least);
    let is_unseen = opinion.evidence.is_empty() && opinion.polarity != Polarity::None;
    if let Some(mention) = opinion.mentions.first().filter(|_| is_unseen) {
        opinion.evidence.push(Evidence {
            span: mention.span,
            scope: Scope::Sentence,
            entry: String::new(),
            valence: opinion.stance.value(),
            rule: UNSEEN.to_owned(),
        });
    }
}

impl Mixture {
    /// The row of `reader`.
    fn read(table: &str, reader: &str) -> Result<Mixture, Error> {
        let table = Table::read("lexicons/readers.csv", table, &["reader", "share", "exponent"])?;
        let row = table.rows().find(|row| row.get("reader") == reader);
        let row = row.ok_or_else(|| Error::said(format!("lexicons/readers.csv: no row for {reader}")))?;
        let number = |column, most| {
            let number = row.number(column, 0.0, most)?;
            number.ok_or_else(|| row.fault(column, "nothing", "a number"))
        };
        Ok(Mixture { share: number("share", 1.0)?, exponent: number("exponent", 4.0)? })
    }

    /// What both readers say together.
    fn of(self, transparent: [f64; 3], neural: [f64; 3]) -> [f64; 3] {
        let mean = [0, 1, 2].map(|at| self.share * neural[at] + (1.0 - self.share) * transparent[at]);
        let powers = mean.map(|probability| probability.powf(self.exponent));
        let all: f64 = powers.iter().sum();
        powers.map(|power| power / all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::attribution::Attribution;
    use crate::model::mention::{Mention, Rule};
    use crate::model::opinion::Stance;

    fn opinion(stance: f64, polarity: Polarity) -> Opinion {
        let span = Span::new(0, 7);
        let piece =
            Evidence { span, scope: Scope::Words, entry: "lied".to_owned(), valence: stance, rule: "said".to_owned() };
        Opinion {
            target: "XSU".into(),
            mentions: vec![Mention { actor: "XSU".into(), span, rule: Rule::Given, speaks: true }],
            stance: Stance::new(stance),
            sentiment: 0.0,
            polarity,
            confidence: 0.6,
            counted: true,
            evidence: if stance == 0.0 { Vec::new() } else { vec![piece] },
            entries: Vec::new(),
            likely: None,
            alone: None,
            readers: None,
            agree: None,
        }
    }

    fn statement() -> Statement {
        Statement {
            statement_id: "a:1".to_owned(),
            attribution: Attribution::said(None, None, vec![Span::new(0, 7)], 1.0),
            holder: Some("XNO".into()),
            rule: Some(Rule::Given),
            via: Vec::new(),
            confidence: 1.0,
            named: Vec::new(),
            targets: Vec::new(),
        }
    }

    #[test]
    fn evidence_adds_up_to_the_new_stance() {
        for (before, polarity) in [(-0.4, Polarity::Against), (0.3, Polarity::Favor), (0.0, Polarity::None)] {
            for probabilities in [[0.7, 0.2, 0.1], [0.2, 0.7, 0.1], [0.1, 0.3, 0.6], [0.1, 0.8, 0.1]] {
                let mut opinion = opinion(before, polarity);
                judge(&mut opinion, probabilities, &statement(), 0.5);
                let sum: f64 = opinion.evidence.iter().map(|piece| piece.valence).sum();
                assert_eq!(sum, opinion.stance.value(), "{before} {probabilities:?}");
                let unseen = opinion.evidence.iter().any(|piece| piece.rule == UNSEEN);
                let turned = opinion.polarity != Polarity::None && before * opinion.stance.value() <= 0.0;
                assert_eq!(unseen, turned, "{before} {probabilities:?}");
            }
        }
    }

    #[test]
    fn an_opinion_counts_from_its_confidence_on() {
        for (least, counts) in [(0.5, true), (0.9, false)] {
            let mut opinion = opinion(-0.4, Polarity::Against);
            judge(&mut opinion, [0.1, 0.3, 0.6], &statement(), least);
            assert_eq!((opinion.polarity, opinion.counted), (Polarity::Favor, counts));
            assert!((0.6..0.9).contains(&opinion.confidence));
        }
    }

    #[test]
    fn the_shipped_table_has_a_row_for_each_reader() {
        for reader in ["neural", "both"] {
            let mixture = Mixture::read(TABLE, reader).expect("the shipped table is sound");
            let found = mixture.of([0.2, 0.5, 0.3], [0.1, 0.1, 0.8]);
            assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-12 && found[2] > 0.3, "{reader}: {found:?}");
        }
        assert!(Mixture::read(TABLE, "other").is_err());
        let even = Mixture { share: 0.5, exponent: 2.0 };
        let found = even.of([0.2, 0.2, 0.6], [0.0, 0.4, 0.6]);
        assert!(found.iter().zip([1.0, 9.0, 36.0]).all(|(found, right)| (found - right / 46.0).abs() < 1e-12));
    }
}
