//! Shifters: words that reverse, strengthen or weaken the valence of what follows them.

use crate::error::Error;
use crate::lexicon::phrases::Phrases;
use crate::lexicon::table::Table;

/// The effect of a shifter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ShifterKind {
    /// Reverses the sign.
    Negator,
    /// Strengthens.
    Intensifier,
    /// Weakens.
    Downtoner,
    /// Marks what follows as not real, or not yet.
    Irrealis,
    /// What somebody wants to be so.
    Demand,
    /// What was so ends: it turns what is done to somebody ("lift sanctions"), not what somebody does.
    Ending,
}

impl ShifterKind {
    /// The name used in evidence.
    pub(crate) fn word(self) -> &'static str {
        match self {
            ShifterKind::Negator => "negated",
            ShifterKind::Intensifier => "intensified",
            ShifterKind::Downtoner => "toned down",
            ShifterKind::Irrealis => "unreal",
            ShifterKind::Demand => "demanded",
            ShifterKind::Ending => "ended",
        }
    }
}

/// One row of the list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shifter {
    pub(crate) kind: ShifterKind,
    /// The factor by which it multiplies the valence, −1 to 2.
    pub(crate) factor: f64,
    /// Its scope: the number of following words that it affects, 1 to 12.
    pub(crate) scope: usize,
}

/// The list, ready for look-up.
pub(crate) struct Shifters {
    pub(crate) entries: Vec<Shifter>,
    pub(crate) phrases: Phrases,
}

impl Shifters {
    /// Reads a table with the columns `expression,kind,factor,scope,origin`.
    pub(crate) fn read(name: &str, text: &str) -> Result<Shifters, Error> {
        let table = Table::read(name, text, &["expression", "kind", "factor", "scope"])?;
        let mut shifters = Shifters { entries: Vec::new(), phrases: Phrases::default() };
        for row in table.rows() {
            let kinds = [
                ("negator", ShifterKind::Negator),
                ("intensifier", ShifterKind::Intensifier),
                ("downtoner", ShifterKind::Downtoner),
                ("irrealis", ShifterKind::Irrealis),
                ("demand", ShifterKind::Demand),
                ("ending", ShifterKind::Ending),
            ];
            let kind = row.choice("kind", &kinds)?;
            let factor = row
                .number("factor", -1.0, 2.0)?
                .ok_or_else(|| row.fault("factor", "nothing", "a number from -1 to 2"))?;
            let scope = row
                .number("scope", 1.0, 12.0)?
                .ok_or_else(|| row.fault("scope", "nothing", "a number from 1 to 12"))?;
            shifters.phrases.add(row.required("expression")?, shifters.entries.len());
            shifters.entries.push(Shifter { kind, factor, scope: scope as usize });
        }
        Ok(shifters)
    }
}
