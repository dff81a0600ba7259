//! The page of a validation, its table and its figure.

use std::path::Path;

use crate::error::Error;
use crate::model::code::Label;
use crate::model::validation::{Alpha, Bin, Compared, Recalibrated, Share, Validation};
use crate::report::block::{Block, Cell, Inline, Level, Page, Value, numbers, plain, words};
use crate::report::figure::{count, percent};
use crate::report::folder::filled;
use crate::report::markdown::{Home, markdown};
use crate::report::put;
use crate::report::svg::{across, open};
use crate::report::table::{guarded, text};

/// The file of the figure, in the folder `charts`.
const FIGURE: &str = "reliability.svg";

/// The page as Markdown; with the figure if it is `written` beside it.
pub(crate) fn validation_page(found: &Validation, written: bool) -> String {
    let mut page = Page { title: "How right is this run?".to_owned(), ..Page::default() };
    head(&mut page, found);
    if found.units > 0 {
        classes(&mut page, found);
        confusion(&mut page, found);
        agreement(&mut page, found);
        reliability(&mut page, found, written);
        groups(&mut page, found);
    }
    recall(&mut page, found);
    found.recalibrated.iter().for_each(|one| recalibrated(&mut page, one));
    plan(&mut page, found);
    disagreements(&mut page, found);
    page.notes = vec![plain(
        "Shares are estimates for all opinions of the run: each code counts for the opinions that it stands for. Brackets \
         hold 95% intervals; documents count as a whole. Alpha: Krippendorff's, 1 is perfect, 0 is chance. Kappa: Cohen's.",
    )];
    markdown(&page, Home::Top)
}

fn share(share: &Share) -> String {
    let interval =
        share.interval.map_or(String::new(), |(low, high)| format!(" [{}, {}]", percent(low), percent(high)));
    format!("{}{interval}", percent(share.value))
}

fn maybe(value: Option<&Share>) -> Cell {
    Value::Text(value.map_or("–".to_owned(), share)).into()
}

fn alpha(alpha: Option<&Alpha>) -> Cell {
    let told = |alpha: &Alpha| {
        let interval = alpha.interval.map_or(String::new(), |(low, high)| format!(" [{low:.2}, {high:.2}]"));
        format!("{:.2}{interval}", alpha.value)
    };
    Value::Text(alpha.map_or("–".to_owned(), told)).into()
}

fn head(page: &mut Page, found: &Validation) {
    let mut text = Vec::new();
    if found.units > 0 {
        text.push(plain(format!("{} of {}.", count(found.codes, "code"), count(found.units, "opinion"))));
    }
    if let Some(right) = &found.right {
        text.extend([
            plain(" The program is right about "),
            Inline::Strong(share(right)),
            plain(" of all opinions that it reports."),
        ]);
    }
    if let Some(belongs) = &found.belongs {
        text.push(plain(format!(" {} have the right speaker and are about the target.", share(belongs))));
    }
    page.paragraph(text);
    if found.unused > 0 {
        page.say(format!(
            "{} left out: the run has no such statement, or another speaker for it.",
            if found.unused == 1 {
                "1 coded opinion is".to_owned()
            } else {
                format!("{} coded opinions are", found.unused)
            }
        ));
    }
    if found.undesigned {
        page.say(
            "Some codes do not tell how they were drawn. They are taken as drawn at random; if they were chosen, all \
             shares may be off.",
        );
    }
    if found.units > 0 && found.units < 50 {
        page.say("With fewer than 50 codes, intervals are rough: read them as orders of magnitude.");
    }
}

fn classes(page: &mut Page, found: &Validation) {
    page.heading(Level::Section, "By answer");
    page.say(
        "Precision: of what the program calls so, how much coders call so. Recall: of what coders call so among the \
         statements found, how much the program calls so. “Not sure” counts as neither.",
    );
    let columns = vec![words("Answer"), words("Precision"), words("Recall"), words("F1")];
    let rows = found.classes.iter().map(|class| {
        let name: Cell = Value::Text(class.label.told().to_owned()).into();
        vec![name, maybe(class.precision.as_ref()), maybe(class.recall.as_ref()), maybe(class.f1.as_ref())]
    });
    page.table(columns, rows.collect());
}

fn confusion(page: &mut Page, found: &Validation) {
    page.heading(Level::Section, "What is taken for what");
    page.say("Rows: the program. Columns: the coders. Estimated share of all opinions, and number of codes.");
    let mut columns = vec![words("Program")];
    columns.extend(Label::ALL.map(|label| numbers(label.told())));
    let rows = found.classes.iter().zip(&found.confusion).map(|(class, row)| {
        let mut cells: Vec<Cell> = vec![Value::Text(class.label.told().to_owned()).into()];
        let cell = |(share, number): &(f64, u64)| Value::Text(format!("{:.1}% ({number})", 100.0 * share)).into();
        cells.extend(row.iter().map(cell));
        cells
    });
    page.table(columns, rows.collect());
}

fn agreement(page: &mut Page, found: &Validation) {
    page.heading(Level::Section, "Agreement");
    let mut columns = vec![words("Between"), numbers("Opinions"), numbers("Equal")];
    columns.extend([words("Alpha, all codes"), words("Alpha, direction (ordered)"), numbers("Kappa")]);
    let rows = found.coders.iter().chain(&found.second).chain(&found.program).map(|one| {
        vec![
            Value::Text(one.names.clone()).into(),
            Value::Count(one.units).into(),
            Value::Share(one.equal).into(),
            alpha(one.nominal.as_ref()),
            alpha(one.ordinal.as_ref()),
            Value::Text(one.kappa.map_or("–".to_owned(), |kappa| format!("{kappa:.2}"))).into(),
        ]
    });
    page.table(columns, rows.collect());
    if found.coders.is_empty() {
        page.say("No opinion was coded by two coders, so it is not known how far people agree.");
    }
    if !found.second.is_empty() {
        page.say(
            "The second reader is a model, the encoder of this run, not a person. It stands beside the coders where it was \
             asked, and counts in no other number of this page. Agreement with it is no proof of being right.",
        );
    }
}

fn reliability(page: &mut Page, found: &Validation, written: bool) {
    page.heading(Level::Section, "Is the confidence right?");
    let title = "Confidence of the program and share that is right, with 95% intervals; the table has the numbers";
    if written {
        page.chart(FIGURE.to_owned(), title.to_owned());
    }
    let rows = found
        .reliability
        .iter()
        .map(|bin| vec![Value::Share(bin.said).into(), maybe(Some(&bin.right)), Value::Count(bin.right.units).into()]);
    page.table(vec![numbers("Mean confidence"), words("Right"), numbers("Codes")], rows.collect());
}

fn groups(page: &mut Page, found: &Validation) {
    page.heading(Level::Section, "Where it is right");
    page.say("Groups with at least three codes.");
    for (kind, rows) in &found.groups {
        let row = |(name, right): &(String, Share)| {
            vec![Value::Text(name.clone()).into(), maybe(Some(right)), Value::Count(right.units).into()]
        };
        page.table(vec![words(*kind), words("Right"), numbers("Codes")], rows.iter().map(row).collect());
    }
}

fn recall(page: &mut Page, found: &Validation) {
    let Some(recall) = &found.recall else { return };
    page.heading(Level::Section, "What is missed");
    page.say(format!("From {} coded whole:", count(recall.articles, "article")));
    let rows = [
        ("Statements found", &recall.statements),
        ("Of what is for or against somebody, found with target and direction", &recall.signed),
    ];
    let row = |(what, share): (&str, &Option<Share>)| {
        let number = share.map_or(0, |share| share.units);
        vec![Value::Text(what.to_owned()).into(), maybe(share.as_ref()), Value::Count(number).into()]
    };
    page.table(vec![words(""), words("Share"), numbers("Coded")], rows.into_iter().map(row).collect());
}

fn recalibrated(page: &mut Page, one: &Recalibrated) {
    page.heading(Level::Section, "Confidence fitted to the codes");
    let Recalibrated { calibration, brier, f1, codes } = one;
    page.say(format!(
        "Log-odds of the fitted confidence: {:.3} + {:.3} × those of the program's own; opinions are for or against from {:.2} on. \
         From {codes} codes. On documents that the fit has not seen, the mean squared error of the confidence goes from \
         {:.3} to {:.3}, and F1 of what counts as for or against from {} to {}.",
        calibration.intercept,
        calibration.slope,
        calibration.threshold,
        brier.0,
        brier.1,
        percent(f1.0),
        percent(f1.1)
    ));
    page.paragraph(vec![
        plain("Use it with "),
        Inline::Code("verbale run --calibration calibration.json".to_owned()),
        plain(if brier.1 < brier.0 { "." } else { ", although here it is no better than the program's own." }),
    ]);
}

fn plan(page: &mut Page, found: &Validation) {
    if found.plan.is_empty() {
        return;
    }
    page.heading(Level::Section, "How many codes are needed");
    page.say("For the mean stance. The numbers are codes in all, those at hand included.");
    let rows = found.plan.iter().map(|wish| {
        let needs = match wish.needs {
            Some(number) => number.to_string(),
            None => "no number of codes is enough: it takes more documents".to_owned(),
        };
        vec![
            Value::Text(wish.about.clone()).into(),
            Value::Count(wish.units).into(),
            Value::Text(wish.now.map_or("too few codes".to_owned(), |now| format!("±{now:.3}"))).into(),
            Value::Text(format!("±{:.3}", wish.wished)).into(),
            Value::Text(needs).into(),
        ]
    });
    let mut columns = vec![words("Mean"), numbers("Opinions"), numbers("Interval now"), numbers("Wished")];
    columns.push(words("Codes"));
    page.table(columns, rows.collect());
    page.paragraph(vec![
        plain("For the whole, draw with "),
        Inline::Code("verbale sample --by polarity".to_owned()),
        plain("; for dyads, with "),
        Inline::Code("--by dyad".to_owned()),
        plain(": they then get codes of their own. The number of a dyad is that of codes in this dyad; for a difference, in \
               each of the two."),
    ]);
}

fn disagreements(page: &mut Page, found: &Validation) {
    if found.disagreements.is_empty() {
        return;
    }
    page.heading(Level::Section, "Disagreements worth reading");
    let item = |one: &Compared| {
        let told = &one.told;
        let comment = if told.comment.is_empty() { String::new() } else { format!(" Remark: {}.", told.comment) };
        vec![
            Inline::Strong(format!("{} on {}", told.holder, told.target)),
            plain(format!(
                ": program {} ({} sure), coders {}. “{}” ({}",
                one.answer.told(),
                percent(one.confidence),
                one.label.told(),
                told.words,
                if told.date.is_empty() { String::new() } else { format!("{}, ", told.date) }
            )),
            Inline::Code(told.statement_id.clone()),
            plain(format!("){comment}")),
        ]
    };
    page.blocks.push(Block::List(found.disagreements.iter().map(item).collect()));
}

/// All numbers of the page as a table.
fn table(found: &Validation) -> String {
    let number = |value: f64| format!("{value:.6}");
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut push = |measure: &str, of: &str, value: f64, interval: Option<(f64, f64)>, units: u64| {
        let (low, high) = interval.map_or_else(Default::default, |(low, high)| (number(low), number(high)));
        rows.push(vec![measure.to_owned(), guarded(of), number(value), low, high, units.to_string()]);
    };
    let mut shares: Vec<(&str, String, Option<Share>)> =
        vec![("right", "all".to_owned(), found.right), ("belongs", "all".to_owned(), found.belongs)];
    for class in &found.classes {
        let name = class.label.word().to_owned();
        shares.push(("precision", name.clone(), class.precision));
        shares.push(("recall", name.clone(), class.recall));
        shares.push(("f1", name, class.f1));
    }
    for bin in &found.reliability {
        shares.push(("right_at_confidence", number(bin.said), Some(bin.right)));
    }
    for (kind, groups) in &found.groups {
        shares.extend(groups.iter().map(|(name, share)| ("right", format!("{kind}: {name}"), Some(*share))));
    }
    if let Some(recall) = &found.recall {
        shares.push(("found", "statements".to_owned(), recall.statements));
        shares.push(("found", "signed pairs".to_owned(), recall.signed));
    }
    for (measure, of, share) in shares {
        share.iter().for_each(|share| push(measure, &of, share.value, share.interval, share.units));
    }
    for one in found.coders.iter().chain(&found.second).chain(&found.program) {
        push("equal", &one.names, one.equal, None, one.units);
        for (measure, alpha) in [("alpha_nominal", &one.nominal), ("alpha_ordinal", &one.ordinal)] {
            alpha.iter().for_each(|alpha| push(measure, &one.names, alpha.value, alpha.interval, one.units));
        }
        one.kappa.iter().for_each(|kappa| push("kappa", &one.names, *kappa, None, one.units));
    }
    text(&["measure", "of", "value", "ci_low", "ci_high", "n_codes"], rows.into_iter())
}

/// The reliability of the confidence as a figure.
fn figure(bins: &[Bin]) -> String {
    const SIDE: usize = 400;
    const EDGE: usize = 60;
    let mut out = open(SIDE + EDGE + 40, SIDE + EDGE + 40, "Confidence of the program and share that is right");
    let x = |value: f64| across(EDGE, SIDE, value);
    let y = |value: f64| across(20, SIDE, 1.0 - value);
    for step in 0..=5 {
        let value = f64::from(step) / 5.0;
        out.push_str(&format!(
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"#ddd\"/>\n<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\n<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
            x(0.0), y(value), x(1.0), y(value), EDGE - 8, across(25, SIDE, 1.0 - value), percent(value), x(value), SIDE + 42, percent(value)
        ));
    }
    out.push_str(&format!(
        "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"#777\" stroke-dasharray=\"5 4\"/>\n",
        x(0.0),
        y(0.0),
        x(1.0),
        y(1.0)
    ));
    for bin in bins {
        if let Some((low, high)) = bin.right.interval {
            let (at, low, high) = (x(bin.said), y(low), y(high));
            out.push_str(&format!(
                "<line x1=\"{at}\" y1=\"{low}\" x2=\"{at}\" y2=\"{high}\" stroke=\"#22659c\" stroke-width=\"2\"/>\n"
            ));
        }
        out.push_str(&format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"5\" fill=\"#22659c\"/>\n",
            x(bin.said),
            y(bin.right.value)
        ));
    }
    out.push_str(&format!(
        "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">Confidence of the program</text>\n<text x=\"{}\" y=\"14\">Right, say the coders</text>\n</svg>\n",
        EDGE + SIDE / 2, SIDE + 64, EDGE
    ));
    out
}

/// Writes the page, its table, the disagreements and the figure into the folder `out`, and the calibration if there is
/// one.
pub(crate) fn write_validation(out: &Path, found: &Validation, page: &str) -> Result<(), Error> {
    filled(out, |new| {
        let charts = new.join("charts");
        std::fs::create_dir(&charts).map_err(|error| Error::io(&charts, error))?;
        put(&new.join("validation.md"), page)?;
        put(&new.join("validation.csv"), &table(found))?;
        if found.units > 0 {
            put(&charts.join(FIGURE), &figure(&found.reliability))?;
        }
        if let Some(one) = &found.recalibrated {
            let text = serde_json::to_string_pretty(&one.calibration).expect("plain values become JSON");
            put(&new.join("calibration.json"), &format!("{text}\n"))?;
        }
        Ok(())
    })
}
