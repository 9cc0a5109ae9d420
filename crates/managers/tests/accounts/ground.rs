//! A wired context over a fresh SQLite file.

use std::sync::Arc;

use extractor::Extractor;
use managers::access::Actor;
use managers::auth::{Caller, Login, login};
use managers::clock::{Clock, Random};
use managers::context::{Context, Parts};
use managers::users::{NewUser, create_by_operator};
use models::ids::ProcessId;
use models::secret::SecretString;
use models::time::Time;
use models::user::Role;
use providers::{ProviderOptions, Providers};
use settings::{Settings, Sources};
use store::blobs::BlobStore;
use store::{Store, StoreOptions};

pub(crate) const PASSWORD: &str = "correct horse battery";

/// A context and the folder it lives in.
pub(crate) struct Ground {
    pub(crate) cx: Context,
    dir: Arc<tempfile::TempDir>,
}

impl Ground {
    pub(crate) async fn new() -> Self {
        Self::at(Arc::new(tempfile::tempdir().unwrap()), &[]).await
    }

    /// The same database with other settings, as after a restart.
    pub(crate) async fn again(&self, flags: &[(&str, &str)]) -> Self {
        Self::at(self.dir.clone(), flags).await
    }

    async fn at(dir: Arc<tempfile::TempDir>, flags: &[(&str, &str)]) -> Self {
        let path = dir.path().display().to_string();
        let usual = [("data.dir", path.as_str()), ("auth.argon2_memory_kib", "64"), ("auth.argon2_passes", "1")];
        let flags = usual.iter().chain(flags).map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let settings = Settings::load(Sources { flags, ..Sources::default() }).unwrap();
        let store = Store::open(&StoreOptions::new(settings.database.url.expose())).unwrap();
        store.migrate().await.unwrap();
        let random = Random::system();
        let cx = Context::new(Parts {
            store,
            blobs: BlobStore::new(settings.data.blobs_dir()),
            providers: Providers::new(ProviderOptions::default()),
            // No file is read here.
            extractor: Extractor::new(extractor::Options::new("no-reader".into(), Vec::new())),
            keyring: managers::keyring::open(None, dir.path()).unwrap(),
            clock: Clock::manual(Time::from_timestamp(1_800_000_000, 0).unwrap()),
            process_id: ProcessId(random.uuid()),
            random,
            notices: Default::default(),
            runs: Default::default(),
            jobs: Default::default(),
            gateway: managers::gateway::Gateway::new(Default::default()),
            tasks: Default::default(),
            settings: Arc::new(settings),
        });
        Self { cx, dir }
    }

    /// Someone with an account, logged in.
    pub(crate) async fn actor(&self, name: &str, role: Role) -> Actor {
        let email = format!("{name}@example.org");
        let password = SecretString::new(PASSWORD);
        let new = NewUser { email: email.clone(), name: name.into(), password: password.clone(), role };
        create_by_operator(&self.cx, new).await.unwrap();
        let opened = login(&self.cx, &Caller::default(), Login { email, password }).await.unwrap();
        managers::auth::authenticate(&self.cx, opened.access_token.expose(), "").await.unwrap()
    }

    /// The password hash at rest.
    pub(crate) async fn hash(&self, actor: &Actor) -> String {
        let id = actor.id();
        self.cx.store.read(move |db| store::users::password_hash(db, id)).await.unwrap().unwrap()
    }
}
