//! What every verb is given: the rooms below, the clock, ids and limits. The door builds it once.

use std::ops::Deref;
use std::sync::Arc;

use extractor::Extractor;
use models::ids::{ProcessId, UserId};
use models::notice::{Change, Notice};
use models::time::Time;
use providers::Providers;
use settings::Settings;
use store::Store;
use store::blobs::BlobStore;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::bus;
use crate::clock::{Clock, Random};
use crate::gateway::Gateway;
use crate::keyring::Keyring;
use crate::notices::Notices;
use crate::runs::hub::Hub;

/// What every verb is given. Cheap to clone.
#[derive(Clone)]
pub struct Context(Arc<Parts>);

/// The parts of a [`Context`].
pub struct Parts {
    /// The database.
    pub store: Store,
    /// Uploaded and generated files.
    pub blobs: BlobStore,
    /// The model vendors.
    pub providers: Providers,
    /// Reads files in processes of their own.
    pub extractor: Extractor,
    /// The typed configuration.
    pub settings: Arc<Settings>,
    /// The keys that secrets and tokens are made with.
    pub keyring: Keyring,
    /// The time.
    pub clock: Clock,
    /// Ids and secrets.
    pub random: Random,
    /// Names this process on the leases it holds.
    pub process_id: ProcessId,
    /// Hints to open pages.
    pub notices: Notices,
    /// The runs of this process.
    pub runs: Hub,
    /// Who waits for jobs in this process.
    pub jobs: crate::jobs::hub::Hub,
    /// What the model gateway keeps in memory.
    pub gateway: Gateway,
    /// Every task that outlives a request; the door waits for it at shutdown.
    pub tasks: TaskTracker,
}

impl Context {
    /// Wraps the parts.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// Now.
    pub fn now(&self) -> Time {
        self.0.clock.now()
    }

    /// Hints to a user's open pages, here and on other replicas, that something changed. Called after
    /// the change is committed.
    pub fn notify(&self, user_id: UserId, change: Change) {
        self.notices.send(user_id, change.clone());
        bus::tell_others(self, Notice { user_id, change });
    }

    /// A fresh id, to be wrapped in its type.
    pub fn id(&self) -> Uuid {
        self.0.random.uuid()
    }
}

impl Deref for Context {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
