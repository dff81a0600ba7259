//! Builds the registry of actors from the tables in `lexicons/`, so that the program need not do it at every start. A
//! bad row stops the build with file and line.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "the modules that read tables are shared with the library, which uses more of them"
)]
#![allow(clippy::print_stdout, reason = "this is how a build script talks")]

#[path = "src/lexicon/actors/mod.rs"]
mod actors;
#[path = "src/error.rs"]
mod error;
#[path = "src/lexicon/table.rs"]
mod table;

/// The paths by which the shared modules name each other in the library.
mod lexicon {
    pub(crate) use crate::{actors, table};
}

/// As above.
mod model {
    pub(crate) use crate::actor;
}

#[path = "src/model/actor.rs"]
mod actor;
#[path = "src/text/fold.rs"]
mod fold;

/// Likewise.
mod text {
    pub(crate) use crate::fold;
}

use std::path::Path;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("lexicons");
    let text = |name: &str| {
        println!("cargo::rerun-if-changed=lexicons/{name}");
        std::fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("lexicons/{name}: {error}"))
    };
    let tables = ["actors.csv", "aliases.csv", "names.csv", "offices.csv", "sectors.csv"]
        .map(|name| (format!("lexicons/{name}"), text(name)));
    let (posts, bodies) = (text("posts.csv"), text("bodies.csv"));
    let registry = actors::read_all(&tables, &posts, &bodies).unwrap_or_else(|fault| panic!("{fault}"));
    let bytes = postcard::to_stdvec(&registry).expect("plain values become bytes");
    let out = std::env::var("OUT_DIR").expect("cargo sets it");
    std::fs::write(Path::new(&out).join("actors.bin"), bytes).expect("the folder can be written");
}
