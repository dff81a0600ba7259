//! Rows: coded statements as numbers, for the stance to be learned from.

#[allow(clippy::disallowed_types, reason = "written out in the order of the features")]
use std::collections::HashMap;
use std::io::BufRead;

use rustc_hash::FxBuildHasher;

use crate::error::Error;
use crate::lexicon::fitted::{Weight, key};
use crate::model::actor::ActorId;
use crate::model::attribution::{Attribution, Form};
use crate::model::mention::{Mention, Rule};
use crate::model::span::Span;
use crate::model::statement::{Statement, Target};
use crate::score::{Feature, Scorer};
use crate::text::annotated::Annotated;

/// A text with its coded statements; spans are in characters.
#[derive(serde::Deserialize)]
struct Line {
    corpus: String,
    text: String,
    statements: Vec<Coded>,
}

#[derive(serde::Deserialize)]
struct Coded {
    form: String,
    holder: Option<String>,
    source: Option<[usize; 2]>,
    cue: Option<[usize; 2]>,
    content: Vec<[usize; 2]>,
    /// Every stretch of the content that names an actor.
    #[serde(default)]
    named: Vec<[usize; 2]>,
    targets: Vec<Judged>,
}

#[derive(serde::Deserialize)]
struct Judged {
    actor: String,
    spans: Vec<[usize; 2]>,
    /// −1 against, 0 none, 1 favor.
    label: Option<i8>,
    /// The probabilities of the three, where no reader has judged.
    silver: Option<[f32; 3]>,
    #[serde(default)]
    weak: bool,
    counts: f32,
}

/// What is seen toward one target of a statement, and how it was coded.
pub(super) struct Row {
    pub(super) corpus: String,
    /// How probable it is that against, none and favor are right.
    pub(super) right: [f32; 3],
    pub(super) weak: bool,
    pub(super) counts: f32,
    /// How many sentences name the target.
    sentences: f32,
    /// What the entries of the lexicon weigh.
    pub(super) entries: Weight,
    /// Features with their values; of several sentences the mean.
    pub(super) features: Vec<(u32, f32)>,
}

/// Features by number.
#[derive(Default)]
#[allow(clippy::disallowed_types, reason = "written out in the order of the features")]
pub(super) struct Known {
    numbers: HashMap<u64, u32, FxBuildHasher>,
    /// The place and the expression of each.
    pub(super) names: Vec<(String, String)>,
}

impl Known {
    fn number(&mut self, feature: &Feature<'_>) -> u32 {
        let fresh = self.names.len() as u32;
        let number = *self.numbers.entry(key(feature.place, feature.words)).or_insert(fresh);
        if number == fresh {
            let joined = |parts: [&str; 2]| parts.join(" ").trim().to_owned();
            self.names.push((joined(feature.place), joined(feature.words)));
        }
        number
    }
}

/// The rows of JSON `lines`; new features are added to `known`.
pub(super) fn rows(lines: &mut dyn BufRead, scorer: &Scorer<'_>, known: &mut Known) -> Result<Vec<Row>, Error> {
    let mut rows = Vec::new();
    for line in lines.lines() {
        let line = line.map_err(|error| Error::io("rows", error))?;
        let line: Line = serde_json::from_str(&line).map_err(|error| Error::said(format!("rows: {error}")))?;
        let bytes: Vec<usize> = line.text.char_indices().map(|(at, _)| at).chain([line.text.len()]).collect();
        let document = Annotated::new(&line.text);
        for coded in &line.statements {
            let statement = statement(coded, &bytes)?;
            let first = rows.len();
            for target in &coded.targets {
                rows.push(Row {
                    corpus: line.corpus.clone(),
                    right: right(target)?,
                    weak: target.weak,
                    counts: target.counts,
                    sentences: 0.0,
                    entries: Weight::default(),
                    features: Vec::new(),
                });
            }
            scorer.look(&document, &statement, &mut |target, entries, features| {
                let row: &mut Row = &mut rows[first + target];
                row.sentences += 1.0;
                row.entries.direction += entries.direction;
                row.entries.salience += entries.salience;
                row.features.extend(features.iter().map(|feature| (known.number(feature), feature.value)));
            });
        }
    }
    rows.retain(|row| !row.features.is_empty());
    for row in &mut rows {
        summed(&mut row.features);
        row.features.iter_mut().for_each(|(_, value)| *value /= row.sentences);
        row.entries.direction /= row.sentences;
        row.entries.salience /= row.sentences;
    }
    Ok(rows)
}

/// The label of a reader is certain.
fn right(target: &Judged) -> Result<[f32; 3], Error> {
    match (target.label, target.silver) {
        (Some(label), _) => Ok(std::array::from_fn(|of| f32::from(u8::from(of as i8 - 1 == label)))),
        (None, Some(silver)) => Ok(silver),
        (None, None) => Err(Error::said("rows: a target has neither label nor silver")),
    }
}

/// Each feature once, with the sum of its values.
fn summed(features: &mut Vec<(u32, f32)>) {
    features.sort_by_key(|(number, _)| *number);
    features.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
}

fn statement(coded: &Coded, bytes: &[usize]) -> Result<Statement, Error> {
    let span = |&[start, end]: &[usize; 2]| match (bytes.get(start), bytes.get(end)) {
        (Some(&start), Some(&end)) => Ok(Span::new(start, end)),
        _ => Err(Error::said("rows: a span lies outside its text")),
    };
    let spans = |list: &[[usize; 2]]| list.iter().map(span).collect::<Result<Vec<Span>, Error>>();
    let form = match coded.form.as_str() {
        "direct" => Form::Direct,
        "indirect" => Form::Indirect,
        "mixed" => Form::Mixed,
        "authored" => Form::Authored,
        _ => Form::Given,
    };
    let target = |judged: &Judged| {
        let actor: ActorId = judged.actor.as_str().into();
        let mention = |span| Mention { span, actor: actor.clone(), rule: Rule::Given, speaks: true };
        Ok(Target { mentions: spans(&judged.spans)?.into_iter().map(mention).collect(), actor: actor.clone() })
    };
    Ok(Statement {
        statement_id: String::new(),
        attribution: Attribution {
            form,
            ..Attribution::said(
                coded.source.as_ref().map(span).transpose()?,
                coded.cue.as_ref().map(span).transpose()?,
                spans(&coded.content)?,
                1.0,
            )
        },
        holder: coded.holder.as_deref().map(ActorId::from),
        rule: None,
        via: Vec::new(),
        confidence: 1.0,
        named: spans(&coded.named)?,
        targets: coded.targets.iter().map(target).collect::<Result<Vec<Target>, Error>>()?,
    })
}
