//! Tone: the sentiment of a statement's content, sentence by sentence.

use crate::lexicon::sentiment::Lexicon;
use crate::model::sentiment::Sentiment;
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::score::sentiment::{rounded, sentiment_beside};
use crate::text::annotated::Annotated;
use crate::text::normalise::normalise;

/// The mean sentiment of the sentences of the content, and for each target that of the sentences which name it; names of
/// actors have no tone, and typographic marks count as the plain ones.
pub(crate) fn tone(document: &Annotated<'_>, statement: &Statement, lexicon: &Lexicon) -> (Sentiment, Vec<f64>) {
    let sentences = statement.attribution.content.iter().flat_map(|&part| document.sentences_of(part));
    let tones: Vec<(Span, Sentiment)> =
        sentences.map(|part| (part.span, tone_of(document.text, part.span, &statement.named, lexicon))).collect();
    let toward = statement.targets.iter().map(|target| {
        let names = |sentence: Span| target.mentions.iter().any(|mention| mention.span.overlaps(sentence));
        mean(tones.iter().filter(|(sentence, _)| names(*sentence)).map(|(_, tone)| tone)).compound
    });
    (mean(tones.iter().map(|(_, tone)| tone)), toward.collect())
}

fn tone_of(text: &str, sentence: Span, named: &[Span], lexicon: &Lexicon) -> Sentiment {
    let plain = normalise(sentence.of(text));
    let from = named.partition_point(|name| name.end() <= sentence.start());
    let muted: Vec<Span> = named[from..]
        .iter()
        .take_while(|name| name.start() < sentence.end())
        .map(|name| {
            let place = |at: usize| plain.place(at.max(sentence.start()) - sentence.start());
            Span::new(place(name.start()), place(name.end().min(sentence.end())))
        })
        .collect();
    sentiment_beside(&plain.text, lexicon, &muted)
}

/// The mean of some sentences; 0 without any.
fn mean<'t>(tones: impl Iterator<Item = &'t Sentiment>) -> Sentiment {
    let mut sum = Sentiment::default();
    let mut count = 0.0;
    for tone in tones {
        sum.compound += tone.compound;
        sum.pos += tone.pos;
        sum.neu += tone.neu;
        sum.neg += tone.neg;
        count += 1.0;
    }
    if count == 0.0 {
        return sum;
    }
    let mean = |total: f64, places| rounded(total / count, places);
    Sentiment { compound: mean(sum.compound, 4), pos: mean(sum.pos, 3), neu: mean(sum.neu, 3), neg: mean(sum.neg, 3) }
}
