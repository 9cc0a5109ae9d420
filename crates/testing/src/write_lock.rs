//! Another program that writes to the database.
#![expect(clippy::expect_used, reason = "test support fails by panicking, with a sentence")]

use std::sync::mpsc;

use store::{Store, StoreError, StoreOptions};
use tokio::sync::oneshot;
use tokio_util::task::TaskTracker;

/// An open write transaction of another connection: on SQLite nobody else can write until it is
/// dropped, on Postgres it is in nobody's way.
pub struct WriteLock {
    _release: mpsc::Sender<()>,
}

impl WriteLock {
    pub(crate) async fn take(url: &str, tasks: &TaskTracker) -> Self {
        let store = Store::open(&StoreOptions::new(url)).expect("opening a second connection");
        let (release, released) = mpsc::channel::<()>();
        let (locked, until_locked) = oneshot::channel();
        tasks.spawn(async move {
            let held = store.write(move |_| {
                locked.send(()).expect("the test waits for the lock");
                // Nothing is ever sent; the error of a dropped sender ends the wait.
                released.iter().for_each(drop);
                Ok::<_, StoreError>(())
            });
            held.await.expect("holding the write lock");
        });
        until_locked.await.expect("taking the write lock");
        Self { _release: release }
    }
}
