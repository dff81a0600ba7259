//! Speed of sentiment: this scorer, crates with the same purpose, and splitting at white space as a lower bound.
//! `cargo bench --bench sentiment`

mod sentences;

use std::sync::LazyLock;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use rayon::prelude::*;
use verbale::{Lexicon, sentiment};

const BYTES: usize = 20 << 20;

static SENTENCES: LazyLock<Vec<String>> = LazyLock::new(|| sentences::sentences(BYTES));

fn main() {
    divan::main();
}

/// Applies `score` to every sentence, and counts the bytes.
fn measure(bencher: Bencher<'_, '_>, threads: usize, score: impl Fn(&str) -> f64 + Sync) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
    let all: usize = SENTENCES.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(all)).bench(|| {
        let sum: f64 = match threads {
            1 => SENTENCES.iter().map(|sentence| score(sentence)).sum(),
            _ => pool.install(|| SENTENCES.par_iter().with_min_len(256).map(|sentence| score(sentence)).sum()),
        };
        black_box(sum)
    });
}

#[divan::bench(args = [1, 2], sample_count = 9, sample_size = 1)]
fn verbale_sentiment(bencher: Bencher<'_, '_>, threads: usize) {
    let lexicon = Lexicon::default();
    measure(bencher, threads, |sentence| sentiment(sentence, &lexicon).compound);
}

#[divan::bench(args = [1, 2], sample_count = 5, sample_size = 1)]
fn crate_vader_sentiment(bencher: Bencher<'_, '_>, threads: usize) {
    let analyser = vader_sentiment::SentimentIntensityAnalyzer::new();
    measure(bencher, threads, |sentence| analyser.polarity_scores(sentence)["compound"]);
}

#[divan::bench(args = [1, 2], sample_count = 5, sample_size = 1)]
fn crate_vader_parity(bencher: Bencher<'_, '_>, threads: usize) {
    let analyser = vader_parity::SentimentIntensityAnalyzer::new();
    measure(bencher, threads, |sentence| analyser.polarity_scores(sentence).compound);
}

#[divan::bench(args = [1, 2], sample_count = 9, sample_size = 1)]
fn split_ascii_whitespace(bencher: Bencher<'_, '_>, threads: usize) {
    measure(bencher, threads, |sentence| sentence.split_ascii_whitespace().map(|word| word.len() as f64).sum());
}
