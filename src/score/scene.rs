//! A scene: one sentence with its tree, as the fitted model sees it, and who plays which part in it.
//!
//! Names are out of sight: a mention of a target is nothing but that, and no person and no state has a valence of its
//! own. Words are in their base form.

use crate::lexicon::shifters::Shifters;
use crate::model::span::Span;
use crate::score::truth::{Truth, truths};
use crate::text::base::base;
use crate::text::function_words::{is, is_function_word};
use crate::text::paragraph::Sentence;
use crate::text::parser::{Label, ROOT, label, labels};
use crate::text::tagger::{Tag, is_noun, is_verb, tag};
use crate::text::token::{Token, TokenKind, touched};

/// What stands in a place of the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word that may say something.
    Word,
    /// An article, a preposition or the like, or a mark.
    Small,
    /// A name of nobody who matters here.
    Name,
    /// Part of a mention of the target with this number.
    Target(usize),
    /// The holder: the source, "we", or the holder's own side.
    Holder,
}

/// What is known of a sentence beside its words.
pub(super) struct Cast<'s> {
    /// The targets that it names, with their numbers, in text order.
    pub(super) names: &'s [(usize, Span)],
    /// The stretches that the holder says, the cue among them if it is heard.
    pub(super) heard: &'s [Span],
    /// Where the holder is named.
    pub(super) holder: &'s [Span],
    /// Whether "we" is the holder.
    pub(super) own: bool,
}

/// A sentence.
pub(super) struct Scene<'a> {
    sentence: Sentence<'a>,
    pub(super) kinds: Vec<Kind>,
    /// In base form; marks are themselves.
    pub(super) words: Vec<&'a str>,
    /// Whether the word is said by the holder, and not around it.
    pub(super) heard: Vec<bool>,
    pub(super) truths: Vec<Truth>,
    /// Whether the word only turns what others say ("it is not *true* that", "*lifted* the sanctions").
    pub(super) turns: Vec<bool>,
    /// The word on which the clause of each word hangs; only clauses that are joined to others as equals are told apart.
    clauses: Vec<usize>,
    /// The mentions of targets: the number of the target, and the word of the mention that carries it.
    pub(super) mentions: Vec<(usize, usize)>,
}

impl<'a> Scene<'a> {
    /// What `sentence` tells of this cast.
    pub(super) fn new(sentence: Sentence<'a>, cast: &Cast<'_>, shifters: &Shifters) -> Scene<'a> {
        let Sentence { text, tokens, lowered, .. } = sentence;
        let mut scene = Scene {
            sentence,
            kinds: Vec::with_capacity(tokens.len()),
            words: Vec::with_capacity(tokens.len()),
            heard: Vec::with_capacity(tokens.len()),
            truths: Vec::new(),
            turns: Vec::new(),
            clauses: Vec::new(),
            mentions: Vec::new(),
        };
        for (at, (token, lower)) in tokens.iter().zip(lowered).enumerate() {
            let heard = cast.heard.iter().any(|part| part.overlaps(token.span));
            let named = cast.names.iter().find(|(_, span)| span.overlaps(token.span));
            let held = cast.holder.iter().any(|span| span.overlaps(token.span));
            let first_person = cast.own && heard && is(lower, "first person") && token.span.of(text) != "US";
            let tag_here = scene.tag(at);
            let kind = match named {
                _ if token.kind != TokenKind::Word => Kind::Small,
                Some((number, _)) => Kind::Target(*number),
                None if held || first_person => Kind::Holder,
                None if tag_here == const { tag("NNP") } || tag_here == const { tag("NNPS") } => Kind::Name,
                None if is_in_capitals(text, tokens, lowered, at) => Kind::Name,
                None if is_function_word(lower)
                    || is(lower, "plain report")
                    || lower.len() < 3
                    || !lower.starts_with(char::is_alphabetic) =>
                {
                    Kind::Small
                }
                None => Kind::Word,
            };
            scene.kinds.push(kind);
            scene.words.push(if kind == Kind::Word { base(lower) } else { lower });
            scene.heard.push(heard);
        }
        (scene.truths, scene.turns) = truths(&scene, lowered, shifters);
        scene.clauses = (0..scene.len()).map(|at| scene.clause_of(at)).collect();
        scene.mentions = cast.names.iter().filter_map(|&(number, span)| scene.carrier(number, span)).collect();
        scene
    }

    /// The word of the mention of target `number` at `span` on which the others hang.
    fn carrier(&self, number: usize, span: Span) -> Option<(usize, usize)> {
        let within = touched(self.tokens(), span);
        let inside = within.clone().filter(|&at| self.kinds[at] == Kind::Target(number));
        let outward = |at: &usize| self.head(*at).is_none_or(|head| !within.contains(&head));
        let last = inside.clone().next_back()?;
        Some((number, inside.rev().find(outward).unwrap_or(last)))
    }

    /// The word at `span` on which the others there hang.
    pub(super) fn carrier_of(&self, span: Span) -> Option<usize> {
        self.sentence.carrier(span)
    }

    fn tokens(&self) -> &'a [Token] {
        self.sentence.tokens
    }

    /// The word at `at` in small letters, as it stands.
    pub(super) fn form(&self, at: usize) -> &'a str {
        &self.sentence.lowered[at]
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Where the word at `at` stands in the text.
    pub(super) fn span(&self, at: usize) -> Span {
        self.sentence.tokens[at].span
    }

    /// The tag of the word at `at`.
    pub(super) fn tag(&self, at: usize) -> Tag {
        self.sentence.tags[at]
    }

    /// Whether the word at `at` may say something of a target: the holder says it, and it does more than turn others.
    pub(super) fn speaks(&self, at: usize) -> bool {
        self.is_heard_word(at) && !self.turns[at]
    }

    /// Whether the word at `at` means something, and the holder says it.
    pub(super) fn is_heard_word(&self, at: usize) -> bool {
        self.kinds[at] == Kind::Word && self.heard[at]
    }

    /// The word on which the one at `at` hangs, over a small word between: "fight *against* terror".
    pub(super) fn governor(&self, at: usize) -> Option<usize> {
        let head = self.above(at)?;
        if self.kinds[head] == Kind::Small { self.above(head) } else { Some(head) }
    }

    /// The word on which the clause of the word at `at` hangs: the last one below a "but" or "and" that has a subject.
    fn clause_of(&self, at: usize) -> usize {
        let mut low = at;
        for _ in 0..self.len() {
            let is_clause = self.label(low) == const { label("conj") } && self.subject(low).is_some();
            match self.head(low).filter(|&head| !is_clause && head < self.len()) {
                Some(head) => low = head,
                None => break,
            }
        }
        low
    }

    /// **What it does**: tells whether the word at `at` stands in a clause that names another target, and not this one.
    /// **Why**: "**X** is not honest, but we love Y": nobody loves X.
    /// **Known failures**: "Y lied, and **X** knows it"; clauses that the parser does not join.
    pub(super) fn is_of_others(&self, at: usize, target: usize) -> bool {
        let mut named = self.mentions.iter().filter(|(_, mention)| self.clauses[*mention] == self.clauses[at]);
        let first = named.next();
        first.is_some_and(|(number, _)| *number != target) && named.all(|(number, _)| *number != target)
    }

    /// The one who is blamed, thanked or the like for what the noun at `at` means: "blamed A for the attack".
    pub(super) fn judged_for(&self, at: usize) -> Option<usize> {
        let preposition = self.above(at).filter(|&head| matches!(self.words[head], "for" | "over" | "of"))?;
        let verb = self
            .above(preposition)
            .filter(|&verb| self.label(at) == const { label("pobj") } && is_verb(self.tag(verb)))?;
        let passive = || self.subject(verb).filter(|&subject| self.label(subject) == const { label("nsubjpass") });
        self.object(verb, preposition).or_else(passive)
    }

    /// **What it does**: finds the verb "blame" for whom something is blamed on.
    /// **Why**: who "blamed the attack on **X**" blamed X; the parser hangs "on" on the attack as well as on the verb.
    /// **Known failures**: "blamed the attack on X on Y".
    pub(super) fn blames_on(&self, at: usize) -> Option<usize> {
        let on = self.above(at).filter(|&on| self.words[on] == "on" && self.label(at) == const { label("pobj") })?;
        let carrier = self.above(on)?;
        let verb = if self.is_object(carrier) { self.above(carrier)? } else { carrier };
        (self.words[verb] == "blame" && is_verb(self.tag(verb))).then_some(verb)
    }

    /// The head of the word at `at`.
    pub(super) fn head(&self, at: usize) -> Option<usize> {
        match self.sentence.heads[at] {
            ROOT => None,
            head => Some(usize::from(head)),
        }
    }

    /// The head of the word at `at`, if it stands in the sentence.
    pub(super) fn above(&self, at: usize) -> Option<usize> {
        self.head(at).filter(|&head| head < self.len())
    }

    /// How the word at `at` hangs on its head.
    pub(super) fn label(&self, at: usize) -> Label {
        self.sentence.labels[at]
    }

    /// The subject of the word at `at`.
    pub(super) fn subject(&self, at: usize) -> Option<usize> {
        (self.sentence.dependents[at].subject as usize).checked_sub(1)
    }

    /// The words in small letters, as they stand.
    pub(super) fn forms(&self) -> &'a [String] {
        self.sentence.lowered
    }

    /// The text in which the sentence stands.
    pub(super) fn text(&self) -> &'a str {
        self.sentence.text
    }

    /// The words that hang on the one at `at`, near it.
    fn below(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        (at.saturating_sub(NEAR)..self.len().min(at + NEAR)).filter(move |&low| self.head(low) == Some(at))
    }

    /// Whoever owns or does the noun at `at`: before it, or after "by".
    pub(super) fn owner(&self, at: usize) -> Option<usize> {
        if !is_noun(self.tag(at)) {
            return None;
        }
        let is_who = |&low: &usize| matches!(self.kinds[low], Kind::Target(_) | Kind::Holder | Kind::Name);
        let own = self.below(at).filter(|&low| OWNER >> self.label(low) & 1 == 1).find(is_who);
        own.or_else(|| self.agent(at))
    }

    /// Whoever stands after "by" below the word at `at`; of a noun also where the parser hangs it elsewhere: "condemned
    /// the attack on B by A".
    pub(super) fn agent(&self, at: usize) -> Option<usize> {
        let by = |at: usize| self.below(at).find(|&low| self.words[low] == "by");
        let farther = || {
            let inner = || self.below(at).flat_map(|low| self.below(low)).find_map(by);
            let outer = || {
                self.head(at)
                    .filter(|&verb| verb < self.len() && self.label(at) == const { label("dobj") })
                    .and_then(by)
            };
            inner().or_else(outer).filter(|&found| is_noun(self.tag(at)) && found > at)
        };
        let by = by(at).or_else(farther)?;
        self.below(by).find(|&low| low > by)
    }

    /// Whether the word at `at` is an act of somebody: a verb, or a noun with an owner.
    pub(super) fn is_act(&self, at: usize) -> bool {
        is_verb(self.tag(at)) || self.owner(at).is_some()
    }

    /// Whether something is done to what the word at `at` means.
    pub(super) fn is_object(&self, at: usize) -> bool {
        OBJECT >> self.label(at) & 1 == 1
    }

    /// The object of the word at `at`, before the word `limit`.
    pub(super) fn object(&self, at: usize, limit: usize) -> Option<usize> {
        self.below(at).find(|&low| low < limit && self.label(low) == const { label("dobj") })
    }

    /// What the word at `at` says that its subject is: "was a *crime*".
    pub(super) fn predicate(&self, at: usize) -> Option<usize> {
        self.below(at).find(|&low| PREDICATE >> self.label(low) & 1 == 1)
    }

    /// The target of which the word at `at` is a part: "the army of A", "A's troops".
    pub(super) fn named_below(&self, at: usize) -> Option<usize> {
        self.below(at).find_map(|low| match self.kinds[low] {
            Kind::Target(number) if OWNER >> self.label(low) & 1 == 1 => Some(number),
            _ => None,
        })
    }
}

/// Whether the word at `at` and one beside it have capitals that no beginning of a sentence or quotation gives them: "the
/// **United** States", "**Free** Trade Area".
fn is_in_capitals(text: &str, tokens: &[Token], lowered: &[String], at: usize) -> bool {
    let is_capital = |at: usize| {
        let token = tokens.get(at).filter(|token| token.kind == TokenKind::Word && !is_function_word(&lowered[at]));
        token.is_some_and(|token| token.span.of(text).starts_with(char::is_uppercase))
    };
    let begins = at == 0 || tokens[at - 1].kind != TokenKind::Word;
    is_capital(at) && (is_capital(at + 1) && !begins || at > 0 && is_capital(at - 1))
}

/// A word stands at most so far from the one that it hangs on, where this matters.
const NEAR: usize = 8;

/// How those hang on a verb to whom it is done.
const OBJECT: u32 = labels(&["dobj", "nsubjpass"]);

/// How that hangs on a verb which its subject is said to be.
const PREDICATE: u32 = labels(&["attr", "acomp", "oprd"]);

/// How those hang on a noun who own or do it.
const OWNER: u32 = labels(&["poss", "amod", "compound", "nmod"]);
