//! Places: the role of a target in its sentence, and where each other word stands from there in the tree.

use crate::score::scene::{Kind, Scene};
use crate::text::function_words::is;
use crate::text::parser::{Label, label, labels};

/// A mention of a target with its way up in the tree.
pub(super) struct Standing {
    /// The word that carries the mention.
    pub(super) at: usize,
    /// What the target does in its clause.
    pub(super) role: &'static str,
    /// Whether it is joined to another name ("A and B").
    pub(super) is_joined: bool,
    /// Words that belong to the mention: those of its name, and what it is joined to.
    own: Vec<usize>,
    /// The word that governs it, and so on up.
    pub(super) above: Vec<usize>,
}

/// Where a word stands from a mention, and how far.
#[derive(Clone, Copy)]
pub(super) struct Position {
    pub(super) name: &'static str,
    pub(super) steps: usize,
}

/// A word that hangs together with the target only through the whole sentence.
pub(super) const ELSEWHERE: &str = "elsewhere";

const JOINED: u32 = labels(&["conj", "appos"]);
const PART: u32 = labels(&["compound", "amod", "nmod"]);
/// What is done against somebody stands so many steps up at most: "supports A in its *struggle* against B".
const OPPOSED: usize = 4;
const PREPOSITION: u32 = labels(&["prep", "agent"]);

impl Standing {
    /// The standing of the mention that the word at `at` carries.
    pub(super) fn of(scene: &Scene<'_>, at: usize) -> Standing {
        let mut own = vec![at];
        let mut top = at;
        let mut is_joined = false;
        while let Some(head) = scene.above(top).filter(|head| !own.contains(head)) {
            let label = scene.label(top);
            let joins = JOINED >> label & 1 == 1;
            // "A and B accused": B does what A does. "The army of A", "A's troops": they are A.
            let of_body = (PART >> label & 1 == 1 || label == const { self::label("poss") }) && is_body(scene, head);
            if !joins && !of_body {
                break;
            }
            is_joined |= joins;
            top = head;
            own.push(top);
        }
        let mut role = role(scene.label(top));
        let mut above = Vec::new();
        let mut up = scene.above(top);
        if let Some(preposition) =
            up.filter(|&up| scene.label(top) == const { label("pobj") } && is_preposition(scene, up))
        {
            role = after(scene.words[preposition]);
            own.push(preposition);
            up = scene.above(preposition);
        }
        if let Some(verb) = scene.blames_on(top) {
            (role, up) = ("object", Some(verb));
        }
        while let Some(at) = up.filter(|_| above.len() < scene.len()) {
            above.push(at);
            up = scene.above(at);
        }
        Standing { at, role, is_joined, own, above }
    }

    /// Whether the act that the word at `act` tells is done for it.
    pub(super) fn helped_by(&self, act: usize) -> bool {
        matches!(self.role, "object" | "passive" | "with" | "to" | "by" | "after") && self.above.first() == Some(&act)
    }

    /// Whether that act is done against it: "against" it, or "from" it.
    pub(super) fn opposed_by(&self, act: usize) -> bool {
        let steps = match self.role {
            "against" => OPPOSED,
            "from" => 2,
            _ => 0,
        };
        self.above.iter().take(steps).any(|&above| above == act)
    }

    /// Where the word at `word` stands.
    pub(super) fn position(&self, scene: &Scene<'_>, word: usize) -> Position {
        let (mut at, mut below, mut steps) = (word, None, 0);
        loop {
            if self.own.contains(&at) {
                let name = below.map_or("itself", |branch| own(scene.label(branch), steps));
                return Position { name, steps };
            }
            if let Some(level) = self.above.iter().position(|&above| above == at) {
                let name = match (level, below) {
                    (0, None) => "governs",
                    (0, Some(branch)) => beside(scene.label(branch), steps),
                    (1, None) => "above",
                    (1, Some(branch)) if steps == 1 => above(scene.label(branch)),
                    (1, Some(_)) => "beside above",
                    (2, None) => "high above",
                    _ => ELSEWHERE,
                };
                return Position { name, steps: steps + 2 * level };
            }
            below = Some(at);
            steps += 1;
            match scene.head(at).filter(|&head| steps < scene.len() && head < scene.len()) {
                Some(head) => at = head,
                None => return Position { name: ELSEWHERE, steps: scene.len() },
            }
        }
    }
}

/// Whether the word at `at` names a part of a state that stands for it.
fn is_body(scene: &Scene<'_>, at: usize) -> bool {
    scene.kinds[at] == Kind::Word && is(scene.words[at], "body")
}

fn is_preposition(scene: &Scene<'_>, at: usize) -> bool {
    PREPOSITION >> scene.label(at) & 1 == 1
}

fn is_one(number: Label, names: u32) -> bool {
    names >> number & 1 == 1
}

fn role(number: Label) -> &'static str {
    if PART >> number & 1 == 1 {
        return "part";
    }
    match number {
        _ if number == const { label("nsubj") } => "subject",
        _ if number == const { label("nsubjpass") } => "passive",
        _ if number == const { label("dobj") } => "object",
        _ if number == const { label("poss") } => "owner",
        _ if number == const { label("attr") } => "predicate",
        _ if number == const { label("ROOT") } => "root",
        _ => "other",
    }
}

fn after(preposition: &str) -> &'static str {
    match preposition {
        "of" => "of",
        "by" => "by",
        "with" | "alongside" => "with",
        "to" | "toward" | "towards" => "to",
        "for" => "for",
        "against" => "against",
        "on" | "over" | "upon" => "on",
        "from" => "from",
        "in" | "at" | "inside" | "within" | "into" => "in",
        "about" | "regarding" | "concerning" => "about",
        "between" | "among" => "between",
        "like" | "as" => "like",
        "than" => "than",
        _ => "after",
    }
}

fn own(number: Label, steps: usize) -> &'static str {
    const MODIFIER: u32 = labels(&["amod", "compound", "advmod"]);
    const CLAUSE: u32 = labels(&["relcl", "acl"]);
    match (is_one(number, MODIFIER), is_one(number, CLAUSE), number == const { label("appos") }) {
        (true, ..) => "modifies",
        (_, true, _) if steps == 1 => "relative",
        (_, true, _) => "in relative",
        (_, _, true) => "apposed",
        _ if steps == 1 => "own",
        _ => "in own",
    }
}

/// The places of what hangs on the word that governs the target: directly, and farther down.
const BESIDE: [(u32, [&str; 2]); 8] = [
    (labels(&["dobj"]), ["object", "in object"]),
    (labels(&["attr", "acomp", "oprd"]), ["predicate", "in predicate"]),
    (labels(&["xcomp", "ccomp", "advcl"]), ["clause", "in clause"]),
    (labels(&["advmod", "aux", "neg", "prt", "npadvmod"]), ["adverb", "adverb"]),
    (labels(&["nsubj", "nsubjpass"]), ["subject", "in subject"]),
    (labels(&["amod", "compound"]), ["beside", "beside"]),
    (labels(&["prep", "agent"]), ["phrase", "phrase"]),
    (labels(&["conj"]), ["joined", "in joined"]),
];

fn beside(number: Label, steps: usize) -> &'static str {
    let places = BESIDE.iter().find(|(labels, _)| is_one(number, *labels));
    let [near, far] = places.map_or(["side", "in side"], |(_, places)| *places);
    if steps == 1 { near } else { far }
}

fn above(number: Label) -> &'static str {
    if is_one(number, const { labels(&["nsubj", "nsubjpass"]) }) { "subject above" } else { "beside above" }
}
