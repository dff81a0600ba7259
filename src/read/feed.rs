//! Feeds (RSS, Atom, JSON Feed): every entry becomes an article. Markup is removed from its text.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde::Deserialize;
use serde_json::Value;

use crate::read::export::Article;
use crate::read::markup;
use crate::read::repair::entities;

/// The articles of a feed, numbered from 1; or what it is instead.
///
/// **What it does**: takes the content, or else the summary, for the text; the feed's title for the outlet, unless the
/// entry names its source.
/// **Why**: collectors of news save feeds as they come.
/// **Known failures**: an entry whose feed has only its first lines gives only these.
/// **Source**: RSS 2.0 and 1.0, with the modules `content` and `dc`; RFC 4287; JSON Feed 1.1.
pub(super) fn articles(text: &str) -> Result<Vec<Article>, (String, &'static str)> {
    let found = if text.trim_start().starts_with('{') { of_json(text)? } else { of_xml(text)? };
    match found.is_empty() {
        true => Err(("a feed without entries".to_owned(), "at least one entry")),
        false => Ok(found),
    }
}

/// Whether a JSON file that begins with `head` is a feed.
pub(super) fn is_json_feed(head: &[u8]) -> bool {
    let start = &head[..head.len().min(1 << 10)];
    head.trim_ascii_start().first() == Some(&b'{') && memchr::memmem::find(start, b"jsonfeed.org/version").is_some()
}

/// An entry while it is read.
#[derive(Default)]
struct Entry {
    title: String,
    content: String,
    summary: String,
    published: String,
    updated: String,
    source: String,
    /// What else it says.
    own: Vec<(String, Value)>,
}

impl Entry {
    fn article(self, line: u64, feed: &str) -> Article {
        let or = |first: String, second: String| if first.trim().is_empty() { second } else { first };
        let outlet = if self.source.trim().is_empty() { feed } else { &self.source };
        Article {
            line,
            title: one_line(&self.title),
            outlet: one_line(outlet),
            date: or(self.published, self.updated).trim().to_owned(),
            body: or(self.content, self.summary),
            own: self.own,
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// The elements that are open, from the outermost, and what was gathered.
#[derive(Default)]
struct Feed {
    open: Vec<String>,
    title: String,
    /// The entry that is being read, and how deep it is.
    entry: Option<(usize, Entry)>,
    entries: Vec<Entry>,
    text: String,
    /// How deep the element is whose content is text with markup; `None` outside of one.
    in_text: Option<usize>,
    /// Whether the text is plain, and not escaped markup.
    is_plain: bool,
}

const ENTRIES: [&str; 2] = ["item", "entry"];

/// Elements whose content is text, or markup.
const TEXTS: [&str; 5] = ["title", "description", "content:encoded", "content", "summary"];

fn of_xml(text: &str) -> Result<Vec<Article>, (String, &'static str)> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut feed = Feed::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => feed.begin(&tag)?,
            Ok(Event::Empty(tag)) => {
                feed.begin(&tag)?;
                feed.end();
            }
            Ok(Event::End(_)) => feed.end(),
            Ok(Event::Text(words)) => feed.text.push_str(&words.xml10_content()),
            Ok(Event::CData(words)) => feed.text.push_str(&words.xml10_content()),
            Ok(Event::GeneralRef(name)) => feed.text.push_str(&entities(&format!("&{};", &*name))),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                let found = format!("XML that is cut off or damaged at byte {} ({error})", reader.error_position());
                return Err((found, "a complete feed"));
            }
        }
    }
    if !feed.open.is_empty() {
        return Err(("XML that is cut off".to_owned(), "a complete feed"));
    }
    let title = feed.title;
    let entries = (1..).zip(feed.entries);
    Ok(entries.map(|(line, entry)| entry.article(line, &title)).collect())
}

/// The part of a name that has a meaning in feeds; of prefixed names only those of known modules.
fn plain_name(tag: &BytesStart<'_>) -> String {
    let name = tag.name();
    let name: &str = name.as_ref();
    match name.split_once(':') {
        Some(("atom" | "rss" | "a10", local)) => local.to_owned(),
        _ => name.to_owned(),
    }
}

/// The address of the page that a link of Atom names in an attribute; empty for other links.
fn page(link: &BytesStart<'_>) -> String {
    let value = |name: &str| link.try_get_attribute(name).ok().flatten().map(|found| found.value.into_owned());
    let is_page = value("rel").is_none_or(|rel| rel == "alternate");
    value("href").filter(|_| is_page).map_or_else(String::new, |address| entities(&address).into_owned())
}

impl Feed {
    fn begin(&mut self, tag: &BytesStart<'_>) -> Result<(), (String, &'static str)> {
        let name = plain_name(tag);
        if self.open.is_empty() && !["rss", "feed", "rdf:RDF"].contains(&name.as_str()) {
            let found = format!("an XML document of the kind `{name}`");
            return Err((found, "RSS or Atom; other XML must become JSON or CSV"));
        }
        if self.in_text.is_some() {
            // Markup that is not escaped, as in XHTML.
            self.text.push_str(&format!("<{name}>"));
        } else {
            self.text.clear();
            let kind = tag.try_get_attribute("type").ok().flatten();
            self.is_plain = self.open.first().is_some_and(|root| root == "feed")
                && kind.is_none_or(|kind| kind.value.as_ref() == "text");
            if self.entry.is_none() && ENTRIES.contains(&name.as_str()) {
                self.entry = Some((self.open.len(), Entry::default()));
            } else if let Some((depth, entry)) = &mut self.entry
                && name == "link"
                && *depth + 1 == self.open.len()
            {
                entry.own(&name, &page(tag));
            }
            self.in_text = TEXTS.contains(&name.as_str()).then_some(self.open.len());
        }
        self.open.push(name);
        Ok(())
    }

    fn end(&mut self) {
        let Some(name) = self.open.pop() else { return };
        if self.in_text.is_some_and(|depth| depth < self.open.len()) {
            self.text.push_str(&format!("</{name}>"));
            return;
        }
        self.in_text = None;
        let parent = self.open.last().map_or("", String::as_str);
        let text = std::mem::take(&mut self.text);
        let text = if self.is_plain { text } else { markup::text(&text) };
        match (&mut self.entry, parent) {
            (Some((depth, entry)), _) if *depth + 1 == self.open.len() => entry.field(&name, text),
            // Atom names the source of an entry in an element of its own.
            (Some((_, entry)), "source") if name == "title" => entry.source = text,
            (Some((_, entry)), "author") if name == "name" => entry.own("author", &text),
            (None, "channel" | "feed") if name == "title" => self.title = text,
            _ => {}
        }
        if let Some((_, entry)) = self.entry.take_if(|(depth, _)| *depth == self.open.len()) {
            self.entries.push(entry);
        }
    }
}

impl Entry {
    fn own(&mut self, name: &str, text: &str) {
        if !text.trim().is_empty() {
            self.own.push((name.to_owned(), one_line(text).into()));
        }
    }

    fn field(&mut self, name: &str, text: String) {
        let slot = match name {
            "title" => &mut self.title,
            "content:encoded" | "content" => &mut self.content,
            "description" | "summary" => &mut self.summary,
            "pubDate" | "published" | "dc:date" => &mut self.published,
            "updated" | "dcterms:modified" => &mut self.updated,
            "source" | "dc:source" if !text.trim().is_empty() => &mut self.source,
            _ => return self.own(name, &text),
        };
        if slot.is_empty() {
            *slot = text;
        }
    }
}

#[derive(Deserialize)]
struct JsonFeed {
    #[serde(default)]
    title: Option<String>,
    items: Vec<JsonItem>,
}

#[derive(Deserialize)]
struct JsonItem {
    title: Option<String>,
    content_html: Option<String>,
    content_text: Option<String>,
    summary: Option<String>,
    date_published: Option<String>,
    date_modified: Option<String>,
    #[serde(flatten)]
    own: BTreeMap<String, Value>,
}

fn of_json(text: &str) -> Result<Vec<Article>, (String, &'static str)> {
    let feed: JsonFeed = serde_json::from_str(text)
        .map_err(|error| (format!("JSON that is damaged or no feed ({error})"), "a complete JSON feed"))?;
    let outlet = feed.title.unwrap_or_default();
    let entry = |item: JsonItem| Entry {
        title: item.title.unwrap_or_default(),
        content: item.content_text.or(item.content_html.map(|html| markup::text(&html))).unwrap_or_default(),
        summary: item.summary.unwrap_or_default(),
        published: item.date_published.unwrap_or_default(),
        updated: item.date_modified.unwrap_or_default(),
        source: String::new(),
        own: item.own.into_iter().collect(),
    };
    Ok((1..).zip(feed.items).map(|(line, item)| entry(item).article(line, &outlet)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<[String; 4]> {
        let found = articles(text).expect("it is a feed");
        found.into_iter().map(|one| [one.title, one.outlet, one.date, one.body]).collect()
    }

    #[test]
    fn every_kind_of_feed_gives_its_entries() {
        let rss = "<?xml version='1.0'?><rss><channel><title>The Post</title><image><title>no</title></image><item>\
            <title>A &amp; B</title><description>short</description><content:encoded><![CDATA[<p>Ada &rsquo;s</p><p>B\
            </p>]]></content:encoded><pubDate>Tue, 23 Mar 2021 10:00:00 GMT</pubDate><media:title>no</media:title></item>\
            <item><title>C</title><description>&lt;p&gt;D&amp;rsquo;s&lt;/p&gt;</description><dc:date>2021-03-24</dc:date>\
            <source url='x'>The Times</source></item></channel></rss>";
        assert_eq!(
            told(rss),
            [
                ["A & B", "The Post", "Tue, 23 Mar 2021 10:00:00 GMT", "Ada ’s\n\nB"],
                ["C", "The Times", "2021-03-24", "D’s"],
            ]
        );
        let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>The Post</title><entry><title type='html'>A \
            &lt;b&gt;B&lt;/b&gt;</title><summary>1 &lt; 2</summary><updated>2021-03-23T10:00:00Z</updated><source><title>\
            The Times</title></source></entry><entry><title>C</title><content type='xhtml'><div><p>D &amp; E</p><p>F</p>\
            </div></content><published>2021-03-24</published><updated>2021-03-25</updated></entry></feed>";
        assert_eq!(
            told(atom),
            [["A B", "The Times", "2021-03-23T10:00:00Z", "1 < 2"], ["C", "The Post", "2021-03-24", "D & E\n\nF"],]
        );
        let json = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"The Post\",\"authors\":[{\"name\":\"x\"}],\
            \"items\":[{\"id\":\"1\",\"title\":\"A\",\"content_html\":\"<p>B</p>\",\"date_published\":\"2021-03-23\"}]}";
        assert!(is_json_feed(json.as_bytes()) && !is_json_feed(b"[{\"text\":\"jsonfeed.org/version\"}]"));
        assert_eq!(told(json), [["A", "The Post", "2021-03-23", "B"]]);
    }

    #[test]
    fn what_is_no_feed_is_told() {
        for (text, expected) in [
            ("<rss><channel></channel></rss>", "a feed without entries"),
            ("<books><item/></books>", "an XML document of the kind `books`"),
            ("<rss><channel><item><title>x", "XML that is cut off"),
            ("{\"items\":7}", "JSON that is damaged or no feed"),
        ] {
            let found = articles(text).expect_err("it is none").0;
            assert!(found.starts_with(expected), "{found}");
        }
    }
}
