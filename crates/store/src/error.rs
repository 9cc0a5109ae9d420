//! Why a question to the database was not answered.

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error as DieselError};

/// Why a question to the database was not answered, named for what the caller may do about it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The row, or one that it refers to, does not exist.
    #[error("no such row")]
    NotFound,
    /// Another row already has this value.
    #[error("the value is already taken ({constraint})")]
    Conflict {
        /// `<table>_<columns>_key`, the same on both databases.
        constraint: String,
    },
    /// The database is locked, every connection is taken, or one broke; try again.
    #[error("the database is busy")]
    Busy,
    /// No room is left on the disk; nothing was written.
    #[error("the disk of the database is full")]
    Full,
    /// A newer Pallium has changed this database; run that one.
    #[error("the database has migration {name}, which this version of Pallium does not know")]
    NewerSchema {
        /// The migration's version.
        name: String,
    },
    /// The address of the database cannot be used; correct it.
    #[error("the address of the database is not usable: {reason}")]
    Address {
        /// What is wrong, without the address, which may hold a password.
        reason: &'static str,
    },
    /// The database cannot be reached.
    #[error("connecting to the database `{target}`")]
    Connect {
        /// The address without user and password.
        target: String,
        /// What the driver says.
        #[source]
        source: diesel::ConnectionError,
    },
    /// A migration cannot be applied or reverted.
    #[error("{doing}")]
    Migration {
        /// Which step.
        doing: &'static str,
        /// What the driver says.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The database holds something that this version cannot read.
    #[error("the database holds a value that cannot be read: {what}")]
    Corrupt {
        /// What is wrong with the value.
        what: String,
    },
    /// A file of the blob store cannot be read or written.
    #[error("{doing}")]
    File {
        /// What was being done.
        doing: &'static str,
        /// Why it failed.
        #[source]
        source: std::io::Error,
    },
    /// The query failed for a reason the caller can do nothing about.
    #[error("querying the database")]
    Query(#[source] DieselError),
}

impl From<DieselError> for StoreError {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::NotFound => Self::NotFound,
            DieselError::DatabaseError(kind, information) => from_database(kind, information),
            DieselError::DeserializationError(cause) => Self::Corrupt { what: cause.to_string() },
            other => Self::Query(other),
        }
    }
}

fn from_database(kind: DatabaseErrorKind, information: Box<dyn DatabaseErrorInformation + Send + Sync>) -> StoreError {
    match kind {
        DatabaseErrorKind::UniqueViolation => StoreError::Conflict { constraint: constraint(&*information) },
        DatabaseErrorKind::ForeignKeyViolation => StoreError::NotFound,
        // A connection that broke is made anew for the next call.
        DatabaseErrorKind::SerializationFailure
        | DatabaseErrorKind::ClosedConnection
        | DatabaseErrorKind::UnableToSendCommand => StoreError::Busy,
        _ if is_busy(information.message()) => StoreError::Busy,
        _ if is_full(information.message()) => StoreError::Full,
        kind => StoreError::Query(DieselError::DatabaseError(kind, information)),
    }
}

/// Diesel has no kind for these and hands out no code of either database, so the words decide. A
/// connection asks Postgres for the words of the language `C`, where it may.
fn is_busy(message: &str) -> bool {
    // Two of SQLite, two of Postgres.
    ["database is locked", "database table is locked", "lock timeout", "deadlock detected"]
        .iter()
        .any(|words| message.contains(words))
}

fn is_full(message: &str) -> bool {
    // One of SQLite, two of Postgres.
    ["database or disk is full", "No space left on device", "could not extend file"]
        .iter()
        .any(|words| message.contains(words))
}

/// Postgres names the constraint; SQLite lists its columns as `folder.owner_id, folder.name`.
fn constraint(information: &(dyn DatabaseErrorInformation + Send + Sync)) -> String {
    if let Some(name) = information.constraint_name() {
        return name.to_owned();
    }
    let message = information.message();
    let columns = message.split_once("failed: ").map_or(message, |(_, columns)| columns);
    let mut name = String::new();
    for column in columns.split(", ") {
        let (table, column) = column.split_once('.').unwrap_or(("", column));
        if name.is_empty() {
            name.push_str(table);
        }
        name.push('_');
        name.push_str(column);
    }
    name + "_key"
}

/// Sorts out the failures of files that a caller may do something about.
pub(crate) fn file(doing: &'static str) -> impl FnOnce(std::io::Error) -> StoreError {
    move |source| match source.kind() {
        std::io::ErrorKind::NotFound => StoreError::NotFound,
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => StoreError::Full,
        _ => StoreError::File { doing, source },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_caller_may_do_about_a_failure_shows_in_its_kind_or_its_words() {
        use DatabaseErrorKind as Kind;
        let cases = [
            (Kind::SerializationFailure, "in any language", "Busy"),
            (Kind::ClosedConnection, "in any language", "Busy"),
            (Kind::UnableToSendCommand, "in any language", "Busy"),
            (Kind::ForeignKeyViolation, "in any language", "NotFound"),
            (Kind::Unknown, "database is locked", "Busy"),
            (Kind::Unknown, "database table is locked: message", "Busy"),
            (Kind::Unknown, "canceling statement due to lock timeout", "Busy"),
            (Kind::Unknown, "deadlock detected", "Busy"),
            (Kind::Unknown, "database or disk is full", "Full"),
            (Kind::Unknown, "could not extend file \"base/5/1\": No space left on device", "Full"),
            (Kind::Unknown, "could not write to file \"pg_wal/xlogtemp.1\": No space left on device", "Full"),
            (Kind::Unknown, "no such table: message", "Query"),
            (Kind::CheckViolation, "in any language", "Query"),
        ];
        for (kind, words, expected) in cases {
            let shown = format!("{kind:?}: {words}");
            let error = StoreError::from(DieselError::DatabaseError(kind, Box::new(words.to_owned())));
            let variant = match error {
                StoreError::Busy => "Busy",
                StoreError::Full => "Full",
                StoreError::NotFound => "NotFound",
                StoreError::Query(_) => "Query",
                other => panic!("{shown}: {other:?}"),
            };
            assert_eq!(variant, expected, "{shown}");
        }
    }
}
