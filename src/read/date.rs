//! Dates as files write them: a cell becomes a day, or it is said why not.
//!
//! Nothing is guessed from one cell alone: `03/04/2021` needs an [`Order`], which the column as a whole gives.

use std::sync::LazyLock;

use jiff::civil::Date;

use crate::text::list::{pairs, rows};

/// Which of the day and the month comes first between slashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    MonthFirst,
    DayFirst,
}

/// How the dates of a file are written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Dates<'f> {
    /// The user's pattern, in the letters of `strptime`.
    pub(super) pattern: Option<&'f str>,
    /// `None` while nothing tells.
    pub(super) order: Option<Order>,
}

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Day(Date),
    /// A month or a year without a day; the middle of it stands for it.
    Part(Date),
    /// Nothing, or a word for a missing value.
    Nothing,
    /// Two days are possible.
    Ambiguous,
    /// No date, or one that no newspaper can have.
    Unreadable,
}

/// Newspapers begin in 1605; an earlier date is a placeholder, such as the year 1. Later than 2200 is one too.
const YEARS: std::ops::RangeInclusive<i16> = 1600..=2200;

static MISSING: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| rows(include_str!("../../lexicons/missing.csv")).collect());

static MONTHS: LazyLock<Vec<(&'static str, i8)>> = LazyLock::new(|| {
    let rows = pairs(include_str!("../../lexicons/months.csv"));
    rows.filter_map(|(word, month)| Some((word, month.parse().ok()?))).collect()
});

/// Whether `cell` is empty or a word that stands for nothing, in any case.
pub(super) fn is_missing(cell: &str) -> bool {
    let cell = cell.trim();
    cell.is_empty() || (cell.len() <= 5 && MISSING.contains(&cell.to_ascii_lowercase().as_str()))
}

/// Reads one cell.
///
/// **What it does**: tries, in this order, the user's pattern, digits alone, a month in words, three numbers.
/// **Why**: each form has one reading, except numbers between slashes or hyphens with the year at the end.
/// **Example**: `Tue, 23 Mar 2021 10:00 GMT` → 2021-03-23.
/// **Known failures**: the day of a moment since 1970 is that of UTC; serial numbers of spreadsheets are read in
/// workbooks only, which say from which day they count; words around a month are not looked at.
pub(super) fn read(cell: &str, dates: Dates<'_>) -> Said {
    let cell = cell.trim();
    if is_missing(cell) {
        return Said::Nothing;
    }
    if let Some(pattern) = dates.pattern
        && let Ok(day) = jiff::fmt::strtime::parse(pattern, cell).and_then(|time| time.to_date())
    {
        return plausible(Said::Day(day));
    }
    let said = of_digits(cell).or_else(|| of_words(cell)).or_else(|| of_numbers(cell, dates.order));
    plausible(said.unwrap_or(Said::Unreadable))
}

/// The order that `cell` shows by itself: one of its numbers is no month.
pub(super) fn order_of(cell: &str) -> Option<Order> {
    let [first, second, _] = slashed(cell)?;
    match (first > 12, second > 12) {
        (true, false) => Some(Order::DayFirst),
        (false, true) => Some(Order::MonthFirst),
        _ => None,
    }
}

/// Whether `cell` has the form that needs an order.
pub(super) fn needs_order(cell: &str) -> bool {
    slashed(cell).is_some()
}

fn plausible(said: Said) -> Said {
    match said {
        Said::Day(day) | Said::Part(day) if !YEARS.contains(&day.year()) => Said::Unreadable,
        said => said,
    }
}

/// The date that many days after 1970-01-01, as a cell. A date outside the calendar stays a number, and cannot be read.
#[cfg(feature = "parquet")]
pub(super) fn since_1970(days: i64) -> Vec<u8> {
    let date = jiff::Span::new().try_days(days).and_then(|days| Date::constant(1970, 1, 1).checked_add(days));
    date.map_or_else(|_| days.to_string(), |date| date.to_string()).into_bytes()
}

fn day(year: i64, month: i64, day: i64) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `20210323`, `20210323101500`, `2021`, `202103`, and moments since 1970 in seconds, or in thousandths, millionths
/// or billionths of one. A fraction is left aside.
fn of_digits(cell: &str) -> Option<Said> {
    let digits = cell.split_once('.').filter(|(_, rest)| rest.bytes().all(|byte| byte.is_ascii_digit()));
    let digits = digits.map_or(cell, |(digits, _)| digits);
    let number: i64 = digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let calendar = |number: i64| day(number / 10_000, number / 100 % 100, number % 100).map(Said::Day);
    let moment = |seconds: i64| {
        let days = jiff::Span::new().try_days(seconds.div_euclid(86_400)).ok()?;
        Date::constant(1970, 1, 1).checked_add(days).ok().map(Said::Day)
    };
    match digits.len() {
        4 => day(number, 7, 1).map(Said::Part),
        6 => day(number / 100, number % 100, 15).map(Said::Part),
        8 => calendar(number),
        14 => calendar(number / 1_000_000),
        9 | 10 => moment(number),
        12 | 13 => moment(number / 1_000),
        16 => moment(number / 1_000_000),
        19 => moment(number / 1_000_000_000),
        _ => None,
    }
}

/// One month in words, a day beside it, and a year.
fn of_words(cell: &str) -> Option<Said> {
    let parts: Vec<&str> = cell
        .split(|character: char| character.is_whitespace() || ",./-()'’".contains(character))
        .filter(|part| !part.is_empty() && !part.contains(':') && *part != "of")
        .collect();
    let mut months = parts.iter().enumerate().filter_map(|(at, part)| Some((at, month(part)?)));
    let (at, month) = months.next()?;
    if months.next().is_some() {
        return None;
    }
    let before = at.checked_sub(1).and_then(|at| small(parts[at]));
    let after = parts.get(at + 1).and_then(|part| small(part));
    let years: Vec<i64> = parts.iter().filter_map(|part| year(part)).collect();
    match (years.as_slice(), before, after) {
        ([year], Some(number), _) | ([year], None, Some(number)) => day(*year, month, number).map(Said::Day),
        ([year], None, None) => day(*year, month, 15).map(Said::Part),
        // `23-Mar-21`.
        ([], Some(number), Some(short)) => day(century(short), month, number).map(Said::Day),
        _ => None,
    }
}

fn month(word: &str) -> Option<i64> {
    let word = word.to_lowercase();
    MONTHS.binary_search_by_key(&word.as_str(), |(word, _)| word).ok().map(|at| i64::from(MONTHS[at].1))
}

/// A number of one or two digits, `23rd` included.
fn small(part: &str) -> Option<i64> {
    let digits = part.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let ending = &part[digits.len()..];
    let fits = matches!(ending, "" | "st" | "nd" | "rd" | "th") && (1..=2).contains(&digits.len());
    fits.then(|| digits.parse().ok()).flatten()
}

fn year(part: &str) -> Option<i64> {
    let is_year = part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    is_year.then(|| part.parse().ok()).flatten()
}

/// The year of two digits, as POSIX has it: 69 to 99 are of the twentieth century.
fn century(short: i64) -> i64 {
    if short < 69 { 2000 + short } else { 1900 + short }
}

/// `2021-03-23`, `2021/3/23`, `2021-03`, `23.03.2021`, `3/23/21`, each with or without a time behind it.
fn of_numbers(cell: &str, order: Option<Order>) -> Option<Said> {
    let (numbers, mark) = numbers(cell)?;
    match numbers.as_slice() {
        [(year, 4), (month, _)] => day(*year, *month, 15).map(Said::Part),
        [(year, 4), (month, 1..=2), (number, 1..=2)] => day(*year, *month, *number).map(Said::Day),
        [(number, 1..=2), (month, 1..=2), (year, length @ (2 | 4))] if mark == '.' => {
            day(full(*year, *length), *month, *number).map(Said::Day)
        }
        _ => {
            let [first, second, year] = slashed(cell)?;
            let order = if first == second { Some(Order::DayFirst) } else { order.or(order_of(cell)) };
            match order {
                Some(Order::DayFirst) => day(year, second, first).map(Said::Day),
                Some(Order::MonthFirst) => day(year, first, second).map(Said::Day),
                None => Some(Said::Ambiguous),
            }
        }
    }
}

fn full(year: i64, length: usize) -> i64 {
    if length == 4 { year } else { century(year) }
}

/// The three numbers of a date that needs an order, the year last.
fn slashed(cell: &str) -> Option<[i64; 3]> {
    match numbers(cell.trim())? {
        (numbers, '/' | '-') => match numbers.as_slice() {
            [(first, 1..=2), (second, 1..=2), (year, length @ (2 | 4))] => {
                let fits = (1..=31).contains(first) && (1..=31).contains(second) && (*first <= 12 || *second <= 12);
                fits.then_some([*first, *second, full(*year, *length)])
            }
            _ => None,
        },
        _ => None,
    }
}

/// Two or three numbers with one mark between them, each with its length; a time may follow after `T` or a space.
fn numbers(cell: &str) -> Option<(Vec<(i64, usize)>, char)> {
    let head = cell.split(['T', ' ', ',']).next()?.trim_end_matches('.');
    let rest = &cell[head.len()..];
    if rest.bytes().filter(u8::is_ascii_digit).count() > 0 && !rest.contains(':') {
        return None;
    }
    let mark = head.chars().find(|character| !character.is_ascii_digit())?;
    if !['-', '/', '.'].contains(&mark) {
        return None;
    }
    let part = |part: &str| {
        let digits = (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse().ok().map(|number| (number, part.len()))).flatten()
    };
    let numbers: Vec<(i64, usize)> = head.split(mark).map(part).collect::<Option<_>>()?;
    (2..=3).contains(&numbers.len()).then_some((numbers, mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(cell: &str, order: Option<Order>, pattern: Option<&str>) -> String {
        match read(cell, Dates { order, pattern }) {
            Said::Day(day) => day.to_string(),
            Said::Part(day) => format!("about {day}"),
            other => format!("{other:?}").to_lowercase(),
        }
    }

    #[test]
    fn one_cell() {
        for (cell, expected) in [
            ("2021-03-23", "2021-03-23"),
            ("2021-03-23T23:30:00+09:00", "2021-03-23"),
            ("2021-03-23 10:15:00 UTC", "2021-03-23"),
            ("2021-03-23T10:15:00.000Z", "2021-03-23"),
            ("2021/3/23", "2021-03-23"),
            ("2021.03.23", "2021-03-23"),
            ("20210323", "2021-03-23"),
            ("20210323.0", "2021-03-23"),
            ("20210323101500", "2021-03-23"),
            ("March 23, 2021", "2021-03-23"),
            ("March 23, 2021 Tuesday", "2021-03-23"),
            ("Tuesday, March 23, 2021 10:15 AM EST", "2021-03-23"),
            ("23 March 2021", "2021-03-23"),
            ("23. März 2021", "2021-03-23"),
            ("23rd of March 2021", "2021-03-23"),
            ("March 23rd, 2021", "2021-03-23"),
            ("Tue, 23 Mar 2021 10:00:00 GMT", "2021-03-23"),
            ("Tue Mar 23 10:00:00 +0000 2021", "2021-03-23"),
            ("23-Mar-2021", "2021-03-23"),
            ("23-MAR-21", "2021-03-23"),
            ("Sept. 3, 1994", "1994-09-03"),
            ("23.03.2021", "2021-03-23"),
            ("23.3.21", "2021-03-23"),
            ("1616457600", "2021-03-23"),
            ("1616457600.0", "2021-03-23"),
            ("1616457600000", "2021-03-23"),
            ("1616457600000000000", "2021-03-23"),
            ("946684800", "2000-01-01"),
            ("2021", "about 2021-07-01"),
            ("2021-03", "about 2021-03-15"),
            ("March 2021", "about 2021-03-15"),
            ("03/23/2021", "2021-03-23"),
            ("23/03/2021", "2021-03-23"),
            ("7/23/17", "2017-07-23"),
            ("7/23/71 10:00", "1971-07-23"),
            ("04/04/2021", "2021-04-04"),
            ("03/04/2021", "ambiguous"),
            ("03-04-2021", "ambiguous"),
            ("", "nothing"),
            ("NA", "nothing"),
            ("nan", "nothing"),
            ("NaT", "nothing"),
            ("2004017", "unreadable"),
            ("2021-02-30", "unreadable"),
            ("31/02/2021", "unreadable"),
            ("0001-01-01", "unreadable"),
            ("9999-12-31", "unreadable"),
            ("2021-13-01", "unreadable"),
            ("yesterday", "unreadable"),
            ("in May or June 2021", "unreadable"),
            ("+2021-03-23", "unreadable"),
            ("2021-03-23 4", "unreadable"),
            ("…/…/…", "unreadable"),
        ] {
            assert_eq!(told(cell, None, None), expected, "{cell}");
        }
    }

    #[test]
    fn an_order_or_a_pattern_decides() {
        assert_eq!(told("03/04/2021", Some(Order::MonthFirst), None), "2021-03-04");
        assert_eq!(told("03/04/2021", Some(Order::DayFirst), None), "2021-04-03");
        assert_eq!(told("23/03/2021", Some(Order::MonthFirst), None), "unreadable");
        assert_eq!(told("03/04/21", None, Some("%d/%m/%y")), "2021-04-03");
        assert_eq!(told("2021-03-23", None, Some("%d/%m/%y")), "2021-03-23");
        assert_eq!(told("03|04|2021 at noon", None, Some("%m|%d|%Y at noon")), "2021-03-04");
    }

    #[test]
    fn one_cell_shows_the_order_only_if_it_can_be_no_other() {
        assert_eq!(order_of("03/23/2021"), Some(Order::MonthFirst));
        assert_eq!(order_of("23-03-2021 10:00"), Some(Order::DayFirst));
        assert_eq!(order_of("03/04/2021"), None);
        assert_eq!(order_of("23.03.2021"), None);
        assert!(needs_order("03/04/2021") && !needs_order("2021-03-04") && !needs_order("44/55/2021"));
    }

    #[test]
    fn months_and_words_for_nothing_are_sorted() {
        assert!(MONTHS.is_sorted() && MISSING.is_sorted());
    }
}
