//! Where files live.

use std::path::PathBuf;

use crate::kind::Folder;

section! {
    /// The folder that holds everything that is not in Postgres: the SQLite database, uploaded files and the
    /// master key.
    DataSettings, "data";

    /// Data folder, created at the first start.
    dir: PathBuf = "$XDG_DATA_HOME/pallium, else ~/.local/share/pallium", Folder;
}

impl DataSettings {
    /// The database that is used when none is configured.
    pub(crate) fn default_database_url(&self) -> String {
        format!("sqlite:{}", self.dir.join("pallium.db").display())
    }

    /// The file that holds the master key when no setting does.
    pub fn master_key_file(&self) -> PathBuf {
        self.dir.join("master.key")
    }

    /// The folder of uploaded files, by content hash.
    pub fn blobs_dir(&self) -> PathBuf {
        self.dir.join("blobs")
    }

    /// The folder of files that have not arrived whole.
    pub fn uploads_dir(&self) -> PathBuf {
        self.dir.join("uploads")
    }
}
