//! Typed configuration: the only code that reads files and the environment.
//!
//! Doors call [`Settings::load`] once and pass sections down. Each section file declares its keys in
//! one table; parsing, the command line's flags, `config show` and `docs/reference/settings.md` all
//! come from that table. This room does not create folders, open databases or start logging.

#[macro_use]
mod section;

mod auth;
mod cidr;
mod conversations;
mod data;
mod database;
mod error;
mod file;
mod gateway;
mod jobs;
mod key;
mod kind;
mod knowledge;
mod log;
mod nearest;
mod origin;
mod providers;
pub mod reference;
mod resolver;
mod runs;
mod security;
mod server;
mod sources;
mod web_search;

pub use auth::AuthSettings;
pub use cidr::Cidr;
pub use conversations::ConversationSettings;
pub use data::DataSettings;
pub use database::DatabaseSettings;
pub use error::SettingsError;
pub use gateway::GatewaySettings;
pub use jobs::JobSettings;
pub use key::{KeyInfo, keys};
pub use knowledge::{KnowledgeSettings, OcrReader};
pub use log::{LogFormat, LogSettings};
pub use origin::Origin;
pub use providers::ProviderSettings;
pub use runs::RunSettings;
pub use security::SecuritySettings;
pub use server::ServerSettings;
pub use sources::Sources;
pub use web_search::WebSearchSettings;

use resolver::Resolver;

/// Everything that can be configured, resolved and checked.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The HTTP door.
    pub server: ServerSettings,
    /// Where files live.
    pub data: DataSettings,
    /// Which database, and how it is used.
    pub database: DatabaseSettings,
    /// The key that protects stored secrets.
    pub security: SecuritySettings,
    /// Logins and passwords.
    pub auth: AuthSettings,
    /// Calls to model vendors.
    pub providers: ProviderSettings,
    /// The model gateway.
    pub gateway: GatewaySettings,
    /// Execution of runs.
    pub runs: RunSettings,
    /// The queue of machine work.
    pub jobs: JobSettings,
    /// Documents, collections, and what of them a model is given.
    pub knowledge: KnowledgeSettings,
    /// Search on the web.
    pub web_search: WebSearchSettings,
    /// How long conversations are kept.
    pub conversations: ConversationSettings,
    /// What is logged, and how.
    pub log: LogSettings,
    rows: Vec<Row>,
}

/// One setting as `config show` prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What is known about the key itself.
    pub info: &'static KeyInfo,
    /// The value in force, with secrets replaced by `***`; empty when nothing is set.
    pub value: String,
    /// Where the value came from.
    pub origin: Origin,
}

impl Settings {
    /// Resolves every key: a flag wins over the environment, the environment over the file, the file
    /// over the default. Fails on the first key that is unknown or whose value is not accepted.
    pub fn load(sources: Sources) -> Result<Self, SettingsError> {
        let mut resolver = Resolver::new(sources)?;
        let data = DataSettings::read(&mut resolver)?;
        resolver.set_default("database.url", data.default_database_url());
        let mut settings = Self {
            server: ServerSettings::read(&mut resolver)?,
            database: DatabaseSettings::read(&mut resolver)?,
            security: SecuritySettings::read(&mut resolver)?,
            auth: AuthSettings::read(&mut resolver)?,
            providers: ProviderSettings::read(&mut resolver)?,
            gateway: GatewaySettings::read(&mut resolver)?,
            runs: RunSettings::read(&mut resolver)?,
            jobs: JobSettings::read(&mut resolver)?,
            knowledge: KnowledgeSettings::read(&mut resolver)?,
            web_search: WebSearchSettings::read(&mut resolver)?,
            conversations: ConversationSettings::read(&mut resolver)?,
            log: LogSettings::read(&mut resolver)?,
            data,
            rows: Vec::new(),
        };
        settings.rows = resolver.into_rows();
        Ok(settings)
    }

    /// Every setting with its value and origin, in the order of the reference.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Where the value of a key came from; `None` when there is no such key.
    pub fn origin(&self, key: &str) -> Option<&Origin> {
        self.rows.iter().find(|row| row.info.key == key).map(|row| &row.origin)
    }
}
