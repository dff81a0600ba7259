//! Numbers as pages show them, and what made them in a few words.

use crate::model::example::Reasons;
use crate::model::opinion::MICRO;

/// A stance or sentiment, with its sign: `+0.42`, `−0.42`, `0.00`.
pub(super) fn signed(value: f64) -> String {
    let shown = format!("{:.2}", value.abs());
    match shown.as_str() {
        "0.00" => shown,
        _ if value < 0.0 => format!("−{shown}"),
        _ => format!("+{shown}"),
    }
}

/// What made a stance: `praise +0.42 (object); other words −0.10`; empty if nothing shows in two decimals.
pub(super) fn reasons(reasons: &Reasons) -> String {
    let value = |micro: i64| signed(micro as f64 / MICRO);
    let Reasons { strongest, other_words, other_sentences } = reasons;
    let alone = strongest.iter().map(|one| format!("{} {} ({})", one.words, value(one.valence), one.rule));
    let others = [("other words", other_words), ("other sentences", other_sentences)];
    let others = others.map(|(what, micro)| (what, value(*micro))).into_iter().filter(|(_, value)| value != "0.00");
    alone.chain(others.map(|(what, value)| format!("{what} {value}"))).collect::<Vec<_>>().join("; ")
}
