use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use crate::program::{SAMPLE, assert_same, files, folder, path, run_sample, stderr, verbale};

/// The elements allowed in the file. Only `style` and `script` may load or run anything.
const TAGS: &str = "html head meta title style body a header h1 h2 h3 h4 form label input fieldset legend button output \
    div nav ul li main section article footer p span strong em code br table thead tbody tr th td script \
    svg rect text line circle path g polyline defs pattern";

/// Tags without an end tag.
const EMPTY: [&str; 4] = ["meta", "input", "br", "!doctype"];

struct Element {
    tag: String,
    attributes: BTreeMap<String, String>,
}

/// The elements of a page, parsed strictly: every attribute is quoted, every tag is known and properly closed. So no
/// text can have become a tag.
fn elements(html: &str) -> Vec<Element> {
    let allowed: BTreeSet<&str> = TAGS.split_whitespace().chain(EMPTY).collect();
    let (mut found, mut open) = (Vec::new(), Vec::new());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (tag, after) = rest[at + 1..].split_once('>').expect("a tag ends");
        rest = after;
        if let Some(end) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(end), "before {:?}", after.chars().take(80).collect::<String>());
            continue;
        }
        let element = element(tag.strip_suffix('/').unwrap_or(tag));
        assert!(allowed.contains(element.tag.as_str()), "<{tag}>");
        if !EMPTY.contains(&element.tag.as_str()) && !tag.ends_with('/') {
            open.push(element.tag.clone());
        }
        if matches!(element.tag.as_str(), "style" | "script") {
            rest = &rest[rest.find("</").expect("it ends")..];
        }
        found.push(element);
    }
    assert_eq!(open, Vec::<String>::new());
    found
}

fn element(tag: &str) -> Element {
    let (name, mut rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    let mut attributes = BTreeMap::new();
    while !rest.trim().is_empty() {
        let (key, after) = rest.trim_start().split_once('=').unwrap_or((rest.trim(), "\"\""));
        let (value, after) = after.strip_prefix('"').and_then(|after| after.split_once('"')).unwrap_or_else(|| {
            // Attributes without a value, such as `hidden`.
            assert!(tag.starts_with('!') || tag.contains(" hidden"), "<{tag}>");
            ("", "")
        });
        attributes.insert(key.to_owned(), value.to_owned());
        rest = after;
    }
    Element { tag: name.to_lowercase(), attributes }
}

/// Checks that the file loads nothing and runs only its own script, that ids are unique, and that links lead to them.
pub(crate) fn is_self_contained(html: &str) {
    let elements = elements(html);
    let mut ids = BTreeSet::new();
    for Element { tag, attributes } in &elements {
        for (key, value) in attributes {
            let harmless =
                !key.starts_with("on") && !["src", "srcset", "action", "data", "style"].contains(&key.as_str());
            assert!(
                harmless && !value.contains("//") && !value.contains("javascript:") || key == "aria-label",
                "{tag} {key}={value}"
            );
        }
        if let Some(id) = attributes.get("id") {
            assert!(ids.insert(id.clone()), "{id} is there twice");
        }
    }
    let mut links = 0;
    for target in elements.iter().filter_map(|element| element.attributes.get("href")) {
        links += 1;
        let id = target.strip_prefix('#').unwrap_or_else(|| panic!("{target} leads out"));
        assert!(ids.contains(id), "{target} leads nowhere");
    }
    assert!(links > 3, "only {links} links");
    let number = |tag: &str| elements.iter().filter(|element| element.tag == tag).count();
    assert_eq!(["script", "style", "h1", "main", "nav", "header"].map(number), [1; 6]);
    let policy =
        &elements.iter().find(|element| element.attributes.contains_key("http-equiv")).expect("it is there").attributes
            ["content"];
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    let mut links = html.match_indices("url(").map(|(at, _)| &html[at + 4..]);
    assert!(!html.contains("@import") && links.all(|link| link.starts_with('#')), "a pattern is of the page itself");
}

/// Checks that no level of headings is skipped.
fn headings_are_in_order(html: &str) {
    let level = |tag: &str| tag.strip_prefix('h').and_then(|level| level.parse::<usize>().ok());
    let levels: Vec<usize> = elements(html).iter().filter_map(|element| level(&element.tag)).collect();
    assert_eq!(levels.first(), Some(&1));
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
}

fn sample() -> String {
    let made = run_sample(&["--html"]);
    String::from_utf8(made[Path::new("report.html")].clone()).expect("it is UTF-8")
}

#[test]
fn the_one_file_needs_nothing_else() {
    let html = sample();
    is_self_contained(&html);
    headings_are_in_order(&html);
    for Element { tag, attributes } in elements(&html) {
        match tag.as_str() {
            "html" => assert_eq!(attributes["lang"], "en"),
            "th" => assert!(["col", "row"].contains(&attributes["scope"].as_str())),
            "svg" => assert!(attributes["role"] == "img" && !attributes["aria-label"].is_empty()),
            _ => {}
        }
    }
}

#[test]
fn it_has_the_content_of_the_pages_and_changes_none_of_them() {
    let mut made = run_sample(&["--html"]);
    assert_same(&made, &run_sample(&["--html", "--threads", "2"]), "the same bytes");
    let html = String::from_utf8(made.remove(Path::new("report.html")).expect("it was written")).expect("it is UTF-8");
    assert_same(&run_sample(&[]), &made, "the other files");
    let count = |start: &str, end: &str| -> usize {
        let text =
            |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).lines().filter(|line| line.starts_with(start)).count();
        let pages = made.iter().filter(|(name, _)| name.to_string_lossy().ends_with(end));
        pages.map(|(_, bytes)| text(bytes)).sum()
    };
    let elements = elements(&html);
    let number = |tag: &str, class: &str| {
        let has = |element: &&Element| element.attributes.get("class").is_some_and(|found| found.starts_with(class));
        elements.iter().filter(|element| element.tag == tag).filter(|element| class.is_empty() || has(element)).count()
    };
    // The index lists the data files.
    assert_eq!(number("li", "example"), count("- ", ".md") - count("- `", ".md"));
    assert_eq!(number("svg", ""), count("<svg", ".svg"));
    assert_eq!(number("table", ""), count("|--", ".md"));
    assert_eq!(number("article", "") + 1, count("# ", ".md"));
}

#[test]
fn merged_states_give_the_same_file() {
    let folder = folder(&[]);
    let (state, out) = (path(&folder, "a.state"), path(&folder, "out"));
    let mut arguments = vec!["fold", "-q", "-o", &state];
    arguments.extend(SAMPLE);
    let output = verbale(&arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    let output = verbale(&["merge", "-q", "--html", "--actors", "tests/corpus/actors.csv", "--out", &out, &state]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_same(&run_sample(&["--html"]), &files(Path::new(&out)), "merge --html");
}

/// The HTML file of a corpus in which thirty states speak of one another at length.
fn large() -> String {
    let names: Vec<String> = ["Al", "Bor", "Cas", "Dum", "Er", "Fen"]
        .iter()
        .flat_map(|first| ["vania", "mark", "lund", "doria", "stan"].map(|last| format!("{first}{last}")))
        .collect();
    let actors: String = names.iter().map(|name| format!("{0},{name},state,,\n", name.to_uppercase())).collect();
    let mut records = String::new();
    for (number, holder) in names.iter().enumerate() {
        for speech in 0..8 {
            let others = names.iter().filter(|name| *name != holder);
            let said = others.enumerate().map(|(at, other)| match (at + number + speech) % 3 {
                0 => format!("We thank {other} for its generous help in the {at} villages on river {speech}, and we praise the wise people there. "),
                1 => format!("We condemn the brutal attack of {other} against the {at} towns on river {speech}, which nobody will forget. "),
                _ => format!("The delegation of {other} spoke for {at} minutes about river {speech} before the meeting was closed. "),
            });
            let text: String = said.collect();
            let id = format!("{holder}{speech}");
            records.push_str(&format!("{}\n", serde_json::json!({ "doc_id": id, "holder": holder, "text": text })));
        }
    }
    let actors = format!("id,name,kind,parent,aliases\n{actors}");
    let folder = folder(&[("in.jsonl", records.as_bytes()), ("actors.csv", actors.as_bytes())]);
    let (out, table) = (path(&folder, "out"), path(&folder, "actors.csv"));
    // The speeches are alike, and all are wanted.
    let input = path(&folder, "in.jsonl");
    let output = verbale(&["run", "-q", "--html", "--keep-duplicates", "--actors", &table, "--out", &out, &input]);
    assert!(output.status.success(), "{}", stderr(&output));
    std::fs::read_to_string(Path::new(&out).join("report.html")).expect("it was written")
}

/// A packed file with everything in its place, as its script makes it.
fn unpacked(html: &str) -> String {
    let (before, rest) = html.split_once("<p id=\"packed\">").expect("it is packed");
    let (_, rest) = rest.split_once("<p id=\"pack\" hidden>").expect("the pack follows");
    let (letters, after) = rest.split_once("</p>\n").expect("it ends");
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut bytes = Vec::new();
    for four in letters.trim_end_matches('=').as_bytes().chunks(4) {
        let bits = four.iter().fold(0, |bits, letter| bits << 6 | u32::from(value(*letter))) << (6 * (4 - four.len()));
        bytes.extend_from_slice(&bits.to_be_bytes()[1..four.len()]);
    }
    let mut text = String::new();
    let mut decoder = flate2::read::ZlibDecoder::new(bytes.as_slice());
    std::io::Read::read_to_string(&mut decoder, &mut text).expect("it is whole");
    let mut parts = text.split("<!---->");
    let heads: Vec<&str> = before.split("</article>\n").collect();
    let (last, heads) = heads.split_last().expect("there is one");
    let articles: String =
        heads.iter().map(|head| format!("{head}{}</article>\n", parts.next().expect("each has a part"))).collect();
    assert_eq!(parts.next(), None);
    format!("{articles}{last}{after}")
}

#[test]
#[expect(clippy::print_stderr, reason = "a check that was left out must not look like one that passed")]
fn a_large_report_is_packed_and_shows_the_same() {
    let html = large();
    let plain = unpacked(&html);
    is_self_contained(&plain);
    headings_are_in_order(&plain);
    assert!(html.len() * 3 < plain.len(), "{} bytes of {}", html.len(), plain.len());
    assert!(
        elements(&html)
            .iter()
            .all(|element| element.attributes.get("class").is_none_or(|class| !class.starts_with("example")))
    );
    let examples = plain.matches("<li class=\"example ").count();
    assert!(examples > 1000, "only {examples}");
    let Some(page) = seen(&html) else {
        eprintln!("left out: no Chromium on this machine");
        return;
    };
    assert_eq!(page.matches("<li class=\"example ").count(), examples);
    assert!(page.contains(&format!(">{examples} examples</output>")) && !page.contains("id=\"pack\""));
}

/// Texts that try to make a reader's browser run something.
const HOSTILE: [&str; 9] = [
    "<script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    "\"'><svg/onload=alert(1)>",
    "](javascript:alert(1))",
    "<a id=\"says-XSU\"></a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "</script></style>--><!--",
    "<https://example.org> https://example.org",
    "![x](https://example.org/x.png)|`<b>`",
];

/// The HTML file of a corpus in which names, words, outlets and ids are hostile.
fn hostile() -> String {
    let mut records = String::new();
    for (number, hostile) in HOSTILE.iter().enumerate() {
        let text = format!(
            "Ada Ilo condemned Sudria for its lies {hostile} and its crimes. “We trust {hostile} in Sudria,” Ada Ilo said."
        );
        let said = serde_json::json!({ "doc_id": format!("{number}{hostile}"), "outlet": hostile, "text": text, "date": "2031-01-02" });
        let target = hostile.chars().count();
        let words = format!("{hostile} is a disgrace and a threat to Sudria. {hostile}");
        let given = serde_json::json!({ "doc_id": format!("g{number}{hostile}"), "outlet": hostile, "holder": hostile, "text": words, "targets": [{ "start": 0, "end": target }] });
        records.push_str(&format!("{said}\n{given}\n"));
    }
    let actors = "id,name,kind,parent,aliases\nQNO,Norland <script>alert(2)</script>,state,,Norland\nQNO.ADA_ILO,\"Ada \"\"]( javascript:alert(2)) <img src=x onerror=alert(2)>\",person,QNO,Ada Ilo\nXSU,Sudria </title><script>alert(2)</script>,state,,Sudria\n";
    let folder = folder(&[("in.jsonl", records.as_bytes()), ("actors.csv", actors.as_bytes())]);
    let out = path(&folder, "out");
    let output = verbale(&[
        "run",
        "-q",
        "--html",
        "--actors",
        &path(&folder, "actors.csv"),
        "--out",
        &out,
        &path(&folder, "in.jsonl"),
    ]);
    assert!(output.status.success(), "{}", stderr(&output));
    std::fs::read_to_string(Path::new(&out).join("report.html")).expect("it was written")
}

#[test]
fn hostile_words_stay_words() {
    let html = hostile();
    is_self_contained(&html);
    for words in ["&lt;script&gt;alert(1)", "&lt;script&gt;alert(2)", "onerror=alert(1)&gt;", "](javascript:alert(1))"]
    {
        assert!(html.contains(words), "{words} is not shown");
    }
    assert!(html.contains("class=\"example against\""), "nothing was said");
}

/// Clicks through the page and writes what it saw into the body.
const VISITOR: &str = r#"<script>
addEventListener("load", () => setTimeout(() => {
  const visible = () => [...document.querySelectorAll("li.example")].filter((item) => item.getClientRects().length > 0);
  const click = (kind) => document.querySelector(`button[data-kind='${kind}']`).click();
  const told = document.body.dataset;
  const all = visible().length;
  click("against");
  told.against = visible().length > 0 && visible().length < all && visible().every((item) => item.classList.contains("against"));
  document.querySelector("nav a").click();
  told.cleared = visible().length === all;
  const header = document.querySelector("article table th:nth-child(2) button");
  header.click();
  const cells = [...header.closest("table").tBodies[0].rows].map((row) => Number(row.cells[1].textContent));
  told.sorted = cells.every((cell, at) => at === 0 || cells[at - 1] >= cell) && header.parentElement.ariaSort === "descending";
  const search = document.getElementById("search");
  search.value = "KÁRVELIA treaty";
  search.dispatchEvent(new Event("input"));
  setTimeout(() => {
    told.searched = visible().length > 0 && visible().length < all / 4;
    told.counted = document.getElementById("shown").textContent === `${visible().length} of ${all} examples`;
  }, 400);
}, 0));
</script>"#;

/// The page after a browser has run it; `None` if there is no browser.
fn seen(html: &str) -> Option<String> {
    let browser = ["chromium", "chromium-browser", "google-chrome"].into_iter().find(|name| {
        std::env::var_os("PATH")
            .is_some_and(|paths| std::env::split_paths(&paths).any(|path| path.join(name).is_file()))
    })?;
    let folder = folder(&[("report.html", html.as_bytes())]);
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", "--virtual-time-budget=3000"])
        .arg(format!("--user-data-dir={}", path(&folder, "profile")))
        .arg(format!("file://{}", path(&folder, "report.html")))
        .output()
        .expect("the browser starts");
    Some(String::from_utf8(output.stdout).expect("it is UTF-8"))
}

#[test]
#[expect(clippy::print_stderr, reason = "a check that was left out must not look like one that passed")]
fn a_browser_searches_and_sorts() {
    let html = sample();
    // Unchanged, under its own policy: the script has run and shows its controls.
    let Some(page) = seen(&html) else {
        eprintln!("left out: no Chromium on this machine");
        return;
    };
    assert!(page.contains("<form id=\"filter\" role=\"search\">") && page.contains(" examples</output>"), "no script");
    // The policy would block a script added by the test.
    let (head, rest) = html.split_once("<meta http-equiv").expect("it has a policy");
    let (_, rest) = rest.split_once(">\n").expect("it ends");
    let page = seen(&format!("{head}{rest}{VISITOR}")).expect("there is a browser");
    let body = page.find("<body").map_or("", |at| page[at..].split('>').next().unwrap_or(""));
    for told in ["against", "cleared", "sorted", "searched", "counted"] {
        assert!(body.contains(&format!("data-{told}=\"true\"")), "{told}: {body}");
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "a check that was left out must not look like one that passed")]
fn a_browser_finds_no_tag_in_hostile_words() {
    let html = hostile();
    let Some(page) = seen(&html) else {
        eprintln!("left out: no Chromium on this machine");
        return;
    };
    let number = |page: &str, tag: &str| page.matches(&format!("<{tag}")).count();
    for tag in ["script", "img", "svg", "li", "section", "article", "iframe", "style", "title"] {
        assert_eq!(number(&page, tag), number(&html, tag), "<{tag}>");
    }
}
