//! A comparison as a page and as CSV. All numbers are computed elsewhere.

use crate::model::comparison::{Comparison, Half, Line, Mover, Shown, Sides};
use crate::model::opinion::MICRO;
use crate::model::period::Day;
use crate::report::block::{Cell, Example, Inline, Level, Page, Stance, Value, numbers, plain, words};
use crate::report::correction;
use crate::report::figure::{count, signed};
use crate::report::markdown::{Home, markdown};
use crate::report::table::{guarded, text};

/// Maximum number of rows on the page; the CSV has all.
const LINES: usize = 40;

/// The Markdown of `comparison`. `name_on` maps ids to names on a day; without a day, to today's.
pub(crate) fn page(comparison: &Comparison, name_on: &dyn Fn(&str, Day) -> String) -> String {
    let name_of = &|id: &str| name_on(id, Day::NONE);
    let names = comparison.sides.names().each_ref().map(|name| called(&comparison.sides, name, name_of));
    let [first, second] = &names;
    let mut page = Page { title: format!("{first} and {second}"), ..Page::default() };
    page.say(summary(comparison, &names));
    lines(&mut page, comparison, &names, name_of);
    if let Some(sides) = &comparison.corrections {
        let rows = comparison.lines.iter().take(LINES).map(|line| line.about.as_slice());
        correction::of_sides(&mut page, sides, &names, rows, name_of);
    }
    movers(&mut page, &comparison.movers, &names);
    statements(&mut page, comparison, &names, name_on);
    page.notes = vec![plain(notes(comparison))];
    markdown(&page, Home::Top)
}

/// Actors get their names; everything else is shown as the user wrote it.
fn called(sides: &Sides, name: &str, name_of: &dyn Fn(&str) -> String) -> String {
    match sides {
        Sides::Holders(_) | Sides::Targets(_) => name_of(name),
        _ => name.to_owned(),
    }
}

fn summary(comparison: &Comparison, [first, second]: &[String; 2]) -> String {
    let mut out = match &comparison.sides {
        Sides::Holders(_) => "What each of the two says of others.".to_owned(),
        Sides::Targets(_) => "What others say of each of the two.".to_owned(),
        _ => "Who says what of whom, on either side.".to_owned(),
    };
    if let Some([both, changed, only_first, only_second]) = comparison.changed {
        out.push_str(&format!(
            " {} are in both runs; {changed} of them changed. {only_first} are only in {first}, {only_second} only in {second}.",
            count(both, "opinion")
        ));
    }
    let rows = comparison.lines.len().saturating_sub(1) as u64;
    out.push_str(&format!(
        " {} at least {} on each side; {} significantly (adjusted p of 0.05 or less).",
        if rows == 1 { "1 row has".to_owned() } else { format!("{rows} rows have") },
        count(comparison.min_n, "document"),
        if comparison.significant == 1 { "1 differs".to_owned() } else { format!("{} differ", comparison.significant) },
    ));
    out
}

fn lines(page: &mut Page, comparison: &Comparison, [first, second]: &[String; 2], name_of: &dyn Fn(&str) -> String) {
    let common = match comparison.sides {
        Sides::Holders(_) => "Target",
        Sides::Targets(_) => "Holder",
        _ => "Dyad",
    };
    let columns = vec![
        words(common),
        numbers(first),
        numbers(second),
        numbers("Difference"),
        words("95% interval"),
        numbers("Effect (g)"),
        numbers("p"),
        numbers("Adjusted p"),
    ];
    page.table(columns, comparison.lines.iter().take(LINES).map(|line| row(line, name_of)).collect());
    let more = comparison.lines.len().saturating_sub(LINES);
    if more > 0 {
        page.say(format!("{more} more rows, with a larger p, are left out here; as CSV the comparison has all."));
    }
}

fn row(line: &Line, name_of: &dyn Fn(&str) -> String) -> Vec<Cell> {
    let about = match line.about.as_slice() {
        [] => "all".to_owned(),
        some => some.iter().map(|id| name_of(id)).collect::<Vec<_>>().join(" → "),
    };
    let half = |half: &Half| format!("{} ({} in {})", signed(half.mean), half.opinions, half.documents);
    let maybe = |value: Option<f64>, cell: fn(f64) -> Value| value.map_or(Value::Empty, cell).into();
    let [first, second] = &line.halves;
    vec![
        Value::Text(about).into(),
        Value::Text(half(first)).into(),
        Value::Text(half(second)).into(),
        Value::Stance(line.difference).into(),
        Value::Interval(line.interval).into(),
        maybe(line.effect, Value::Stance),
        maybe(line.p, Value::Chance),
        maybe(line.p_of_all, Value::Chance),
    ]
}

fn movers(page: &mut Page, movers: &[Mover], [first, second]: &[String; 2]) {
    if movers.is_empty() {
        return;
    }
    page.heading(Level::Section, "Expressions behind the difference");
    let columns = vec![
        words("Expression"),
        numbers(format!("Opinions, {first}")),
        numbers(format!("Opinions, {second}")),
        numbers("Contribution"),
    ];
    let row = |mover: &Mover| {
        let entry = if mover.entry.is_empty() { "(place of the target alone)" } else { mover.entry.as_str() };
        vec![
            Value::Text(entry.to_owned()).into(),
            Value::Count(mover.opinions[0]).into(),
            Value::Count(mover.opinions[1]).into(),
            Value::Text(format!("{:+.3}", mover.difference).replace('-', "−")).into(),
        ]
    };
    page.table(columns, movers.iter().map(row).collect());
}

fn statements(page: &mut Page, comparison: &Comparison, names: &[String; 2], name_on: &dyn Fn(&str, Day) -> String) {
    let titles = match comparison.changed {
        Some(_) => ["Statements that fell".to_owned(), "Statements that rose".to_owned()],
        None => names.each_ref().map(|name| format!("Statements that set {name} apart")),
    };
    for (title, shown) in titles.into_iter().zip(&comparison.shown).filter(|(_, shown)| !shown.is_empty()) {
        page.heading(Level::Section, title);
        page.examples(None, shown.iter().map(|one| example(one, &|id| name_on(id, one.day))).collect());
    }
}

fn example(shown: &Shown, name_of: &dyn Fn(&str) -> String) -> Example {
    let stance = |micro: i64| micro as f64 / MICRO;
    let origin = format!("{} on {}; {}, statement ", name_of(&shown.holder), name_of(&shown.target), shown.day);
    Example {
        stance: Some(Stance { value: stance(shown.stance), unsure: None, then: shown.then.map(stance) }),
        quote: vec![(shown.words.clone(), false)],
        origin: vec![plain(origin), Inline::Code(shown.statement_id.clone())],
        reasons: String::new(),
    }
}

fn notes(comparison: &Comparison) -> String {
    format!(
        "Stance runs from −1 (against) to +1 (for). Each side has its mean stance, then its opinions and documents in \
         brackets. The difference is the second mean minus the first; its 95% interval comes from a bootstrap over \
         documents. Effect (g): the difference in units of the spread between documents (Hedges' g). p: the share of \
         random exchanges of documents between the sides with a difference at least as large. The adjusted p holds for \
         all rows together (Holm). Rows with fewer than {} on a side are left out.",
        count(comparison.min_n, "document")
    )
}

const COLUMNS: [&str; 14] = [
    "about",
    "n_opinions_1",
    "n_documents_1",
    "mean_stance_1",
    "n_opinions_2",
    "n_documents_2",
    "mean_stance_2",
    "difference",
    "ci_low",
    "ci_high",
    "effect_g",
    "p",
    "p_holm",
    "sides",
];

/// One row for each line.
pub(crate) fn table(comparison: &Comparison) -> String {
    let number = |value: f64| format!("{value:.6}");
    let maybe = |value: Option<f64>| value.map_or(String::new(), number);
    let sides = comparison.sides.names().join(" | ");
    let row = |line: &Line| {
        let [first, second] = &line.halves;
        let about: Vec<&str> = line.about.iter().map(AsRef::as_ref).collect();
        vec![
            guarded(&if about.is_empty() { "*".to_owned() } else { about.join(" > ") }),
            first.opinions.to_string(),
            first.documents.to_string(),
            number(first.mean),
            second.opinions.to_string(),
            second.documents.to_string(),
            number(second.mean),
            number(line.difference),
            maybe(line.interval.map(|(low, _)| low)),
            maybe(line.interval.map(|(_, high)| high)),
            maybe(line.effect),
            maybe(line.p),
            maybe(line.p_of_all),
            guarded(&sides),
        ]
    };
    text(&COLUMNS, comparison.lines.iter().map(row))
}
