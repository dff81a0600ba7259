//! Entry points for the fuzz targets in `fuzz/`: process one input as the program would, without its start-up cost.

use std::path::Path;
use std::sync::LazyLock;

use crate::lexicon::try_table;
use crate::model::document::{Document, Given};
use crate::model::hash::check_sum;
use crate::model::span::Span;
use crate::pipeline::Options;
use crate::pipeline::checkpoint::reader::read_states;
use crate::pipeline::checkpoint::state::{End, Part};
use crate::pipeline::engine::{Engine, Whole};
use crate::pipeline::reports::{Gathered, Way};
use crate::read::{Reader, list_inputs, parse};
use crate::text::annotated::Annotated;

/// Everything that a worker needs, loaded once.
static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::new(&Options::default()).expect("the shipped lexicons are sound").0);

/// Reads every record of the file at `path`, in the format of its name; returns the number of documents.
pub fn records(path: &Path) -> usize {
    let mut options = Options::default().read;
    options.max_record = 1 << 20;
    let Ok(inputs) = list_inputs(&[path.to_string_lossy().into_owned()], None) else { return 0 };
    let mut reader = Reader::new(inputs, options);
    let mut documents = 0;
    while let Ok(Some(batch)) = reader.next_batch(64, 1 << 20) {
        documents += batch.records.iter().filter(|record| parse(record, &batch.bytes).is_ok()).count();
    }
    documents
}

/// Reads `text` as a user's table of actors or as a lexicon; returns whether it is valid.
pub fn table(text: &str, is_actors: bool) -> bool {
    try_table(text, is_actors).is_ok()
}

/// Writes the reports of the state `lines` into a folder below `folder`; returns whether the state is complete.
///
/// Arbitrary bytes never pass the checksums, so `mend` can correct these first. The content can still be anything.
pub fn state(lines: &[u8], folder: &Path, mend: Mend) -> bool {
    let (path, out) = (folder.join("one.state"), folder.join("out"));
    let lines = match mend {
        Mend::Nothing => lines.to_vec(),
        Mend::Lines | Mend::All => mended(&String::from_utf8_lossy(lines), mend).into_bytes(),
    };
    std::fs::write(&path, lines).expect("the file can be written");
    let making = crate::report::beside(&out).expect("a folder can be made");
    let mut whole = Gathered::new(making.path());
    match read_states(&[path.to_string_lossy().into_owned()], &mut |part| whole.take(part)) {
        Ok(run) => whole
            .finish(
                run,
                &out,
                Way { force: true, also: crate::report::Also { html: true, ..Default::default() } },
                &ENGINE.resolver.registry,
            )
            .is_ok(),
        Err(_) => false,
    }
}

/// Which checksums of a state are corrected before it is read.
#[derive(Clone, Copy, PartialEq)]
pub enum Mend {
    /// None.
    Nothing,
    /// The checksum of each line.
    Lines,
    /// The checksum of each line, and the totals in the last line.
    All,
}

fn mended(state: &str, mend: Mend) -> String {
    let mut end = End::default();
    let mut made = String::new();
    for line in state.lines() {
        let mut parts = line.splitn(4, ' ');
        let (Some(mark), Some(version), Some(_), Some(json)) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            made += line;
            made.push('\n');
            continue;
        };
        if mend == Mend::All && json.starts_with("{\"end\"") {
            continue;
        }
        let sum = check_sum(json.as_bytes());
        end.lines += 1;
        end.sum = end.sum.wrapping_add(sum);
        made += &format!("{mark} {version} {sum:016x} {json}\n");
    }
    made + &if mend == Mend::All { Part::End(end).line().0 } else { String::new() }
}

/// Extracts, resolves and scores `text`, as an article or as a given statement; panics if a span leaves the text.
pub fn text(text: &str, is_given: bool) {
    let given = Given { holder: "Norland".to_owned(), source: None, cue: None, content: None, targets: None };
    let document = Document { given: is_given.then_some(given), ..Document::new("text", text) };
    let whole = Whole::of(&document);
    let document = &*whole.working;
    assert_eq!(document.text.len(), text.len());
    let inside = |span: Span| assert!(text.get(span.start()..span.end()).is_some(), "{span:?}");
    for found in ENGINE.attributions(document, &Annotated::new(&document.text)) {
        found.content.iter().copied().chain(found.source).chain(found.cue).for_each(inside);
    }
    for item in ENGINE.scored(&whole) {
        assert!((-1.0..=1.0).contains(&item.sentiment.compound));
        for opinion in &item.opinions {
            assert!((-1.0..=1.0).contains(&opinion.stance.value()));
            opinion.mentions.iter().for_each(|mention| inside(mention.span));
            opinion.evidence.iter().for_each(|item| inside(item.span));
        }
    }
}
