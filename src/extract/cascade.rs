//! The cascade: from a parsed paragraph, through cues and frames, to the attributions that are probable enough to keep.

use std::ops::Range;
use std::sync::LazyLock;

use crate::extract::confidence::{ConfidenceModel, NESTED, OUTER};
use crate::extract::cue_classifier::{CANDIDATE, CueClassifier};
use crate::extract::frame::{Frame, Frames, Seen, Sides};
use crate::extract::gate::Gate;
use crate::extract::spans::{attribution, quoted_as};
use crate::extract::speaker::SpeakerRanker;
use crate::lexicon::cues::Cues;
use crate::model::attribution::Attribution;
use crate::model::span::Span;
use crate::text::linear::{Linear, unpacked};
use crate::text::paragraph::{Paragraph, Parsed};
use crate::text::parser::ROOT;
use crate::text::syntax::Syntax;
use crate::text::tagger::is_verb;
use crate::text::token::touched;

/// The fitted models.
pub(crate) struct Models {
    pub(crate) gate: Gate,
    pub(crate) cues: CueClassifier,
    pub(crate) frames: Frames,
    pub(crate) confidence: ConfidenceModel,
    pub(crate) speakers: SpeakerRanker,
}

static SHIPPED: LazyLock<Models> = LazyLock::new(|| {
    Models::of(include_bytes!("../../lexicons/attribution.weights")).expect("the shipped weights are whole")
});

/// Frames less probable than this are not kept. Near the place where F1 is highest; between 0.35 and 0.5 it hardly
/// changes.
const LEAST: f64 = 0.45;

/// The same for frames around a cue that a rule has found too: rules hold beyond the news from which confidence is
/// learned, whose F1 does not suffer.
const LEAST_BY_RULE: f64 = 0.25;

/// Whether `frame` is probable enough.
fn keeps(confidence: f64, frame: &Frame) -> bool {
    confidence >= if frame.origin == 0 { LEAST } else { LEAST_BY_RULE }
}

impl Models {
    /// Those that come with the program, unpacked when they are first wanted.
    pub(crate) fn shipped() -> &'static Models {
        &SHIPPED
    }

    /// The file that [`Models::of`] reads.
    #[cfg(feature = "fit")]
    pub(crate) fn file(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.cues.weights.write(&mut bytes);
        self.frames.weights.write(&mut bytes);
        self.frames.pairs.write(&mut bytes);
        self.confidence.weights.write(&mut bytes);
        self.speakers.weights.write(&mut bytes);
        self.gate.weights.write(&mut bytes);
        crate::text::linear::packed(&bytes)
    }

    /// Those of a file as `fit` writes it; `None` if it is something else.
    pub(crate) fn of(file: &[u8]) -> Option<Models> {
        let bytes = unpacked(file)?;
        let bytes = &mut bytes.as_slice();
        Some(Models {
            cues: CueClassifier { weights: Linear::read(bytes)? },
            frames: Frames { weights: Linear::read(bytes)?, pairs: Linear::read(bytes)? },
            confidence: ConfidenceModel { weights: Linear::read(bytes)? },
            speakers: SpeakerRanker { weights: Linear::read(bytes)? },
            gate: Gate { weights: Linear::read(bytes)? },
        })
    }
}

/// A parsed paragraph, and by how much each of its words looks like a cue.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'p> {
    pub(crate) parsed: Parsed<'p>,
    pub(crate) margins: &'p [i8],
}

impl Reading<'_> {
    /// Every frame that a candidate with at least the margin `least`, or a rule, proposes.
    pub(crate) fn frames(&self, least: i8, frames: &Frames, ruled: &[Frame]) -> Vec<Frame> {
        let nothing = vec![false; self.parsed.len()];
        let mut found = Vec::new();
        let mut sides = Sides::new(self.parsed.len());
        for cue in (0..self.parsed.len()).filter(|&at| self.margins[at] >= least) {
            found.extend(self.frame(frames, cue, &nothing, &mut sides));
        }
        for frame in &mut found {
            frame.origin = compared(frame, ruled);
        }
        let mut others: Vec<Frame> = ruled.to_vec();
        others.retain(|rule| !found.iter().any(|frame| frame.content == rule.content && frame.source == rule.source));
        for rule in &mut others {
            rule.origin = BY_RULE + compared(rule, &found);
        }
        found.extend(others);
        found
    }

    /// The best frame around `cue` that has no word in `taken`.
    fn frame(&self, frames: &Frames, cue: usize, taken: &[bool], sides: &mut Sides) -> Option<Frame> {
        let seen = Seen::new(self.parsed, self.margins, cue);
        frames.frame(&seen, &mut frames.scores(&seen, sides), taken)
    }

    /// The `proposed` frames with their probabilities, by themselves and in the content of another.
    pub(crate) fn weighed(&self, model: &ConfidenceModel, proposed: Vec<Frame>) -> Vec<([f64; 2], Frame)> {
        let weigh = |frame: &Frame| model.confidence(self, frame);
        proposed.into_iter().map(|frame| (weigh(&frame), frame)).collect()
    }

    /// Of `weighed` frames the most probable that do not stand in each other's way, with their probabilities.
    pub(crate) fn choose(
        &self,
        frames: &Frames,
        model: &ConfidenceModel,
        weighed: &[([f64; 2], Frame)],
        ruled: &[Frame],
    ) -> Vec<(f64, Frame)> {
        let own = |(confidence, frame): &([f64; 2], Frame)| (confidence[OUTER], frame.clone());
        let mut open: Vec<(f64, Frame)> =
            weighed.iter().map(own).filter(|(confidence, frame)| keeps(*confidence, frame)).collect();
        let mut taken = vec![false; self.parsed.len()];
        let mut cues = taken.clone();
        // Few paragraphs have anything to read again.
        let mut sides: Option<Sides> = None;
        let mut chosen: Vec<(f64, Frame)> = Vec::new();
        while let Some(best) = (0..open.len())
            .max_by(|&a, &b| open[a].0.total_cmp(&open[b].0).then(open[b].1.cue.cmp(&open[a].1.cue)).then(b.cmp(&a)))
        {
            let (confidence, frame) = open.swap_remove(best);
            if taken[frame.cue] || cues[frame.cue] {
                continue;
            }
            if frame.content.iter().cloned().flatten().any(|at| taken[at] || cues[at]) {
                let free: Vec<bool> = taken.iter().zip(&cues).map(|(a, b)| *a || *b).collect();
                let sides = sides.get_or_insert_with(|| Sides::new(taken.len()));
                if frame.origin < BY_RULE
                    && let Some(mut again) = self.frame(frames, frame.cue, &free, sides)
                {
                    again.origin = compared(&again, ruled);
                    let confidence = model.confidence(self, &again)[OUTER].min(confidence);
                    if keeps(confidence, &again) {
                        open.push((confidence, again));
                    }
                }
                continue;
            }
            cues[frame.cue] = true;
            frame.content.iter().for_each(|part| taken[part.clone()].fill(true));
            chosen.push((confidence, frame));
        }
        chosen.sort_by_key(|(_, frame)| frame.content[0].start);
        chosen
    }
}

impl Reading<'_> {
    /// Of the `weighed` frames those that lie wholly inside the content of a `chosen` one, whose number comes first.
    fn nested(&self, weighed: &[([f64; 2], Frame)], chosen: &[(f64, Frame)]) -> Vec<(usize, f64, Frame)> {
        let mut found: Vec<(usize, f64, Frame)> = Vec::new();
        for (confidence, frame) in weighed {
            let (first, last) = (frame.content[0].start, frame.content[frame.content.len() - 1].end);
            let first = frame.source.iter().fold(first, |first, source| first.min(source.start)).min(frame.cue);
            let last = frame.source.iter().fold(last, |last, source| last.max(source.end)).max(frame.cue + 1);
            let around = |part: &Range<usize>| part.start <= first && last <= part.end;
            let Some(outer) = chosen.iter().position(|(_, outer)| outer.content.iter().any(around)) else { continue };
            if frame.source.is_some() && confidence[NESTED] >= LEAST_NESTED {
                found.push((outer, confidence[NESTED], frame.clone()));
            }
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.2.cue.cmp(&b.2.cue)));
        let mut taken = vec![false; self.parsed.len()];
        found.retain(|(.., frame)| {
            let free = !taken[frame.cue] && frame.content.iter().cloned().flatten().all(|at| !taken[at]);
            if free {
                taken[frame.cue] = true;
                frame.content.iter().for_each(|part| taken[part.clone()].fill(true));
            }
            free
        });
        found.sort_by_key(|(.., frame)| frame.content[0].start);
        found
    }
}

/// Frames inside others are kept from this probability on.
const LEAST_NESTED: f64 = 0.4;

/// Added to the origin of a frame that a rule proposes.
pub(crate) const BY_RULE: u32 = 8;

/// How `frame` compares with the one of `others` that has the same cue: 0 there is none, 1 the same content, 2 much
/// of it, 3 little of it; 4 more if the sources are the same.
fn compared(frame: &Frame, others: &[Frame]) -> u32 {
    let Some(other) = others.iter().find(|other| other.cue.abs_diff(frame.cue) <= 1) else { return 0 };
    let source = if other.source.as_ref().map(|source| source.end) == frame.source.as_ref().map(|source| source.end) {
        4
    } else {
        0
    };
    let shared: usize = frame
        .content
        .iter()
        .flat_map(|part| {
            other.content.iter().map(move |with| part.end.min(with.end).saturating_sub(part.start.max(with.start)))
        })
        .sum();
    let all = frame.size() + other.size() - shared;
    source
        + if shared == all {
            1
        } else if shared * 2 >= all {
            2
        } else {
            3
        }
}

/// The attributions of a paragraph, in text order; `ruled` are those that the rules find in it.
pub(super) fn attributions(
    paragraph: &Paragraph<'_>,
    cues: &Cues,
    models: &Models,
    ruled: &[Attribution],
) -> Vec<Attribution> {
    if ruled.is_empty() && !paragraph.has_quotation() && !models.gate.opens(paragraph) {
        return Vec::new();
    }
    let parsed = paragraph.parsed(Syntax::shipped());
    let margins = models.cues.margins(&parsed);
    let reading = Reading { parsed, margins: &margins };
    let ruled = ruled_frames(&parsed, ruled);
    let proposed = reading.frames(CANDIDATE, &models.frames, &ruled);
    let weighed = reading.weighed(&models.confidence, proposed);
    let chosen = reading.choose(&models.frames, &models.confidence, &weighed, &ruled);
    let inner = reading.nested(&weighed, &chosen);
    let made = |(confidence, frame): (f64, &Frame)| {
        let source = models.speakers.speaker(&reading, frame);
        attribution(&parsed, &Frame { source, ..frame.clone() }, confidence, cues)
    };
    let mut found = Vec::with_capacity(chosen.len());
    for (number, (confidence, frame)) in chosen.iter().enumerate() {
        let mut outer = made((*confidence, frame));
        let mine = inner.iter().filter(|(of, ..)| *of == number);
        outer.nested.extend(mine.map(|(_, confidence, frame)| made((*confidence, frame))));
        if let Some(quoted) = quoted_as(&parsed, frame) {
            outer.nested = vec![attribution(&parsed, &quoted, *confidence, cues)];
        }
        found.push(outer);
    }
    found
}

/// Attributions of rules as frames of `parsed`.
pub(crate) fn ruled_frames(parsed: &Parsed<'_>, ruled: &[Attribution]) -> Vec<Frame> {
    let frame = |attribution: &Attribution| {
        let cue = cue_head(parsed, &words(parsed, attribution.cue?)?)?;
        let source = attribution.source.and_then(|source| words(parsed, source));
        let content: Vec<Range<usize>> =
            attribution.content.iter().filter_map(|part| inner(parsed, words(parsed, *part)?)).collect();
        let sound = !content.is_empty() && content.windows(2).all(|pair| pair[0].end <= pair[1].start);
        sound.then_some(Frame { cue, source, content, margin: 0, origin: BY_RULE })
    };
    ruled.iter().flat_map(|outer| [outer].into_iter().chain(&outer.nested)).filter_map(frame).collect()
}

/// The tokens of `parsed` that `span` touches.
pub(crate) fn words(parsed: &Parsed<'_>, span: Span) -> Option<Range<usize>> {
    Some(touched(parsed.tokens, span)).filter(|range| !range.is_empty())
}

/// `range` without the marks at its ends.
pub(crate) fn inner(parsed: &Parsed<'_>, mut range: Range<usize>) -> Option<Range<usize>> {
    while !range.is_empty() && !is_word(parsed, range.start) {
        range.start += 1;
    }
    while !range.is_empty() && !is_word(parsed, range.end - 1) {
        range.end -= 1;
    }
    (!range.is_empty()).then_some(range)
}

/// Whether the token at `at` is a word and no mark.
pub(super) fn is_word(parsed: &Parsed<'_>, at: usize) -> bool {
    parsed.tokens[at].span.of(parsed.text).contains(char::is_alphanumeric)
}

/// The word of a cue on which its other words hang; a verb if there is one.
pub(crate) fn cue_head(parsed: &Parsed<'_>, cue: &Range<usize>) -> Option<usize> {
    let outward = |&at: &usize| parsed.heads[at] == ROOT || !cue.contains(&usize::from(parsed.heads[at]));
    let verb = |&at: &usize| is_verb(parsed.tags[at]);
    let heads = || cue.clone().filter(outward);
    heads().find(verb).or_else(|| heads().next())
}
