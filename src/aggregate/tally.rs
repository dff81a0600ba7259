//! Tallying: the statements of one document are added to the counts.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::aggregate::exhibit::Showcase;
use crate::aggregate::lineage::pairs;
use crate::lexicon::actors::Registry;
use crate::model::actor::ActorId;
use crate::model::document::Document;
use crate::model::opinion::{Opinion, Polarity};
use crate::model::sentiment::Sentiment;
use crate::model::statement::Statement;
use crate::model::tally::{Cell, Exhibit, Period, Tally};

/// How finely time is split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum By {
    /// Ten years.
    Decade,
    /// A year.
    Year,
    /// Three months.
    Quarter,
    /// A month.
    Month,
    /// Not at all.
    All,
}

impl By {
    fn period(self, date: Option<jiff::civil::Date>) -> Period {
        match (self, date) {
            (By::All, _) => Period::All,
            (_, None) => Period::Undated,
            (By::Decade, Some(date)) => Period::Decade(date.year().div_euclid(10) * 10),
            (By::Year, Some(date)) => Period::Year(date.year()),
            (By::Quarter, Some(date)) => Period::Quarter(date.year(), (date.month() - 1) / 3 + 1),
            (By::Month, Some(date)) => Period::Month(date.year(), date.month()),
        }
    }
}

/// How statements are counted.
#[derive(Clone, Copy)]
pub(crate) struct Counting {
    /// How finely time is split.
    pub(crate) by: By,
    /// Decides, with a statement's id, whether it is drawn for a sample.
    pub(crate) seed: u64,
}

/// A statement with its scores.
pub(crate) struct Scored {
    pub(crate) statement: Statement,
    pub(crate) sentiment: Sentiment,
    pub(crate) opinions: Vec<Opinion>,
}

/// What one document adds to a dyad.
#[derive(Default)]
struct Share {
    statements: i64,
    favor: u64,
    against: u64,
    stance: i64,
    sentiment: i64,
}

/// Adds the scored statements of `document` to `tally`.
pub(crate) fn tally(tally: &mut Tally, document: &Document, scored: &[Scored], registry: &Registry, how: Counting) {
    tally.documents += 1;
    if let Some(date) = document.date {
        tally.see_day(&date.to_string());
    }
    let mut shares: BTreeMap<(ActorId, ActorId), Share> = BTreeMap::new();
    let mut spoke: BTreeMap<ActorId, (u64, i64)> = BTreeMap::new();
    for item in scored {
        tally.statements += 1;
        let Some(holder) = &item.statement.holder else {
            tally.unknown_holders += 1;
            continue;
        };
        if document.given.is_some() && registry.actor(holder).is_none() {
            tally.own_actors += 1;
        }
        let lineage = registry.lineage(holder);
        let hash = hash(how.seed, &item.statement.statement_id);
        let showcase = Showcase::new(document, &item.statement);
        voice(tally, &mut spoke, &showcase, item, &lineage, hash);
        let mut shown: Vec<Option<Arc<Exhibit>>> = vec![None; item.opinions.len()];
        for (pair, parts) in opinions_by_pair(item, &lineage, registry) {
            share(shares.entry(pair.clone()).or_default(), &parts, item.sentiment);
            let strongest =
                parts.iter().max_by_key(|opinion| opinion.stance.micro().abs()).expect("a pair comes from an opinion");
            let at =
                item.opinions.iter().position(|opinion| std::ptr::eq(opinion, *strongest)).expect("it is one of these");
            // What a person says counts for the state too, and is kept once.
            let shown = shown[at].get_or_insert_with(|| Arc::new(showcase.exhibit(Some(strongest))));
            tally.exhibits.entry(pair).or_default().offer(hash, shown);
        }
    }
    for (actor, (statements, sentiment)) in spoke {
        let voice = tally.voices.entry(actor).or_default();
        voice.statements += statements;
        voice.documents += 1;
        voice.sentiment += sentiment;
    }
    let period = how.by.period(document.date);
    for ((holder, target), share) in shares {
        tally.cells.entry((holder, target, period)).or_default().merge(&share.cell());
    }
}

fn voice(
    tally: &mut Tally,
    spoke: &mut BTreeMap<ActorId, (u64, i64)>,
    showcase: &Showcase<'_>,
    item: &Scored,
    lineage: &[ActorId],
    hash: u64,
) {
    let shown = Arc::new(showcase.exhibit(None));
    for actor in lineage {
        let own = spoke.entry(actor.clone()).or_default();
        own.0 += 1;
        own.1 += item.sentiment.micro();
        tally.voices.entry(actor.clone()).or_default().exhibits.offer(hash, &shown);
    }
}

/// The opinions of a statement under every pair of actors for which they count.
fn opinions_by_pair<'s>(
    item: &'s Scored,
    holder: &[ActorId],
    registry: &Registry,
) -> BTreeMap<(ActorId, ActorId), Vec<&'s Opinion>> {
    let mut grouped: BTreeMap<(ActorId, ActorId), Vec<&Opinion>> = BTreeMap::new();
    for opinion in &item.opinions {
        let target = registry.lineage(&opinion.target);
        for (above, about) in pairs(holder, &target) {
            grouped.entry((above.clone(), about.clone())).or_default().push(opinion);
        }
    }
    grouped
}

/// A statement about several parts of one target counts once, with the mean of what it says of those parts.
fn share(share: &mut Share, parts: &[&Opinion], sentiment: Sentiment) {
    let pointed: Vec<i64> = parts
        .iter()
        .filter(|opinion| opinion.polarity != Polarity::None)
        .map(|opinion| opinion.stance.micro())
        .collect();
    let count = i64::try_from(pointed.len()).unwrap_or(i64::MAX);
    let stance = if count == 0 { 0 } else { pointed.iter().sum::<i64>() / count };
    share.statements += 1;
    share.stance += stance;
    share.sentiment += sentiment.micro();
    share.favor += u64::from(stance > 0);
    share.against += u64::from(stance < 0);
}

impl Share {
    fn cell(&self) -> Cell {
        let (stance, statements) = (i128::from(self.stance), i128::from(self.statements));
        Cell {
            statements: self.statements.unsigned_abs(),
            documents: 1,
            favor: self.favor,
            against: self.against,
            stance: self.stance,
            sentiment: self.sentiment,
            stance_squared: stance * stance,
            stance_by_statements: stance * statements,
            statements_squared: self.statements.unsigned_abs().pow(2),
        }
    }
}

/// FNV-1a with a final mix: which statements are drawn must not depend on the machine or the version of a library.
fn hash(seed: u64, id: &str) -> u64 {
    let mixed = id
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64 ^ seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ (mixed >> 33)
}
