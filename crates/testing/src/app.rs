//! A real server for a test.
#![expect(clippy::expect_used, reason = "test support fails by panicking, with a sentence")]

use std::sync::Arc;

use actix_web::web::ServiceConfig;
use managers::clock::Clock;
use managers::context::Context;
use models::connection::ModelChoice;
use models::time::Time;
use router::{Options, Running};
use serde_json::json;
use settings::{Settings, Sources};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use tokio_util::sync::CancellationToken;

use crate::reader;
use crate::vendor::ScriptedVendor;
use crate::{Client, Database, TestDatabase, WriteLock};

/// The password of every test account.
const PASSWORD: &str = "correct horse battery";

/// The usual settings of a test: a free port, no waiting, and password hashes that cost nothing.
const USUAL: [(&str, &str); 8] = [
    ("server.port", "0"),
    ("server.workers", "1"),
    ("server.drain_timeout", "5s"),
    ("database.readers", "2"),
    ("auth.argon2_memory_kib", "64"),
    ("auth.argon2_passes", "1"),
    ("providers.demo_delay", "0ms"),
    ("providers.find_ollama", "false"),
];

/// A real server on a real socket, with a database and a data folder of its own.
pub struct TestApp {
    running: Option<Running>,
    shutdown: CancellationToken,
    builder: TestAppBuilder,
    owner: OnceCell<Client>,
    somebody: Client,
    /// Where it listens, such as `http://127.0.0.1:4711`.
    pub origin: String,
    /// The link that the server prints while there is no account.
    pub setup_link: Option<String>,
}

/// How a [`TestApp`] is to be started.
#[derive(Clone)]
pub struct TestAppBuilder {
    ground: Arc<Ground>,
    flags: Vec<(String, String)>,
    clock: Clock,
    mount: fn(&mut ServiceConfig),
    jobs: Option<job_worker::Options>,
}

/// What outlives a server. The database goes before the folder that may hold it.
struct Ground {
    database: TestDatabase,
    dir: TempDir,
}

impl TestAppBuilder {
    /// Sets a setting by its key, such as `server.body_bytes_max`.
    pub fn setting(mut self, key: &str, value: &str) -> Self {
        self.flags.push((key.to_owned(), value.to_owned()));
        self
    }

    /// Holds the clock still at `time`; [`TestApp::clock`] moves it.
    pub fn clock_at(mut self, time: Time) -> Self {
        self.clock = Clock::manual(time);
        self
    }

    /// Adds routes of the test below the server's own middleware.
    pub fn mount(mut self, mount: fn(&mut ServiceConfig)) -> Self {
        self.mount = mount;
        self
    }

    /// Runs jobs and schedules, which tests otherwise do not want.
    pub fn with_jobs(mut self) -> Self {
        reader::build_missing();
        self.jobs = Some(job_worker::Options::default());
        self
    }

    /// The folder that the server's files will be in.
    pub fn data_dir(&self) -> &std::path::Path {
        self.ground.dir.path()
    }

    /// Starts the server, or says why it does not start.
    pub async fn try_start(self) -> anyhow::Result<TestApp> {
        let flags = self.all_flags();
        let settings = Settings::load(Sources { flags, ..Sources::default() })?;
        let shutdown = CancellationToken::new();
        let options = Options { reader: reader::reader(), clock: self.clock.clone(), mount: self.mount };
        let running = router::start(settings, shutdown.clone(), options).await?;
        if let Some(options) = self.jobs {
            job_worker::start(&running.context, shutdown.clone(), options);
        }
        Ok(TestApp {
            origin: format!("http://{}", running.address),
            setup_link: running.setup_link.clone(),
            somebody: Client::at(&format!("http://{}", running.address)),
            running: Some(running),
            shutdown,
            builder: self,
            owner: OnceCell::new(),
        })
    }

    /// Starts the server.
    pub async fn start(self) -> TestApp {
        self.try_start().await.expect("starting the test's server")
    }

    fn all_flags(&self) -> Vec<(String, String)> {
        let ground = [
            ("data.dir", self.ground.dir.path().display().to_string()),
            ("database.url", self.ground.database.url().to_owned()),
        ];
        let usual = USUAL.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        // The last of two equal flags wins.
        let ground = ground.into_iter().map(|(key, value)| (key.to_owned(), value));
        usual.chain(ground).chain(self.flags.iter().cloned()).collect()
    }
}

impl TestApp {
    /// Starts a server with the usual settings.
    pub async fn start(database: Database) -> Self {
        Self::builder(database).start().await
    }

    /// A server to be started with other settings.
    pub fn builder(database: Database) -> TestAppBuilder {
        let dir = tempfile::tempdir().expect("making the test's folder");
        let database = TestDatabase::make(database, dir.path());
        TestAppBuilder {
            ground: Arc::new(Ground { database, dir }),
            flags: Vec::new(),
            clock: Clock::System,
            mount: |_| {},
            jobs: None,
        }
    }

    /// How this server was started: start it again for a restart, or beside it for a second replica.
    pub fn again(&self) -> TestAppBuilder {
        self.builder.clone()
    }

    /// The wired rooms of the running server.
    pub fn context(&self) -> &Context {
        &self.running.as_ref().expect("the server runs").context
    }

    /// The clock that the server asks.
    pub fn clock(&self) -> &Clock {
        &self.builder.clock
    }

    /// The folder with the server's files.
    pub fn data_dir(&self) -> &std::path::Path {
        self.builder.ground.dir.path()
    }

    /// The test's database.
    pub fn database(&self) -> &TestDatabase {
        &self.builder.ground.database
    }

    /// Holds the database's write lock, as another program would, until the lock is dropped.
    pub async fn lock_for_writing(&self) -> WriteLock {
        WriteLock::take(self.database().url(), &self.context().tasks).await
    }

    /// Tells the server to stop and returns at once.
    pub fn begin_shutdown(&self) {
        self.shutdown.cancel();
    }

    /// Stops the server in good order and waits for its end.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        self.shutdown.cancel();
        match self.running.take() {
            Some(running) => running.wait().await,
            None => Ok(()),
        }
    }

    /// Somebody who is not logged in.
    pub fn anonymous(&self) -> Client {
        self.somebody.clone()
    }

    /// The owner, who made the first account.
    pub async fn owner(&self) -> Client {
        self.owner.get_or_init(|| self.register_owner()).await.clone()
    }

    async fn register_owner(&self) -> Client {
        let form = json!({ "email": "owner@example.org", "name": "Owner", "password": PASSWORD });
        let somebody = self.anonymous();
        let answer = somebody.post("auth/register", form).await;
        somebody.logged_in(answer)
    }

    /// A new member with the address `<name>@example.org`.
    pub async fn member(&self, name: &str) -> Client {
        self.user(name, "member").await
    }

    /// A new administrator with the address `<name>@example.org`.
    pub async fn admin(&self, name: &str) -> Client {
        self.user(name, "admin").await
    }

    async fn user(&self, name: &str, role: &str) -> Client {
        let email = format!("{name}@example.org");
        let form = json!({ "email": email, "name": name, "password": PASSWORD, "role": role });
        self.owner().await.post("users", form).await.with(201);
        self.login(&email).await
    }

    /// A new login of a test account.
    pub async fn login(&self, email: &str) -> Client {
        let somebody = self.anonymous();
        let answer = somebody.post("auth/login", json!({ "email": email, "password": PASSWORD })).await;
        somebody.logged_in(answer)
    }

    /// Makes a system connection to the vendor and chooses the first model it offers.
    pub async fn connect(&self, vendor: &ScriptedVendor) -> ModelChoice {
        let form = json!({
            "kind": "openai_compatible", "name": "Scripted", "base_url": vendor.base_url(), "scope": "system",
        });
        let owner = self.owner().await;
        let connection = owner.post("connections", form).await.with(201);
        let offered = owner.get("models").await.ok();
        let items = offered["items"].as_array().cloned().unwrap_or_default();
        let model = items.iter().find(|model| model["connection_id"] == connection["id"]);
        let model = model.unwrap_or_else(|| panic!("the vendor offers no model: {connection}"));
        ModelChoice {
            connection_id: serde_json::from_value(connection["id"].clone()).expect("a connection has an id"),
            model: model["id"].as_str().expect("a model has an id").to_owned(),
        }
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}
