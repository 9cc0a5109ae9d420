//! From settings to the context that every verb is given.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use extractor::Extractor;
use managers::clock::{Clock, Random};
use managers::context::{Context, Parts};
use managers::gateway::Gateway;
use managers::gateway::hints::Hints;
use managers::notices::Notices;
use managers::runs::hub::Hub;
use models::ids::ProcessId;
use providers::{CopilotOptions, ProviderOptions, Providers};
use settings::{GatewaySettings, Settings};
use store::blobs::BlobStore;
use store::{Store, StoreOptions};
use tokio_util::task::TaskTracker;

/// The data folder and the database, before anything is changed in them.
pub struct Opened {
    /// The configuration.
    pub settings: Arc<Settings>,
    /// The database, not migrated.
    pub store: Store,
}

/// Makes the data folder and opens the database. It neither migrates nor locks.
pub async fn open(settings: Settings) -> anyhow::Result<Opened> {
    make_private_folder(&settings.data.dir)
        .with_context(|| format!("making the data folder {}", settings.data.dir.display()))?;
    let options = store_options(&settings);
    let store = tokio::task::spawn_blocking(move || Store::open(&options)).await?.context("opening the database")?;
    Ok(Opened { settings: Arc::new(settings), store })
}

/// The rooms over a migrated database, for a door without HTTP. It takes no lock: beside a server it may use
/// the same SQLite file.
pub async fn rooms(settings: Settings, reader: Reader) -> anyhow::Result<Context> {
    crate::start::install_tls();
    let opened = open(settings).await?;
    opened.store.migrate().await.context("migrating the database")?;
    opened.into_context(Clock::System, reader)
}

impl Opened {
    /// Wires the rooms over a migrated database.
    pub fn into_context(self, clock: Clock, reader: Reader) -> anyhow::Result<Context> {
        let Self { settings, store } = self;
        let keyring = managers::keyring::open(settings.security.master_key.as_ref(), &settings.data.dir)
            .context("opening the master key")?;
        let hints = Hints::of(&settings.gateway).context("reading the classifier's tables")?;
        let random = Random::system();
        Ok(Context::new(Parts {
            store,
            blobs: BlobStore::new(settings.data.blobs_dir()),
            providers: Providers::new(provider_options(&settings)),
            extractor: Extractor::new(reader.options(&settings)),
            keyring,
            clock,
            process_id: ProcessId(random.uuid()),
            random,
            notices: Notices::default(),
            runs: Hub::default(),
            jobs: managers::jobs::hub::Hub::default(),
            gateway: Gateway::new(hints),
            tasks: TaskTracker::new(),
            settings,
        }))
    }
}

/// The program that reads files, as `extractor` starts it: the door knows where it is.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The program.
    pub program: PathBuf,
    /// What makes it a reader.
    pub arguments: Vec<String>,
}

impl Reader {
    fn options(self, settings: &Settings) -> extractor::Options {
        let mut options = extractor::Options::new(self.program, self.arguments);
        let largest = settings.knowledge.file_bytes_max as u64;
        options.deadline = settings.knowledge.read_timeout;
        options.limits.bytes_in = largest;
        options.memory_bytes = options.memory_bytes.max(largest.saturating_mul(4));
        options
    }
}

fn store_options(settings: &Settings) -> StoreOptions {
    let wait = u64::try_from(settings.database.busy_timeout.as_millis()).unwrap_or(u64::MAX);
    StoreOptions {
        url: settings.database.url.expose().to_owned(),
        readers: settings.database.readers,
        busy_timeout_ms: wait,
        pool_timeout_ms: wait,
    }
}

fn provider_options(settings: &Settings) -> ProviderOptions {
    let GatewaySettings { github_copilot, github_url, github_api_url, .. } = &settings.gateway;
    let copilot = CopilotOptions { github: github_url.clone(), github_api: github_api_url.clone() };
    let settings = &settings.providers;
    ProviderOptions {
        copilot: github_copilot.then_some(copilot),
        connect_timeout: settings.connect_timeout,
        first_byte_timeout: settings.first_byte_timeout,
        chunk_timeout: settings.chunk_timeout,
        retries: settings.retries,
        demo_delay: settings.demo_delay,
        ..ProviderOptions::default()
    }
}

/// Nobody else on the machine may read the database, the files or the master key.
fn make_private_folder(dir: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}
