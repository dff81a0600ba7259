//! Names that the registry does not know: runs of capitalised words, and whether they name a person or a body.

use crate::lexicon::actors::{Actors, Body, Noun};
use crate::model::span::Span;
use crate::resolve::line::{Word, is_title_case, small_words, words};
use crate::resolve::noun;
use crate::resolve::words::{is_common, is_honorific, is_time, is_title};
use crate::text::function_words::{is, is_function_word};

/// The longest name of a person, and of a body, in words. Chosen by hand.
const LONGEST_PERSON: usize = 4;
const LONGEST_BODY: usize = 9;

/// What stands beside pictures, and in no name: "AP **Photo** Odo Kell".
const PICTURES: [&str; 7] = ["Photo", "Photos", "Photograph", "Video", "Videos", "Image", "Images"];

/// A word in capitals of so many letters is no abbreviation.
const SHOUTED: usize = 5;

/// What companies put behind their names.
const LEGAL_FORMS: [&str; 14] =
    ["Inc", "Ltd", "Limited", "Corp", "Co", "PLC", "Plc", "LLC", "AG", "SA", "NV", "SE", "GmbH", "Incorporated"];

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Person,
    Body,
}

/// Capitalised words in a row.
#[derive(Clone, Debug)]
pub(super) struct Name<'t> {
    pub(super) span: Span,
    pub(super) words: Vec<&'t str>,
    /// `None`: nothing here tells.
    pub(super) sort: Option<Sort>,
    /// The title, post or honorific right before it.
    pub(super) title: Option<Span>,
    /// Whether its first capital may be due to the beginning of a sentence, and to nothing else.
    pub(super) initial: bool,
}

/// Every run of capitalised words in `text` that no name in `known` covers, in text order; `known` and `nouns` are in
/// text order too.
pub(super) fn names<'t>(text: &'t str, known: &[Span], nouns: &[(Span, Noun)], registry: &Actors) -> Vec<Name<'t>> {
    let small = small_words(text);
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = words(line, start);
        if !is_title_case(&words) {
            let reader = Line { words: &words, known, nouns, registry, small: &small, text };
            reader.read(&mut found);
        }
        start += line.len();
    }
    found
}

fn is_shouted(word: &str) -> bool {
    !word.contains(char::is_lowercase)
}

/// A line of the text.
struct Line<'a, 't> {
    text: &'t str,
    words: &'a [Word<'t>],
    known: &'a [Span],
    nouns: &'a [(Span, Noun)],
    registry: &'a Actors,
    small: &'a [&'t str],
}

impl<'t> Line<'_, 't> {
    fn read(&self, found: &mut Vec<Name<'t>>) {
        let mut at = 0;
        while at < self.words.len() {
            let end = self.run(at);
            if end > at {
                found.extend(self.name(at, end));
            }
            at = end.max(at + 1);
        }
    }

    /// One past the last word of the name that begins with the word at `at`.
    fn run(&self, at: usize) -> usize {
        let mut end = at;
        while end < self.words.len() && end - at < LONGEST_BODY {
            let word = &self.words[end];
            if end > at && (word.opens || self.words[end - 1].closes) {
                break;
            }
            let named_before = end > at && self.is_given(end - 1)
                || end > 0 && !self.words[end].opens && is_honorific(self.words[end - 1].text);
            if !(self.is_part(word) || named_before && is_month(word.text)) {
                // "Bel al-Abra", "Institute for the Study of Rivers".
                let joint =
                    is_particle(word.text) || end > at && matches!(word.text, "of" | "for" | "and" | "the" | "in");
                let rest = self.words[end..].iter().skip(1).take(2).position(|next| self.is_part(next));
                let joined = rest.is_some_and(|more| {
                    (0..=more).all(|step| !self.words[end + step].closes && !self.words[end + step + 1].opens)
                        && (1..=more).all(|step| {
                            is_particle(self.words[end + step].text) || self.words[end + step].text == "the"
                        })
                });
                let inside =
                    end > at && (is_particle(word.text) || self.is_organisation(at, end) && word.text != "and");
                if !(joint && joined && inside) {
                    break;
                }
            }
            end += 1;
        }
        end
    }

    /// Whether a word may be part of a name that the registry does not know.
    fn is_part(&self, word: &Word<'_>) -> bool {
        let text = word.text;
        let capital = text.starts_with(char::is_uppercase)
            || ["al-", "el-", "as-", "ash-", "ad-", "d'", "d’"]
                .iter()
                .any(|particle| text.strip_prefix(particle).is_some_and(|rest| rest.starts_with(char::is_uppercase)));
        capital
            && !PICTURES.contains(&text)
            && !is_title(text)
            && !is_honorific(text)
            && !text.split('-').next().is_some_and(|first| first.len() < text.len() && is_title(first))
            && !is_participle(text)
            && !text.starts_with("I'")
            && !text.starts_with("I’")
            && !self.is_state(text)
            && !is_time(text)
            && !covers(self.known, word.span)
            && !self.is_noun(word.span)
    }

    /// Whether the word at `at` is a given name or an initial.
    fn is_given(&self, at: usize) -> bool {
        let word = self.words[at].text;
        word.len() == 2 && word.ends_with('.') || self.registry.is_given_name(word)
    }

    /// "U.S.", "UK": the short name of a state is no part of a person's name.
    fn is_state(&self, text: &str) -> bool {
        let short = text.len() <= 6 && text.len() > 1 && !text.bytes().any(|byte| byte.is_ascii_lowercase());
        short && self.registry.find(text, None).iter().any(|hit| self.registry.names_state(hit.spelling))
    }

    /// Whether the word belongs to the title of a post or a noun for a part of a state.
    fn is_noun(&self, span: Span) -> bool {
        let at = self.nouns.partition_point(|(noun, _)| noun.end() <= span.start());
        self.nouns.get(at).is_some_and(|(noun, sort)| {
            noun.overlaps(span) && !matches!(sort, Noun::Body(Body::Name | Body::Topic | Body::People | Body::Member))
        })
    }

    fn name(&self, mut from: usize, mut to: usize) -> Option<Name<'t>> {
        let begins = |at: usize| {
            let word = &self.words[at];
            at == 0
                || self.words[at - 1].closes
                    && ends_sentence(self.text, self.words[at - 1].span.end(), word.span.start())
                || word.opens
        };
        // "However", "Yesterday": a small word with a capital is no part of the name.
        let mut initial = begins(from);
        while from < to {
            let word = self.words[from].text;
            let small = word.to_lowercase();
            let is_small = is_function_word(&small) || self.small.binary_search(&small.as_str()).is_ok();
            // "Hairdresser Ada Ilo": what she is.
            let is_trade = initial
                && to - from > 2
                && (is_common(word) || ["er", "or", "ist"].iter().any(|ending| word.ends_with(ending)))
                && self.registry.is_given_name(self.words[from + 1].text)
                && !self.registry.is_given_name(word);
            // "WATCHED Odo Kell": a label in capitals.
            let is_label =
                word.len() >= SHOUTED && is_shouted(word) && to - from > 1 && !is_shouted(self.words[from + 1].text);
            if is_function_word(&small)
                || is_label
                || is(&small, "quantifier")
                || is_trade
                || initial && is_small && !self.registry.is_given_name(word)
            {
                from += 1;
                initial = false;
            } else {
                break;
            }
        }
        // "Minister for Security Ada Ilo": the person begins at the given name.
        let given = (from + 1..to.saturating_sub(1)).find(|at| self.registry.is_given_name(self.words[*at].text));
        if let Some(given) = given
            && from > 0
            && matches!(self.words[from - 1].text, "of" | "for" | "to" | "at" | "in")
            && !self.is_organisation(from, to)
            && !self.registry.is_given_name(self.words[from].text)
        {
            from = given;
        }
        // "River Commission Administrator Ada Ilo": the last two words are a person's name.
        if to - from >= 4 && self.registry.is_given_name(self.words[to - 2].text) && !self.is_given(from) {
            from = to - 2;
        }
        // "Kelmar Ltd": the legal form is no part of the name, and no name.
        while from < to && LEGAL_FORMS.contains(&self.words[to - 1].text) {
            to -= 1;
        }
        if from >= to {
            return None;
        }
        let title = self.title(from);
        // "Port Nor Financial Secretary Ada Ilo": the words before a title belong to the post.
        let titled = self.words.get(to).is_some_and(|next| {
            !next.opens
                && !self.words[to - 1].closes
                && next.text.starts_with(char::is_uppercase)
                && is_title(next.text)
        });
        if titled && title.is_none() && self.is_organisation(from, to) {
            return None;
        }
        if self.is_organisation(from, to) && title.is_none() {
            from = self.with_first_field(from);
            (from, initial) = self.with_origin(from).map_or((from, initial), |from| (from, false));
            to = self.with_field(from, to);
        }
        let words: Vec<&str> = self.words[from..to].iter().map(|word| word.text).collect();
        let (first, last) = (self.words[from..to].first()?, self.words[from..to].last()?);
        let span = Span::new(first.span.start(), last.span.end());
        let sort = self.sort(&words, from, to, title);
        Some(Name { span, words, sort, title, initial })
    }

    /// "Norlandic-Sudrian Medical Society", "Norland-Sudria Society": the word before the name of a body tells where it
    /// is from, and belongs to it.
    fn with_origin(&self, from: usize) -> Option<usize> {
        let at = from.checked_sub(1)?;
        let word = &self.words[at];
        let joined = !word.closes && !self.words[from].opens && word.text.starts_with(char::is_uppercase);
        let article = at.checked_sub(1).is_some_and(|before| matches!(self.words[before].text, "the" | "The"));
        let adjective = || self.registry.is_adjective_of_origin(word.text);
        let origin = joined && covers(self.known, word.span) && (adjective() || article);
        (origin || joined && word.text.contains('-') && covers(self.known, word.span)).then_some(at)
    }

    /// "**Dams and** Rivers Service": the first of two words that tell what a body is for.
    fn with_first_field(&self, from: usize) -> usize {
        let Some([field, joint]) = from.checked_sub(2).map(|at| [&self.words[at], &self.words[at + 1]]) else {
            return from;
        };
        let plain = [field, joint, &self.words[from]].iter().all(|word| !word.opens)
            && !field.closes
            && !joint.closes
            && self.is_part(field)
            && !self.registry.is_given_name(field.text)
            && !is_function_word(&field.text.to_lowercase());
        if plain && joint.text == "and" && from >= 3 { from - 2 } else { from }
    }

    /// "Workers' Party **of Norland**", "Society **for the Study of Rivers**": what the body is of, or is for.
    fn with_field(&self, from: usize, to: usize) -> usize {
        let mut end = to;
        while end < self.words.len() && end - from < LONGEST_BODY && !self.words[end - 1].closes {
            let small = self.words[end..]
                .iter()
                .take(3)
                .take_while(|word| matches!(word.text, "of" | "for" | "the" | "and") && !word.opens && !word.closes);
            let next = end + small.count();
            let Some(first) = self.words.get(end) else { break };
            let joint = next == end || matches!(first.text, "of" | "for" | "and");
            let Some(word) = self.words.get(next).filter(|word| joint && !word.opens && (next > end || end > to))
            else {
                break;
            };
            // "The Council and Norland": two that stand side by side.
            let apart = next > end && first.text == "and" && end == to;
            let named = word.text.starts_with(char::is_uppercase) && !is_honorific(word.text) && !is_time(word.text);
            if !named || apart {
                break;
            }
            end = next + 1;
        }
        end
    }

    fn title(&self, from: usize) -> Option<Span> {
        let before = &self.words[from.checked_sub(1)?];
        if self.words[from].opens || before.closes && !is_abbreviated(self.text, before.span) {
            return None;
        }
        if is_title(before.text) || is_honorific(before.text) {
            return Some(before.span);
        }
        let at = self.nouns.partition_point(|(noun, _)| noun.end() < before.span.end());
        let (noun, sort) = self.nouns.get(at)?;
        let speaks =
            matches!(sort, Noun::Post(_) | Noun::Body(Body::Government | Body::Military | Body::Member | Body::People));
        (noun.end() == before.span.end() && speaks).then_some(*noun)
    }

    fn sort(&self, words: &[&str], from: usize, to: usize, title: Option<Span>) -> Option<Sort> {
        let organisation = self.is_organisation(from, to);
        let article = from
            .checked_sub(1)
            .is_some_and(|before| !self.words[before].closes && self.words[before].text.eq_ignore_ascii_case("the"));
        let acronym = |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        let noun = words.last().and_then(|word| noun::sort(&word.to_lowercase())).map(|(sort, _)| sort);
        match words {
            // "Port Nor Square", "the Dam Treaty": a place or a thing.
            [_, .., last] if names_thing(last) => None,
            _ if organisation && words.len() > 1 => Some(Sort::Body),
            [_, .., _] if title.is_none() && matches!(noun, Some(noun::Sort::Body | noun::Sort::Part)) => {
                Some(Sort::Body)
            }
            _ if title.is_some() && words.len() <= LONGEST_PERSON && !words.iter().all(|word| acronym(word)) => {
                Some(Sort::Person)
            }
            [first, .., last]
                if words.len() <= LONGEST_PERSON
                    && !article
                    && !acronym(last)
                    && (self.registry.is_given_name(first) || words.iter().any(|word| is_particle(word))) =>
            {
                Some(Sort::Person)
            }
            [_, _, ..] if article => Some(Sort::Body),
            [only] if acronym(only) => Some(Sort::Body),
            _ => None,
        }
    }

    /// Whether the words from `from` up to `to` have a noun that makes a name of a body.
    fn is_organisation(&self, from: usize, to: usize) -> bool {
        let article =
            self.words[from..to].iter().take_while(|word| is_function_word(&word.text.to_lowercase())).count();
        let from = from + article;
        let (Some(first), Some(last)) = (self.words[..to].get(from), self.words.get(to - 1)) else { return false };
        let at = self.nouns.partition_point(|(noun, _)| noun.end() <= first.span.start());
        let mut inside = self.nouns[at..].iter().take_while(|(noun, _)| noun.end() <= last.span.end());
        inside.any(|(_, sort)| matches!(sort, Noun::Body(Body::Name)))
            || to > from + 1 && names_body(self.words[to - 1].text)
            || names_body(first.text) && self.words.get(from + 1).is_some_and(|word| matches!(word.text, "of" | "for"))
    }
}

/// Whether the legal form of a company follows its name: `rest` begins with " Ltd".
pub(super) fn has_legal_form(rest: &str) -> bool {
    let word = rest.strip_prefix(' ').unwrap_or("").split(|letter: char| !letter.is_alphabetic()).next();
    word.is_some_and(|word| LEGAL_FORMS.contains(&word))
}

/// Whether one of `spans`, in text order, shares something with `span`.
pub(super) fn covers(spans: &[Span], span: Span) -> bool {
    let at = spans.partition_point(|known| known.end() <= span.start());
    spans.get(at).is_some_and(|known| known.overlaps(span))
}

/// Whether a capitalised word is a noun for bodies that have names of their own ("Council", "Alliance").
fn names_body(word: &str) -> bool {
    let part_of_state = |detail: &str| detail.split(' ').all(|kind| kind == "government");
    word.starts_with(char::is_uppercase)
        && matches!(noun::sort(&word.to_lowercase()), Some((noun::Sort::Body, kinds)) if !part_of_state(kinds))
}

/// Whether a capitalised word is a noun for places, treaties and other things that never speak ("Square").
pub(super) fn names_thing(word: &str) -> bool {
    let sort = noun::sort(&word.to_lowercase()).map(|(sort, _)| sort);
    word.starts_with(char::is_uppercase)
        && matches!(sort, Some(noun::Sort::Event | noun::Sort::Text | noun::Sort::Thing))
}

/// "Port-based", "Kelmar-linked": an adjective before a name, and no part of it.
fn is_participle(word: &str) -> bool {
    word.rsplit_once('-').is_some_and(|(_, last)| {
        last.starts_with(char::is_lowercase)
            && (last.ends_with("ed") || matches!(last, "led" | "run" | "born" | "owned"))
    })
}

/// A name of a month that is a surname too.
fn is_month(word: &str) -> bool {
    matches!(word, "May" | "March" | "August")
}

/// Whether a sentence may end in the text between two words.
fn ends_sentence(text: &str, from: usize, to: usize) -> bool {
    text.get(from..to).is_some_and(|between| between.contains(['.', '!', '?', ':', '“', '"', '\n']))
}

/// "Mr.", "Gen.".
fn is_abbreviated(text: &str, word: Span) -> bool {
    text[word.end()..].starts_with(". ")
}

/// The small words inside names of persons.
pub(super) fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "al" | "el"
            | "bin"
            | "bint"
            | "ibn"
            | "abu"
            | "ben"
            | "van"
            | "von"
            | "der"
            | "den"
            | "de"
            | "del"
            | "di"
            | "da"
            | "dos"
            | "la"
            | "le"
            | "du"
            | "ul"
            | "ur"
            | "zu"
            | "ter"
    )
}
