//! Folders, files and databases.

use std::path::{Path, PathBuf};

use models::secret::SecretString;

use super::Kind;

/// A folder; a relative one is taken from the working directory at start.
pub(crate) struct Folder;

impl Kind for Folder {
    type Value = PathBuf;

    fn parse(&self, raw: &str) -> Option<PathBuf> {
        absolute(raw)
    }

    fn accepts(&self) -> String {
        "the path of a folder (`~` is not expanded)".to_owned()
    }
}

/// Folders, none by default.
pub(crate) struct Folders;

impl Kind for Folders {
    type Value = Vec<PathBuf>;

    fn parse(&self, raw: &str) -> Option<Vec<PathBuf>> {
        raw.split(',').map(str::trim).filter(|item| !item.is_empty()).map(absolute).collect()
    }

    fn accepts(&self) -> String {
        "paths of folders separated by commas (`~` is not expanded)".to_owned()
    }
}

/// A file that is read; a relative one is taken from the working directory at start.
pub(crate) struct PlainFile;

impl Kind for PlainFile {
    type Value = PathBuf;

    fn parse(&self, raw: &str) -> Option<PathBuf> {
        absolute(raw)
    }

    fn accepts(&self) -> String {
        "the path of a file (`~` is not expanded)".to_owned()
    }
}

/// A database by URL. Held as a secret because it may contain a password.
pub(crate) struct DatabaseAddress;

impl Kind for DatabaseAddress {
    type Value = SecretString;

    fn parse(&self, raw: &str) -> Option<SecretString> {
        if raw.starts_with("postgres://") || raw.starts_with("postgresql://") {
            return Some(SecretString::new(raw));
        }
        let path = raw.strip_prefix("sqlite:")?;
        let path = absolute(path.strip_prefix("//").unwrap_or(path))?;
        Some(SecretString::new(format!("sqlite:{}", path.display())))
    }

    fn accepts(&self) -> String {
        "`sqlite:<file>` or `postgres://<user>:<password>@<host>/<database>`".to_owned()
    }

    fn show(&self, raw: &str) -> String {
        let (address, parameters) = raw.split_once('?').unwrap_or((raw, ""));
        let shown = match address.rsplit_once('@') {
            Some((before, host)) => {
                let scheme = before.split_once("://").map_or(String::new(), |(scheme, _)| format!("{scheme}://"));
                format!("{scheme}***@{host}")
            }
            None => address.to_owned(),
        };
        if parameters.is_empty() { shown } else { format!("{shown}?***") }
    }
}

fn absolute(raw: &str) -> Option<PathBuf> {
    if raw.is_empty() || raw.starts_with('~') || raw.contains('\0') {
        return None;
    }
    std::path::absolute(Path::new(raw)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_address_is_shown_without_its_password() {
        let show = |raw| DatabaseAddress.show(raw);
        assert_eq!(show("sqlite:/srv/pallium.db"), "sqlite:/srv/pallium.db");
        assert_eq!(show("postgres://me:pa@ss@db/pallium"), "postgres://***@db/pallium");
        assert_eq!(show("postgres://db/pallium?user=me&password=s3cret"), "postgres://db/pallium?***");
        assert_eq!(show("mysql:me:s3cret@db"), "***@db");
    }

    #[test]
    fn folders_are_a_list_of_absolute_paths() {
        let parse = |raw| Folders.parse(raw);
        assert_eq!(parse(""), Some(vec![]));
        assert_eq!(parse("/srv/a, /srv/b"), Some(vec![PathBuf::from("/srv/a"), PathBuf::from("/srv/b")]));
        assert_eq!(parse("~/a"), None);
    }

    #[test]
    fn a_sqlite_path_becomes_absolute() {
        let parse = |raw| DatabaseAddress.parse(raw).map(|url| url.expose().to_owned());
        let here = std::env::current_dir().unwrap();
        assert_eq!(parse("sqlite:/srv/a.db"), Some("sqlite:/srv/a.db".to_owned()));
        assert_eq!(parse("sqlite:///srv/a.db"), Some("sqlite:/srv/a.db".to_owned()));
        assert_eq!(parse("sqlite:a.db"), Some(format!("sqlite:{}", here.join("a.db").display())));
        assert_eq!(["sqlite:", "sqlite:~/a.db", "mysql://db", ""].map(parse), [None, None, None, None]);
    }
}
