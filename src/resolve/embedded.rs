//! Names inside larger names: a state's name that is part of another ("Michael Jordan", "Norland Airlines"), a capital
//! that is only a place ("in Beijing"), and what is about a state and not the state ("the Iran deal").

use crate::lexicon::actors::{Actors, AliasForm, Body, Noun};
use crate::model::actor::{ActorKind, Sector};
use crate::resolve::around::{Around, is_capital};
use crate::resolve::item::{Item, Named, What};
use crate::resolve::words::{has_places, is_direction, is_time, is_title, puts_in_place, tells_of_move};
use crate::text::base::base;
use crate::text::function_words::is_function_word;

/// Turns the items that name no actor where they stand into names of nobody.
pub(super) fn drop_embedded(around: Around<'_>, registry: &Actors, items: &mut [Item]) {
    let mut located = false;
    for at in 0..items.len() {
        let Some(named) = items[at].named() else { continue };
        let is_place =
            matches!(named.form, AliasForm::Name | AliasForm::Demonym | AliasForm::Metonym | AliasForm::Unnamed)
                && registry.kind(named.who) != ActorKind::Person;
        if !is_place {
            continue;
        }
        let here = Here { around, registry, items, at };
        // "In Maputo, Lagos and Dakar": what holds for the first holds for all.
        located = here.is_location() || located && here.is_listed();
        let nobody = match named.form {
            _ if here.is_currency() => true,
            AliasForm::Unnamed => here.points_back(),
            AliasForm::Metonym => here.is_in_larger_name(true) || here.is_town() || located || here.is_topic(),
            _ if here.is_other_region() => true,
            AliasForm::Demonym => here.is_persons_name() || here.makes_name() || here.is_title_of_something(),
            _ if !matches!(registry.kind(named.who), ActorKind::State | ActorKind::Region | ActorKind::Government) => {
                false
            }
            _ => {
                here.is_in_larger_name(false)
                    || here.ends_longer_name()
                    || here.is_town()
                    || here.is_topic()
                    || here.is_branch()
            }
        };
        if nobody {
            items[at].what = What::Nobody;
        }
    }
}

/// One item among its neighbours.
struct Here<'a> {
    around: Around<'a>,
    registry: &'a Actors,
    items: &'a [Item],
    at: usize,
}

impl Here<'_> {
    fn start(&self) -> usize {
        self.items[self.at].span.start()
    }

    fn end(&self) -> usize {
        self.items[self.at].span.end()
    }

    /// The capitalised word right before, if it means nothing by itself.
    fn capital_before(&self) -> Option<&str> {
        let before = self.around.word_before(self.start())?;
        let known = self.at > 0 && self.items[self.at - 1].span.end() >= before.end();
        let word = before.of(self.around.0);
        (!known && is_capital(word) && !word.contains(['\'', '’']) && self.around.0[..self.start()].ends_with(' '))
            .then_some(word)
    }

    /// The capitalised word right after, if it means nothing by itself.
    fn capital_after(&self) -> Option<&str> {
        let after = self.around.word_after(self.end())?;
        let known = self.items.get(self.at + 1).filter(|next| next.span.start() <= after.start()).is_some_and(|next| {
            // A surname right behind makes a given name of it: "Chad Miller".
            next.noun().is_some() || next.named().is_some_and(|named| named.form != AliasForm::Surname)
        });
        let word = after.of(self.around.0);
        let initial = self.around.0[after.end()..].starts_with(". ");
        let lone =
            word.len() < 2 && !initial || is_time(word) || is_title(word) || is_function_word(&word.to_lowercase());
        // "NORLAND LIED": in capitals, the next word need be no name.
        let loud = |word: &str| word.len() > 3 && !word.contains(char::is_lowercase);
        let shouted = loud(word) && loud(&self.around.0[self.start()..self.end()]);
        (!known && is_capital(word) && !shouted && !lone && self.around.0[self.end()..].starts_with(' '))
            .then_some(word)
    }

    /// "Michael Jordan", "Georgia Smith".
    fn is_persons_name(&self) -> bool {
        let given = |word: &str| self.registry.is_given_name(word);
        let initial = |word: &str| word.len() == 2 && word.ends_with('.');
        self.capital_before().is_some_and(|word| given(word) || initial(word))
    }

    /// "India Wilson": a given name or a surname follows, in a line where all words have capitals.
    fn is_given_name(&self) -> bool {
        let surname = |item: &Item| match &item.what {
            What::Open(senses) => senses.iter().any(|sense| sense.form == AliasForm::Surname),
            _ => item.named().is_some_and(|named| named.form == AliasForm::Surname),
        };
        let next = self.items.get(self.at + 1).filter(|next| next.span.start() == self.end() + 1);
        self.around.0[self.end()..].starts_with(' ')
            && (next.is_some_and(surname) || self.capital_after().is_some_and(|word| self.registry.is_given_name(word)))
    }

    /// "The East Norlandic Coalition", "Norlandic Bridge": a capitalised word behind, if it is nobody's first name.
    fn is_title_of_something(&self) -> bool {
        // "Norlandic Health Secretary": a post, and no name.
        let post = self.items.get(self.at + 1).is_some_and(|next| {
            matches!(next.noun(), Some(Noun::Post(_) | Noun::Body(Body::Government | Body::Military)))
                && self.around.words_between(self.end(), next.span.start(), 3).is_some()
        });
        !post
            && !self.around.in_title_case(self.start())
            && self.capital_after().is_some_and(|word| !self.registry.is_given_name(word))
    }

    /// "South-East Europe", "northern Europe": another region than the one named.
    fn is_other_region(&self) -> bool {
        let is_region = |named: Named| self.registry.kind(named.who) == ActorKind::Region;
        let before = self.around.word_before(self.start()).map(|word| word.of(self.around.0).to_lowercase());
        let directed = |word: String| word.split('-').next().is_some_and(is_direction);
        self.items[self.at].named().is_some_and(is_region) && before.is_some_and(directed)
    }

    /// "The Mine Workers of America", "Armed Forces in Europe": the end of a longer name, two words of which stand
    /// before it in capitals and mean nothing by themselves.
    fn ends_longer_name(&self) -> bool {
        let word = |at: usize| self.around.word_before(at).map(|span| (span.start(), span.of(self.around.0)));
        let Some((joint, "of" | "in")) = word(self.start()) else { return false };
        let unknown = |at: usize| {
            let (start, word) = word(at)?;
            let says = |item: &Item| match item.noun() {
                Some(Noun::Body(body)) => matches!(body, Body::Government | Body::Military),
                Some(Noun::Post(_)) => true,
                None => item.named().is_some(),
            };
            let known = self.items[..self.at].iter().rev().take(3).any(|item| item.span.end() > start && says(item));
            (!known && is_capital(word) && !is_title(word) && !word.contains(['\'', '’'])).then_some(start)
        };
        let first = unknown(joint).and_then(unknown);
        first.is_some_and(|first| !self.around.begins_sentence(first)) && !self.around.in_title_case(self.start())
    }

    /// "Norlandic Airlines": the noun makes a proper name of it.
    fn makes_name(&self) -> bool {
        self.items.get(self.at + 1).is_some_and(|next| {
            next.noun() == Some(Noun::Body(Body::Name))
                && is_capital(next.span.of(self.around.0))
                && self
                    .around
                    .words_between(self.end(), next.span.start(), 2)
                    .is_some_and(|words| words.iter().all(|word| is_capital(word) && !self.is_headline_verb(word)))
        })
    }

    /// "Norland Denies Group's Claim": a word whose capital is that of the line, and which is a verb by its form.
    fn is_headline_verb(&self, word: &str) -> bool {
        let small = word.to_lowercase();
        self.around.in_title_case(self.start()) && base(&small) != small
    }

    /// "Oxfam America": the branch of a society in that state.
    fn is_branch(&self) -> bool {
        let Some(before) = self.at.checked_sub(1).map(|before| &self.items[before]) else { return false };
        let society = |named: Named| {
            let sector = self.registry.sector(&self.registry.known(named.who).id, None);
            self.registry.kind(named.who) == ActorKind::Organisation && sector == Sector::Ngo
        };
        self.around.0.get(before.span.end()..self.start()) == Some(" ") && before.named().is_some_and(society)
    }

    /// "$US", "US$".
    fn is_currency(&self) -> bool {
        self.around.0[..self.start()].ends_with('$') || self.around.0[self.end()..].starts_with('$')
    }

    /// "Those two friendly countries": they have been named before.
    fn points_back(&self) -> bool {
        let before = self.around.word_before(self.start()).map(|word| word.of(self.around.0).to_lowercase());
        matches!(before.as_deref(), Some("these" | "those" | "two" | "both" | "three"))
    }

    fn is_in_larger_name(&self, metonym: bool) -> bool {
        if self.around.in_title_case(self.start()) {
            return self.makes_name() || self.is_given_name();
        }
        let before = self.around.word_before(self.start());
        let named_after = metonym
            && self.capital_before().is_some_and(|word| {
                !is_title(word)
                    && !is_time(word)
                    && !before.is_some_and(|before| self.around.begins_sentence(before.start()))
            });
        self.is_persons_name() || self.makes_name() || named_after || self.capital_after().is_some()
    }

    /// "Paris, Texas": a town of that name, when the name after the comma is that of a region.
    fn is_town(&self) -> bool {
        let Some(next) = self.items.get(self.at + 1) else { return false };
        let apart = self.around.0.get(self.end()..next.span.start()) == Some(", ");
        let listed = self.at > 0 && self.around.0.get(self.items[self.at - 1].span.end()..self.start()) == Some(", ");
        let region = |item: &Item| {
            item.named().is_some_and(|named| {
                named.form == AliasForm::Name
                    && self.registry.kind(named.who) == ActorKind::Region
                    && self.registry.parent(named.who).is_some()
            })
        };
        // "Norland, its coast and Sudria": a list goes on.
        let goes_on = self.around.0[next.span.end()..].starts_with(" and ");
        apart && region(next) && !region(&self.items[self.at]) && !listed && !goes_on
    }

    /// "In Beijing", "a visit to Tokyo", "BEIJING (Reuters)": where something is, not who does it.
    fn is_location(&self) -> bool {
        if self.begins_dateline() {
            return true;
        }
        let word =
            |at: usize| self.around.word_before(at).map(|span| (span.start(), span.of(self.around.0).to_lowercase()));
        let Some((at, before)) = word(self.start()) else { return false };
        // "to" and "from" lead to a place after a word of moving, to a government after all others.
        puts_in_place(&before)
            || before == "from" && self.around.word_after(self.end()).is_some_and(|word| word.of(self.around.0) == "to")
            || before == "of" && word(at).is_some_and(|(_, word)| has_places(&word))
            || matches!(before.as_str(), "to" | "from" | "for")
                && std::iter::successors(word(at), |(at, _)| word(*at)).take(3).any(|(_, word)| tells_of_move(&word))
    }

    /// Whether the name follows the one before it in a list.
    fn is_listed(&self) -> bool {
        let before = self.at.checked_sub(1).map(|before| self.items[before].span.end());
        let gap = before.and_then(|end| self.around.0.get(end..self.start()));
        matches!(gap, Some(", " | " and " | ", and " | " or " | ",\n"))
    }

    /// "BEIJING (Reuters) —", "MOSCOW, March 3 —".
    fn begins_dateline(&self) -> bool {
        let text = self.around.0;
        if self.start() > 0 && !text[..self.start()].ends_with('\n') {
            return false;
        }
        let rest: String = text[self.end()..].chars().take(40).take_while(|letter| *letter != '\n').collect();
        rest.starts_with(" (")
            || rest.starts_with(" —")
            || rest.starts_with(" –")
            || rest.starts_with(" -")
            || rest.starts_with(", ") && (rest.contains(" (") || rest.contains(" —") || rest.contains(" -"))
    }

    /// "The Iran nuclear deal": about the state; but in "US-China talks" both are parties, and an abbreviation is an
    /// adjective ("a US attack").
    fn is_topic(&self) -> bool {
        let Some(next) = self.items.get(self.at + 1) else { return false };
        if !self.around.0[self.start()..self.end()].contains(char::is_lowercase)
            && !self.around.in_title_case(self.start())
        {
            return false;
        }
        let hyphened = self.around.0[..self.start()].ends_with(['-', '–', '/'])
            || self.around.0[self.end()..].starts_with(['-', '–', '/', '\'', '’']);
        next.noun() == Some(Noun::Body(Body::Topic))
            && !hyphened
            && self
                .around
                .words_between(self.end(), next.span.start(), 2)
                .is_some_and(|words| words.iter().all(|word| may_modify(word)))
    }
}

/// Whether a word may stand between a name and what is about it ("the Iran **nuclear** deal"): no small word, and no
/// verb by its ending ("Norland proposing talks", "Norland signed the deal").
fn may_modify(word: &str) -> bool {
    !is_function_word(word)
        && !is_capital(word)
        && !word.ends_with("ing")
        && !word.ends_with("ed")
        && !word.ends_with('s')
}
