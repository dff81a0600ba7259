//! Doors for the fuzz targets in `fuzz/`: what the program does with one input, without its start.

use std::path::Path;
use std::sync::LazyLock;

use crate::lexicon::{Chosen, Lexicons};
use crate::model::document::{Document, Given};
use crate::model::span::Span;
use crate::pipeline::{Engine, Options, attributions, scored, unwrapped};
use crate::read::{Reader, list_inputs, parse, read_states};
use crate::resolve::Resolver;

/// Everything that a worker needs, loaded once.
static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let mut lexicons = crate::pipeline::load(&Options::default()).expect("the shipped lexicons are sound");
    let resolver = Resolver::new(lexicons.take_registry());
    Engine { lexicons, resolver, extraction: Options::default().extraction }
});

/// Reads every record of the file at `path` as its name says; gives how many became documents.
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

/// Reads `text` as a table of the user's at `path`: of actors, or else a lexicon.
pub fn table(path: &Path, is_actors: bool) -> bool {
    let own = [path.to_owned()];
    let (actors, lexicons) = if is_actors { (&own[..], &[][..]) } else { (&[][..], &own[..]) };
    let chosen = Chosen { actors, lexicons, default_actors: false, default_lexicons: false, fitted: false };
    Lexicons::load(&chosen).is_ok()
}

/// Reads the state at `path`; gives whether it is whole.
pub fn state(path: &Path) -> bool {
    read_states(&[path.to_string_lossy().into_owned()], &mut |_| Ok(())).is_ok()
}

/// Extracts, resolves and scores `text`, as an article or as the statement of somebody; panics if a span leaves it.
pub fn text(text: &str, is_given: bool) {
    let given = Given { holder: "Norland".to_owned(), source: None, targets: None };
    let document = Document {
        doc_id: "text".to_owned(),
        date: None,
        outlet: None,
        title: None,
        text: text.to_owned(),
        given: is_given.then_some(given),
    };
    let document = unwrapped(&document);
    assert_eq!(document.text.len(), text.len());
    let inside = |span: Span| assert!(text.get(span.start()..span.end()).is_some(), "{span:?}");
    for found in attributions(&ENGINE, &document) {
        found.content.iter().copied().chain(found.source).chain(found.cue).for_each(inside);
    }
    for item in scored(&ENGINE, &document) {
        assert!((-1.0..=1.0).contains(&item.sentiment.compound));
        for opinion in &item.opinions {
            assert!((-1.0..=1.0).contains(&opinion.stance.value()));
            opinion.mentions.iter().for_each(|mention| inside(mention.span));
            opinion.evidence.iter().for_each(|item| inside(item.span));
        }
    }
}
