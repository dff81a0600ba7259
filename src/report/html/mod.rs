//! The single HTML file: the pages of the index and of all actors, with their charts.
//!
//! The file loads nothing and can be read without its script, which searches statements and sorts tables. Its
//! Content-Security-Policy allows only this script, whatever the corpus contains.
//!
//! A large report is packed: its script unpacks what stands below the first lines of each actor.

mod pack;
pub(super) mod policy;
mod render;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::actor::ActorId;
use crate::report::block::{Block, Page, Place};
use crate::report::escape::html as escape;
use crate::report::html::pack::{PLAIN, packed};
use crate::report::html::render::{OVERVIEW, Site, anchor, body};
use crate::report::letter::Letter;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The controls of the script. The script makes them visible, since they do nothing without it.
const CONTROLS: &str = r#"<form id="filter" role="search" hidden>
<label for="search">Search the examples</label>
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

/// The content of the file.
#[derive(Default)]
pub(super) struct Pages {
    pub(super) index: Page,
    pub(super) actors: Vec<ActorPage>,
    /// The SVG of each chart, by the name of its file.
    pub(super) charts: BTreeMap<String, String>,
}

/// The page of an actor.
pub(super) struct ActorPage {
    pub(super) id: ActorId,
    /// The actor to which it belongs.
    pub(super) parent: Option<ActorId>,
    pub(super) page: Page,
}

/// The HTML of all reports.
pub(super) fn html(pages: &Pages) -> String {
    let actors = in_order(&pages.actors);
    let letters = letters(&actors);
    let site = Site { charts: &pages.charts, anchors: anchors(pages, &letters) };
    let title = escape(&pages.index.title);
    let mut out = head(&title);
    out.push_str(&format!("<header>\n<h1>{title}</h1>\n</header>\n{CONTROLS}<div class=\"columns\">\n"));
    out.push_str(&contents(&actors, &letters));
    out.push_str("<main id=\"main\" tabindex=\"-1\">\n");
    out.push_str(&format!("<div id=\"{OVERVIEW}\">\n{}</div>\n", body(&site, &pages.index, 0)));
    let articles: Vec<Article> = actors.iter().map(|(actor, _)| Article::of(&site, actor)).collect();
    let is_packed = articles.iter().map(|article| article.rest.len()).sum::<usize>() > PLAIN;
    for Article { head, rest } in &articles {
        out.push_str(head);
        out.push_str(if is_packed { "" } else { rest });
        out.push_str("</article>\n");
    }
    if is_packed {
        out.push_str(&packed(articles.iter().map(|article| article.rest.as_str())));
    }
    out.push_str(&format!(
        "<p id=\"nothing\" hidden>No example matches the search.</p>\n</main>\n</div>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
    ));
    out
}

/// The anchors that links may lead to.
fn anchors(pages: &Pages, letters: &BTreeMap<Letter, &ActorId>) -> BTreeSet<String> {
    let headings = |page: &Page| -> Vec<String> {
        let anchor = |block: &Block| match block {
            Block::Heading { anchor: Some(place), .. } => Some(anchor(place)),
            _ => None,
        };
        page.blocks.iter().filter_map(anchor).collect()
    };
    let mut anchors: BTreeSet<String> = headings(&pages.index).into_iter().collect();
    anchors.insert(anchor(&Place::Index));
    anchors.extend(letters.keys().map(|letter| anchor(&Place::Letter(*letter))));
    for actor in &pages.actors {
        anchors.insert(anchor(&Place::Actor(actor.id.clone())));
        anchors.extend(headings(&actor.page));
    }
    anchors
}

/// All actors by name, each followed by its parts, with whether it is such a part.
fn in_order(actors: &[ActorPage]) -> Vec<(&ActorPage, bool)> {
    let by_id: BTreeMap<&ActorId, &ActorPage> = actors.iter().map(|actor| (&actor.id, actor)).collect();
    let parent = |actor: &&ActorPage| actor.parent.as_ref().and_then(|id| by_id.get(id)).copied();
    let name = |actor: &ActorPage| actor.page.title.to_lowercase();
    let mut order: Vec<_> = actors
        .iter()
        .map(|actor| {
            let whole = std::iter::successors(Some(actor), parent).take(actors.len()).last().unwrap_or(actor);
            let is_part = whole.id != actor.id;
            ((name(whole), &whole.id, is_part, name(actor), &actor.id), actor)
        })
        .collect();
    order.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    order.into_iter().map(|((_, _, is_part, ..), actor)| (actor, is_part)).collect()
}

/// The actor at which each letter begins in the navigation: one that is no part of another, if there is one.
fn letters<'a>(actors: &[(&'a ActorPage, bool)]) -> BTreeMap<Letter, &'a ActorId> {
    let mut letters = BTreeMap::new();
    for parts in [false, true] {
        for (actor, _) in actors.iter().filter(|(_, is_part)| *is_part == parts) {
            letters.entry(Letter::of(&actor.page.title)).or_insert(&actor.id);
        }
    }
    letters
}

fn head(title: &str) -> String {
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

/// The navigation.
fn contents(actors: &[(&ActorPage, bool)], letters: &BTreeMap<Letter, &ActorId>) -> String {
    let mut out = format!("<nav aria-label=\"Actors\">\n<a href=\"#{OVERVIEW}\">Overview</a>\n<ul>\n");
    for (actor, is_part) in actors {
        let class = if *is_part { " class=\"part\"" } else { "" };
        let letter = letters.iter().find(|(_, first)| ***first == actor.id).map(|(letter, _)| Place::Letter(*letter));
        let id = letter.map_or(String::new(), |place| format!(" id=\"{}\"", anchor(&place)));
        let (anchor, name) = (anchor(&Place::Actor(actor.id.clone())), escape(&actor.page.title));
        out.push_str(&format!("<li{id}{class}><a href=\"#{anchor}\">{name}</a></li>\n"));
    }
    out.push_str("</ul>\n</nav>\n");
    out
}

/// The page of an actor, without its closing tag.
struct Article {
    /// Its name and what stands above its first section.
    head: String,
    rest: String,
}

impl Article {
    fn of(site: &Site<'_>, actor: &ActorPage) -> Article {
        let (anchor, name) = (anchor(&Place::Actor(actor.id.clone())), escape(&actor.page.title));
        let mut head = format!(
            "<article id=\"{anchor}\" aria-labelledby=\"{anchor}/name\">\n<h2 id=\"{anchor}/name\">{name}</h2>\n"
        );
        let mut body = body(site, &actor.page, 1);
        let rest = body.split_off(body.find("<section").unwrap_or(body.len()));
        head.push_str(&body);
        Article { head, rest }
    }
}
