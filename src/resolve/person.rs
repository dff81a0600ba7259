//! Persons of one document whom the registry does not know: introduced with a full name and whom they belong to,
//! later called by a part of the name.

use crate::model::actor::ActorId;
use crate::model::mention::Rule;
use crate::resolve::around::is_capital;
use crate::resolve::words::{is_time, is_title};

/// Somebody named in a source.
struct Person {
    /// The words of the name.
    words: Vec<String>,
    /// Whom they speak for; `None` when unknown.
    actor: Option<ActorId>,
}

/// The unknown persons of a document, in the order in which they are introduced.
#[derive(Default)]
pub(super) struct People(Vec<Person>);

impl People {
    /// Notes the full name in `source`, if it has one.
    pub(super) fn remember(&mut self, source: &str, actor: Option<&ActorId>) {
        if let Some(words) = named_person(source) {
            let words: Vec<String> = words.into_iter().map(str::to_owned).collect();
            if !self.0.iter().any(|person| person.words == words) {
                self.0.push(Person { words, actor: actor.cloned() });
            }
        }
    }

    /// Whom `source` means, if it is the name of somebody introduced before, or its first or last word.
    /// The inner `None`: somebody of whom no more is known.
    pub(super) fn called(&self, source: &str) -> Option<Option<(ActorId, Rule)>> {
        let words: Vec<&str> = source.split_whitespace().filter(|word| !is_title(word)).collect();
        let name = words.join(" ");
        let name = name.trim_end_matches(['.', ',']);
        let person = self.0.iter().rev().find(|person| {
            name == person.words.join(" ")
                || person.words.last().is_some_and(|last| last == name)
                || person.words.first().is_some_and(|first| first == name)
        })?;
        Some(person.actor.as_ref().map(|actor| (actor.clone(), Rule::ShortForm)))
    }
}

/// The words of the first full name in `source`: two to four capitalised words in a row that are no titles.
pub(super) fn named_person(source: &str) -> Option<Vec<&str>> {
    let head = source.split([',', ';', '(']).next().unwrap_or("");
    let words: Vec<&str> = head.split_whitespace().collect();
    let part = |word: &&str| is_capital(word) && !is_title(word) && !is_time(word) && !word.ends_with(['’', '\'']);
    let runs = words.chunk_by(|a, b| part(a) && part(b));
    let run = runs.filter(|run| (2..=4).contains(&run.len())).find(|run| run.iter().all(part))?;
    run.iter().all(|word| !word.contains("’s") && !word.contains("'s")).then(|| run.to_vec())
}

#[cfg(test)]
mod tests {
    use super::{People, named_person};
    use crate::model::actor::ActorId;

    #[test]
    fn full_names() {
        assert_eq!(named_person("Cheon Sang-il, director of a centre"), Some(vec!["Cheon", "Sang-il"]));
        assert_eq!(named_person("Professor Ada B. Ilo"), Some(vec!["Ada", "B.", "Ilo"]));
        assert_eq!(named_person("Ilo"), None);
        assert_eq!(named_person("a spokesman"), None);
    }

    #[test]
    fn somebody_introduced_is_called_by_a_part_of_the_name() {
        let mut people = People::default();
        let norland = ActorId::from("QNO");
        people.remember("Ada Ilo, a fellow of the institute", Some(&norland));
        people.remember("Bel Abra", None);
        assert_eq!(people.called("Ilo").flatten().map(|found| found.0), Some(norland));
        assert_eq!(people.called("Ms. Abra"), Some(None));
        assert_eq!(people.called("Smith"), None);
    }
}
