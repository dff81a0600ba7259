use std::process::Command;

use serde_json::Value;

/// Licences under which anybody may redistribute the program as MIT or Apache-2.0.
const ALLOWED: [&str; 7] = ["Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "MIT", "Unicode-3.0", "Zlib"];

/// Whether a licence expression (SPDX, or its old form with `/`) can be satisfied with allowed licences only.
fn allowed(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    any(&mut spaced.split_whitespace().peekable())
}

type Words<'e> = std::iter::Peekable<std::str::SplitWhitespace<'e>>;

/// Parses alternatives up to a closing bracket or the end.
fn any(words: &mut Words) -> bool {
    let mut found = all(words);
    while words.next_if_eq(&"OR").is_some() {
        found |= all(words);
    }
    found
}

fn all(words: &mut Words) -> bool {
    let mut found = one(words);
    while words.next_if_eq(&"AND").is_some() {
        found &= one(words);
    }
    found
}

fn one(words: &mut Words) -> bool {
    let word = words.next().unwrap_or_default();
    if word == "(" {
        let found = any(words);
        return words.next() == Some(")") && found;
    }
    // An exception only grants more rights.
    if words.next_if_eq(&"WITH").is_some() {
        words.next();
    }
    ALLOWED.contains(&word)
}

/// The metadata of this package and of its dependencies on this platform.
fn metadata() -> Value {
    let cargo = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        let output = command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("cargo writes UTF-8")
    };
    let version = cargo(&["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("cargo names its host");
    // Dependencies of other platforms are not downloaded, so they cannot be checked offline.
    let given = ["metadata", "--offline", "--locked", "--format-version", "1", "--filter-platform", host];
    serde_json::from_str(&cargo(&given)).expect("cargo writes JSON")
}

#[test]
fn dependencies_come_from_the_registry_under_allowed_licences() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("a list of packages");
    assert!(packages.len() > 50, "only {} packages", packages.len());
    for package in packages.iter().filter(|package| package["name"] != "verbale") {
        let name = &package["name"];
        assert_eq!(package["source"], "registry+https://github.com/rust-lang/crates.io-index", "{name}");
        let licence = package["license"].as_str().unwrap_or("none");
        assert!(allowed(licence), "{name}: licence {licence}");
    }
}

#[test]
fn no_dependency_needs_a_newer_rust() {
    let version = |text: &str| {
        let mut parts = text.split('.').map(|part| part.parse::<u32>().expect("a version of Rust"));
        [(); 3].map(|()| parts.next().unwrap_or(0))
    };
    let ours = env!("CARGO_PKG_RUST_VERSION");
    for package in metadata()["packages"].as_array().expect("a list of packages") {
        let needed = package["rust_version"].as_str().unwrap_or("1.0");
        assert!(version(needed) <= version(ours), "{} needs Rust {needed}, and we promise {ours}", package["name"]);
    }
}

#[test]
fn licence_expressions_are_read() {
    for good in [
        "MIT",
        "MIT/GPL-3.0",
        "GPL-3.0 OR MIT AND Zlib",
        "(GPL-3.0 OR MIT) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(allowed(good), "{good}");
    }
    for bad in
        ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Zlib) AND GPL-3.0", "GPL-3.0 WITH Classpath-exception-2.0", "(MIT"]
    {
        assert!(!allowed(bad), "{bad}");
    }
}
