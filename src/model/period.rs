//! Time: the date of a document, and the periods into which a corpus is split.

use serde::{Deserialize, Serialize};

/// The length of the periods into which time is split.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// Ten years.
    Decade,
    /// One year.
    Year,
    /// Three months.
    Quarter,
    /// One month.
    Month,
    /// No split.
    #[default]
    All,
}

impl By {
    /// The period that contains `day`.
    pub(crate) fn period(self, day: Day) -> Period {
        match (self, day.year_and_month()) {
            (By::All, _) => Period::All,
            (_, None) => Period::Undated,
            (By::Decade, Some((year, _))) => Period::Decade(year.div_euclid(10) * 10),
            (By::Year, Some((year, _))) => Period::Year(year),
            (By::Quarter, Some((year, month))) => Period::Quarter(year, (month - 1) / 3 + 1),
            (By::Month, Some((year, month))) => Period::Month(year, month),
        }
    }
}

/// A period of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Period {
    /// Not split by time.
    All,
    /// Ten years, starting with this one.
    Decade(i16),
    /// One year.
    Year(i16),
    /// A year and its quarter, 1 to 4.
    Quarter(i16, i8),
    /// A year and its month, 1 to 12.
    Month(i16, i8),
    /// The document has no date.
    Undated,
}

impl Period {
    /// The next period; `None` for [`Period::All`] and [`Period::Undated`].
    pub(crate) fn next(self) -> Option<Period> {
        match self {
            Period::All | Period::Undated => None,
            Period::Decade(year) => Some(Period::Decade(year + 10)),
            Period::Year(year) => Some(Period::Year(year + 1)),
            Period::Quarter(year, 4) => Some(Period::Quarter(year + 1, 1)),
            Period::Quarter(year, quarter) => Some(Period::Quarter(year, quarter + 1)),
            Period::Month(year, 12) => Some(Period::Month(year + 1, 1)),
            Period::Month(year, month) => Some(Period::Month(year, month + 1)),
        }
    }

    /// Its last day; `None` for [`Period::All`]. Nothing is known of [`Period::Undated`].
    pub(crate) fn last_day(self) -> Option<Day> {
        // A month may have fewer days: the number is only compared.
        let end = |year: i16, month: i32| Some(Day(i32::from(year) * 10_000 + month * 100 + 31));
        match self {
            Period::All => None,
            Period::Undated => Some(Day::NONE),
            Period::Decade(year) => end(year + 9, 12),
            Period::Year(year) => end(year, 12),
            Period::Quarter(year, quarter) => end(year, i32::from(quarter) * 3),
            Period::Month(year, month) => end(year, i32::from(month)),
        }
    }

    /// Whether it contains `day`. [`Period::All`] contains every day, and [`Period::Undated`] only documents without a
    /// date.
    pub(crate) fn contains(self, day: Day) -> bool {
        let by = match self {
            Period::All => By::All,
            Period::Decade(_) => By::Decade,
            Period::Year(_) => By::Year,
            Period::Quarter(..) => By::Quarter,
            Period::Month(..) => By::Month,
            Period::Undated => return day == Day::NONE,
        };
        by.period(day) == self
    }
}

/// Parses a period as a user writes it: `1990s`, `1991`, `1991-Q2` or `1991-05`.
impl std::str::FromStr for Period {
    type Err = ();

    fn from_str(text: &str) -> Result<Period, ()> {
        let number = |digits: &str| match digits.bytes().all(|byte| byte.is_ascii_digit()) {
            true => digits.parse::<i16>().map_err(|_| ()),
            false => Err(()),
        };
        let year = |digits: &str| if digits.len() == 4 { number(digits) } else { Err(()) };
        let part = |digits: &str, most: i16| match number(digits)? {
            part if (1..=most).contains(&part) => Ok(part as i8),
            _ => Err(()),
        };
        match (text.strip_suffix('s'), text.split_once('-')) {
            (Some(decade), _) => match year(decade)? {
                first if first % 10 == 0 => Ok(Period::Decade(first)),
                _ => Err(()),
            },
            (None, Some((before, after))) => match (after.strip_prefix('Q'), after.len()) {
                (Some(quarter), 2) => Ok(Period::Quarter(year(before)?, part(quarter, 4)?)),
                (None, 2) => Ok(Period::Month(year(before)?, part(after, 12)?)),
                _ => Err(()),
            },
            (None, None) => year(text).map(Period::Year),
        }
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Period::All => f.write_str("all"),
            Period::Decade(year) => write!(f, "{year}s"),
            Period::Year(year) => write!(f, "{year}"),
            Period::Quarter(year, quarter) => write!(f, "{year}-Q{quarter}"),
            Period::Month(year, month) => write!(f, "{year}-{month:02}"),
            Period::Undated => f.write_str("undated"),
        }
    }
}

/// The date of a document as the number YYYYMMDD. Documents without a date come last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Hash)]
pub(crate) struct Day(pub(crate) i32);

impl Day {
    /// No date; later than every date.
    pub(crate) const NONE: Day = Day(i32::MAX);

    /// Converts `date`.
    pub(crate) fn of(date: Option<jiff::civil::Date>) -> Day {
        date.map_or(Day::NONE, |date| {
            Day(i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day()))
        })
    }

    /// The decimal digits YYYYMMDD; `None` without a date.
    pub(crate) fn number(self) -> Option<i32> {
        (self != Day::NONE).then_some(self.0)
    }

    /// Year and month, 1 to 12; `None` without a date.
    pub(crate) fn year_and_month(self) -> Option<(i16, i8)> {
        let month = self.0.rem_euclid(10_000) / 100;
        (self != Day::NONE).then_some((self.0.div_euclid(10_000) as i16, month as i8))
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Some((year, month)) = self.year_and_month() else { return f.write_str("without a date") };
        write!(f, "{year:04}-{month:02}-{:02}", self.0.rem_euclid(100))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_as_it_is_written_and_knows_its_days() {
        let day = Day(19_910_517);
        for by in [By::Decade, By::Year, By::Quarter, By::Month] {
            let period = by.period(day);
            assert_eq!(period.to_string().parse(), Ok(period));
            assert!(period.contains(day) && !period.contains(Day(20_010_101)) && !period.contains(Day::NONE));
        }
        for text in ["1991s", "1991-Q5", "1991-13", "91", "1991-5", "1991-+5", "all", ""] {
            assert_eq!(text.parse::<Period>(), Err(()), "{text}");
        }
    }
}
