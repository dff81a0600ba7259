//! The index page, as blocks: the corpus, the main findings, the dyad matrix, and links to every actor's page.

use crate::model::actor::ActorId;
use crate::model::example::REASONS;
use crate::model::profile::{Change, Dyad, Summary, Survey};
use crate::report::actor::{MEAN, change, mean, name};
use crate::report::agreement;
use crate::report::block::{Block, Cell, Inline, Level, Page, Place, Text, Value, numbers, plain, words};
use crate::report::correction;
use crate::report::figure::count;
use crate::report::table::body;
use crate::report::{matrix, stances};

/// Maximum number of change points in the list.
const CHANGES: usize = 10;

/// Maximum number of actors in the list of those whom the registry lacks.
const UNLISTED: usize = 15;

/// The index of `survey`; `rejects` is the number of bad records.
pub(super) fn page(survey: &Survey, rejected: usize) -> Page {
    let mut page = Page { title: "Who said what about whom".to_owned(), ..Page::default() };
    head(&mut page, survey, rejected);
    page.paragraph(finding(survey));
    strongest(&mut page, survey);
    correction::overview(&mut page, survey);
    dyads(&mut page, survey);
    ranking(&mut page, survey);
    change_points(&mut page, survey);
    agreement::overview(&mut page, survey);
    actors(&mut page, survey);
    unlisted(&mut page, survey);
    glossary(&mut page, survey);
    page
}

fn head(page: &mut Page, survey: &Survey, rejected: usize) {
    let counts = &survey.counts;
    let days = counts.days.map_or("without dates".to_owned(), |(first, last)| {
        if first == last { format!("of {first}") } else { format!("from {first} to {last}") }
    });
    let (documents, statements) = (count(counts.documents, "document"), count(counts.statements, "statement"));
    let mut text = vec![plain(format!("{documents} {days}; {statements}."))];
    let unknown = counts.unknown_holders.all();
    if unknown > 0 {
        let known = counts.statements - unknown;
        text.push(plain(format!(
            " For {known} of the {statements} the speaker is known; the other {} are left out of all tables.",
            unknown
        )));
    }
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
                "{many} pairs of actors have at least {documents} (ministers and ministries count for their state)."
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
        Some(number) => sentence(survey, &format!(" The most {what}, by the shrunken mean, is "), number),
        None => vec![plain(format!(" None is clearly {what}."))],
    };
    match (found.most_favourable, found.most_hostile) {
        (None, None) => vec![plain(" In each of them, the 95% interval of the mean stance includes 0.")],
        (best, worst) => [extreme("favourable", best), extreme("hostile", worst)].concat(),
    }
}

/// A sentence that ends with a dyad and its figures.
fn sentence(survey: &Survey, start: &str, number: usize) -> Text {
    let dyad = &survey.dyads[number];
    let (statements, documents) = (count(dyad.all.statements, "statement"), count(dyad.all.documents, "document"));
    let mean = mean(&dyad.all, survey.min_n).text();
    vec![plain(start), dyad_link(survey, dyad), plain(format!(" ({mean}, {statements} in {documents})."))]
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
    page.heading(Level::Section, "The strongest");
    if survey.dyads[found[0]].all.documents >= survey.min_n {
        page.say(
            "Those whose interval excludes 0 come first, then the others, each by its shrunken mean: \
             the fewer documents, the nearer it is to 0."
                .to_owned(),
        );
    }
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

fn dyads(page: &mut Page, survey: &Survey) {
    let matrix = &survey.highlights.matrix;
    if matrix.holders.is_empty() {
        return;
    }
    page.heading(Level::Section, "Who speaks how of whom");
    page.say(format!(
        "Mean stance of each row toward each column. Numbers in brackets, hatched in the chart, come from fewer than {}: \
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

fn actors(page: &mut Page, survey: &Survey) {
    page.heading(Level::Section, "Actors");
    let mut columns = vec![words("Actor"), words("Id"), words("Kind"), words("Sector")];
    columns.extend(["Statements", "Documents", "Targets", "Holders"].map(numbers));
    let row = |&number: &usize| {
        let profile = &survey.profiles[number];
        vec![
            Value::Text(profile.name.clone()).to(Some(Place::Actor(profile.id.clone()))),
            Value::Code(profile.id.to_string()).into(),
            Value::Text(profile.kind.map_or("not in the registry", |kind| kind.word()).to_owned()).into(),
            Value::Code(profile.sector.code().to_owned()).into(),
            Value::Count(profile.statements).into(),
            Value::Count(profile.documents).into(),
            Value::Count(profile.says.len() as u64).into(),
            Value::Count(profile.said.len() as u64).into(),
        ]
    };
    page.say("Targets: number of actors it speaks about. Holders: number of actors that speak about it.");
    page.table(columns, survey.highlights.by_activity.iter().map(row).collect());
}

/// Whom the registry lacks and the texts introduce, the most active first.
fn unlisted(page: &mut Page, survey: &Survey) {
    let known = |number: &&usize| survey.profiles[**number].kind.is_some();
    let all: Vec<&usize> =
        survey.highlights.by_activity.iter().filter(|number| !known(number)).take(UNLISTED).collect();
    if all.is_empty() {
        return;
    }
    page.heading(Level::Section, "Not in the registry");
    page.say(
        "Whom the texts introduce and no table of actors has, the most active first. Add those who matter to a table of \
         your own (--actors), and they get a kind, a parent and other names.",
    );
    let mut columns = vec![words("Name"), words("Id"), words("Belongs to")];
    columns.extend(["Statements", "Named by", "Documents"].map(numbers));
    let row = |number: &usize| {
        let profile = &survey.profiles[*number];
        let parent = body(&profile.id, false).unwrap_or("–").to_owned();
        vec![
            Value::Text(profile.name.clone()).to(Some(Place::Actor(profile.id.clone()))),
            Value::Code(profile.id.to_string()).into(),
            Value::Text(parent).into(),
            Value::Count(profile.statements).into(),
            Value::Count(profile.said.len() as u64).into(),
            Value::Count(profile.documents).into(),
        ]
    };
    page.table(columns, all.into_iter().map(row).collect());
}

/// The meaning of each number.
fn glossary(page: &mut Page, survey: &Survey) {
    page.anchored(Level::Section, Place::Glossary, "How to read the numbers");
    let few = count(survey.min_n, "document");
    let terms = [
        (
            "Statement",
            "something that one actor, the holder, says: a quotation, reported speech, or a whole speech. The same \
             words of the same holder count once, however many documents print them."
                .to_owned(),
        ),
        (
            "Stance",
            "how a holder stands toward a target, from −1 (against) to +1 (for). The stance of a statement is the mean \
             of its sentences that name the target. Tables show the mean of all statements that name the target; a \
             statement that leans neither way counts as 0."
                .to_owned(),
        ),
        (
            "Not sure",
            "statements that lean one way, but not surely enough to be counted. They count as 0. The rest, neither \
             for, against nor not sure, is neutral."
                .to_owned(),
        ),
        (
            "95% interval",
            format!(
                "the sampling uncertainty of the mean if the documents are seen as a sample (bootstrap over documents). \
                 It does not cover the errors of the program. With fewer than {few} that is too few to say: \
                 the mean stands in brackets and has no interval."
            ),
        ),
        (
            "Shrunken mean",
            "the mean, moved toward the mean of all actors. The fewer documents an actor has, the more its mean is \
             moved. This keeps actors of whom little is known from leading the ranking."
                .to_owned(),
        ),
        (
            "Change point",
            "the day that best divides the documents in which one actor speaks of another into two groups with different \
             means. p is the share of random orders of the documents in which the best split is at least as large \
             (permutation test)."
                .to_owned(),
        ),
        (
            "Reciprocity",
            "whether two actors speak of each other alike. r is the correlation of their mean stances over the periods, \
             from −1 to 1; p is the share of random re-orderings in which |r| is at least as large (permutation test)."
                .to_owned(),
        ),
        (
            "Sector",
            "what an actor is, in the terms of PLOVER: GOV government, MIL armed forces, SPY secret services, JUD courts, \
             LEG parliament, PTY party, OPP opposition, REB armed group, MED media, EDU university or think tank, BUS \
             company, CVL citizen or former official, NGO, IGO organisation of states, UNK unknown. A person has the \
             sector of the office held on the day of the statement."
                .to_owned(),
        ),
        (
            "Not in the registry",
            "somebody whom only the text names; the id begins with UNLISTED or with the state or body spoken for."
                .to_owned(),
        ),
        ("Sentiment", "the tone of the words, from −1 to +1, toward nobody in particular (VADER).".to_owned()),
        (
            "Parts",
            "what a minister, a ministry or an army says counts for its state too, and so does what is said of them. \
             Rows of a table may therefore overlap. Newspapers, parties, parliaments, courts, citizens and former \
             officials do not speak for a state; its page lists them as other voices."
                .to_owned(),
        ),
        (
            "Counted",
            format!(
                "under an example: up to {REASONS} words with the largest share of the stance, in bold; the rest together \
                 are “other words”. Single words can exceed ±1; only the sum is bounded. In brackets: where the word stands relative to the \
                 target; lexicons/README.md in the source of verbale lists the places."
            ),
        ),
    ];
    for (term, meaning) in terms {
        page.paragraph(vec![Inline::Strong(term.to_owned()), plain(format!(": {meaning}"))]);
    }
}
