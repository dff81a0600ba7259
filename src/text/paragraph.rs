//! A paragraph with its tokens, sentences, tags and trees. The text and its quotations come in. It knows nothing of
//! attributions or actors.
//!
//! Each level is computed when first requested and then cached for every room. A paragraph that nobody asks about costs
//! nothing.

use std::cell::OnceCell;
use std::ops::Range;

use crate::model::span::Span;
use crate::text::group::group;
use crate::text::lower::lowered_words;
use crate::text::parser::{Label, Parse, ROOT, label, labels};
use crate::text::quotation::{Quotation, parts_within};
use crate::text::sentence::sentences;
use crate::text::syntax::Syntax;
use crate::text::tagger::Tag;
use crate::text::token::{Token, tokens, touched};
use crate::text::word::{NONE, Word, word};

/// The position of a token relative to quotations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quoting {
    /// Outside any quotation.
    Outside,
    /// The opening quotation mark.
    Opens,
    /// Inside a quotation.
    Inside,
    /// The closing quotation mark.
    Closes,
}

/// A paragraph of a document.
pub(crate) struct Paragraph<'t> {
    pub(crate) text: &'t str,
    /// Without surrounding white space.
    pub(crate) span: Span,
    /// The parts of quotations that lie in the paragraph.
    quoted: Vec<Span>,
    tokens: OnceCell<Tokens>,
    lowered: OnceCell<Vec<String>>,
    words: OnceCell<Words>,
    /// The tree of each sentence as the parser reads it.
    trees: OnceCell<Vec<OnceCell<Tree>>>,
    /// All of them as one.
    whole: OnceCell<Tree>,
}

/// The tokens of a paragraph and how they group into sentences.
#[derive(Default)]
pub(crate) struct Tokens {
    pub(crate) all: Vec<Token>,
    pub(crate) quoting: Vec<Quoting>,
    /// The sentences, as ranges of tokens.
    pub(crate) whole: Vec<Range<usize>>,
    /// For each token, the index of its sentence in `sentences`.
    pub(crate) sentence: Vec<u16>,
    /// The sentences as the parser reads them: sentences over [`LONGEST_SENTENCE`] tokens are cut.
    pub(crate) sentences: Vec<Range<usize>>,
    /// Ranges of tokens: one sentence each, or several that one quotation joins.
    pub(crate) units: Vec<Range<usize>>,
}

/// The input of the models for each token.
pub(crate) struct Words {
    pub(crate) words: Vec<Word>,
    /// The group of each word, 0 for none.
    pub(crate) groups: Vec<u32>,
}

/// The tags of the tokens of a sentence, or of all, and their tree.
#[derive(Clone, Default)]
struct Tree {
    tags: Vec<Tag>,
    heads: Vec<u16>,
    labels: Vec<Label>,
    dependents: Vec<Dependents>,
}

/// The longest sentence, and the longest unit, that is parsed as a whole, in tokens. Anything longer is not prose, and
/// would take time quadratic in its length. Chosen by hand.
const LONGEST_SENTENCE: usize = 400;

impl<'t> Paragraph<'t> {
    /// The paragraph of `text` at `span`. Nothing is analysed yet.
    pub(crate) fn new(text: &'t str, span: Span, quotations: &[Quotation]) -> Paragraph<'t> {
        let quoted = parts_within(quotations, span);
        Paragraph {
            text,
            span,
            quoted,
            tokens: OnceCell::new(),
            lowered: OnceCell::new(),
            words: OnceCell::new(),
            trees: OnceCell::new(),
            whole: OnceCell::new(),
        }
    }

    /// Its tokens and sentences.
    pub(crate) fn tokens(&self) -> &Tokens {
        self.tokens.get_or_init(|| {
            let mut tokens = Tokens::default();
            for sentence in sentences(self.text, self.span) {
                tokens.add(self.text, sentence, &self.quoted);
            }
            tokens
        })
    }

    /// Its tokens in lower case with straight apostrophes, the form of the word lists.
    pub(crate) fn lowered(&self) -> &[String] {
        self.lowered.get_or_init(|| lowered_words(self.text, &self.tokens().all))
    }

    /// Its tokens as the models see them.
    pub(crate) fn words(&self) -> &Words {
        self.words.get_or_init(|| {
            let words = as_words(self.text, &self.tokens().all);
            let groups = words.iter().map(|word| group(word.low)).collect();
            Words { words, groups }
        })
    }

    /// Whether part of it lies between quotation marks.
    pub(crate) fn has_quotation(&self) -> bool {
        !self.quoted.is_empty()
    }

    /// The tree of sentence `number`. The tagger and the parser run on the first call only.
    fn tree(&self, number: usize, syntax: &Syntax) -> &Tree {
        let Tokens { all, sentences, .. } = self.tokens();
        let trees = self.trees.get_or_init(|| vec![OnceCell::new(); sentences.len()]);
        trees[number].get_or_init(|| {
            let sentence = sentences[number].clone();
            match self.words.get() {
                Some(known) => Tree::of(&known.words[sentence], syntax),
                None => Tree::of(&as_words(self.text, &all[sentence]), syntax),
            }
        })
    }

    /// One parsed sentence, for those who need no others of the paragraph.
    pub(crate) fn sentence(&self, number: usize, syntax: &Syntax) -> Sentence<'_> {
        let tokens = self.tokens();
        let range = tokens.sentences[number].clone();
        let Tree { tags, heads, labels, dependents } = self.tree(number, syntax);
        let (tokens, lowered) = (&tokens.all[range.clone()], &self.lowered()[range]);
        Sentence { text: self.text, tokens, lowered, tags, heads, labels, dependents }
    }

    /// The parsed paragraph.
    pub(crate) fn parsed(&self, syntax: &Syntax) -> Parsed<'_> {
        let Tokens { all, quoting, sentence, sentences, units, .. } = self.tokens();
        let Words { words, groups } = self.words();
        let whole = self.whole.get_or_init(|| {
            let mut whole = Tree::default();
            (0..sentences.len()).for_each(|number| whole.append(self.tree(number, syntax)));
            whole
        });
        let Tree { tags, heads, labels, dependents } = whole;
        let text = self.text;
        Parsed {
            text,
            tokens: all,
            quoting,
            sentence,
            sentences,
            units,
            words,
            groups,
            tags,
            heads,
            labels,
            dependents,
        }
    }
}

impl Tokens {
    /// Adds a sentence; `quoted` holds the quoted parts of the paragraph.
    fn add(&mut self, text: &str, sentence: Span, quoted: &[Span]) {
        let cut = tokens(text, sentence);
        let from = self.all.len();
        self.whole.push(from..from + cut.len());
        for piece in cut.chunks(LONGEST_SENTENCE) {
            self.add_piece(piece, quoted);
        }
    }

    fn add_piece(&mut self, piece: &[Token], quoted: &[Span]) {
        let (from, to) = (self.all.len(), self.all.len() + piece.len());
        let number = self.sentences.len() as u16;
        let first = piece.first().map_or(0, |token| token.span.start());
        let mut quotes = quoted[quoted.partition_point(|quote| quote.end() <= first)..].iter().peekable();
        let bridged = self.all.last().is_some_and(|last| {
            quotes.peek().is_some_and(|quote| quote.start() < last.span.end() && first < quote.end())
        });
        for token in piece {
            while quotes.peek().is_some_and(|quote| quote.end() <= token.span.start()) {
                quotes.next();
            }
            self.quoting.push(match quotes.peek() {
                Some(quote) if quote.start() == token.span.start() => Quoting::Opens,
                Some(quote) if quote.end() == token.span.end() => Quoting::Closes,
                Some(quote) if quote.start() < token.span.start() => Quoting::Inside,
                _ => Quoting::Outside,
            });
            self.all.push(*token);
            self.sentence.push(number);
        }
        self.sentences.push(from..to);
        match self.units.last_mut() {
            Some(unit) if bridged && to - unit.start <= LONGEST_SENTENCE => unit.end = to,
            _ => self.units.push(from..to),
        }
    }

    /// The indices of the tokens that overlap `span`.
    pub(crate) fn within(&self, span: Span) -> Range<usize> {
        touched(&self.all, span)
    }

    /// The span of the tokens in `range`, which must not be empty.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.all[range.start].span.start(), self.all[range.end - 1].span.end())
    }
}

/// `tokens` as the models see them.
fn as_words(text: &str, tokens: &[Token]) -> Vec<Word> {
    tokens.iter().map(|token| word(token.span.of(text))).collect()
}

impl Tree {
    /// The tree of one sentence.
    fn of(words: &[Word], syntax: &Syntax) -> Tree {
        let (tags, Parse { heads, labels }) = syntax.read(words);
        let dependents = dependents(&heads, &labels);
        Tree { tags, heads, labels, dependents }
    }

    /// Adds the tree of the next sentence.
    fn append(&mut self, next: &Tree) {
        let start = self.tags.len();
        let head = |&head: &u16| if head == ROOT { ROOT } else { head + start as u16 };
        let place = |place: u32| if place == 0 { 0 } else { place + start as u32 };
        let moved = |below: &Dependents| Dependents {
            labels: below.labels,
            subject: place(below.subject),
            object: place(below.object),
        };
        self.tags.extend(&next.tags);
        self.heads.extend(next.heads.iter().map(head));
        self.labels.extend(&next.labels);
        self.dependents.extend(next.dependents.iter().map(moved));
    }
}

/// The dependents of a word.
#[derive(Clone, Copy, Default)]
pub(crate) struct Dependents {
    /// The set of their labels, one bit each.
    pub(crate) labels: u32,
    /// Index of the subject plus 1; 0 if there is none.
    pub(crate) subject: u32,
    /// Index plus 1 of the last dependent that follows the word and is neither subject nor punctuation; 0 if there is
    /// none.
    pub(crate) object: u32,
}

/// Collects the dependents of each word of a tree.
fn dependents(heads: &[u16], labels_of: &[Label]) -> Vec<Dependents> {
    const SUBJECTS: u32 = labels(&["nsubj", "nsubjpass"]);
    const MARK: u8 = label("punct");
    let mut below = vec![Dependents::default(); heads.len()];
    for (at, (&head, &label)) in heads.iter().zip(labels_of).enumerate() {
        let Some(below) = below.get_mut(usize::from(head)) else { continue };
        below.labels |= 1 << label;
        if SUBJECTS >> label & 1 == 1 {
            below.subject = at as u32 + 1;
        } else if label != MARK && at > usize::from(head) {
            below.object = at as u32 + 1;
        }
    }
    below
}

/// A parsed sentence. Every list has one element for each token.
#[derive(Clone, Copy)]
pub(crate) struct Sentence<'p> {
    pub(crate) text: &'p str,
    pub(crate) tokens: &'p [Token],
    /// In lower case with straight apostrophes.
    pub(crate) lowered: &'p [String],
    pub(crate) tags: &'p [Tag],
    /// The index of each token's head in the sentence; [`ROOT`] for its root.
    pub(crate) heads: &'p [u16],
    pub(crate) labels: &'p [Label],
    pub(crate) dependents: &'p [Dependents],
}

impl Sentence<'_> {
    /// The word of those at `span` on which the others there hang.
    pub(crate) fn carrier(&self, span: Span) -> Option<usize> {
        let within = touched(self.tokens, span);
        within.clone().find(|at| self.heads[*at] == ROOT || !within.contains(&usize::from(self.heads[*at])))
    }
}

/// A parsed paragraph. Every list over tokens has one element for each token.
#[derive(Clone, Copy)]
pub(crate) struct Parsed<'p> {
    pub(crate) text: &'p str,
    pub(crate) tokens: &'p [Token],
    pub(crate) quoting: &'p [Quoting],
    /// The index of the sentence of each token.
    pub(crate) sentence: &'p [u16],
    /// The tokens of each sentence.
    pub(crate) sentences: &'p [Range<usize>],
    /// The tokens of each unit: one sentence, or several that one quotation joins.
    pub(crate) units: &'p [Range<usize>],
    pub(crate) words: &'p [Word],
    /// The group of each word, 0 for none.
    pub(crate) groups: &'p [u32],
    pub(crate) tags: &'p [Tag],
    /// The index of each token's head in the paragraph; [`ROOT`] for the root of each sentence.
    pub(crate) heads: &'p [u16],
    pub(crate) labels: &'p [Label],
    pub(crate) dependents: &'p [Dependents],
}

impl Parsed<'_> {
    /// Number of tokens.
    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The word at index `at`; [`NONE`] outside the paragraph.
    pub(crate) fn word(&self, at: usize) -> &Word {
        self.words.get(at).unwrap_or(&NONE)
    }

    /// The group of the word at index `at`; 0 outside the paragraph.
    pub(crate) fn group_at(&self, at: usize) -> u32 {
        self.groups.get(at).copied().unwrap_or(0)
    }

    /// The tag at index `at`; [`START`](crate::text::tagger::START), which is no tag, outside the paragraph.
    pub(crate) fn tag_at(&self, at: usize) -> u32 {
        self.tags.get(at).map_or(crate::text::tagger::START, |&tag| u32::from(tag))
    }

    /// The quoting state at index `at`, as a number; 4 outside the paragraph.
    pub(crate) fn quoting_at(&self, at: usize) -> u32 {
        self.quoting.get(at).map_or(4, |&quoting| quoting as u32)
    }

    /// The span of the tokens from index `from` up to `to`, exclusive.
    pub(crate) fn span(&self, from: usize, to: usize) -> Span {
        Span::new(self.tokens[from].span.start(), self.tokens[to - 1].span.end())
    }
}
