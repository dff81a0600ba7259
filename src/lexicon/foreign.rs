//! Dictionaries of other programs: LIWC, quanteda, Lexicoder and plain lists. A text comes in; categories and their
//! patterns come out.

use crate::error::Error;

/// An expression of a category. A `*` at its end stands for any ending.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pattern {
    /// The names of the categories around it, the outer first, joined by ` > `; empty in a plain list.
    pub(crate) category: String,
    pub(crate) expression: String,
}

/// The patterns of `text`, in its order; the form is seen from the text itself. `name` is for messages.
///
/// Errors: a line that fits no entry of its form.
pub(crate) fn patterns(name: &str, text: &str) -> Result<Vec<Pattern>, Error> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("");
    if first == "%" {
        liwc(name, text)
    } else if first.starts_with('<') {
        Ok(lexicoder(text))
    } else if text.lines().any(|line| line.trim_start().starts_with("- ")) || first.ends_with([':', ']']) {
        quanteda(name, text)
    } else {
        let words = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        Ok(words.map(|word| pattern("", word)).collect())
    }
}

fn pattern(category: &str, expression: &str) -> Pattern {
    Pattern { category: category.to_owned(), expression: expression.to_lowercase() }
}

fn fault(name: &str, line: usize, found: &str, expected: &str) -> Error {
    Error::said(format!("{name}:{}: found `{found}`, expected {expected}", line + 1))
}

/// `%`, a line `1 posemo` for each category, `%`, a line `hero* 1 3` for each expression.
fn liwc(name: &str, text: &str) -> Result<Vec<Pattern>, Error> {
    let mut categories: Vec<(&str, &str)> = Vec::new();
    let mut found = Vec::new();
    let mut bars = 0;
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line == "%" {
            bars += 1;
            continue;
        }
        let mut cells = line.split('\t').map(str::trim).filter(|cell| !cell.is_empty());
        let Some(first) = cells.next() else { continue };
        if bars < 2 {
            let second = cells.next().or_else(|| first.split_once(' ').map(|(_, name)| name.trim()));
            let second = second.ok_or_else(|| fault(name, number, line, "a number and the name of a category"))?;
            categories.push((first.split(' ').next().unwrap_or(first), second));
            continue;
        }
        // Without tabs, the numbers stand behind the last word.
        let (expression, numbers): (&str, Vec<&str>) = match cells.clone().next() {
            Some(_) => (first, cells.collect()),
            None => {
                let at = first.find(|letter: char| letter.is_ascii_digit()).unwrap_or(first.len());
                (first[..at].trim(), first[at..].split_whitespace().collect())
            }
        };
        for of in &numbers {
            let known = categories.iter().find(|(number, _)| number == of);
            let (_, category) = known.ok_or_else(|| fault(name, number, of, "the number of a category"))?;
            found.push(pattern(category, expression));
        }
        if numbers.is_empty() {
            return Err(fault(name, number, line, "an expression and the numbers of its categories"));
        }
    }
    Ok(found)
}

/// `<cnode name="POSITIVE"><pnode name="HERO*"></pnode></cnode>`.
fn lexicoder(text: &str) -> Vec<Pattern> {
    let mut open: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for tag in text.split('<').skip(1) {
        let name = tag.split_once("name=\"").and_then(|(_, rest)| rest.split_once('"')).map_or("", |(name, _)| name);
        if tag.starts_with("cnode") {
            open.push(name);
        } else if tag.starts_with("/cnode") {
            open.pop();
        } else if tag.starts_with("pnode") && !name.trim().is_empty() {
            found.push(pattern(&open.join(" > "), name.trim()));
        }
    }
    found
}

/// YAML of categories inside categories, with lists of patterns in lines or in brackets.
fn quanteda(name: &str, text: &str) -> Result<Vec<Pattern>, Error> {
    let bare = |word: &str| word.trim().trim_matches(['"', '\'']).trim().to_owned();
    let mut open: Vec<(usize, String)> = Vec::new();
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let words = line.trim();
        if words.is_empty() || words.starts_with('#') || words == "---" {
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let category =
            |open: &[(usize, String)]| open.iter().map(|(_, name)| name.as_str()).collect::<Vec<&str>>().join(" > ");
        if let Some(item) = words.strip_prefix("- ") {
            if open.is_empty() {
                return Err(fault(name, number, words, "a category before its patterns"));
            }
            found.push(pattern(&category(&open), &bare(item)));
            continue;
        }
        let Some((key, list)) = words.split_once(':') else {
            return Err(fault(name, number, words, "`category:` or `- pattern`"));
        };
        open.retain(|(depth, _)| *depth < indent);
        open.push((indent, bare(key)));
        let items = list.trim().trim_start_matches('[').trim_end_matches(']').split(',').map(bare);
        found.extend(items.filter(|item| !item.is_empty()).map(|item| pattern(&category(&open), &item)));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{Pattern, patterns};

    fn read(text: &str) -> Vec<(String, String)> {
        let found = patterns("list", text).expect("a sound dictionary");
        found.into_iter().map(|Pattern { category, expression }| (category, expression)).collect()
    }

    fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
        of.iter().map(|(category, expression)| ((*category).to_owned(), (*expression).to_owned())).collect()
    }

    #[test]
    fn each_form_gives_its_patterns() {
        let liwc = "%\n1\tposemo\n2\tnegemo\n%\nhero*\t1\nflop\t2\t1\n";
        assert_eq!(read(liwc), pairs(&[("posemo", "hero*"), ("negemo", "flop"), ("posemo", "flop")]));
        let yaml = "tone:\n  positive:\n    - Hero*\n    - \"good deal\"\n  negative: [flop, 'bad deal']\n";
        let of_yaml = [
            ("tone > positive", "hero*"),
            ("tone > positive", "good deal"),
            ("tone > negative", "flop"),
            ("tone > negative", "bad deal"),
        ];
        assert_eq!(read(yaml), pairs(&of_yaml));
        let tags = "<?xml version=\"1.0\"?><dictionary><cnode name=\"LSD\"><cnode name=\"NEGATIVE\">\
                    <pnode name=\"FLOP*\"></pnode></cnode><cnode name=\"POSITIVE\"><pnode name=\"HERO\"></pnode>\
                    </cnode></cnode></dictionary>";
        assert_eq!(read(tags), pairs(&[("LSD > NEGATIVE", "flop*"), ("LSD > POSITIVE", "hero")]));
        assert_eq!(read("hero*\nflop\n"), pairs(&[("", "hero*"), ("", "flop")]));
    }

    #[test]
    fn a_line_that_fits_nothing_is_named() {
        let error = patterns("list.dic", "%\n1\tposemo\n%\nhero*\t7\n").expect_err("no category 7");
        assert_eq!(error.to_string(), "list.dic:4: found `7`, expected the number of a category");
    }
}
