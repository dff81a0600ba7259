//! Word lists: read once, checked, shared, never changed.
//! Every list is plain CSV under `lexicons/`; what is wrong in one is told with file, line and column.

pub(crate) mod actors;
pub(crate) mod cues;
pub(crate) mod inflection;
pub(crate) mod phrases;
pub(crate) mod sentiment;
pub(crate) mod shifters;
pub(crate) mod stance;
pub(crate) mod table;

use std::collections::BTreeMap;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::error::Fault;
use actors::{Registry, RegistryBuilder};
use cues::Cues;
use inflection::Inflection;
use sentiment::SentimentLexicon;
use shifters::Shifters;
use stance::{StanceBuilder, StanceLexicon};

const ACTORS: &str = include_str!("../../lexicons/actors.csv");
const ALIASES: &str = include_str!("../../lexicons/aliases.csv");
const CUES: &str = include_str!("../../lexicons/cues.csv");
const IRREGULAR: &str = include_str!("../../lexicons/irregular.csv");
const SHIFTERS: &str = include_str!("../../lexicons/shifters.csv");
const STANCE: &str = include_str!("../../lexicons/stance.csv");

/// All lists that a run uses.
pub(crate) struct Lexicons {
    registry: Option<Registry>,
    pub(crate) cues: Cues,
    pub(crate) stance: StanceLexicon,
    pub(crate) shifters: Shifters,
    pub(crate) sentiment: SentimentLexicon,
    /// SHA-256 of each list, by file name.
    pub(crate) hashes: BTreeMap<String, String>,
}

impl Lexicons {
    /// The shipped lists, if `defaults`, and the user's after them, later ones winning.
    ///
    /// A user's lexicon is a stance table if its header has `expression`, otherwise a VADER list (token, mean,
    /// deviation, ratings, between tabs).
    pub(crate) fn load(actors: &[PathBuf], lexicons: &[PathBuf], defaults: bool) -> Result<Lexicons, Fault> {
        let mut hashes = BTreeMap::new();
        let inflection = Inflection::read("lexicons/irregular.csv", IRREGULAR)?;
        let cues = Cues::read("lexicons/cues.csv", CUES, &inflection)?;
        let mut registry = RegistryBuilder::default();
        let mut stance = StanceBuilder::default();
        let mut tone = Vec::new();
        for (name, text) in [("cues.csv", CUES), ("irregular.csv", IRREGULAR), ("shifters.csv", SHIFTERS)] {
            hashes.insert(name.to_owned(), sha256(text));
        }
        if defaults {
            registry.add("lexicons/actors.csv", ACTORS)?;
            registry.add("lexicons/aliases.csv", ALIASES)?;
            stance.add("lexicons/stance.csv", STANCE)?;
            stance.add_cues(&cues);
            for (name, text) in [("actors.csv", ACTORS), ("aliases.csv", ALIASES), ("stance.csv", STANCE)] {
                hashes.insert(name.to_owned(), sha256(text));
            }
        }
        for (number, path) in actors.iter().enumerate() {
            let (name, text) = read(path)?;
            registry.add(&name, &text)?;
            hashes.insert(format!("user actors {}", number + 1), sha256(&text));
        }
        for (number, path) in lexicons.iter().enumerate() {
            let (name, text) = read(path)?;
            if text.lines().next().unwrap_or("").split(',').any(|column| column.trim() == "expression") {
                stance.add(&name, &text)?;
            } else {
                tone.extend(sentiment::entries(&name, &text)?);
            }
            hashes.insert(format!("user lexicon {}", number + 1), sha256(&text));
        }
        let sentiment = SentimentLexicon::new(tone);
        if defaults {
            let known = stance.single_words(&inflection);
            stance.add_tone(sentiment.rated_words(), &known);
        }
        Ok(Lexicons {
            registry: Some(registry.build()?),
            cues,
            stance: stance.build(&inflection),
            shifters: Shifters::read("lexicons/shifters.csv", SHIFTERS)?,
            sentiment,
            hashes,
        })
    }

    /// The registry, which belongs to the resolver; it can be taken once.
    pub(crate) fn take_registry(&mut self) -> Registry {
        self.registry.take().expect("the registry is taken once")
    }
}

fn read(path: &PathBuf) -> Result<(String, String), Fault> {
    let text = std::fs::read_to_string(path).map_err(|error| Fault::io(path, error))?;
    Ok((path.to_string_lossy().into_owned(), text))
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
