//! Why settings cannot be loaded.

use std::path::PathBuf;

use crate::Origin;

/// What is wrong with the configuration. Each message ends with what to do.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The configuration file cannot be read.
    #[error("reading the configuration file {}", path.display())]
    Unreadable {
        /// The file that was asked for.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The configuration file, or a data file that it names, is not written as it should be.
    #[error("parsing the configuration file {}: {reason}", path.display())]
    Malformed {
        /// The file that was read.
        path: PathBuf,
        /// Line, column and what was expected. A copy without the file's text, which may hold a secret.
        reason: String,
    },
    /// A key that does not exist.
    #[error("unknown setting `{key}` ({origin}); {hint}")]
    UnknownKey {
        /// The key as it was written.
        key: String,
        /// Where it was written.
        origin: Origin,
        /// The nearest key that exists, or where to find the list.
        hint: String,
    },
    /// A value that the key does not take.
    #[error("setting `{key}` is `{value}` ({origin}); it takes {accepts}")]
    BadValue {
        /// The key.
        key: &'static str,
        /// The value, or `***` for a secret.
        value: String,
        /// Where it was written.
        origin: Origin,
        /// What is accepted.
        accepts: String,
    },
    /// An environment variable that is not UTF-8.
    #[error("environment variable `{name}` is not UTF-8; write it in UTF-8 or unset it")]
    NotUtf8 {
        /// The variable.
        name: String,
    },
    /// No folder is known to put data into.
    #[error("there is no home folder to put data into; set `--data-dir` or PALLIUM_DATA_DIR")]
    NoDataDir,
}
