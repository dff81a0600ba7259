//! Spellings: a name comes in; the other ways to write it come out.

/// The other spellings of a name.
///
/// **What it does**: adds curly apostrophes, spellings without diacritics, and a capital at the beginning of a sentence;
/// for persons with a hyphen also a capital or a space after the hyphen.
/// **Why**: papers differ in typography and in the romanisation of Asian names.
/// **Example**: “Ri Yo-sun” is also “Ri Yo-Sun” and “Ri Yo Sun”; “São Mar” is also “Sao Mar”.
/// **Known failures**: other romanisations (“Ree”) and transliterations such as “Mueller” for “Müller” need aliases.
/// **Source**: chosen by hand.
pub(super) fn other_spellings(name: &str, of_person: bool) -> Vec<String> {
    let mut others = Vec::new();
    if name.starts_with(char::is_lowercase) {
        others.push(capitalised(name));
    }
    if of_person && name.contains('-') {
        let mut parts = name.split('-');
        let first = parts.next().unwrap_or("");
        let rest: Vec<String> = parts.map(capitalised).collect();
        others.push(format!("{first}-{}", rest.join("-")));
        others.push(format!("{first} {}", rest.join(" ")));
    }
    if of_person {
        for article in ["al-", "el-"] {
            if let Some(at) = name.find(&format!(" {article}")) {
                others.push(format!("{} {}{}", &name[..at], capitalised(article), &name[at + 1 + article.len()..]));
            }
        }
    }
    if !name.is_ascii() {
        let plain: Vec<String> = others.iter().map(String::as_str).chain([name]).map(deunicode::deunicode).collect();
        others.extend(plain);
    }
    if name.contains('\'') {
        let curly: Vec<String> =
            others.iter().map(String::as_str).chain([name]).map(|name| name.replace('\'', "’")).collect();
        others.extend(curly);
    }
    others.retain(|other| other != name);
    others
}

/// The words as in running text, at the beginning of a sentence, and as a title.
pub(super) fn capitalisations(words: &str) -> Vec<String> {
    const SMALL: [&str; 5] = ["of", "for", "the", "and", "to"];
    let parts = |word: &str| word.split('-').map(capitalised).collect::<Vec<String>>().join("-");
    let title = |word: &str| if SMALL.contains(&word) { word.to_owned() } else { parts(word) };
    let titled: Vec<String> = words.split(' ').map(title).collect();
    let mut all = vec![words.to_owned(), capitalised(words), titled.join(" ")];
    all.dedup();
    all
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `NORLAND NEWS` as `Norland News`.
pub(super) fn titled(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_string() + &letters.as_str().to_lowercase())
    };
    name.split(' ').map(word).collect::<Vec<String>>().join(" ")
}

/// Whether the first word of `name` is `given`, one letter away from it, or short for it ("Mike" for "Michael").
pub(super) fn has_given_name(name: &str, given: &str) -> bool {
    let first = name.split(' ').next().unwrap_or("");
    if is_short_for(given, first) || is_short_for(first, given) {
        return true;
    }
    let (a, b): (Vec<char>, Vec<char>) = (first.chars().collect(), given.chars().collect());
    if a == b {
        return true;
    }
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    if long.len() < 5 || long.len() - short.len() > 1 || a[0] != b[0] {
        return false;
    }
    let same = short.iter().zip(long.iter()).take_while(|(a, b)| a == b).count();
    // One letter more, one letter other, or two that have changed places.
    let rest = (&short[same..], &long[same..]);
    rest.0 == &rest.1[1.min(rest.1.len())..]
        || rest.0.len() == rest.1.len()
            && (rest.0.get(1..) == rest.1.get(1..)
                || rest.0.len() > 1 && rest.0[0] == rest.1[1] && rest.0[1] == rest.1[0] && rest.0[2..] == rest.1[2..])
}

/// Whether `words` may be another form of `name`: two middle names must agree in their first letter.
pub(super) fn may_be(name: &str, words: &[&str]) -> bool {
    let known: Vec<&str> = name.split(' ').collect();
    match (known.as_slice(), words) {
        ([_, middle, .., _], [_, other, .., _]) => {
            let first = |word: &str| word.chars().next().map(|letter| letter.to_lowercase().to_string());
            first(middle) == first(other)
        }
        _ => true,
    }
}

/// Whether `nickname` is a usual short form of the given name `name`.
fn is_short_for(nickname: &str, name: &str) -> bool {
    nicknames().any(|row| row == (nickname, name))
}

/// Whether `word` is a usual short form of a given name.
pub(super) fn is_nickname(word: &str) -> bool {
    nicknames().any(|(nickname, _)| nickname == word)
}

/// Short forms, each with the given name.
fn nicknames() -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("../../../lexicons/nicknames.csv").lines().skip(1).filter_map(|row| row.split_once(','))
}

#[cfg(test)]
mod tests {
    use super::{capitalisations, has_given_name, other_spellings};

    #[test]
    fn given_names_have_short_forms() {
        assert!(has_given_name("Michael Ilo", "Mike"));
        assert!(has_given_name("Mike Ilo", "Michael"));
        assert!(!has_given_name("Michael Ilo", "Mark"));
    }

    #[test]
    fn one_name_many_spellings() {
        assert_eq!(other_spellings("Ri Yo-sun", true), ["Ri Yo-Sun", "Ri Yo Sun"]);
        assert_eq!(other_spellings("São Mar", false), ["Sao Mar"]);
        assert_eq!(other_spellings("the Fort", false), ["The Fort"]);
        assert_eq!(other_spellings("N'Dara", false), ["N’Dara"]);
        assert_eq!(capitalisations("vice-king"), ["vice-king", "Vice-king", "Vice-King"]);
        assert_eq!(capitalisations("minister of war"), ["minister of war", "Minister of war", "Minister of War"]);
    }
}
