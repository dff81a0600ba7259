//! Figures: formats numbers for readers.

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

/// The evidence for a stance: `praise +0.42 (object); other words −0.10`; empty if nothing reaches 0.01.
pub(super) fn reasons(reasons: &Reasons) -> String {
    let value = |micro: i64| signed(micro as f64 / MICRO);
    let Reasons { strongest, other_words, other_sentences } = reasons;
    let alone = strongest.iter().map(|one| format!("{} {} ({})", one.words, value(one.valence), one.rule));
    let others = [("other words", other_words), ("other sentences", other_sentences)];
    let others = others.map(|(what, micro)| (what, value(*micro))).into_iter().filter(|(_, value)| value != "0.00");
    alone.chain(others.map(|(what, value)| format!("{what} {value}"))).collect::<Vec<_>>().join("; ")
}

/// A share as a percentage.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// A p-value: `p = 0.02`, or `p < 0.01`.
pub(super) fn chance(p: f64) -> String {
    if p < 0.01 { "p < 0.01".to_owned() } else { format!("p = {p:.2}") }
}

/// "1 statement", "2 statements".
pub(super) fn count(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_carry_their_sign() {
        assert_eq!([signed(0.4249), signed(-0.5), signed(-0.001), signed(0.0)], ["+0.42", "−0.50", "0.00", "0.00"]);
    }

    #[test]
    fn one_is_no_plural() {
        assert_eq!([count(1, "document"), count(0, "document")], ["1 document", "0 documents"]);
    }
}
