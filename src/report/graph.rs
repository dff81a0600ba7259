//! The graph of dyads as GraphML, for programs that draw and measure networks.
//!
//! A node is called as its page is: that name is safe as an XML identifier, whatever a user called an actor. The
//! actor's own id is its value `actor`.

use crate::model::profile::{Dyad, Profile, Summary, Survey};
use crate::report::name::file_name;

/// What a node says: the name of each value and its type. One called `id` would be at odds with the node's own.
const NODE: [(&str, &str); 4] = [("actor", "string"), ("name", "string"), ("kind", "string"), ("parent", "string")];

/// What an edge says, called as in `dyads.csv`; `weight` is what other programs look for.
const EDGE: [(&str, &str); 9] = [
    ("n_statements", "long"),
    ("n_documents", "long"),
    ("mean_stance", "double"),
    ("ci_low", "double"),
    ("ci_high", "double"),
    ("share_favor", "double"),
    ("share_against", "double"),
    ("mean_sentiment", "double"),
    ("weight", "double"),
];

/// `dyads.graphml`: every actor is a node, every dyad over all periods an edge from its holder to its target.
pub(super) fn graphml(survey: &Survey) -> String {
    let mut out = String::from(HEAD);
    for (scope, keys) in [("node", &NODE[..]), ("edge", &EDGE[..])] {
        for (name, sort) in keys {
            out.push_str(&format!(
                "  <key id=\"{scope}_{name}\" for=\"{scope}\" attr.name=\"{name}\" attr.type=\"{sort}\"/>\n"
            ));
        }
    }
    out.push_str("  <graph id=\"dyads\" edgedefault=\"directed\">\n");
    survey.profiles.iter().for_each(|profile| node(&mut out, profile));
    survey.dyads.iter().for_each(|dyad| edge(&mut out, dyad));
    out.push_str("  </graph>\n</graphml>\n");
    out
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" \
xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">
";

fn node(out: &mut String, profile: &Profile) {
    let values = [
        Some(profile.id.to_string()),
        Some(profile.name.clone()),
        Some(profile.kind.map_or("own", |kind| kind.word()).to_owned()),
        profile.parent.as_deref().map(str::to_owned),
    ];
    out.push_str(&format!("    <node id=\"{}\">\n", file_name(&profile.id)));
    data(out, "node", &NODE, &values);
    out.push_str("    </node>\n");
}

fn edge(out: &mut String, dyad: &Dyad) {
    let Summary { statements, documents, stance, interval, favor, against, sentiment, .. } = &dyad.all;
    let number = |value: f64| Some(format!("{value:.6}"));
    let values = [
        Some(statements.to_string()),
        Some(documents.to_string()),
        number(*stance),
        interval.and_then(|(low, _)| number(low)),
        interval.and_then(|(_, high)| number(high)),
        number(*favor),
        number(*against),
        number(*sentiment),
        Some(statements.to_string()),
    ];
    let (holder, target) = (file_name(&dyad.holder), file_name(&dyad.target));
    out.push_str(&format!("    <edge source=\"{holder}\" target=\"{target}\">\n"));
    data(out, "edge", &EDGE, &values);
    out.push_str("    </edge>\n");
}

/// A value that is not there has no element.
fn data(out: &mut String, scope: &str, keys: &[(&str, &str)], values: &[Option<String>]) {
    for ((name, _), value) in keys.iter().zip(values) {
        if let Some(value) = value {
            out.push_str(&format!("      <data key=\"{scope}_{name}\">{}</data>\n", escape(value)));
        }
    }
}

/// `text` as XML shows it; characters that XML 1.0 has no way to write are left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // Written plainly, a reader of XML would take it for the end of a line.
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' | '\u{20}'..='\u{fffd}' | '\u{10000}'.. => out.push(character),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn any_text_is_xml() {
        assert_eq!(escape("R&D <b>\"x\"</b>\r\n"), "R&amp;D &lt;b&gt;\"x\"&lt;/b&gt;&#13;\n");
        assert_eq!(escape("a\u{0}b\u{1b}c\u{ffff}d\u{10ffff}"), "abcd\u{10ffff}");
    }
}
