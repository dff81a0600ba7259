//! Intervals: how far the mean of a dyad may be off, given that statements of one document go together.

use crate::model::opinion::MICRO;
use crate::model::tally::Cell;

/// The 95% interval of the mean stance, cut to −1…1; `None` with fewer than two documents.
///
/// The mean is a ratio of two sums over documents; its spread is that of the ratio estimator with documents as
/// clusters, and the multiplier Student's t with one degree of freedom less than there are documents.
///
/// Source: Cochran, Sampling Techniques (1977), chapter 6; Abramowitz & Stegun (1964), 26.7.5, for the quantile.
pub(super) fn interval(cell: &Cell) -> Option<(f64, f64)> {
    if cell.documents < 2 {
        return None;
    }
    let (documents, statements) = (cell.documents as f64, cell.statements as f64);
    let mean = cell.stance as f64 / MICRO / statements;
    let squares = cell.stance_squared as f64 / (MICRO * MICRO)
        - 2.0 * mean * (cell.stance_by_statements as f64 / MICRO)
        + mean * mean * cell.statements_squared as f64;
    let error = (documents / (documents - 1.0) * squares.max(0.0)).sqrt() / statements;
    let reach = student(cell.documents - 1) * error;
    Some(((mean - reach).max(-1.0), (mean + reach).min(1.0)))
}

/// The 97.5% quantile of Student's t.
fn student(freedom: u64) -> f64 {
    let z: f64 = 1.959_963_985;
    match freedom {
        1 => 12.706_205,
        2 => 4.302_653,
        _ => {
            let n = freedom as f64;
            let first = (z.powi(3) + z) / 4.0;
            let second = (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / 96.0;
            let third = (3.0 * z.powi(7) + 19.0 * z.powi(5) + 17.0 * z.powi(3) - 15.0 * z) / 384.0;
            z + first / n + second / n.powi(2) + third / n.powi(3)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_the_tables() {
        for (freedom, table) in
            [(1, 12.706), (2, 4.303), (3, 3.182), (5, 2.571), (10, 2.228), (30, 2.042), (1000, 1.962)]
        {
            assert!((student(freedom) - table).abs() < 0.03, "{freedom}: {}", student(freedom));
        }
    }

    #[test]
    fn documents_with_one_statement_each_give_the_interval_of_a_plain_mean() {
        // Stances 0.2, 0.4, 0.6: mean 0.4, standard error 0.2 / √3.
        let cell = Cell {
            statements: 3,
            documents: 3,
            stance: 1_200_000,
            stance_squared: 560_000_000_000,
            stance_by_statements: 1_200_000,
            statements_squared: 3,
            ..Cell::default()
        };
        let (low, high) = interval(&cell).expect("three documents");
        let reach = 4.302_653 * 0.2 / 3f64.sqrt();
        assert!((low - (0.4 - reach)).abs() < 1e-9 && (high - (0.4 + reach)).abs() < 1e-9);
    }
}
