//! Numbers as a reader sees them.

pub(super) use crate::model::opinion::signed;

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
