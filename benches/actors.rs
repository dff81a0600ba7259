//! Speed of finding actors: loading the registry, and finding mentions in news-like sentences on one core.
//! `cargo bench --bench actors`; `VERBALE_BENCH_TEXT=FILE` uses your own text.

mod sentences;

use std::sync::LazyLock;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use verbale::{Actors, mentions};

const BYTES: usize = 20 << 20;

/// Paragraphs of ten sentences, some of which name actors.
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let file = std::env::var("VERBALE_BENCH_TEXT").ok();
    match file {
        Some(path) => {
            let text = std::fs::read_to_string(path).expect("the text can be read");
            text.split("\n\n").map(str::to_owned).collect()
        }
        None => sentences::sentences(BYTES).chunks(10).map(|chunk| chunk.join(" ")).collect(),
    }
});

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 21, sample_size = 1)]
fn loading_the_registry() -> Actors {
    Actors::default()
}

#[divan::bench(sample_count = 9, sample_size = 1)]
fn finding_mentions(bencher: Bencher<'_, '_>) {
    let actors = Actors::default();
    let all: usize = TEXTS.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(all)).bench(|| {
        let found: usize = TEXTS.iter().map(|text| mentions(text, None, &actors).len()).sum();
        black_box(found)
    });
}
