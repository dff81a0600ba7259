//! The graph of dyads as GraphML, for programs that draw and analyse networks.
//!
//! The id of a node is the name of the actor's page, since it is always valid in XML. The actor's own id is the value
//! `actor`.

use crate::model::profile::{Dyad, Profile, Summary, Survey};
use crate::report::escape::xml;
use crate::report::name::file_name;

/// The values of a node, with their types. None may be called `id`, which a node already has.
/// Cytoscape shows `name`, Gephi `label`.
const NODE: [(&str, &str); 5] =
    [("actor", "string"), ("name", "string"), ("label", "string"), ("kind", "string"), ("parent", "string")];

/// The values of an edge, named as in `dyads.csv`. Other programs use `weight`.
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

/// `dyads.graphml`: a node for each actor, and an edge from holder to target for each dyad, over all periods.
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

/// A missing value has no element.
fn data(out: &mut String, scope: &str, keys: &[(&str, &str)], values: &[Option<String>]) {
    for ((name, _), value) in keys.iter().zip(values) {
        if let Some(value) = value {
            out.push_str(&format!("      <data key=\"{scope}_{name}\">{}</data>\n", xml(value)));
        }
    }
}
