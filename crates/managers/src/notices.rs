//! Hints to a user's open pages: a board in memory that pages listen to.
//!
//! A hint is sent after the change it speaks of is committed. Losing one is harmless: a page reads
//! the current state whenever it connects.

use std::sync::Arc;

use models::ids::UserId;
use models::notice::{Change, Notice};
use tokio::sync::broadcast;

/// Hints that a slow page may lag behind before it is told to read everything again.
const BACKLOG: usize = 1024;

/// The board. Cloning it gives another handle to the same board.
#[derive(Debug, Clone)]
pub struct Notices {
    sender: broadcast::Sender<Arc<Notice>>,
}

impl Default for Notices {
    fn default() -> Self {
        Self { sender: broadcast::channel(BACKLOG).0 }
    }
}

impl Notices {
    /// Tells the user's open pages of this process.
    pub fn send(&self, user_id: UserId, change: Change) {
        // An error means that no page is open.
        if self.sender.send(Arc::new(Notice { user_id, change })).is_err() {
            tracing::trace!("no page listens");
        }
    }

    /// Listens to all hints; the caller keeps its own user's.
    pub fn listen(&self) -> broadcast::Receiver<Arc<Notice>> {
        self.sender.subscribe()
    }
}
