//! The page of one actor: who, how many statements, what it says of others, what is said of it, and the words.

use crate::model::profile::{Category, Change, Correlation, Dyad, Profile, Reciprocity, Side, Survey};
use crate::report::markdown::{actor_link, chance, code, count, escape, item, mean, percent, signed};
use crate::report::name::file_name;

/// So many statements about an actor are shown on its page; the rest stand on the pages of those who made them.
const SHOWN: usize = 12;

/// Of so many dyads, those with most statements, all kept words are shown; of the others the strongest.
const IN_FULL: usize = 25;

/// The Markdown of `profile`'s page.
pub(super) fn page(survey: &Survey, profile: &Profile) -> String {
    let mut out = format!("# {}\n\n", escape(&profile.name));
    let parts = parts(survey, profile);
    out.push_str(&head(survey, profile, !parts.is_empty()));
    out.push_str(&parts);
    out.push_str(&trend(profile));
    out.push_str(&says(survey, profile));
    out.push_str(&said(survey, profile));
    let [_, _, drawn] = profile.examples.shown();
    if !drawn.is_empty() {
        out.push_str("## Some of its statements\n\nA sample that any run over the same corpus draws, whatever they are about.\n\n");
        drawn.iter().for_each(|example| out.push_str(&item(example, &|id| name(survey, id))));
        out.push('\n');
    }
    out.push_str(&notes(survey));
    out
}

fn notes(survey: &Survey) -> String {
    format!(
        "---\n\n\
         [All actors](../index.md). Stance runs from −1 (against) to +1 (for); that of a statement is the mean over its \
         sentences that name the target, and the mean in a table is over all statements that do. Statements whose \
         polarity is less probable than even odds are “not sure”, and count as 0, like those that lean neither way. The \
         words that told most are in bold, and “counted” tells how much. Intervals are 95%, by drawing documents anew; \
         with fewer than {} documents there are too few to say. Sentiment is the tone of the words toward nobody. What \
         is said of parts counts for the whole too, so that rows overlap. Every statement is in `statements.jsonl` under \
         the id given here, unless it was left out.\n",
        survey.min_n
    )
}

fn head(survey: &Survey, profile: &Profile, has_parts: bool) -> String {
    let kind = profile.kind.map_or("not in the registry", |kind| kind.word());
    let parent = profile
        .parent
        .as_ref()
        .map_or(String::new(), |parent| format!(", part of {}", actor_link(parent, &name(survey, parent))));
    let mut out = format!("{} · {kind}{parent}\n\n", code(&profile.id));
    if profile.statements == 0 {
        out.push_str("No statement of its own in this corpus.\n\n");
    } else {
        let sentiment =
            profile.sentiment.map_or(String::new(), |sentiment| format!("; mean sentiment {}", signed(sentiment)));
        let (statements, documents) = (count(profile.statements, "statement"), count(profile.documents, "document"));
        let copies = profile.copies - profile.statements;
        let copies = if copies == 0 { String::new() } else { format!(", printed {} times in all", profile.copies) };
        let included = if has_parts { ", those of its parts included" } else { "" };
        out.push_str(&format!("{statements} in {documents}{copies}{included}{sentiment}.\n\n"));
    }
    let side = |side: &Option<Side>, words: &str| {
        side.as_ref().map_or(String::new(), |side| {
            format!(
                "{words}: mean stance {} in {}. ",
                mean(&side.all, survey.min_n),
                count(side.all.statements, "statement")
            )
        })
    };
    let sides =
        side(&profile.given, "Toward all others that it names") + &side(&profile.received, "Of all others toward it");
    if !sides.is_empty() {
        out.push_str(&format!("{}\n\n", sides.trim_end()));
    }
    out
}

/// So many of its parts are named.
const PARTS: usize = 24;

/// Those who belong to it, the busiest first.
fn parts(survey: &Survey, profile: &Profile) -> String {
    let mut parts: Vec<&Profile> =
        survey.profiles.iter().filter(|other| other.parent.as_ref() == Some(&profile.id)).collect();
    parts.sort_by(|a, b| {
        let busy = |part: &Profile| part.statements + part.said.len() as u64;
        busy(b).cmp(&busy(a)).then_with(|| a.id.cmp(&b.id))
    });
    let all = parts.len();
    parts.truncate(PARTS);
    let named: Vec<String> = parts
        .iter()
        .map(|part| {
            let own = if part.statements == 0 { String::new() } else { format!(" ({})", part.statements) };
            format!("{}{own}", actor_link(&part.id, &part.name))
        })
        .collect();
    let more = if all > PARTS { format!(", and {} more", all - PARTS) } else { String::new() };
    if named.is_empty() {
        String::new()
    } else {
        format!("Counted with it, in brackets what they say themselves: {}{more}.\n\n", named.join(", "))
    }
}

fn trend(profile: &Profile) -> String {
    if crate::report::trend::is_drawn(profile) {
        format!(
            "![Mean stance by period: what {} says of others, and what others say of it](../charts/{}-trend.svg)\n\n",
            escape(&profile.name),
            file_name(&profile.id)
        )
    } else {
        String::new()
    }
}

fn says(survey: &Survey, profile: &Profile) -> String {
    if profile.says.is_empty() {
        return String::new();
    }
    let dyads: Vec<&Dyad> = sorted(survey, &profile.says);
    let (own, others): (Vec<&Dyad>, Vec<&Dyad>) = dyads.iter().copied().partition(|dyad| dyad.inside);
    let mut out = format!("## On others, by {}\n\n", escape(&profile.name));
    out.push_str(&format!(
        "![Mean stance of {} toward each target, with intervals; the table below has the same numbers](../charts/{}.svg)\n\n",
        escape(&profile.name),
        file_name(&profile.id)
    ));
    for (title, dyads) in [("", others), ("On its own side, which counts for no mean above:\n\n", own)] {
        if !dyads.is_empty() {
            out.push_str(title);
            out.push_str(&table(survey, "Target", &dyads, |dyad| {
                (dyad.target.as_ref(), format!("#says-{}", file_name(&dyad.target)))
            }));
        }
    }
    out.push_str(&categories(&profile.categories));
    out.push_str(&unnamed(survey, &dyads));
    for (number, dyad) in dyads.iter().enumerate() {
        out.push_str(&evidence(survey, dyad, number < IN_FULL));
    }
    out
}

fn said(survey: &Survey, profile: &Profile) -> String {
    if profile.said.is_empty() {
        return String::new();
    }
    let dyads: Vec<&Dyad> = sorted(survey, &profile.said);
    let there = |dyad: &Dyad| format!("{}.md#says-{}", file_name(&dyad.holder), file_name(&dyad.target));
    let mut out = format!("## On {}, by others\n\n", escape(&profile.name));
    out.push_str(&table(survey, "Holder", &dyads, |dyad| (dyad.holder.as_ref(), there(dyad))));
    out.push_str(&in_their_words(survey, &dyads));
    out
}

/// The name of an actor of the survey, or its id.
pub(super) fn name(survey: &Survey, id: &str) -> String {
    let known = survey.profile(id).map(|profile| &profile.name).or_else(|| survey.relays.get(id));
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

fn table<'d>(survey: &Survey, who: &str, dyads: &[&'d Dyad], other: impl Fn(&'d Dyad) -> (&'d str, String)) -> String {
    let mut out = format!(
        "| {who} | Statements | Documents | Mean stance | For | Against | Not sure | Sentiment |\n|---|--:|--:|:--|--:|--:|--:|--:|\n"
    );
    for dyad in dyads {
        let (id, evidence) = other(dyad);
        let all = &dyad.all;
        out.push_str(&format!(
            "| {} | [{}]({evidence}) | {} | {} | {} | {} | {} | {} |\n",
            actor_link(id, &name(survey, id)),
            all.statements,
            all.documents,
            mean(all, survey.min_n),
            percent(all.favor),
            percent(all.against),
            percent(all.unsure),
            signed(all.sentiment)
        ));
    }
    out.push('\n');
    out
}

/// What kinds of acts and images its words about others are.
fn categories(categories: &[Category]) -> String {
    if categories.is_empty() {
        return String::new();
    }
    let mut out = String::from(
        "Its words about others by their kinds, as far as the lexicon has them:\n\n| Kind | Statements | Commonest expressions |\n|---|--:|---|\n",
    );
    for category in categories {
        let words: Vec<String> =
            category.expressions.iter().map(|(words, number)| format!("{} ({number})", escape(words))).collect();
        let kind = category.name.replace('_', " ");
        out.push_str(&format!("| {} | {} | {} |\n", escape(&kind), category.statements, words.join(", ")));
    }
    out.push('\n');
    out
}

/// Those whom it leaves unnamed.
fn unnamed(survey: &Survey, dyads: &[&Dyad]) -> String {
    let unnamed = dyads.iter().filter(|dyad| dyad.target.starts_with("UNNAMED."));
    let list: Vec<String> = unnamed
        .map(|dyad| {
            let target = escape(&name(survey, &dyad.target));
            let (anchor, all) = (file_name(&dyad.target), &dyad.all);
            format!("[{target}](#says-{anchor}) ({} in {})", signed(all.stance), count(all.statements, "statement"))
        })
        .collect();
    if list.is_empty() { String::new() } else { format!("Whom it leaves unnamed: {}.\n\n", list.join(", ")) }
}

fn evidence(survey: &Survey, dyad: &Dyad, in_full: bool) -> String {
    let name_of = |id: &str| name(survey, id);
    let anchor = file_name(&dyad.target);
    let mut out = format!("<a id=\"says-{anchor}\"></a>\n\n### On {}\n\n", escape(&name_of(&dyad.target)));
    if dyad.periods.len() > 1 && in_full {
        let periods: Vec<String> = dyad
            .periods
            .iter()
            .map(|(period, summary)| {
                format!("{period}: {} ({})", signed(summary.stance), count(summary.statements, "statement"))
            })
            .collect();
        out.push_str(&format!("By period: {}.\n\n", periods.join("; ")));
    }
    if let Some(turn) = &dyad.change {
        out.push_str(&format!("A turn: {}.\n\n", change(turn)));
    }
    if let Some(reciprocity) = &dyad.reciprocity {
        out.push_str(&mutual(survey, dyad, reciprocity));
    }
    let mut shown = dyad.examples.shown();
    if !in_full {
        let strongest = shown.iter().flatten().map(|example| example.stance.abs()).max();
        shown.iter_mut().for_each(|examples| examples.retain(|example| Some(example.stance.abs()) == strongest));
        let mut first = true;
        shown.iter_mut().for_each(|examples| examples.retain(|_| std::mem::take(&mut first)));
    }
    let number: usize = shown.iter().map(Vec::len).sum();
    if (number as u64) < dyad.all.statements {
        out.push_str(&format!("{number} of {} statements:\n\n", dyad.all.statements));
    }
    for (title, examples) in ["For", "Against", "Drawn from all"].iter().zip(shown) {
        if !examples.is_empty() {
            out.push_str(&format!("{title}:\n\n"));
            examples.iter().for_each(|example| out.push_str(&item(example, &name_of)));
            out.push('\n');
        }
    }
    out
}

/// A turn in a few words.
pub(super) fn change(turn: &Change) -> String {
    let (first, last) = turn.between;
    format!(
        "{} in {} before {} (95%: between {first} and {last}), {} in {} from then on; {}",
        signed(turn.before),
        count(turn.documents.0, "document"),
        turn.day,
        signed(turn.after),
        turn.documents.1,
        chance(turn.p)
    )
}

/// How the two speak of each other.
fn mutual(survey: &Survey, dyad: &Dyad, found: &Reciprocity) -> String {
    let told = |one: Correlation| format!("r = {} ({})", signed(one.r), chance(one.p));
    let (holder, target) = (escape(&name(survey, &dyad.holder)), escape(&name(survey, &dyad.target)));
    let mut out = format!(
        "{holder} and {target} speak of each other in {} periods; their means in the same period go together with {}",
        found.periods,
        told(found.same)
    );
    for (first, then, found) in [(&holder, &target, found.leads), (&target, &holder, found.follows)] {
        if let Some(found) = found {
            out.push_str(&format!("; those of {first} with those of {then} in the next period with {}", told(found)));
        }
    }
    out + ".\n\n"
}

/// The strongest words of others, for and against.
fn in_their_words(survey: &Survey, dyads: &[&Dyad]) -> String {
    let mut examples: Vec<_> = dyads
        .iter()
        .flat_map(|dyad| {
            let [favor, against, _] = dyad.examples.shown();
            favor.into_iter().take(1).chain(against.into_iter().take(1))
        })
        .collect();
    examples.sort_by(|a, b| b.stance.abs().cmp(&a.stance.abs()).then_with(|| a.cmp(b)));
    // The same statement counts for a person and for the state behind it, and is shown once.
    let mut seen = std::collections::BTreeSet::new();
    examples.retain(|example| seen.insert((&example.statement_id, &example.target)));
    if examples.is_empty() {
        return String::new();
    }
    let mut out = String::from("The strongest words among them:\n\n");
    examples.into_iter().take(SHOWN).for_each(|example| out.push_str(&item(example, &|id| name(survey, id))));
    out.push('\n');
    out
}
