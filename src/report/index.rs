//! The index page, as blocks: the corpus, the main findings, the dyad matrix, and links to every actor's page.

use crate::model::actor::ActorId;
use crate::model::profile::{Change, Dyad, Summary, Survey};
use crate::model::utterance::Lean;
use crate::report::actor::{MEAN, figures, mean, name};
use crate::report::agreement;
use crate::report::block::{Block, Cell, Inline, Level, Page, Place, Text, Value, numbers, plain, words};
use crate::report::dyad::change;
use crate::report::figure::{count, percent};
use crate::report::{correction, data, directory, glossary, matrix, stances};

/// Maximum number of change points in the list.
const CHANGES: usize = 10;

/// The index of `survey`; `rejected` is the number of bad records, and `is_there` tells which files have been written.
pub(super) fn page(survey: &Survey, rejected: usize, is_there: &dyn Fn(&str) -> bool) -> Page {
    let mut page = Page { title: "Who said what about whom".to_owned(), ..Page::default() };
    head(&mut page, survey, rejected);
    page.paragraph(finding(survey));
    strongest(&mut page, survey);
    correction::overview(&mut page, survey);
    mutual(&mut page, survey);
    dyads(&mut page, survey);
    ranking(&mut page, survey);
    change_points(&mut page, survey);
    agreement::overview(&mut page, survey);
    directory::sections(&mut page, survey);
    data::section(&mut page, is_there);
    glossary::sections(&mut page, survey);
    page
}

fn head(page: &mut Page, survey: &Survey, rejected: usize) {
    let counts = &survey.counts;
    let days = counts.days.map_or("without dates".to_owned(), |(first, last)| {
        if first == last { format!("of {first}") } else { format!("from {first} to {last}") }
    });
    let (documents, statements) = (count(counts.documents, "document"), count(counts.statements, "statement"));
    let mut text = vec![plain(format!("{documents} {days}; {statements}."))];
    let unknown = counts.unknown_holders;
    if unknown.all() > 0 {
        let known = counts.statements - unknown.all();
        text.push(plain(format!(
            " For {known} of the {statements} the speaker is known. {} are left out of all tables: {} have an anonymous \
             source, {} a name that leads to nobody, {} a pronoun that does, {} none.",
            unknown.all(),
            unknown.anonymous,
            unknown.name,
            unknown.pronoun,
            unknown.nobody
        )));
    }
    text.extend(leanings(survey));
    if rejected > 0 {
        let records = count(rejected as u64, "record");
        text.extend([
            plain(format!(" {records} could not be read: see ")),
            Inline::Code("rejects.csv".to_owned()),
            plain("."),
        ]);
    }
    page.paragraph(text);
}

/// The sentences about how many opinions count as for, against and neither, and how often they are right.
fn leanings(survey: &Survey) -> Text {
    let all: u64 = survey.opinions.values().sum();
    if all == 0 {
        return Text::new();
    }
    let share = |lean: Lean| percent(survey.opinions.get(&lean).copied().unwrap_or(0) as f64 / all as f64);
    let told = format!(
        " Known speakers hold {} of others: {} for, {} against, {} not sure, the rest neutral. ",
        count(all, "opinion"),
        share(Lean::Favor),
        share(Lean::Against),
        share(Lean::Unsure)
    );
    let link = Inline::Link(Place::Glossary, "How often they are right".to_owned());
    vec![plain(told), link, plain(" is another question.")]
}

/// The main findings. Only dyads whose interval excludes 0, and only significant change points, are mentioned.
fn finding(survey: &Survey) -> Text {
    let found = &survey.highlights;
    let documents = count(survey.min_n, "document");
    let mut text = match (found.comparable, found.only) {
        (0, _) => vec![plain(format!(
            "No two actors have at least {documents} from one about the other: too few to say anything about the whole."
        ))],
        (_, Some(only)) => sentence(survey, &format!("The only pair of actors with at least {documents} is "), only),
        (many, None) => {
            let mut text = vec![plain(format!(
                "{many} pairs of actors have at least {documents}; whoever speaks for a state is not counted apart from it."
            ))];
            text.extend(extremes(survey));
            text
        }
    };
    if let Some((dyad, found)) = found.largest_change.and_then(|number| changed(survey, number)) {
        text.extend([
            plain(" The largest change is in "),
            dyad_link(survey, dyad),
            plain(format!(": {}.", change(found))),
        ]);
    }
    text
}

/// The most favourable dyad and the most hostile.
fn extremes(survey: &Survey) -> Text {
    let found = &survey.highlights;
    let extreme = |what: &str, number: Option<usize>| match number {
        Some(number) => sentence(survey, &format!(" The most clearly {what} is "), number),
        None => vec![plain(format!(" None of these pairs is clearly {what}."))],
    };
    match (found.most_favourable, found.most_hostile) {
        (None, None) => vec![plain(" In each of them, the 95% interval of the mean stance includes 0.")],
        (best, worst) => [extreme("favourable", best), extreme("hostile", worst)].concat(),
    }
}

/// A sentence that ends with a dyad and its figures.
fn sentence(survey: &Survey, start: &str, number: usize) -> Text {
    let dyad = &survey.dyads[number];
    vec![plain(start), dyad_link(survey, dyad), plain(format!(" ({}).", figures(&dyad.all, survey.min_n)))]
}

/// The dyad with this index, and its change point.
fn changed(survey: &Survey, number: usize) -> Option<(&Dyad, &Change)> {
    let dyad = &survey.dyads[number];
    dyad.change.as_deref().map(|change| (dyad, change))
}

/// The two actors of a dyad, with a link to its examples.
fn dyad_link(survey: &Survey, dyad: &Dyad) -> Inline {
    let place = Place::Says(dyad.holder.clone(), dyad.target.clone());
    Inline::Link(place, format!("{} toward {}", name(survey, &dyad.holder), name(survey, &dyad.target)))
}

/// The strongest dyads: the same as in the terminal.
fn strongest(page: &mut Page, survey: &Survey) {
    let found = &survey.highlights.strongest;
    if found.is_empty() {
        return;
    }
    let clear = survey.clearly_strongest();
    page.heading(Level::Section, if clear > 0 { "The strongest" } else { "The largest means, none told apart from 0" });
    page.say(order(survey, found[0], clear, found.len()));
    page.chart("strongest.svg".to_owned(), format!("{}; the table below has the numbers", stances::STRONGEST));
    let columns = vec![words("Holder toward target"), numbers("Statements"), numbers("Documents"), words(MEAN)];
    let row = |&number: &usize| {
        let dyad = &survey.dyads[number];
        let between = format!("{} → {}", name(survey, &dyad.holder), name(survey, &dyad.target));
        vec![
            Value::Text(between).to(Some(Place::Says(dyad.holder.clone(), dyad.target.clone()))),
            Value::Count(dyad.all.statements).into(),
            Value::Count(dyad.all.documents).into(),
            mean(&dyad.all, survey.min_n).into(),
        ]
    };
    page.table(columns, found.iter().map(row).collect());
}

/// Maximum number of pairs that are against each other, and of those that are for each other.
const PAIRS: usize = 10;

/// The pairs that are against each other, and those that are for each other.
fn mutual(page: &mut Page, survey: &Survey) {
    let [against, favor] = &survey.highlights.mutual;
    if against.is_empty() && favor.is_empty() {
        return;
    }
    page.heading(Level::Section, "Both ways");
    let shown = |all: &[[usize; 2]]| match all.len() {
        0 => "none".to_owned(),
        all if all > PAIRS => format!("{all}, of which the clearest {PAIRS} are shown"),
        all => all.to_string(),
    };
    page.say(format!(
        "Pairs of which each speaks of the other, and the 95% intervals of both exclude 0 on the same side. Against each \
         other: {}; for each other: {}. The clearest come first.",
        shown(against),
        shown(favor)
    ));
    let columns = vec![words("Pair"), words("The first toward the second"), words("The second toward the first")];
    let row = |pair: &[usize; 2]| {
        let [one, other] = pair.map(|number| &survey.dyads[number]);
        let link =
            |dyad: &Dyad| mean(&dyad.all, survey.min_n).to(Some(Place::Says(dyad.holder.clone(), dyad.target.clone())));
        let pair = format!("{} and {}", name(survey, &one.holder), name(survey, &one.target));
        vec![Value::Text(pair).into(), link(one), link(other)]
    };
    let both = [against, favor].into_iter().flat_map(|all| all.iter().take(PAIRS));
    page.table(columns, both.map(row).collect());
}

/// How many of the `shown` are told apart from 0, and how they are ordered.
fn order(survey: &Survey, first: usize, clear: usize, shown: usize) -> String {
    if survey.dyads[first].all.documents < survey.min_n {
        let documents = count(survey.min_n, "document");
        return format!("Each comes from fewer than {documents}: too few to say. The largest mean comes first.");
    }
    let told = match clear {
        0 => "The 95% interval of each includes 0.".to_owned(),
        all if all == shown => "The 95% interval of each excludes 0.".to_owned(),
        1 => "The 95% interval of the first excludes 0; the others are not told apart from it.".to_owned(),
        some => format!("The 95% intervals of the first {some} exclude 0; the others are not told apart from it."),
    };
    let each = match clear {
        0 => return format!("{told} The largest mean comes first."),
        all if all < shown => "; of the others, the one with the largest mean",
        _ => "",
    };
    format!("{told} The one whose interval ends farthest from 0 comes first{each}.")
}

fn dyads(page: &mut Page, survey: &Survey) {
    let matrix = &survey.highlights.matrix;
    if matrix.holders.is_empty() {
        return;
    }
    page.heading(Level::Section, "Who speaks how of whom");
    page.say(format!(
        "Mean stance of each row toward each column. Means in brackets, hatched in the chart, come from fewer than {}: \
         too few to say.",
        count(survey.min_n, "document")
    ));
    page.chart("dyads.svg".to_owned(), format!("{}; the table below has the numbers", matrix::TITLE));
    let mut columns = vec![words("")];
    columns.extend(matrix.targets.iter().map(|target| numbers(name(survey, target))));
    let row = |holder: &ActorId| {
        let mut row = vec![Value::Text(name(survey, holder)).to(Some(Place::Actor(holder.clone())))];
        row.extend(matrix.targets.iter().map(|target| cell(survey, holder, target)));
        row
    };
    page.table(columns, matrix.holders.iter().map(row).collect());
}

fn cell(survey: &Survey, holder: &ActorId, target: &ActorId) -> Cell {
    let Some(dyad) = survey.dyad(holder, target) else { return Value::Empty.into() };
    let all = &dyad.all;
    let value = if all.documents >= survey.min_n { Value::Stance(all.stance) } else { Value::Unsure(all.stance) };
    value.to(Some(Place::Says(holder.clone(), target.clone())))
}

/// What others say about the most discussed actors.
fn ranking(page: &mut Page, survey: &Survey) {
    let ranking = &survey.highlights.ranking;
    if ranking.actors.is_empty() {
        return;
    }
    page.heading(Level::Section, "How others speak of each actor");
    let (shown, of) = (ranking.actors.len(), ranking.of);
    let which = if shown < of {
        format!("The {shown} actors of whom most is said, out of {of}")
    } else {
        format!(
            "All actors of whom others speak in {} or more, without regions and parts of other actors",
            count(survey.min_n, "document")
        )
    };
    page.say(format!(
        "{which}, from the most favourable shrunken mean to the most hostile. “For”, “against” and “not sure” are shares \
         of the statements; the rest are neutral."
    ));
    let mut columns = vec![words("Actor"), numbers("Statements"), numbers("Documents"), words(MEAN)];
    columns.extend(["Shrunken mean", "For", "Against", "Not sure"].map(numbers));
    let row = |&number: &usize| {
        let profile = &survey.profiles[number];
        let all: &Summary = &profile.received.as_ref()?.all;
        Some(vec![
            Value::Text(profile.name.clone()).to(Some(Place::Actor(profile.id.clone()))),
            Value::Count(all.statements).into(),
            Value::Count(all.documents).into(),
            mean(all, survey.min_n).into(),
            Value::Stance(all.pooled).into(),
            Value::Share(all.favor).into(),
            Value::Share(all.against).into(),
            Value::Share(all.unsure).into(),
        ])
    };
    page.table(columns, ranking.actors.iter().filter_map(row).collect());
}

fn change_points(page: &mut Page, survey: &Survey) {
    let found = &survey.highlights.change_points;
    if found.is_empty() {
        return;
    }
    page.heading(Level::Section, "Change points");
    let more =
        if found.len() > CHANGES { format!(" The {CHANGES} largest of {}.", found.len()) } else { String::new() };
    page.say(format!(
        "Days on which the mean stance of a dyad changed, the largest change first.{more} {} with twenty or more dated \
         documents were tested; about one in twenty of the changes found may be chance (false discovery rate 5%).",
        count(survey.tested as u64, "dyad")
    ));
    let item = |(dyad, found)| vec![dyad_link(survey, dyad), plain(format!(": {}.", change(found)))];
    let shown = found.iter().take(CHANGES).filter_map(|&number| changed(survey, number));
    page.blocks.push(Block::List(shown.map(item).collect()));
}
