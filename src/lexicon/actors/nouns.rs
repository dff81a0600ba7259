//! Nouns beside names: titles of posts, and words for parts of a state or an organisation. Tables come in; meanings by
//! word come out.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::lexicon::actors::Who;
use crate::lexicon::actors::offices::{Office, OfficeNames};
use crate::lexicon::table::Table;

/// The part of a state that a noun after its name stands for: "Norlandic **officials**".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(crate) enum Body {
    /// The government and its spokespersons.
    Government,
    /// The armed forces.
    Military,
    /// State media.
    Media,
    /// People from the state who do not speak for it.
    People,
    /// People who speak for an organisation they work at, but not for the state they come from: "Norlandic
    /// **analysts**".
    Member,
    /// A text or utterance, which speaks for its owner: "Ilo's **message**".
    Voice,
    /// A noun that makes a different proper name: "Norlandic **Airlines**".
    Name,
    /// Something about the state, not the state itself: "the Norland **deal**".
    Topic,
}

const BODIES: [(&str, Body); 8] = [
    ("government", Body::Government),
    ("military", Body::Military),
    ("media", Body::Media),
    ("people", Body::People),
    ("member", Body::Member),
    ("voice", Body::Voice),
    ("name", Body::Name),
    ("topic", Body::Topic),
];

/// The meaning of a noun beside a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) enum Noun {
    /// The title of a post, by index.
    Post(usize),
    /// A part of a state, or a word that is not a part.
    Body(Body),
}

/// The words of the two tables.
pub(super) struct Nouns {
    /// Each word with its meaning.
    pub(super) words: Vec<(String, Noun)>,
    /// The possible meanings of each post.
    posts: Vec<Vec<Meaning>>,
}

/// One office that a title may mean.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Meaning {
    rank: u8,
    /// The state or organisation of the office; empty for any.
    of: String,
    /// The office; empty if the tables do not know it.
    office: String,
    alone: bool,
}

impl Nouns {
    /// Reads the tables of posts (`post,of,rank,office,alone`) and of bodies (`noun,body`), each given as a name and a
    /// text.
    pub(super) fn read(posts: (&str, &str), bodies: (&str, &str)) -> Result<Nouns, Error> {
        let mut ranked: BTreeMap<String, Vec<Meaning>> = BTreeMap::new();
        let table = Table::read(posts.0, posts.1, &["post", "of", "rank", "office", "alone"])?;
        for row in table.rows() {
            let meaning = Meaning {
                rank: row.number("rank", 1.0, 99.0)?.unwrap_or(1.0) as u8,
                of: row.get("of").to_owned(),
                office: row.get("office").to_owned(),
                alone: row.choice("alone", &[("", false), ("yes", true)])?,
            };
            ranked.entry(row.required("post")?.to_owned()).or_default().push(meaning);
        }
        let mut nouns = Nouns { words: Vec::new(), posts: Vec::new() };
        for (title, mut meanings) in ranked {
            meanings.sort();
            nouns.words.push((title, Noun::Post(nouns.posts.len())));
            nouns.posts.push(meanings);
        }
        let table = Table::read(bodies.0, bodies.1, &["noun", "body"])?;
        for row in table.rows() {
            nouns.words.push((row.required("noun")?.to_owned(), Noun::Body(row.choice("body", &BODIES)?)));
        }
        Ok(nouns)
    }

    /// The posts, with names of offices and actors replaced by their indices.
    pub(super) fn posts(&self, names: &mut OfficeNames, who: impl Fn(&str) -> Option<Who>) -> Posts {
        let post = |meanings: &Vec<Meaning>| {
            let known = meanings.iter().filter(|meaning| !meaning.office.is_empty());
            let known = known.filter(|meaning| meaning.of.is_empty() || who(&meaning.of).is_some());
            Post {
                offices: known.map(|meaning| (who(&meaning.of), names.number(&meaning.office))).collect(),
                points_back: meanings.iter().any(|meaning| meaning.alone),
            }
        };
        Posts(self.posts.iter().map(post).collect())
    }
}

/// The possible meanings of a title.
#[derive(serde::Serialize, serde::Deserialize)]
struct Post {
    /// Offices, best first, each with the actor whose office it is; `None` for any actor.
    offices: Vec<(Option<Who>, Office)>,
    /// Whether "the" with this title alone can refer back to a person.
    points_back: bool,
}

/// The meanings of all titles.
#[derive(serde::Serialize, serde::Deserialize)]
pub(super) struct Posts(Vec<Post>);

impl Posts {
    /// The offices of `of` that the post may mean, best first.
    pub(super) fn offices(&self, post: usize, of: Who) -> impl Iterator<Item = Office> {
        let offices = &self.0[post].offices;
        let own = offices.iter().any(|(whose, _)| *whose == Some(of));
        let meant = move |whose: &Option<Who>| if own { *whose == Some(of) } else { whose.is_none() };
        offices.iter().filter(move |(whose, _)| meant(whose)).map(|(_, office)| *office)
    }

    /// Whether "the" with this title alone can refer back to a person.
    pub(super) fn points_back(&self, post: usize) -> bool {
        self.0[post].points_back
    }
}
