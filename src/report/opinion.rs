//! The tables of results: one row for each opinion of a scored statement (and one for a statement without a target), for
//! each attribution, or for the sentiment of each text.

use crate::model::document::Document;
use crate::model::reader::Answer;
use crate::model::record::{Attribution, Opinion, Statement};
use crate::model::sentiment::Sentiment;
use crate::model::utterance::Lean;
use crate::report::rows::{Cell, Column, Row};

/// The columns of the table of opinions, without the inputs' own; with those of two readers if there are `both`.
pub(crate) fn opinion_columns(both: bool) -> Vec<Column> {
    let more = if both { READERS } else { &[] };
    OPINIONS.iter().chain(more).cloned().collect()
}

const OPINIONS: &[Column] = &[
    Column::text("statement_id"),
    Column::text("doc_id"),
    Column::day("date").or_nothing(),
    Column::text("outlet").or_nothing(),
    Column::text("form"),
    Column::text("holder").or_nothing(),
    // The actors who pass it on, outermost first, separated by spaces.
    Column::text("via").or_nothing(),
    Column::text("target").or_nothing(),
    Column::number("stance").or_nothing(),
    Column::text("polarity").or_nothing(),
    Column::number("compound"),
    Column::text("words"),
    Column::number("confidence").or_nothing(),
    Column::text("counts_as").or_nothing(),
];

/// What each of two readers answers; empty where only one was asked.
const READERS: &[Column] = &[
    Column::truth("agree").or_nothing(),
    Column::text("transparent_polarity").or_nothing(),
    Column::number("transparent_against").or_nothing(),
    Column::number("transparent_none").or_nothing(),
    Column::number("transparent_favor").or_nothing(),
    Column::text("neural_polarity").or_nothing(),
    Column::number("neural_against").or_nothing(),
    Column::number("neural_none").or_nothing(),
    Column::number("neural_favor").or_nothing(),
];

/// The cells of those columns.
fn readers(opinion: Option<&Opinion>) -> Vec<Cell> {
    let all = opinion.and_then(|one| one.readers);
    let answer = |answer: Option<Answer>| {
        let probability = |of: fn(&Answer) -> f64| Cell::number(answer.as_ref().map(of));
        let polarity = Cell::text(answer.map(|one| one.polarity.word()));
        [polarity, probability(|one| one.against), probability(|one| one.none), probability(|one| one.favor)]
    };
    let agree = Cell::truth(opinion.and_then(|one| one.agree));
    let answers = [all.map(|all| all.transparent), all.map(|all| all.neural)].map(answer);
    std::iter::once(agree).chain(answers.into_iter().flatten()).collect()
}

/// The rows of scored statements, with a cell for each of [`opinion_columns`].
pub(crate) fn opinion_rows(statements: &[Statement], both: bool) -> Vec<Row> {
    let mut rows = Vec::new();
    for statement in statements {
        let cells = |opinion: Option<&Opinion>| {
            vec![
                Cell::Text(statement.statement_id.clone()),
                Cell::Text(statement.doc_id.clone()),
                Cell::day(statement.date),
                Cell::text(statement.outlet.clone()),
                Cell::Text(statement.form.word().to_owned()),
                Cell::text(statement.holder.as_deref()),
                Cell::text((!statement.via.is_empty()).then(|| statement.via.join(" "))),
                Cell::text(opinion.map(|opinion| opinion.target.as_ref())),
                Cell::number(opinion.map(|opinion| opinion.stance)),
                Cell::text(opinion.map(|opinion| opinion.polarity.word())),
                Cell::Number(statement.sentiment.compound),
                Cell::Text(statement.words()),
                Cell::number(opinion.map(|opinion| opinion.confidence)),
                Cell::text(statement.counted.then(|| opinion.map_or("none", counts_as))),
            ]
        };
        let row = |opinion| {
            let more = if both { readers(opinion) } else { Vec::new() };
            Row { cells: cells(opinion).into_iter().chain(more).collect(), own: statement.columns.clone() }
        };
        if statement.opinions.is_empty() {
            rows.push(row(None));
        }
        rows.extend(statement.opinions.iter().map(|opinion| row(Some(opinion))));
    }
    rows
}

/// What reports count it as.
fn counts_as(opinion: &Opinion) -> &'static str {
    Lean::of(opinion.polarity, opinion.counted).word()
}

/// The columns of the table of attributions.
pub(crate) const ATTRIBUTIONS: &[Column] = &[
    Column::text("statement_id"),
    Column::text("doc_id"),
    Column::day("date").or_nothing(),
    Column::text("outlet").or_nothing(),
    Column::text("form"),
    Column::text("assertion"),
    Column::text("source").or_nothing(),
    Column::text("cue").or_nothing(),
    Column::text("words"),
    Column::number("confidence"),
];

/// The rows of attributions. What stands inside the content of another has no row of its own.
pub(crate) fn attribution_rows(attributions: &[Attribution]) -> Vec<Row> {
    let row = |one: &Attribution| {
        let words: Vec<&str> = one.content.iter().map(|words| words.text.as_str()).collect();
        Row::new(vec![
            Cell::Text(one.statement_id.clone()),
            Cell::Text(one.doc_id.clone()),
            Cell::day(one.date),
            Cell::text(one.outlet.clone()),
            Cell::Text(one.form.word().to_owned()),
            Cell::Text(one.assertion.word().to_owned()),
            Cell::text(one.source.as_ref().map(|source| source.text.as_str())),
            Cell::text(one.cue.as_ref().map(|cue| cue.text.as_str())),
            Cell::Text(words.join(" … ")),
            Cell::Number(one.confidence),
        ])
    };
    attributions.iter().map(row).collect()
}

/// The columns of the table of sentiments.
pub(crate) const SENTIMENTS: &[Column] = &[
    Column::text("doc_id"),
    Column::number("compound"),
    Column::number("pos"),
    Column::number("neu"),
    Column::number("neg"),
];

/// The row of a text's sentiment.
pub(crate) fn sentiment_row(document: &Document, sentiment: Sentiment) -> Row {
    let Sentiment { compound, pos, neu, neg } = sentiment;
    let numbers = [compound, pos, neu, neg].map(Cell::Number);
    Row::new(std::iter::once(Cell::Text(document.doc_id.clone())).chain(numbers).collect())
}
