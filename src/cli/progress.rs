//! Progress: one line on standard error, on a terminal only.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use verbale::batch::Progress;

/// The progress line; silent if standard error is not a terminal.
pub(super) struct Bar {
    bar: Option<ProgressBar>,
    start: Instant,
}

impl Bar {
    /// Creates the line, unless standard error is not a terminal or `quiet` is set.
    pub(super) fn new(quiet: bool) -> Bar {
        let seen = !quiet && std::io::stderr().is_terminal();
        let bar = seen.then(|| {
            let bar = ProgressBar::no_length();
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        Bar { bar, start: Instant::now() }
    }

    /// Shows the progress so far.
    pub(super) fn show(&mut self, progress: Progress) {
        let Some(bar) = &self.bar else { return };
        let style = match progress.of {
            Some(length) => {
                bar.set_length(length);
                "{bar:28} {msg}, {eta} left"
            }
            None => "{spinner} {msg}",
        };
        bar.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_position(progress.bytes);
        let speed = progress.bytes as f64 / 1e6 / self.start.elapsed().as_secs_f64().max(0.001);
        bar.set_message(format!("{} documents, {speed:.1} MB/s", progress.documents));
    }

    /// Removes the line.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
