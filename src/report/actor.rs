//! The page of one actor: who, how many statements, what it says of others, what is said of it, and the words.

use crate::model::profile::{Dyad, Profile, Survey};
use crate::report::markdown::{FEW, actor_link, count, escape, item, mean, percent, signed};
use crate::report::name::file_name;

/// So many statements about an actor are shown on its page; the rest stand on the pages of those who made them.
const SHOWN: usize = 12;

/// The Markdown of `profile`'s page.
pub(super) fn page(survey: &Survey, profile: &Profile) -> String {
    let name_of = |id: &str| name(survey, id);
    let mut out = format!("# {}\n\n", escape(&profile.name));
    out.push_str(&head(survey, profile));
    if !profile.says.is_empty() {
        out.push_str(&format!("## What {} says of others\n\n", escape(&profile.name)));
        let dyads: Vec<&Dyad> = sorted(survey, &profile.says);
        out.push_str(&format!(
            "![Mean stance of {} toward each target, with intervals](../charts/{}.svg)\n\n",
            escape(&profile.name),
            file_name(&profile.id)
        ));
        out.push_str(&table(
            "Target",
            &dyads,
            |dyad| (dyad.target.as_ref(), format!("#says-{}", file_name(&dyad.target))),
            &name_of,
        ));
        dyads.iter().for_each(|dyad| out.push_str(&evidence(dyad, &name_of)));
    }
    if !profile.said.is_empty() {
        out.push_str(&format!("## What is said of {}\n\n", escape(&profile.name)));
        let dyads: Vec<&Dyad> = sorted(survey, &profile.said);
        let there = |dyad: &Dyad| format!("{}.md#says-{}", file_name(&dyad.holder), file_name(&dyad.target));
        out.push_str(&table("Holder", &dyads, |dyad| (dyad.holder.as_ref(), there(dyad)), &name_of));
        out.push_str(&in_their_words(&dyads, &name_of));
    }
    let [_, _, drawn] = profile.exhibits.shown();
    if !drawn.is_empty() {
        out.push_str("## Some of its statements\n\nDrawn by hash from all, whatever they are about.\n\n");
        drawn.iter().for_each(|exhibit| out.push_str(&item(exhibit, &name_of)));
        out.push('\n');
    }
    out.push_str("---\n\n[All actors](../index.md). Stance runs from −1 (against) to +1 (for); it is the sum of the words in bold, by sentence, and the mean is over all statements that name the target. ");
    out.push_str(&format!(
        "Intervals are 95%, between documents; with fewer than {FEW} documents there are too few to say. "
    ));
    out.push_str("Sentiment is the tone of the words toward nobody. Every statement is in `statements.jsonl` under the id given here.\n");
    out
}

fn head(survey: &Survey, profile: &Profile) -> String {
    let kind = profile.kind.map_or("not in the registry", |kind| kind.word());
    let parent = profile
        .parent
        .as_ref()
        .map_or(String::new(), |parent| format!(", part of {}", actor_link(parent, &name(survey, parent))));
    let mut out = format!("`{}` · {kind}{parent}\n\n", profile.id.replace('`', "'"));
    if profile.statements == 0 {
        out.push_str("No statement of its own in this corpus.\n\n");
    } else {
        let sentiment =
            profile.sentiment.map_or(String::new(), |sentiment| format!("; mean sentiment {}", signed(sentiment)));
        let (statements, documents) = (count(profile.statements, "statement"), count(profile.documents, "document"));
        out.push_str(&format!("{statements} in {documents}, those of its parts included{sentiment}.\n\n"));
    }
    out
}

/// The name of an actor of the survey, or its id.
pub(super) fn name(survey: &Survey, id: &str) -> String {
    let found = survey.profiles.binary_search_by(|profile| profile.id.as_ref().cmp(id));
    let known = found.map_or_else(|_| survey.relays.get(id), |at| Some(&survey.profiles[at].name));
    known.map_or_else(|| id.to_owned(), String::clone)
}

/// Most statements first.
fn sorted<'s>(survey: &'s Survey, numbers: &[usize]) -> Vec<&'s Dyad> {
    let mut dyads: Vec<&Dyad> = numbers.iter().map(|&number| &survey.dyads[number]).collect();
    dyads.sort_by(|a, b| {
        b.all.statements.cmp(&a.all.statements).then_with(|| (&a.holder, &a.target).cmp(&(&b.holder, &b.target)))
    });
    dyads
}

fn table<'d>(
    who: &str,
    dyads: &[&'d Dyad],
    other: impl Fn(&'d Dyad) -> (&'d str, String),
    name_of: &dyn Fn(&str) -> String,
) -> String {
    let mut out = format!(
        "| {who} | Statements | Documents | Mean stance | For | Against | Sentiment |\n|---|--:|--:|:--|--:|--:|--:|\n"
    );
    for dyad in dyads {
        let (id, evidence) = other(dyad);
        let all = &dyad.all;
        out.push_str(&format!(
            "| {} | [{}]({evidence}) | {} | {} | {} | {} | {} |\n",
            actor_link(id, &name_of(id)),
            all.statements,
            all.documents,
            mean(all),
            percent(all.favor),
            percent(all.against),
            signed(all.sentiment)
        ));
    }
    out.push('\n');
    out
}

fn evidence(dyad: &Dyad, name_of: &dyn Fn(&str) -> String) -> String {
    let anchor = file_name(&dyad.target);
    let mut out = format!("<a id=\"says-{anchor}\"></a>\n\n### On {}\n\n", escape(&name_of(&dyad.target)));
    if dyad.periods.len() > 1 {
        let periods: Vec<String> = dyad
            .periods
            .iter()
            .map(|(period, summary)| {
                format!("{period}: {} ({})", signed(summary.stance), count(summary.statements, "statement"))
            })
            .collect();
        out.push_str(&format!("By period: {}.\n\n", periods.join("; ")));
    }
    let [favor, against, drawn] = dyad.exhibits.shown();
    for (title, exhibits) in [("For", favor), ("Against", against), ("Also said", drawn)] {
        if !exhibits.is_empty() {
            out.push_str(&format!("{title}:\n\n"));
            exhibits.iter().for_each(|exhibit| out.push_str(&item(exhibit, name_of)));
            out.push('\n');
        }
    }
    out
}

/// The strongest words of others, for and against.
fn in_their_words(dyads: &[&Dyad], name_of: &dyn Fn(&str) -> String) -> String {
    let mut exhibits: Vec<_> = dyads
        .iter()
        .flat_map(|dyad| {
            let [favor, against, _] = dyad.exhibits.shown();
            favor.into_iter().take(1).chain(against.into_iter().take(1))
        })
        .collect();
    exhibits.sort_by(|a, b| b.stance.abs().cmp(&a.stance.abs()).then_with(|| a.cmp(b)));
    // The same statement counts for a person and for the state behind it, and is shown once.
    let mut seen = std::collections::BTreeSet::new();
    exhibits.retain(|exhibit| seen.insert((&exhibit.statement_id, &exhibit.target)));
    if exhibits.is_empty() {
        return String::new();
    }
    let mut out = String::from("The strongest words among them:\n\n");
    exhibits.into_iter().take(SHOWN).for_each(|exhibit| out.push_str(&item(exhibit, name_of)));
    out.push('\n');
    out
}
