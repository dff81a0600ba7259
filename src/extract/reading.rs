//! Reading: what the models make of a paragraph, from its tags to the attributions that are kept.

use std::ops::Range;
use std::sync::LazyLock;

use crate::extract::candidate::{Below, CANDIDATE, Candidates, dependents};
use crate::extract::frame::{Frame, Frames, Seen, Sides};
use crate::extract::verdict::Verdicts;
use crate::lexicon::cues::{CueClass, Cues};
use crate::lexicon::phrases::lowered_words;
use crate::model::attribution::{Attribution, CueCategory, Form};
use crate::model::span::Span;
use crate::text::linear::Linear;
use crate::text::parser::{Label, Parser, ROOT, label, labels};
use crate::text::passage::{Passage, Quoting, passages};
use crate::text::quotation::Quotation;
use crate::text::tagger::{Tagger, is_noun, is_verb, tag};
use crate::text::word::low;

/// The fitted models.
pub(crate) struct Models {
    pub(crate) tagger: Tagger,
    pub(crate) parser: Parser,
    pub(crate) candidates: Candidates,
    pub(crate) frames: Frames,
    pub(crate) verdicts: Verdicts,
}

/// The weights that come with the program, compressed.
const WEIGHTS: &[u8] = include_bytes!("../../lexicons/attribution.weights");

/// More bytes than they have when unpacked.
const UNPACKED: usize = 64 << 20;

static SHIPPED: LazyLock<Models> = LazyLock::new(|| {
    let bytes = zstd::bulk::decompress(WEIGHTS, UNPACKED).expect("the shipped weights are whole");
    Models::read(&mut bytes.as_slice()).expect("the shipped weights are of this version")
});

/// Frames less probable than this are not kept. Near the place where F1 is highest (0.47 on parts of the training
/// articles that the models of frames had not seen, where verdicts are a little too sure); between 0.35 and 0.5 it
/// hardly changes.
const LEAST: f64 = 0.45;

impl Models {
    /// Those that come with the program, unpacked when they are first wanted.
    pub(crate) fn shipped() -> &'static Models {
        &SHIPPED
    }

    /// The bytes that [`Models::read`] reads.
    #[cfg(feature = "fit")]
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        self.tagger.weights.write(out);
        self.parser.moves.write(out);
        self.parser.labels.write(out);
        self.candidates.weights.write(out);
        self.frames.weights.write(out);
        self.frames.pairs.write(out);
        self.verdicts.weights.write(out);
    }

    /// Takes all models from the front of `bytes`; `None` if they are something else.
    pub(crate) fn read(bytes: &mut &[u8]) -> Option<Models> {
        Some(Models {
            tagger: Tagger { weights: Linear::read(bytes)? },
            parser: Parser { moves: Linear::read(bytes)?, labels: Linear::read(bytes)? },
            candidates: Candidates { weights: Linear::read(bytes)? },
            frames: Frames { weights: Linear::read(bytes)?, pairs: Linear::read(bytes)? },
            verdicts: Verdicts { weights: Linear::read(bytes)? },
        })
    }
}

/// A passage with what has been read off it so far.
pub(crate) struct Reading<'t> {
    pub(crate) passage: Passage<'t>,
    pub(crate) below: Vec<Below>,
}

impl<'t> Reading<'t> {
    /// Reads the tags and the tree of `passage`.
    pub(crate) fn new(mut passage: Passage<'t>, tagger: &Tagger, parser: &Parser) -> Reading<'t> {
        passage.tag(tagger);
        passage.parse(parser);
        let below = dependents(&passage);
        Reading { passage, below }
    }

    /// Every frame that a candidate or a rule proposes.
    pub(crate) fn frames(&self, margins: &[i8], frames: &Frames, ruled: &[Frame]) -> Vec<Frame> {
        let nothing = vec![false; margins.len()];
        let mut found = Vec::new();
        let mut sides = Sides::new(margins.len());
        for cue in (0..margins.len()).filter(|&at| margins[at] >= CANDIDATE) {
            found.extend(self.frame(margins, frames, cue, &nothing, &mut sides));
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
    fn frame(&self, margins: &[i8], frames: &Frames, cue: usize, taken: &[bool], sides: &mut Sides) -> Option<Frame> {
        let seen = Seen::new(&self.passage, margins, cue, &self.below[cue]);
        frames.frame(&seen, &mut frames.scores(&seen, sides), taken)
    }

    /// Of `proposed` frames the most probable that do not stand in each other's way, with their probabilities.
    pub(crate) fn choose(
        &self,
        margins: &[i8],
        frames: &Frames,
        verdicts: &Verdicts,
        proposed: Vec<Frame>,
        ruled: &[Frame],
        least: f64,
    ) -> Vec<(f64, Frame)> {
        let weigh = |frame: &Frame| verdicts.confidence(&self.passage, &self.below[frame.cue], frame, margins);
        let mut open: Vec<(f64, Frame)> = proposed.into_iter().map(|frame| (weigh(&frame), frame)).collect();
        open.retain(|(confidence, _)| *confidence >= least);
        let mut taken = vec![false; self.passage.len()];
        let mut cues = taken.clone();
        let mut sides = Sides::new(taken.len());
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
                if frame.origin < BY_RULE
                    && let Some(mut again) = self.frame(margins, frames, frame.cue, &free, &mut sides)
                {
                    again.origin = compared(&again, ruled);
                    let confidence = weigh(&again).min(confidence);
                    if confidence >= least {
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
    /// Of the `proposed` frames those that lie wholly inside the content of a `chosen` one, whose number comes first.
    fn nested(
        &self,
        margins: &[i8],
        verdicts: &Verdicts,
        proposed: &[Frame],
        chosen: &[(f64, Frame)],
    ) -> Vec<(usize, f64, Frame)> {
        let mut found: Vec<(usize, f64, Frame)> = Vec::new();
        for frame in proposed {
            let (first, last) = (frame.content[0].start, frame.content[frame.content.len() - 1].end);
            let first = frame.source.iter().fold(first, |first, source| first.min(source.start)).min(frame.cue);
            let last = frame.source.iter().fold(last, |last, source| last.max(source.end)).max(frame.cue + 1);
            let around = |part: &Range<usize>| part.start <= first && last <= part.end;
            let Some(outer) = chosen.iter().position(|(_, outer)| outer.content.iter().any(around)) else { continue };
            let quoted = self.passage.quoting[frame.cue] != Quoting::Outside;
            let confidence = verdicts.confidence(&self.passage, &self.below[frame.cue], frame, margins);
            if !quoted && frame.source.is_some() && confidence >= NESTED {
                found.push((outer, confidence, frame.clone()));
            }
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.2.cue.cmp(&b.2.cue)));
        let mut taken = vec![false; self.passage.len()];
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

    /// The source of `frame`: as it was found, or else the subject that its cue has or shares with the verbs above it.
    fn source(&self, frame: &Frame) -> Option<Range<usize>> {
        let passive = self.below[frame.cue].labels >> PASSIVE & 1 == 1;
        let by = |source: &Range<usize>| source.start > frame.cue && self.passage.words[source.start - 1].low == BY;
        if passive {
            // "is seen as", "were told": nobody says it, unless the agent stands there.
            return frame.source.clone().filter(by);
        }
        frame.source.clone().or_else(|| {
            let subject = self.shared_subject(frame.cue)?;
            let inside = |part: &Range<usize>| part.contains(&subject);
            (!frame.content.iter().any(inside)).then(|| self.noun_phrase(subject, &frame.content))
        })
    }

    fn shared_subject(&self, cue: usize) -> Option<usize> {
        let mut at = cue;
        for _ in 0..4 {
            if let Some(subject) = self.below[at].subject.checked_sub(1) {
                return Some(subject as usize);
            }
            let shares = SHARES >> self.passage.labels[at] & 1 == 1;
            if !shares || self.passage.heads[at] == ROOT {
                return None;
            }
            at = usize::from(self.passage.heads[at]);
        }
        None
    }

    /// The words on which the noun at `head` and what stands before it hang, as far as they lie side by side.
    fn noun_phrase(&self, head: usize, content: &[Range<usize>]) -> Range<usize> {
        let mut from = head;
        let free = |at: usize| !content.iter().any(|part| part.contains(&at));
        while from > 0 && usize::from(self.passage.heads[from - 1]) <= head && free(from - 1) && {
            let head_of = usize::from(self.passage.heads[from - 1]);
            (from..=head).contains(&head_of)
        } {
            from -= 1;
        }
        from..head + 1
    }
}

/// The number of the label of an auxiliary that makes a passive.
const PASSIVE: Label = label("auxpass");
const BY: u32 = low("by");

/// How a verb hangs on one whose subject is also its own.
const SHARES: u32 = labels(&["conj", "xcomp", "advcl", "ccomp"]);

/// Frames inside others are kept from this probability on. Chosen by hand, since no data marks them.
const NESTED: f64 = 0.4;

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
    let size = |frame: &Frame| frame.content.iter().map(ExactSizeIterator::len).sum::<usize>();
    let shared: usize = frame
        .content
        .iter()
        .flat_map(|part| {
            other.content.iter().map(move |with| part.end.min(with.end).saturating_sub(part.start.max(with.start)))
        })
        .sum();
    let all = size(frame) + size(other) - shared;
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
    text: &str,
    paragraph: Span,
    quotations: &[Quotation],
    cues: &Cues,
    models: &Models,
    ruled: &[Attribution],
) -> Vec<Attribution> {
    let mut found = Vec::new();
    for passage in passages(text, paragraph, quotations) {
        let reading = Reading::new(passage, &models.tagger, &models.parser);
        let margins = models.candidates.margins(&reading.passage, &reading.below);
        let ruled = ruled_frames(&reading.passage, ruled);
        let proposed = reading.frames(&margins, &models.frames, &ruled);
        let chosen = reading.choose(&margins, &models.frames, &models.verdicts, proposed.clone(), &ruled, LEAST);
        let inner = reading.nested(&margins, &models.verdicts, &proposed, &chosen);
        for (number, (confidence, frame)) in chosen.iter().enumerate() {
            let mut outer = attribution(&reading, frame, *confidence, cues);
            let mine = inner.iter().filter(|(of, ..)| *of == number);
            outer.nested.extend(mine.map(|(_, confidence, frame)| attribution(&reading, frame, *confidence, cues)));
            if let Some(quoted) = quoted_as(&reading.passage, frame) {
                outer.nested = vec![attribution(&reading, &quoted, *confidence, cues)];
            }
            found.push(outer);
        }
    }
    found
}

/// "quoted X as saying that …": who is quoted, and what that one says, inside the content of `outer`.
fn quoted_as(passage: &Passage<'_>, outer: &Frame) -> Option<Frame> {
    const QUOTES: [u32; 6] = [low("quoted"), low("quotes"), low("quoting"), low("cited"), low("cites"), low("citing")];
    const AS: u32 = low("as");
    let part = outer.content.first().filter(|_| QUOTES.contains(&passage.words[outer.cue].low))?;
    let before = (part.start + 1..part.end.saturating_sub(2)).find(|&at| passage.words[at].low == AS)?;
    let cue = before + 1;
    let content = inner(passage, cue + 1..part.end)?;
    let source = Some(part.start..before);
    (passage.tags[cue] == tag("VBG")).then_some(Frame { cue, source, content: vec![content], margin: 0, origin: 0 })
}

/// Attributions of rules as frames of `passage`.
pub(crate) fn ruled_frames(passage: &Passage<'_>, ruled: &[Attribution]) -> Vec<Frame> {
    let frame = |attribution: &Attribution| {
        let cue = cue_head(passage, &words(passage, attribution.cue?)?)?;
        let source = attribution.source.and_then(|source| words(passage, source));
        let content: Vec<Range<usize>> =
            attribution.content.iter().filter_map(|part| inner(passage, words(passage, *part)?)).collect();
        let sound = !content.is_empty() && content.windows(2).all(|pair| pair[0].end <= pair[1].start);
        sound.then_some(Frame { cue, source, content, margin: 0, origin: BY_RULE })
    };
    ruled.iter().flat_map(|outer| [outer].into_iter().chain(&outer.nested)).filter_map(frame).collect()
}

/// The tokens of `passage` that `span` touches.
pub(crate) fn words(passage: &Passage<'_>, span: Span) -> Option<Range<usize>> {
    let from = passage.tokens.partition_point(|token| token.span.end() <= span.start());
    let to = passage.tokens.partition_point(|token| token.span.start() < span.end());
    (from < to).then_some(from..to)
}

/// `range` without the marks at its ends.
pub(crate) fn inner(passage: &Passage<'_>, mut range: Range<usize>) -> Option<Range<usize>> {
    while !range.is_empty() && !is_word(passage, range.start) {
        range.start += 1;
    }
    while !range.is_empty() && !is_word(passage, range.end - 1) {
        range.end -= 1;
    }
    (!range.is_empty()).then_some(range)
}

fn is_word(passage: &Passage<'_>, at: usize) -> bool {
    passage.tokens[at].span.of(passage.text).contains(char::is_alphanumeric)
}

/// The word of a cue on which its other words hang; a verb if there is one.
pub(crate) fn cue_head(passage: &Passage<'_>, cue: &Range<usize>) -> Option<usize> {
    let outward = |&at: &usize| passage.heads[at] == ROOT || !cue.contains(&usize::from(passage.heads[at]));
    let verb = |&at: &usize| is_verb(passage.tags[at]);
    let heads = || cue.clone().filter(outward);
    heads().find(verb).or_else(|| heads().next())
}

fn attribution(reading: &Reading<'_>, frame: &Frame, confidence: f64, cues: &Cues) -> Attribution {
    let passage = &reading.passage;
    let content = frame.content.iter().map(|part| with_marks(passage, part)).collect();
    let (mut cue, category) = cue(passage, frame.cue, cues);
    // A listed cue may hold the word with which its content begins ("vow to").
    if let Some(part) = frame.content.iter().find(|part| part.start > frame.cue) {
        cue.end = cue.end.min(part.start);
    }
    Attribution {
        form: Form::Indirect,
        source: reading.source(frame).map(|source| passage.stretch(source.start, source.end)),
        cue: Some(passage.stretch(cue.start, cue.end)),
        category,
        content,
        nested: Vec::new(),
        confidence,
    }
}

/// A stretch of content with the quotation marks around it.
fn with_marks(passage: &Passage<'_>, part: &Range<usize>) -> Span {
    let (mut from, mut to) = (part.start, part.end);
    let opens = |at: usize| matches!(passage.tokens[at].span.of(passage.text), "“" | "\"" | "‘" | "«" | "„");
    if from > 0 && passage.tokens[from - 1].span.end() == passage.tokens[from].span.start() && opens(from - 1) {
        from -= 1;
    }
    // What ends inside a quotation, before nothing but marks, ends with the quotation.
    let rest = (to..passage.len()).find(|&at| is_word(passage, at) || passage.quoting[at] == Quoting::Closes);
    if let Some(closes) =
        rest.filter(|&at| passage.quoting[at] == Quoting::Closes && passage.quoting[to - 1] != Quoting::Outside)
    {
        to = closes + 1;
    }
    passage.stretch(from, to)
}

/// The words of the cue whose head is at `head`, and what it does; the head alone if it is not listed.
fn cue(passage: &Passage<'_>, head: usize, cues: &Cues) -> (Range<usize>, CueCategory) {
    let until = (head + 6).min(passage.len());
    let words = lowered_words(passage.text, &passage.tokens[head..until]);
    let Some(found) = cues.phrases.at(&words, 0) else {
        return (head..head + 1, cues.category_of_group(passage.groups[head]));
    };
    let noun = is_noun(passage.tags[head]);
    let of_class = |&&entry: &&usize| (cues.entries[entry].class == CueClass::Noun) == noun;
    let entry = found.entries.iter().find(of_class).unwrap_or(&found.entries[0]);
    (head..head + found.length, cues.entries[*entry].category)
}
