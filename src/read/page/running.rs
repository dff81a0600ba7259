//! The running text of a page: the element that has most of it is chosen, and its paragraphs are kept.

use std::sync::LazyLock;

use crate::read::page::tree::{Run, Tree};
use crate::text::list::pairs;

/// Words of classes and ids that tell what an element is for.
static MARKS: LazyLock<Vec<(&'static str, &'static str)>> =
    LazyLock::new(|| pairs(include_str!("../../../lexicons/pages.csv")).collect());

/// A paragraph of running text has so many characters.
const PARAGRAPH: usize = 25;

/// Elements whose text is not the article's, whatever it is.
const ASIDE: [&str; 7] = ["nav", "aside", "footer", "menu", "dialog", "header", "address"];

/// The paragraphs of the article; empty if the page has no running text.
///
/// **What it does**: gives every paragraph a value by its length and its commas, which counts for the element around it
/// and half for the next; words of classes and ids, and the share of text in links, move it. The element with the
/// highest value, and those beside it that have a fifth of it, are kept without what is mostly links.
/// **Why**: menus and teasers are short and linked, an article is neither.
/// **Known failures**: a page whose comments are longer than its article; a list of long summaries.
/// **Source**: after Readability, the reader view of Firefox; all numbers chosen by hand.
pub(super) fn paragraphs(tree: &Tree) -> Vec<&str> {
    let found = chosen(tree, true);
    // On some pages a class of the outermost element speaks of what stands beside the article.
    if found.is_empty() { chosen(tree, false) } else { found }
}

fn chosen(tree: &Tree, by_marks: bool) -> Vec<&str> {
    let is_out = outside(tree, by_marks);
    let runs: Vec<&Run> = tree.runs.iter().filter(|run| !is_out[run.element] && !is_mostly_links(run)).collect();
    let values = values(tree, &runs);
    let named = tree.elements.iter().position(|element| element.is_body);
    let highest = (0..values.len()).max_by(|a, b| values[*a].total_cmp(&values[*b]).then(b.cmp(a)));
    let Some(top) = named.or(highest).filter(|top| values[*top] > 0.0) else { return Vec::new() };
    let beside = |at: usize| {
        named.is_none() && tree.elements[at].parent == tree.elements[top].parent && values[at] >= values[top] / 5.0
    };
    let kept = |run: &&&Run| {
        let element = &tree.elements[run.element];
        element.name != "h1" && above(tree, run.element).any(|at| at == top || (at > 0 && beside(at)))
    };
    let kept: Vec<&str> = runs.iter().filter(kept).map(|run| run.text.as_str()).collect();
    kept.into_iter().filter(|text| !is_right(text)).collect()
}

/// The element itself and those around it, without the root.
fn above(tree: &Tree, element: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(element), |&at| (at > 0).then(|| tree.elements[at].parent))
}

/// Whether each element is, or stands in, one that is no part of an article.
fn outside(tree: &Tree, by_marks: bool) -> Vec<bool> {
    let mut out: Vec<bool> = Vec::with_capacity(tree.elements.len());
    for element in &tree.elements {
        let may_be_marked =
            by_marks && !element.is_body && !["body", "main", "article"].contains(&element.name.as_str());
        let is_marked = may_be_marked && weight(&element.marks) < 0;
        let is_out = element.is_hidden || ASIDE.contains(&element.name.as_str()) || is_marked;
        out.push(is_out || (!out.is_empty() && out[element.parent]));
    }
    out
}

/// How many words of classes and ids speak for the text of an article, less those that speak against it.
fn weight(marks: &str) -> i32 {
    let parts = marks.split(|one: char| !one.is_ascii_alphabetic());
    let sense = |part: &str| MARKS.binary_search_by_key(&part, |(word, _)| word).ok().map(|at| MARKS[at].1);
    parts.filter_map(sense).map(|sense| if sense == "text" { 1 } else { -2 }).sum()
}

fn is_mostly_links(run: &Run) -> bool {
    run.linked * 2 > run.text.chars().count()
}

fn values(tree: &Tree, runs: &[&Run]) -> Vec<f64> {
    let mut values = vec![0.0; tree.elements.len()];
    for run in runs {
        let length = run.text.chars().count();
        let element = &tree.elements[run.element];
        if length < PARAGRAPH || element.name.starts_with('h') && element.name.len() == 2 {
            continue;
        }
        let value = 1.0 + run.text.matches(',').count() as f64 + (length as f64 / 100.0).min(3.0);
        let is_paragraph = ["p", "blockquote", "li", "pre", "td", "dd"].contains(&element.name.as_str());
        let around = if is_paragraph { element.parent } else { run.element };
        values[around] += value;
        if around > 0 {
            values[tree.elements[around].parent] += value / 2.0;
        }
    }
    for (value, element) in values.iter_mut().zip(&tree.elements) {
        let is_article = element.name == "article" || element.name == "main";
        *value *= 1.0 + 0.2 * f64::from(weight(&element.marks).clamp(0, 2)) + if is_article { 0.2 } else { 0.0 };
    }
    values
}

/// Whether a paragraph says whose rights these are.
fn is_right(text: &str) -> bool {
    text.chars().count() < 200
        && ["Copyright", "©", "(c) ", "All rights reserved"].iter().any(|sign| text.starts_with(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_sorted() {
        assert!(MARKS.is_sorted() && MARKS.iter().all(|(_, sense)| ["text", "aside"].contains(sense)));
        assert_eq!((weight("article-body story"), weight("related-share"), weight("x")), (3, -4, 0));
    }
}
