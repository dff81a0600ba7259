//! Work beside Python: it runs on a thread of its own without the interpreter's lock, while the caller's thread shows
//! progress and heeds Ctrl-C.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use verbale::batch::Progress;

/// So often the signals are looked at.
const TICK: Duration = Duration::from_millis(50);

/// So long a stopped work may take to end; after that it is left alone, and its result is dropped.
const GRACE: Duration = Duration::from_millis(500);

enum News<T> {
    Progress(Progress),
    Done(T),
}

/// Runs `work`, which must heed `stop`, and calls `show` with the number of documents done so far.
///
/// Errors: what a signal or `show` raises; then `stop` is set.
pub(crate) fn watched<T: Send + 'static>(
    py: Python<'_>,
    stop: &Arc<AtomicBool>,
    show: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(&mut (dyn FnMut(Progress) + Send)) -> T + Send + 'static,
) -> PyResult<T> {
    let (send, mut news) = channel();
    std::thread::spawn(move || {
        let progress = send.clone();
        // Nobody listens any more after an interruption.
        let done = work(&mut |made| drop(progress.send(News::Progress(made))));
        let _ = send.send(News::Done(done));
    });
    loop {
        let told;
        (told, news) = next(py, news, TICK);
        let shown = match told {
            Ok(News::Done(done)) => return Ok(done),
            Ok(News::Progress(made)) => show.map_or(Ok(()), |show| show.call1((made.documents,)).map(drop)),
            Err(RecvTimeoutError::Timeout) => Ok(()),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(PyRuntimeError::new_err("the work ended without a result; this is an error of verbale"));
            }
        };
        if let Err(raised) = shown.and_then(|()| py.check_signals()) {
            stop.store(true, Ordering::Relaxed);
            end(py, news);
            return Err(raised);
        }
    }
}

type Told<T> = Result<News<T>, RecvTimeoutError>;

/// Waits for the next news without the lock.
fn next<T: Send>(py: Python<'_>, news: Receiver<News<T>>, most: Duration) -> (Told<T>, Receiver<News<T>>) {
    py.detach(move || (news.recv_timeout(most), news))
}

/// Gives stopped work a moment to end.
fn end<T: Send>(py: Python<'_>, news: Receiver<News<T>>) {
    py.detach(move || while let Ok(News::Progress(_)) = news.recv_timeout(GRACE) {});
}
