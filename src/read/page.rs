//! Pages: the article of an HTML page, without what stands around it, and what the page says of it.

mod running;
mod tree;

use serde_json::Value;

use crate::read::export::Article;
use crate::read::page::running::paragraphs;
use crate::read::page::tree::{Tree, attribute};

/// Where a page says its day, the surest place first: the name, property or itemprop of a `meta` element.
const DAYS: [&str; 11] = [
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "pubdate",
    "publish-date",
    "date",
];

/// The same of its title and its outlet.
const TITLES: [&str; 3] = ["og:title", "twitter:title", "dc.title"];
const OUTLETS: [&str; 2] = ["og:site_name", "application-name"];

/// A page that calls itself an article may be this short, in characters.
const BRIEF: usize = 80;

/// Any other page must have so much running text to be taken for one.
const LONG: usize = 500;

/// The article of `html`; `None` if it has none.
///
/// **What it does**: takes the running text, and for title, day and outlet what the page tells to search engines and
/// other programs in JSON-LD, `meta` and `time`.
/// **Why**: menus, teasers and cookies would be read as speech.
/// **Known failures**: the pages of an error or of a list, if they have as much text as an article; texts that a script
/// puts there, unless JSON-LD holds them too.
/// **Source**: schema.org (`NewsArticle`); the Open Graph protocol.
pub(super) fn article(html: &str) -> Option<Article> {
    let tree = Tree::of(html);
    let told = tree.scripts.iter().find_map(|script| of_json(script)).unwrap_or_default();
    let title = title(&tree, &told);
    let byline = told.author.as_str();
    let kept: Vec<&str> =
        paragraphs(&tree).into_iter().skip_while(|text| *text == title || is_byline(text, byline)).collect();
    let mut body = kept.join("\n\n");
    if body.chars().count() < LONG && told.body.chars().count() > body.chars().count() {
        body.clone_from(&told.body);
    }
    let says_so = told.is_article
        || meta(&tree, &["og:type"]).is_some_and(|kind| kind == "article")
        || tree.elements.iter().filter(|element| element.name == "article" || element.is_body).count() == 1;
    let least = if says_so { BRIEF } else { LONG };
    if body.chars().count() < least || is_error(&title) {
        return None;
    }
    let or = |first: String, other: Option<String>| if first.is_empty() { other.unwrap_or_default() } else { first };
    let date = or(told.date, meta(&tree, &DAYS).or_else(|| time(&tree)));
    Some(Article { line: 1, title, outlet: or(told.outlet, meta(&tree, &OUTLETS)), date, body, ..Article::default() })
}

/// What the page says of the article in JSON-LD.
#[derive(Default)]
struct Told {
    is_article: bool,
    title: String,
    date: String,
    outlet: String,
    author: String,
    body: String,
}

/// What the first article in a script says of itself; `None` if it has none.
fn of_json(script: &str) -> Option<Told> {
    let (start, end) = (script.find(['{', '['])?, script.rfind(['}', ']'])?);
    let whole: Value = serde_json::from_str(script.get(start..=end)?).ok()?;
    let all = match &whole {
        Value::Array(all) => all.as_slice(),
        one => match one.get("@graph").and_then(Value::as_array) {
            Some(all) => all.as_slice(),
            None => std::slice::from_ref(one),
        },
    };
    let is_article = |one: &&Value| {
        let kinds =
            one.get("@type").map_or(&[][..], |kind| kind.as_array().map_or(std::slice::from_ref(kind), Vec::as_slice));
        let names = ["Article", "Report", "Posting"];
        kinds.iter().filter_map(Value::as_str).any(|kind| names.iter().any(|name| kind.ends_with(name)))
    };
    let found = all.iter().find(is_article)?;
    let text = |path: &[&str]| {
        let first =
            |value: &Value| value.as_array().and_then(|list| list.first()).cloned().unwrap_or_else(|| value.clone());
        let value = path.iter().try_fold(found.clone(), |value, key| value.get(key).map(first));
        value.and_then(|value| value.as_str().map(|text| text.trim().to_owned())).unwrap_or_default()
    };
    Some(Told {
        is_article: true,
        title: text(&["headline"]),
        date: text(&["datePublished"]),
        outlet: text(&["publisher", "name"]),
        author: text(&["author", "name"]),
        body: text(&["articleBody"]),
    })
}

/// The content of the first `meta` element with one of these names, the first name first.
fn meta(tree: &Tree, names: &[&str]) -> Option<String> {
    let metas = || tree.says.iter().filter(|(name, _)| name == "meta").map(|(_, tag)| tag);
    let is_called = |tag: &String, name: &str| {
        ["property", "name", "itemprop"]
            .iter()
            .any(|key| attribute(tag, key).is_some_and(|it| it.eq_ignore_ascii_case(name)))
    };
    let content = |name: &&str| {
        metas().filter(|tag| is_called(tag, name)).find_map(|tag| attribute(tag, "content").filter(|it| !it.is_empty()))
    };
    names.iter().find_map(content)
}

/// The day of the first `time` element that has one.
fn time(tree: &Tree) -> Option<String> {
    let times = tree.says.iter().filter(|(name, _)| name == "time");
    times.filter_map(|(_, tag)| attribute(tag, "datetime")).find(|day| !day.is_empty())
}

/// The title that the page tells, or that of its only heading, or that of the window without the outlet.
fn title(tree: &Tree, told: &Told) -> String {
    if !told.title.is_empty() {
        return told.title.clone();
    }
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<&str>>().join(" ");
    let of = |name: &str| {
        tree.says.iter().filter(|(found, _)| found == name).map(|(_, text)| one_line(text)).collect::<Vec<String>>()
    };
    if let Some(title) = meta(tree, &TITLES) {
        return title;
    }
    if let [only] = of("h1").as_slice()
        && !only.is_empty()
        && !only.contains('<')
    {
        return only.clone();
    }
    let window = of("title").into_iter().next().unwrap_or_default();
    let head =
        [" | ", " – ", " — ", " - "].iter().find_map(|mark| window.rsplit_once(mark)).map(|(head, _)| head.to_owned());
    head.filter(|head| head.split_whitespace().count() > 2).unwrap_or(window)
}

/// Whether a paragraph above the text names its author.
fn is_byline(text: &str, author: &str) -> bool {
    let name = text.strip_prefix("By ").unwrap_or(text);
    (!author.is_empty() && name == author) || (name.len() < text.len() && text.split_whitespace().count() < 8)
}

/// Whether a page's title is that of a server's error.
fn is_error(title: &str) -> bool {
    let title = title.to_lowercase();
    let code = title
        .split(|one: char| !one.is_ascii_digit())
        .any(|number| matches!(number, "400" | "401" | "403" | "404" | "410" | "429" | "500" | "502" | "503" | "504"));
    let words = ["not found", "error", "forbidden", "denied", "unavailable", "bad gateway", "too many requests"];
    let says = words.iter().any(|word| title.contains(word));
    let is_bare = title.split_whitespace().count() <= 2;
    title.starts_with("page not found") || title.starts_with("access denied") || (code && (says || is_bare))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_errors_are_known() {
        for title in ["404", "404 Not Found", "Page not found | The Post", "Error 503", "Access Denied"] {
            assert!(is_error(title), "{title}");
        }
        for title in ["Norland sends 500 soldiers", "Error of judgement, says envoy", ""] {
            assert!(!is_error(title), "{title}");
        }
    }

    #[test]
    fn what_json_says_of_an_article_is_found_anywhere_in_it() {
        for script in [
            r#"{"@type":"NewsArticle","headline":"A","datePublished":"2021-03-23","publisher":{"name":"The Post"}}"#,
            r#"[{"@type":"WebSite"},{"@type":["Thing","NewsArticle"],"headline":"A","datePublished":"2021-03-23","publisher":[{"name":"The Post"}]}]"#,
            r#"<!-- {"@graph":[{"@type":"ReportageNewsArticle","headline":"A","datePublished":"2021-03-23","publisher":{"name":"The Post"}}]} -->"#,
        ] {
            let told = of_json(script).expect("it has an article");
            assert_eq!([told.title, told.date, told.outlet], ["A", "2021-03-23", "The Post"], "{script}");
        }
        assert!(of_json("{\"@type\":\"WebSite\"}").is_none() && of_json("} {").is_none() && of_json("").is_none());
    }
}
