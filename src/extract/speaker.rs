//! Who says what a frame has found: the best of the names, nouns and pronouns around its cue, or nobody, by a linear
//! ranker.

use std::ops::Range;

use crate::extract::cascade::Reading;
use crate::extract::frame::Frame;
use crate::extract::path::{Relation, between, relations};
use crate::text::linear::{Linear, feature};
use crate::text::paragraph::{Parsed, Quoting};
use crate::text::parser::{Label, ROOT, label, labels};
use crate::text::tagger::{Tag, is_noun, is_verb, tag};
use crate::text::word::low;

/// How many classes the model has: one that counts, and three that make the row even.
pub(crate) const CLASSES: usize = 4;

/// A fitted ranker.
pub(crate) struct SpeakerRanker {
    /// The weights of [`Candidates::features`].
    pub(crate) weights: Linear<CLASSES>,
}

impl SpeakerRanker {
    /// The words of whoever says what `frame` has found; `None` for nobody.
    pub(crate) fn speaker(&self, reading: &Reading<'_>, frame: &Frame) -> Option<Range<usize>> {
        let candidates = Candidates::new(reading, frame);
        let mut known = Vec::with_capacity(48);
        let mut score = |candidate: Option<&Candidate>| {
            candidates.features(candidate, &mut known);
            self.weights.sums(&known)[0]
        };
        let mut best = (score(None), None);
        for candidate in &candidates.all {
            let sum = score(Some(candidate));
            if sum > best.0 {
                best = (sum, Some(candidate));
            }
        }
        best.1.map(|candidate| candidate.words.clone())
    }
}

/// Somebody who may be the speaker.
pub(crate) struct Candidate {
    /// All of its words.
    pub(crate) words: Range<usize>,
    /// The one on which the others hang.
    pub(crate) head: usize,
    /// How many other candidates stand between it and the cue.
    rank: u32,
}

/// So many sentences before and after the cue are searched. Chosen by hand; nearly all speakers stand in the same one.
const NEAR: usize = 2;

/// So many words up a tree a relative clause is looked for. Chosen by hand.
const DEEP: usize = 12;

/// How a relative clause hangs on its noun.
const RELATIVE: Label = label("relcl");

/// The candidates for a frame, and what is read off its surroundings once.
pub(crate) struct Candidates<'r> {
    parsed: Parsed<'r>,
    frame: &'r Frame,
    /// In text order.
    pub(crate) all: Vec<Candidate>,
    window: Range<usize>,
    relations: Vec<Relation>,
    between: Vec<u32>,
    /// The head of the source that the frame has.
    own: Option<usize>,
    /// The subject that the cue has or shares with the verbs above it.
    shared: Option<usize>,
    /// Whether the content is quoted, in part or whole, and on which side of the cue it stands.
    form: u32,
    passive: u32,
}

impl<'r> Candidates<'r> {
    /// Those for `frame`.
    pub(crate) fn new(reading: &Reading<'r>, frame: &'r Frame) -> Candidates<'r> {
        let parsed = reading.parsed;
        let sentence = usize::from(parsed.sentence[frame.cue]);
        let last = (sentence + NEAR).min(parsed.sentences.len() - 1);
        let window = parsed.sentences[sentence.saturating_sub(NEAR)].start..parsed.sentences[last].end;
        let window = frame.source.iter().fold(window, |all, own| all.start.min(own.start)..all.end.max(own.end));
        let own = frame.source.as_ref().map(|source| head(&parsed, source));
        let free = |at: usize| at != frame.cue && !frame.content.iter().any(|part| part.contains(&at));
        let heads = window.clone().filter(|&at| free(at) && (own == Some(at) || may_speak(&parsed, at)));
        let heads = heads.filter(|&at| !is_in_other_relative(&parsed, at, frame.cue));
        let made = |head: usize| {
            let words = match &frame.source {
                Some(source) if own == Some(head) => source.clone(),
                _ => noun_phrase(&parsed, head, &free),
            };
            Candidate { words, head, rank: 0 }
        };
        let mut all: Vec<Candidate> = heads.map(made).collect();
        let before = all.partition_point(|candidate| candidate.head < frame.cue);
        for (number, candidate) in all.iter_mut().enumerate() {
            candidate.rank = if number < before { before - 1 - number } else { number - before }.min(4) as u32;
        }
        let quoted = frame.content.iter().flat_map(Clone::clone).filter(|&at| parsed.quoting[at] != Quoting::Outside);
        let quoted = match quoted.count() {
            0 => 0,
            some if some + 1 >= frame.size() => 2,
            _ => 1,
        };
        let (first, end) = (frame.content[0].start, frame.content[frame.content.len() - 1].end);
        Candidates {
            relations: relations(&parsed, frame.cue, &window),
            between: between(&parsed, reading.margins, frame.cue, &window),
            shared: shared_subject(&parsed, frame.cue),
            form: quoted << 2 | u32::from(first > frame.cue) << 1 | u32::from(end > frame.cue),
            passive: parsed.dependents[frame.cue].labels >> PASSIVE & 1,
            parsed,
            frame,
            all,
            window,
            own,
        }
    }

    /// What is seen of `candidate`, or, if there is none, of the case that nobody speaks.
    pub(crate) fn features(&self, candidate: Option<&Candidate>, out: &mut Vec<u32>) {
        let parsed = &self.parsed;
        let cue = self.frame.cue;
        let (word, cue_tag, group) = (parsed.words[cue].low, parsed.tag_at(cue), parsed.groups[cue]);
        let cue_kind = cue_tag << 1 | self.passive;
        out.clear();
        let Some(candidate) = candidate else {
            let known = |at: Option<usize>| at.map_or(99, |at| parsed.tag_at(at));
            let (own, shared) = (known(self.own), known(self.shared));
            out.extend([
                feature(0, 0, 0, 0),
                feature(1, word, 0, 0),
                feature(2, cue_kind, 0, 0),
                feature(3, own, cue_kind, 0),
                feature(4, own, shared, self.form),
                feature(5, shared, cue_kind, 0),
                feature(6, group, own, 0),
                feature(7, word, own, self.passive),
                feature(8, self.own.map_or(0, |at| parsed.words[at].low), 0, 0),
                feature(9, parsed.labels[cue].into(), cue_kind, own),
            ]);
            return;
        };
        let at = candidate.head;
        let place = at - self.window.start;
        let relation = self.relations[place];
        let after = u32::from(at > cue);
        let apart = parsed.sentence[at].abs_diff(parsed.sentence[cue]).min(2);
        let side = after << 2 | u32::from(apart);
        let is_own = match &self.frame.source {
            None => 0,
            Some(_) if self.own == Some(at) => 1,
            Some(source) if source.contains(&at) => 2,
            Some(_) => 3,
        };
        let subject =
            u32::from(parsed.dependents[cue].subject as usize == at + 1) << 1 | u32::from(self.shared == Some(at));
        let who = is_own << 2 | subject;
        let gap =
            if at > cue { candidate.words.start.saturating_sub(cue) } else { cue + 1 - candidate.words.end.min(cue) };
        let gap = gap.min(12) as u32;
        let touches = |part: &Range<usize>| {
            (part.start.abs_diff(candidate.words.end)).min(part.end.abs_diff(candidate.words.start))
        };
        let near = self.frame.content.iter().map(touches).min().unwrap_or(9).min(6) as u32;
        let (tag, branch, shape) = (parsed.tag_at(at), u32::from(parsed.labels[at]), parsed.words[at].shape);
        let before = parsed.word(candidate.words.start.wrapping_sub(1)).low;
        let next = parsed.word(candidate.words.end).low;
        let quoting = parsed.quoting_at(at);
        let between = self.between[place];
        let path = relation.path();
        out.extend([
            feature(20, who, 0, 0),
            feature(21, who, side, candidate.rank),
            feature(22, who, cue_kind, side),
            feature(23, who, tag, side),
            feature(24, who, self.form, side),
            feature(25, who, path, 0),
            feature(26, path, cue_kind, side),
            feature(27, path, word, 0),
            feature(28, path, group, 0),
            feature(29, path, tag, branch),
            feature(30, side, candidate.rank, gap),
            feature(31, side, candidate.rank, tag),
            feature(32, side, gap, cue_tag),
            feature(33, side, near, self.form),
            feature(34, tag, branch, who),
            feature(35, parsed.words[at].low, who, 0),
            feature(36, parsed.groups[at], cue_tag, 0),
            feature(37, parsed.groups[at], group, 0),
            feature(38, shape << 8 | tag, side, 0),
            feature(39, before, side, who),
            feature(40, before, word, side),
            feature(41, next, side, who),
            feature(42, quoting, side, self.form),
            feature(43, between, side, self.form),
            feature(44, between, side, tag),
            feature(45, word, side, candidate.rank),
            feature(46, branch, side, candidate.rank),
            feature(47, branch, self.form, near),
            feature(48, branch << 8 | tag, candidate.words.len().min(6) as u32, side),
            feature(49, who, gap, near),
        ]);
    }
}

/// The number of the label of an auxiliary that makes a passive.
const PASSIVE: Label = label("auxpass");

/// Whether the word at `at` may stand for a speaker.
fn may_speak(parsed: &Parsed<'_>, at: usize) -> bool {
    const TAGS: [Tag; 11] = [
        tag("NN"),
        tag("NNS"),
        tag("NNP"),
        tag("NNPS"),
        tag("PRP"),
        tag("PRP$"),
        tag("WP"),
        tag("WDT"),
        tag("DT"),
        tag("CD"),
        tag("JJ"),
    ];
    /// What is said of another word stands for nobody.
    const OF_ANOTHER: u32 = labels(&["compound", "det", "amod", "nummod", "quantmod", "predet"]);
    TAGS.contains(&parsed.tags[at]) && OF_ANOTHER >> parsed.labels[at] & 1 == 0
}

/// "The company **that sued Ada Ilo** said": whether `at` stands in a relative clause that does not hold the cue.
fn is_in_other_relative(parsed: &Parsed<'_>, at: usize, cue: usize) -> bool {
    let up = |at: &usize| (parsed.heads[*at] != ROOT).then(|| usize::from(parsed.heads[*at]));
    let above = |from: usize| std::iter::successors(Some(from), up).take(DEEP);
    above(at).any(|verb| parsed.labels[verb] == RELATIVE && above(cue).all(|word| word != verb))
        || leaves_noun_without_verb(parsed, at, cue)
}

/// The same where the tree takes `at` for the subject of the cue: the noun before the relative pronoun would have no
/// verb then. It opens its sentence, and one verb stands between the pronoun and `at`.
fn leaves_noun_without_verb(parsed: &Parsed<'_>, at: usize, cue: usize) -> bool {
    const PRONOUNS: [Tag; 2] = [tag("WP"), tag("WDT")];
    let first = parsed.sentences[usize::from(parsed.sentence[at])].start;
    let Some(pronoun) = (first..at).find(|&word| PRONOUNS.contains(&parsed.tags[word])) else { return false };
    let verbs = |words: Range<usize>| words.filter(|&word| is_verb(parsed.tags[word])).count();
    let named = pronoun > first && is_noun(parsed.tags[pronoun - 1]) && at < cue && at + DEEP > cue;
    let goes_on =
        (pronoun..cue).all(|word| parsed.tags[word] != const { tag(",") } && parsed.quoting[word] == Quoting::Outside);
    named && goes_on && verbs(first..pronoun) == 0 && verbs(pronoun..at) == 1 && verbs(at..cue) == 0
}

/// The word of `words` on which the others hang.
fn head(parsed: &Parsed<'_>, words: &Range<usize>) -> usize {
    let outward = |&at: &usize| parsed.heads[at] == ROOT || !words.contains(&usize::from(parsed.heads[at]));
    let noun = |at: &usize| may_speak(parsed, *at);
    let heads = || words.clone().filter(outward);
    heads().find(noun).or_else(|| heads().next()).unwrap_or(words.start)
}

/// The subject that the verb `cue` has or shares with the verbs above it.
fn shared_subject(parsed: &Parsed<'_>, cue: usize) -> Option<usize> {
    const SHARES: u32 = labels(&["conj", "xcomp", "advcl", "ccomp"]);
    let mut at = cue;
    for _ in 0..4 {
        if let Some(subject) = parsed.dependents[at].subject.checked_sub(1) {
            return Some(subject as usize);
        }
        if SHARES >> parsed.labels[at] & 1 == 0 || parsed.heads[at] == ROOT {
            return None;
        }
        at = usize::from(parsed.heads[at]);
    }
    None
}

/// The words that hang on `head` and lie side by side with it: all before it, and what follows up to the next mark.
fn noun_phrase(parsed: &Parsed<'_>, head: usize, free: &dyn Fn(usize) -> bool) -> Range<usize> {
    const COMMA: u32 = low(",");
    let (mut from, mut to) = (head, head + 1);
    while from > 0 && free(from - 1) && (from..=head).contains(&usize::from(parsed.heads[from - 1])) {
        from -= 1;
    }
    let goes_on = |at: usize| {
        (head..at).contains(&usize::from(parsed.heads[at])) && parsed.words[at].low != COMMA
            || at + 1 < parsed.len()
                && usize::from(parsed.heads[at]) == at + 1
                && (head..at).contains(&usize::from(parsed.heads[at + 1]))
    };
    while to < parsed.len() && free(to) && goes_on(to) {
        to += 1;
    }
    from..to
}
