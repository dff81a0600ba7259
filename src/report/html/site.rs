//! Where everything stands in the one file: links between pages become links inside it.

use std::collections::{BTreeMap, BTreeSet};

/// The path of the index.
pub(super) const INDEX: &str = "index.md";
/// The anchor of the index.
pub(super) const OVERVIEW: &str = "overview";

/// All pages and charts, and the anchors that links may lead to.
pub(super) struct Site<'f> {
    files: &'f BTreeMap<String, String>,
    anchors: BTreeSet<String>,
}

impl<'f> Site<'f> {
    /// The site of these files, by their path.
    pub(super) fn new(files: &'f BTreeMap<String, String>) -> Site<'f> {
        let mut anchors = BTreeSet::new();
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".md")) {
            anchors.insert(anchor(path, ""));
            anchors.extend(text.lines().filter_map(own_anchor).map(|id| anchor(path, id)));
        }
        Site { files, anchors }
    }

    /// The file at `path`; empty if there is none.
    pub(super) fn text(&self, path: &str) -> &'f str {
        self.files.get(path).map_or("", String::as_str)
    }

    /// The name and the path of every actor's page.
    pub(super) fn actors(&self) -> impl Iterator<Item = (&'f str, &'f str)> {
        self.files.keys().filter_map(|path| Some((actor(path)?, path.as_str())))
    }

    /// Where a link on `page` leads inside the file; `None` if it leads elsewhere.
    pub(super) fn target(&self, page: &str, link: &str) -> Option<String> {
        let (file, id) = link.split_once('#').unwrap_or((link, ""));
        let path = if file.is_empty() { page.to_owned() } else { joined(page, file) };
        if !path.ends_with(".md") || !self.files.contains_key(&path) {
            return None;
        }
        Some(anchor(&path, id)).filter(|anchor| self.anchors.contains(anchor))
    }

    /// The chart that an image on `page` shows; `None` if there is none.
    pub(super) fn chart(&self, page: &str, link: &str) -> Option<&'f str> {
        self.files.get(&joined(page, link)).map(String::as_str).filter(|text| text.starts_with("<svg "))
    }
}

/// The anchor of an actor's page.
pub(super) fn actor_anchor(stem: &str) -> String {
    format!("actor/{stem}")
}

/// The anchor in the file of `id` on the page at `path`, or of the page itself without an id. File names hold no `/`,
/// so no two can be the same.
pub(super) fn anchor(path: &str, id: &str) -> String {
    let page = actor(path).map_or_else(|| OVERVIEW.to_owned(), actor_anchor);
    if id.is_empty() { page } else { format!("{page}/{id}") }
}

/// The id of an anchor as our own pages write it, with or without its end; `None` for any other HTML.
pub(super) fn own_anchor(html: &str) -> Option<&str> {
    let rest = html.trim().strip_prefix("<a id=\"")?;
    let id = rest.strip_suffix("</a>").unwrap_or(rest).strip_suffix("\">")?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    Some(id).filter(|id| !id.is_empty() && id.chars().all(plain))
}

/// The name of an actor's page without folder and ending; `None` for any other file.
fn actor(path: &str) -> Option<&str> {
    path.strip_prefix("actors/")?.strip_suffix(".md")
}

/// `link` as seen from the folder of `page`.
fn joined(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." => {}
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> BTreeMap<String, String> {
        let files = [
            ("index.md", ""),
            ("actors/QNO.md", "<a id=\"says-XSU\"></a>\n"),
            ("actors/XSU.md", ""),
            ("charts/QNO.svg", "<svg />"),
        ];
        files.map(|(path, text)| (path.to_owned(), text.to_owned())).into()
    }

    #[test]
    fn links_stay_inside() {
        let files = files();
        let site = Site::new(&files);
        let target = |page, link| site.target(page, link).unwrap_or_default();
        assert_eq!(target("index.md", "actors/QNO.md#says-XSU"), "actor/QNO/says-XSU");
        assert_eq!(target("actors/XSU.md", "QNO.md"), "actor/QNO");
        assert_eq!(target("actors/QNO.md", "#says-XSU"), "actor/QNO/says-XSU");
        assert_eq!(target("actors/QNO.md", "../index.md"), "overview");
        for other in [
            "https://example.org/",
            "javascript:alert(1)",
            "#says-QNO",
            "../rejects.csv",
            "../charts/QNO.svg",
            "//example.org",
        ] {
            assert_eq!(target("actors/QNO.md", other), "", "{other}");
        }
        assert_eq!(site.chart("actors/QNO.md", "../charts/QNO.svg"), Some("<svg />"));
        assert_eq!(site.chart("actors/QNO.md", "QNO.md"), None);
    }

    #[test]
    fn only_our_own_anchors_are_known() {
        assert_eq!(own_anchor("<a id=\"says-QNO.ADA_ILO\"></a>"), Some("says-QNO.ADA_ILO"));
        assert_eq!(own_anchor("<a id=\"says-QNO\">"), Some("says-QNO"));
        for other in ["<a id=\"\"></a>", "<a id=\"x\" onclick=\"y\">", "<a href=\"x\">", "<script>", "</a>"] {
            assert_eq!(own_anchor(other), None, "{other}");
        }
    }
}
