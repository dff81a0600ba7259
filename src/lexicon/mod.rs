//! Word lists: CSV tables in `lexicons/`, read once, checked and shared. Errors in them are reported with file, line
//! and column. They know nothing of documents.

pub(crate) mod actors;
pub(crate) mod cues;
pub(crate) mod fitted;
pub(crate) mod foreign;
pub(crate) mod inflection;
pub(crate) mod phrases;
pub(crate) mod sentiment;
pub(crate) mod shifters;
pub(crate) mod stance;
pub(crate) mod table;

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::error::Error;
use crate::model::hash::sha256;
use crate::model::run::{OWN_ACTORS, OWN_LEXICON};
use actors::Actors;
use cues::Cues;
use inflection::Inflection;
use sentiment::Lexicon;
use shifters::Shifters;
use stance::{StanceBuilder, StanceLexicon};

const ACTORS: &str = include_str!("../../lexicons/actors.csv");
const ALIASES: &str = include_str!("../../lexicons/aliases.csv");
const BODIES: &str = include_str!("../../lexicons/bodies.csv");
const CUES: &str = include_str!("../../lexicons/cues.csv");
const IRREGULAR: &str = include_str!("../../lexicons/irregular.csv");
const NAMES: &str = include_str!("../../lexicons/names.csv");
const OFFICES: &str = include_str!("../../lexicons/offices.csv");
const POSTS: &str = include_str!("../../lexicons/posts.csv");
const SECTORS: &str = include_str!("../../lexicons/sectors.csv");
const SHIFTERS: &str = include_str!("../../lexicons/shifters.csv");
const STANCE: &str = include_str!("../../lexicons/stance.csv");

/// All lists that a run uses.
pub(crate) struct Lexicons {
    registry: Option<Actors>,
    pub(crate) cues: Cues,
    pub(crate) stance: StanceLexicon,
    pub(crate) shifters: Shifters,
    pub(crate) sentiment: Lexicon,
    /// Whether fitted weights are used in addition to the entries of the stance lexicon.
    pub(crate) fitted: bool,
    /// SHA-256 of each list, by file name.
    pub(crate) hashes: BTreeMap<String, String>,
}

/// Which lists the user wants.
pub(crate) struct Chosen<'o> {
    /// The user's tables of actors, aliases and offices. Later tables override earlier ones.
    pub(crate) actors: &'o [PathBuf],
    /// The user's lexicons. Later lexicons override earlier ones.
    pub(crate) lexicons: &'o [PathBuf],
    /// Whether to use the actors that ship with the program.
    pub(crate) default_actors: bool,
    /// Whether to use the stance entries that ship with the program.
    pub(crate) default_lexicons: bool,
    /// Whether to use fitted weights.
    pub(crate) fitted: bool,
}

impl Lexicons {
    /// Loads the shipped lists that `chosen` asks for, then the user's. Later lists override earlier ones.
    ///
    /// Errors: a list that cannot be read or has a bad row.
    pub(crate) fn load(chosen: &Chosen<'_>) -> Result<Lexicons, Error> {
        let mut hashes = BTreeMap::new();
        let inflection = Inflection::read("lexicons/irregular.csv", IRREGULAR)?;
        let cues = Cues::read("lexicons/cues.csv", CUES, &inflection)?;
        let mut stance = StanceBuilder::default();
        let mut tone = Vec::new();
        let always = [
            ("bodies.csv", BODIES),
            ("cues.csv", CUES),
            ("irregular.csv", IRREGULAR),
            ("posts.csv", POSTS),
            ("shifters.csv", SHIFTERS),
        ];
        let shipped = if chosen.default_actors { SHIPPED_ACTORS } else { &[] };
        hashes.extend(always.iter().chain(shipped).map(|(name, text)| ((*name).to_owned(), sha256(text))));
        let mut tables: Vec<(String, String)> = Vec::new();
        if chosen.default_lexicons {
            stance.add("lexicons/stance.csv", STANCE, false)?;
            stance.add_cues(&cues);
            hashes.insert("stance.csv".to_owned(), sha256(STANCE));
        }
        for (number, path) in chosen.actors.iter().enumerate() {
            let (name, text) = read(path)?;
            hashes.insert(format!("{OWN_ACTORS}{}", number + 1), sha256(&text));
            tables.push((name, text));
        }
        for (number, path) in chosen.lexicons.iter().enumerate() {
            let (name, text) = read(path)?;
            add_lexicon(&name, &text, &mut stance, &mut tone)?;
            hashes.insert(format!("{OWN_LEXICON}{}", number + 1), sha256(&text));
        }
        if chosen.fitted {
            hashes.insert("fitted.csv".to_owned(), sha256(fitted::TABLE));
        }
        let sentiment = Lexicon::new(tone);
        if chosen.default_lexicons {
            let known = stance.single_words(&inflection);
            stance.add_tone(sentiment.rated_words(), &known);
        }
        Ok(Lexicons {
            registry: Some(registry(chosen.default_actors, tables)?),
            cues,
            stance: stance.build(&inflection),
            shifters: Shifters::read("lexicons/shifters.csv", SHIFTERS)?,
            sentiment,
            fitted: chosen.fitted,
            hashes,
        })
    }

    /// Takes out the registry, which belongs to the resolver. It can be taken only once.
    pub(crate) fn take_registry(&mut self) -> Actors {
        self.registry.take().expect("the registry is taken once")
    }
}

/// Adds a user's lexicon. A header with `expression` makes it a stance table, a header with `word` a list of words and
/// valences; anything else is a VADER list (token, mean, deviation, ratings; tab-separated).
fn add_lexicon(name: &str, text: &str, stance: &mut StanceBuilder, tone: &mut Vec<(String, f64)>) -> Result<(), Error> {
    let header = text.lines().next().unwrap_or("").trim_start_matches('\u{feff}');
    let has = |wanted: &str| header.split(',').any(|column| column.trim() == wanted);
    if has("expression") {
        stance.add(name, text, true)
    } else if has("word") {
        stance.add_words(name, text)
    } else {
        tone.extend(sentiment::entries(name, text)?);
        Ok(())
    }
}

/// Reads `text` as a user's table of actors or as a lexicon, with a few test actors and none of the shipped tables.
#[cfg(fuzzing)]
pub(crate) fn try_table(text: &str, is_actors: bool) -> Result<(), Error> {
    use std::sync::LazyLock;
    static INFLECTION: LazyLock<Inflection> = LazyLock::new(|| {
        Inflection::read("lexicons/irregular.csv", IRREGULAR).expect("the shipped lexicons are sound")
    });
    const ACTORS: &str = "id,name,kind\nQA,Norland,state\nQB,Sudria,state\nQA.P,Ada Pell,person\nQA.R,Odo Ren,person\n";
    let name = "table.csv";
    if is_actors {
        let tables = [("actors.csv", ACTORS), (name, text)];
        return registry(false, tables.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec()).map(drop);
    }
    let (mut stance, mut tone) = (StanceBuilder::default(), Vec::new());
    add_lexicon(name, text, &mut stance, &mut tone)?;
    stance.build(&INFLECTION);
    if !tone.is_empty() {
        Lexicon::new(tone);
    }
    Ok(())
}

/// The lists used for scoring, as they ship with the program.
#[cfg(feature = "fit")]
pub(crate) fn shipped_scoring() -> Result<Lexicons, Error> {
    Lexicons::load(&Chosen { actors: &[], lexicons: &[], default_actors: true, default_lexicons: true, fitted: false })
}

/// The cue list that ships with the program.
#[cfg(feature = "fit")]
pub(crate) fn shipped_cues() -> Result<Cues, Error> {
    Cues::read("lexicons/cues.csv", CUES, &Inflection::read("lexicons/irregular.csv", IRREGULAR)?)
}

/// The tables of actors that ship with the program.
const SHIPPED_ACTORS: &[(&str, &str)] = &[
    ("actors.csv", ACTORS),
    ("aliases.csv", ALIASES),
    ("names.csv", NAMES),
    ("offices.csv", OFFICES),
    ("sectors.csv", SECTORS),
];

/// The registry of those tables, built by `build.rs`.
const REGISTRY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/actors.bin"));

/// The shipped actors, if `default` is set, and those of the user's tables.
fn registry(default: bool, own: Vec<(String, String)>) -> Result<Actors, Error> {
    if default && own.is_empty() {
        return Ok(Actors::default());
    }
    let shipped = if default { SHIPPED_ACTORS } else { &[] };
    let shipped = shipped.iter().map(|(name, text)| (format!("lexicons/{name}"), (*text).to_owned()));
    actors::read_all(&shipped.chain(own).collect::<Vec<_>>(), POSTS, BODIES)
}

impl Default for Actors {
    /// The actors that ship with the program.
    fn default() -> Actors {
        postcard::from_bytes(REGISTRY).expect("the build script made these bytes of a registry")
    }
}

fn read(path: &PathBuf) -> Result<(String, String), Error> {
    let text = std::fs::read_to_string(path).map_err(|error| Error::io(path, error))?;
    Ok((path.to_string_lossy().into_owned(), text))
}
