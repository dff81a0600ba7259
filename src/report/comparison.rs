//! A comparison as Markdown and as CSV.

use crate::model::comparison::{Comparison, Half, Line, Mover, Shown, Sides};
use crate::report::markdown::{chance, count, escape, signed};
use crate::report::table::{guarded, text};

/// So many lines at most are shown in Markdown.
const LINES: usize = 40;

/// The Markdown of `comparison`; `name_of` gives the names of actors.
pub(crate) fn page(comparison: &Comparison, name_of: &dyn Fn(&str) -> String) -> String {
    let names = comparison.sides.names().each_ref().map(|name| escape(&called(&comparison.sides, name, name_of)));
    let [first, second] = &names;
    let mut out = format!("# {first} and {second}\n\n");
    out.push_str(&summary(comparison, &names));
    let common = match comparison.sides {
        Sides::Holders(_) => "Target",
        Sides::Targets(_) => "Holder",
        _ => "Dyad",
    };
    out.push_str(&format!(
        "| {common} | {first} | {second} | Difference | 95% interval | Effect (g) | p | p of all |\n|---|--:|--:|--:|:--|--:|--:|--:|\n"
    ));
    comparison.lines.iter().take(LINES).for_each(|line| out.push_str(&row(line, name_of)));
    let more = comparison.lines.len().saturating_sub(LINES);
    if more > 0 {
        out.push_str(&format!("\nAnd {more} more, less significant; the CSV has all.\n"));
    }
    out.push_str(&movers(&comparison.movers, &names));
    out.push_str(&statements(comparison, &names, name_of));
    out.push_str(&notes(comparison));
    out
}

/// Actors are called by their names, all else as the user did.
fn called(sides: &Sides, name: &str, name_of: &dyn Fn(&str) -> String) -> String {
    match sides {
        Sides::Holders(_) | Sides::Targets(_) => name_of(name),
        _ => name.to_owned(),
    }
}

fn summary(comparison: &Comparison, [first, second]: &[String; 2]) -> String {
    let mut out = match &comparison.sides {
        Sides::Holders(_) => "What each says of others.".to_owned(),
        Sides::Targets(_) => "What others say of each.".to_owned(),
        _ => "Who says what of whom on either side.".to_owned(),
    };
    if let Some([both, changed, only_first, only_second]) = comparison.changed {
        out.push_str(&format!(
            " {} stand in both runs, of which {changed} changed; {only_first} only in {first}, {only_second} only in {second}.",
            count(both, "opinion")
        ));
    }
    let sure = comparison.lines.iter().skip(1).filter(|line| line.p_of_all.is_some_and(|p| p <= 0.05)).count();
    let tested = comparison.lines.len().saturating_sub(1);
    out.push_str(&format!(
        " Of {} with {} or more on each side, {sure} differ more than chance makes (p of all at most 0.05).\n\n",
        count(tested as u64, "comparison"),
        count(comparison.min_n, "document"),
    ));
    out
}

fn about(line: &Line, name_of: &dyn Fn(&str) -> String) -> String {
    match line.about.as_slice() {
        [] => "all together".to_owned(),
        some => some.iter().map(|id| name_of(id)).collect::<Vec<_>>().join(" → "),
    }
}

fn row(line: &Line, name_of: &dyn Fn(&str) -> String) -> String {
    let half = |half: &Half| format!("{} ({} in {})", signed(half.mean), half.opinions, half.documents);
    let interval = line
        .interval
        .map_or("too few to say".to_owned(), |(low, high)| format!("\\[{}, {}\\]", signed(low), signed(high)));
    let p = |p: Option<f64>| {
        p.map_or(String::new(), |p| chance(p).trim_start_matches("p = ").trim_start_matches("p ").to_owned())
    };
    let [first, second] = &line.halves;
    format!(
        "| {} | {} | {} | {} | {interval} | {} | {} | {} |\n",
        escape(&about(line, name_of)),
        half(first),
        half(second),
        signed(line.difference),
        line.effect.map_or(String::new(), signed),
        p(line.p),
        p(line.p_of_all),
    )
}

fn movers(movers: &[Mover], [first, second]: &[String; 2]) -> String {
    if movers.is_empty() {
        return String::new();
    }
    let mut out = format!(
        "\n## Entries that make the difference\n\n| Entry | Opinions, {first} | Opinions, {second} | Adds to the difference |\n|---|--:|--:|--:|\n"
    );
    for mover in movers {
        let entry = if mover.entry.is_empty() { "(the place of the target)" } else { mover.entry.as_str() };
        out.push_str(&format!(
            "| {} | {} | {} | {:+.3} |\n",
            escape(entry),
            mover.opinions[0],
            mover.opinions[1],
            mover.difference
        ));
    }
    out
}

fn statements(comparison: &Comparison, names: &[String; 2], name_of: &dyn Fn(&str) -> String) -> String {
    let titles = match comparison.changed {
        Some(_) => ["Statements that fell".to_owned(), "Statements that rose".to_owned()],
        None => names.each_ref().map(|name| format!("Statements of {name} that show it")),
    };
    let mut out = String::new();
    for (title, shown) in titles.iter().zip(&comparison.shown).filter(|(_, shown)| !shown.is_empty()) {
        out.push_str(&format!("\n## {title}\n\n"));
        shown.iter().for_each(|one| out.push_str(&item(one, name_of)));
    }
    out
}

fn item(shown: &Shown, name_of: &dyn Fn(&str) -> String) -> String {
    let stance = |micro: i64| signed(micro as f64 / 1e6);
    let then = shown.then.map_or(String::new(), |then| format!(" → {}", stance(then)));
    format!(
        "- **{}{then}** “{}”  \n  — {} on {}; {}, statement {}\n",
        stance(shown.stance),
        escape(&shown.words),
        escape(&name_of(&shown.holder)),
        escape(&name_of(&shown.target)),
        shown.day,
        escape(&shown.statement_id)
    )
}

fn notes(comparison: &Comparison) -> String {
    format!(
        "\n---\n\nStance runs from −1 (against) to +1 (for); the difference is the second side less the first. Intervals come \
         from drawing documents anew; p is how often documents that change sides by chance differ as much, and “p of all” \
         holds for all lines together (Holm). Numbers in brackets are opinions and the documents in which they stand; lines with fewer than {} on a side are left out.\n",
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
