//! Which database, and how it is used.

use std::time::Duration;

use models::secret::SecretString;

use crate::kind::{Count, DatabaseAddress, Span};

section! {
    /// The database: a SQLite file or a Postgres server. The built-in Postgres client has no TLS.
    DatabaseSettings, "database";

    /// Which database to use.
    url: SecretString = "sqlite:<data.dir>/pallium.db", DatabaseAddress, env "DATABASE_URL";
    /// Connections for reading. On Postgres, all connections.
    readers: u32 = "4", Count(1_u32, 256);
    /// How long to wait for a connection or a lock before the answer is 503.
    busy_timeout: Duration = "5s", Span("100ms", "5min");
}
