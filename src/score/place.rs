//! Places: the role of a target in its sentence, and where each other word stands from there in the tree.

use crate::lexicon::fitted::Place;
use crate::score::delexicalised::Delexicalised;
use crate::text::parser::{Label, label, labels};

/// A mention of a target with its way up in the tree.
pub(super) struct Standing {
    /// What the target does in its clause.
    pub(super) role: &'static str,
    /// Words that belong to the mention: those of its name, and what it is joined to.
    own: Vec<usize>,
    /// The word that governs it, and so on up.
    above: Vec<usize>,
}

const JOINED: u32 = labels(&["conj", "appos"]);
const PART: u32 = labels(&["compound", "amod", "nmod"]);
const PREPOSITION: u32 = labels(&["prep", "agent"]);

impl Standing {
    /// The standing of the mention at `at`.
    pub(super) fn of(sentence: &Delexicalised, at: usize) -> Standing {
        let mut own = vec![at];
        let mut top = at;
        // "A and B accused": B does what A does.
        while let Some(head) = sentence.head(top).filter(|_| JOINED >> sentence.labels[top] & 1 == 1) {
            top = head;
            own.push(top);
            if own.len() > sentence.len() {
                break;
            }
        }
        let mut role = role(sentence.labels[top]);
        let mut above = Vec::new();
        let mut up = sentence.head(top);
        if let Some(preposition) =
            up.filter(|&up| sentence.labels[top] == label("pobj") && is_preposition(sentence, up))
        {
            role = after(sentence.word(preposition));
            own.push(preposition);
            up = sentence.head(preposition);
        }
        while let Some(at) = up.filter(|_| above.len() < sentence.len()) {
            above.push(at);
            up = sentence.head(at);
        }
        Standing { role, own, above }
    }

    /// Where the word at `at` stands.
    pub(super) fn place(&self, sentence: &Delexicalised, at: usize) -> Place {
        [self.role, self.position(sentence, at)]
    }

    fn position(&self, sentence: &Delexicalised, word: usize) -> &'static str {
        let (mut at, mut below, mut steps) = (word, None, 0);
        loop {
            if self.own.contains(&at) {
                return below.map_or("itself", |branch| own(sentence.labels[branch], steps));
            }
            if let Some(level) = self.above.iter().position(|&above| above == at) {
                return match (level, below) {
                    (0, None) => "head",
                    (0, Some(branch)) => beside(sentence.labels[branch], steps),
                    (1, None) => "above",
                    (1, Some(branch)) if steps == 1 => above(sentence.labels[branch]),
                    (1, _) => "beside above",
                    (_, None) => "high above",
                    _ => "far",
                };
            }
            below = Some(at);
            steps += 1;
            match sentence.head(at).filter(|_| steps < sentence.len()) {
                Some(head) => at = head,
                None => return "far",
            }
        }
    }
}

fn is_preposition(sentence: &Delexicalised, at: usize) -> bool {
    PREPOSITION >> sentence.labels[at] & 1 == 1
}

fn is(number: Label, names: u32) -> bool {
    names >> number & 1 == 1
}

fn role(number: Label) -> &'static str {
    if PART >> number & 1 == 1 {
        return "part";
    }
    match number {
        _ if number == label("nsubj") => "subject",
        _ if number == label("nsubjpass") => "passive",
        _ if number == label("dobj") => "object",
        _ if number == label("poss") => "owner",
        _ if number == label("attr") => "predicate",
        _ if number == label("ROOT") => "root",
        _ => "other",
    }
}

fn after(preposition: &str) -> &'static str {
    match preposition {
        "of" => "of",
        "by" => "by",
        "with" => "with",
        "to" | "toward" | "towards" => "to",
        "for" => "for",
        "against" => "against",
        "on" | "over" | "upon" => "on",
        "from" => "from",
        "in" | "at" | "inside" | "within" => "in",
        "about" | "regarding" => "about",
        "between" | "among" => "between",
        "like" | "as" => "like",
        "than" => "than",
        _ => "after",
    }
}

fn own(number: Label, steps: usize) -> &'static str {
    const MODIFIER: u32 = labels(&["amod", "compound", "advmod"]);
    const CLAUSE: u32 = labels(&["relcl", "acl"]);
    match (is(number, MODIFIER), is(number, CLAUSE), number == label("appos")) {
        (true, ..) => "modifier",
        (_, true, _) if steps == 1 => "relative",
        (_, true, _) => "in relative",
        (_, _, true) => "apposed",
        _ if steps == 1 => "own",
        _ => "in own",
    }
}

fn beside(number: Label, steps: usize) -> &'static str {
    const OBJECT: u32 = labels(&["dobj"]);
    const PREDICATE: u32 = labels(&["attr", "acomp", "oprd"]);
    const CLAUSE: u32 = labels(&["xcomp", "ccomp", "advcl"]);
    const ADVERB: u32 = labels(&["advmod", "aux", "neg", "prt", "npadvmod"]);
    const SUBJECT: u32 = labels(&["nsubj", "nsubjpass"]);
    const MODIFIER: u32 = labels(&["amod", "compound"]);
    let near = steps == 1;
    match number {
        _ if is(number, OBJECT) => {
            if near {
                "object"
            } else {
                "in object"
            }
        }
        _ if is(number, PREDICATE) => {
            if near {
                "predicate"
            } else {
                "in predicate"
            }
        }
        _ if is(number, CLAUSE) => {
            if near {
                "clause"
            } else {
                "in clause"
            }
        }
        _ if is(number, ADVERB) => "adverb",
        _ if is(number, SUBJECT) => {
            if near {
                "subject"
            } else {
                "in subject"
            }
        }
        _ if is(number, MODIFIER) => "beside",
        _ if is(number, PREPOSITION) => "phrase",
        _ if number == label("conj") => {
            if near {
                "joined"
            } else {
                "in joined"
            }
        }
        _ => {
            if near {
                "side"
            } else {
                "in side"
            }
        }
    }
}

fn above(number: Label) -> &'static str {
    if is(number, labels(&["nsubj", "nsubjpass"])) { "subject above" } else { "beside above" }
}
