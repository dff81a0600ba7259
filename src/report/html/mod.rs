//! All pages as one HTML file: the index, every actor and the charts, made from the Markdown and SVG that are written.
//!
//! The file needs nothing from outside, and no script to be read; with its script, passages can be searched and
//! tables sorted. It says itself that only this script may run, whatever the corpus holds.

mod policy;
mod render;
mod site;

use std::collections::BTreeMap;

use crate::report::html::render::{Rendered, escape, render};
use crate::report::html::site::{INDEX, OVERVIEW, Site};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The controls of the script, which shows them: without it they would do nothing.
const CONTROLS: &str = r#"<form id="filter" role="search" hidden>
<label for="search">Search the passages</label>
<input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="a name, a word, an outlet">
<fieldset><legend>Show</legend>
<button type="button" data-kind="" aria-pressed="true">all</button>
<button type="button" data-kind="for" aria-pressed="false">for</button>
<button type="button" data-kind="against" aria-pressed="false">against</button>
<button type="button" data-kind="neither" aria-pressed="false">neither</button>
</fieldset>
<output id="shown" for="search"></output>
</form>
"#;

/// The HTML of all reports; `files` has the Markdown pages and the charts by their path, with `/` on every system.
pub(super) fn page(files: &BTreeMap<String, String>) -> String {
    let site = Site::new(files);
    let overview = render(&site, INDEX, 0);
    let actors = actors(&site);
    let mut out = head(&overview);
    out.push_str(&format!("<header>\n<h1>{}</h1>\n</header>\n{CONTROLS}<div class=\"columns\">\n", overview.title));
    out.push_str(&contents(&actors));
    out.push_str("<main id=\"main\" tabindex=\"-1\">\n");
    out.push_str(&format!("<div id=\"{OVERVIEW}\">\n{}</div>\n", overview.body));
    actors.iter().for_each(|actor| out.push_str(&article(actor)));
    out.push_str(&format!(
        "<p id=\"nothing\" hidden>No passage has all of this.</p>\n</main>\n</div>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
    ));
    out
}

/// An actor as it stands in the file.
struct Actor<'f> {
    /// The name of its page.
    stem: &'f str,
    /// Whether it stands below another: a person or a ministry of a state that has a page.
    is_part: bool,
    page: Rendered,
}

/// Every actor by name, its parts after it.
fn actors<'f>(site: &Site<'f>) -> Vec<Actor<'f>> {
    let pages: BTreeMap<&str, Rendered> = site.actors().map(|(stem, path)| (stem, render(site, path, 1))).collect();
    let name = |stem: &str| pages[stem].name.to_lowercase();
    let mut order = Vec::new();
    for &stem in pages.keys() {
        let whole = stem.split('.').next().filter(|whole| pages.contains_key(whole)).unwrap_or(stem);
        order.push((name(whole), whole, whole != stem, name(stem), stem));
    }
    order.sort_unstable();
    let mut pages = pages;
    let actor = |(_, _, is_part, _, stem)| pages.remove(stem).map(|page| Actor { stem, is_part, page });
    order.into_iter().filter_map(actor).collect()
}

fn head(overview: &Rendered) -> String {
    let title = escape(&overview.name);
    let policy = policy::text(SCRIPT);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">Skip to the report</a>\n"
    )
}

/// The way to every actor.
fn contents(actors: &[Actor<'_>]) -> String {
    let mut out = format!("<nav aria-label=\"Actors\">\n<a href=\"#{OVERVIEW}\">Overview</a>\n<ul>\n");
    for Actor { stem, is_part, page } in actors {
        let class = if *is_part { " class=\"part\"" } else { "" };
        let (anchor, name) = (site::actor_anchor(stem), escape(&page.name));
        out.push_str(&format!("<li{class}><a href=\"#{anchor}\">{name}</a></li>\n"));
    }
    out.push_str("</ul>\n</nav>\n");
    out
}

fn article(Actor { stem, page, .. }: &Actor<'_>) -> String {
    let anchor = site::actor_anchor(stem);
    format!(
        "<article id=\"{anchor}\" aria-labelledby=\"{anchor}/name\">\n<h2 id=\"{anchor}/name\">{}</h2>\n{}</article>\n",
        page.title, page.body
    )
}
