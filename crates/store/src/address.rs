//! Where the database is.

use std::path::PathBuf;

use crate::error::StoreError;

/// Where the database is, chosen by the scheme of its URL.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Address {
    /// The URL as libpq reads it.
    Postgres(String),
    /// The file.
    Sqlite(PathBuf),
}

/// Seconds that libpq waits for a server that does not answer.
const CONNECT_TIMEOUT_SECONDS: u32 = 10;

impl Address {
    /// Reads `postgres://…`, `postgresql://…`, `sqlite:<path>` or `sqlite://<path>`.
    pub(crate) fn parse(url: &str) -> Result<Self, StoreError> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(with_timeout(url)));
        }
        let wrong = |reason| StoreError::Address { reason };
        let path = url.strip_prefix("sqlite:").ok_or(wrong("it must start with sqlite: or postgres://"))?;
        let path = path.strip_prefix("//").unwrap_or(path);
        if path.is_empty() || path.contains(":memory:") || path.starts_with("file:") {
            return Err(wrong("it must name a file, such as sqlite:/var/lib/pallium/pallium.db"));
        }
        let path = std::path::absolute(path).map_err(|_| wrong("the path cannot be made absolute"))?;
        Ok(Self::Sqlite(path))
    }

    /// The address for messages: without user, password and options.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Sqlite(path) => path.display().to_string(),
            Self::Postgres(url) => {
                let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
                let rest = rest.split('?').next().unwrap_or_default();
                let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
                format!("{scheme}://{host}")
            }
        }
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.shown())
    }
}

fn with_timeout(url: &str) -> String {
    if url.contains("connect_timeout=") {
        return url.to_owned();
    }
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}connect_timeout={CONNECT_TIMEOUT_SECONDS}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_chooses_the_database() {
        let sqlite = |path: &str| Some(Address::Sqlite(PathBuf::from(path)));
        let postgres = |url: &str| Some(Address::Postgres(url.into()));
        for (url, address) in [
            ("sqlite:/a/b.db", sqlite("/a/b.db")),
            ("sqlite:///a/b.db", sqlite("/a/b.db")),
            ("postgres://h/d", postgres("postgres://h/d?connect_timeout=10")),
            ("postgresql://h/d?x=y", postgres("postgresql://h/d?x=y&connect_timeout=10")),
            ("postgres://h/d?connect_timeout=3", postgres("postgres://h/d?connect_timeout=3")),
            ("sqlite::memory:", None),
            ("sqlite:", None),
            ("mysql://h/d", None),
            ("", None),
        ] {
            assert_eq!(Address::parse(url).ok(), address, "{url}");
        }
    }

    #[test]
    fn a_shown_address_holds_no_password() {
        let address = Address::parse("postgres://ada:p@ss@db.example.org:5432/pallium?password=x").unwrap();
        assert_eq!(address.shown(), "postgres://db.example.org:5432/pallium");
        assert_eq!(format!("{address:?}"), "postgres://db.example.org:5432/pallium");
    }
}
