//! The master key: 32 random bytes, from the settings or from a file that only its owner reads.

use std::io::Write;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use models::secret::SecretString;
use ring::rand::SecureRandom;

use super::Keyring;

/// Name of the key's file in the data folder.
const FILE: &str = "master.key";
/// Name of the next key's file while a rotation is under way.
const NEXT_FILE: &str = "master.key.next";

/// Why the keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Write the key as the message says.
    #[error("the master key must be 32 random bytes in base64; `openssl rand -base64 32` makes one")]
    Malformed,
    /// Run `chmod 600` on the file.
    #[error("the master key file {} can be read by other users (mode {mode:o}); run: chmod 600 {}", path.display(), path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// Correct the file or the folder.
    #[error("{doing} {}", path.display())]
    File {
        /// What was being done.
        doing: &'static str,
        /// To which file.
        path: PathBuf,
        /// Why it failed.
        #[source]
        source: std::io::Error,
    },
    /// Start with the master key that the secrets were sealed with.
    #[error("a secret was sealed with master key {id}, which is not the one in use; start with the key that sealed it")]
    OtherKey {
        /// Name of the missing key.
        id: String,
    },
    /// The stored bytes are not what was sealed.
    #[error("a sealed secret does not open: its row was changed or the master key is another")]
    Tampered,
    /// The cryptographic library refused.
    #[error("the cryptographic library refused to work")]
    Crypto,
}

/// 32 uniformly random bytes.
pub struct MasterKey([u8; 32]);

impl MasterKey {
    /// Reads 32 bytes in base64. Anything else, such as a passphrase, is refused: it would be
    /// guessed.
    pub fn parse(text: &SecretString) -> Result<Self, KeyError> {
        let bytes = STANDARD.decode(text.expose().trim()).map_err(|_| KeyError::Malformed)?;
        bytes.try_into().map(Self).map_err(|_| KeyError::Malformed)
    }

    /// A fresh key.
    pub fn generate() -> Result<Self, KeyError> {
        let mut bytes = [0; 32];
        ring::rand::SystemRandom::new().fill(&mut bytes).map_err(|_| KeyError::Crypto)?;
        Ok(Self(bytes))
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn encode(&self) -> String {
        STANDARD.encode(self.0)
    }
}

/// Opens the keyring: from `configured`, or from the file in `data_dir`, which the first start
/// makes. A file that others may read is refused.
pub fn open(configured: Option<&SecretString>, data_dir: &Path) -> Result<Keyring, KeyError> {
    if let Some(text) = configured {
        return Keyring::new(&MasterKey::parse(text)?);
    }
    let path = data_dir.join(FILE);
    let master = match read(&path)? {
        Some(key) => key,
        None => create(&path)?,
    };
    let next = read(&data_dir.join(NEXT_FILE))?;
    Keyring::with_other(&master, next.as_ref())
}

/// Writes the next key beside the current one, so that a crash in the middle of a rotation leaves
/// both readable.
pub(super) fn write_next(data_dir: &Path, key: &MasterKey) -> Result<(), KeyError> {
    let path = data_dir.join(NEXT_FILE);
    let temporary = temporary(&path);
    write_private(&temporary, key)?;
    rename(&temporary, &path)
}

/// Reads the key that a rotation left behind.
pub(super) fn read_next(data_dir: &Path) -> Result<Option<MasterKey>, KeyError> {
    read(&data_dir.join(NEXT_FILE))
}

/// Makes the next key the current one.
pub(super) fn promote_next(data_dir: &Path) -> Result<(), KeyError> {
    rename(&data_dir.join(NEXT_FILE), &data_dir.join(FILE))
}

fn create(path: &Path) -> Result<MasterKey, KeyError> {
    let key = MasterKey::generate()?;
    let temporary = temporary(path);
    write_private(&temporary, &key)?;
    // A hard link fails where the name exists: of two processes that start at once, one makes the
    // key and both read it. A rename would let the second replace what the first already uses.
    let linked = std::fs::hard_link(&temporary, path);
    std::fs::remove_file(&temporary).map_err(|source| failed("removing", &temporary, source))?;
    match linked {
        Ok(()) => Ok(key),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => read(path)?.ok_or(KeyError::Malformed),
        Err(source) => Err(failed("creating the master key file", path, source)),
    }
}

fn read(path: &Path) -> Result<Option<MasterKey>, KeyError> {
    let metadata = match std::fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(failed("reading the master key file", path, source)),
    };
    refuse_exposed(path, &metadata)?;
    let text = std::fs::read_to_string(path).map_err(|source| failed("reading the master key file", path, source))?;
    MasterKey::parse(&SecretString::new(text)).map(Some)
}

#[cfg(unix)]
fn refuse_exposed(path: &Path, metadata: &std::fs::Metadata) -> Result<(), KeyError> {
    use std::os::unix::fs::PermissionsExt;
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 == 0 { Ok(()) } else { Err(KeyError::Exposed { path: path.to_owned(), mode }) }
}

#[cfg(not(unix))]
fn refuse_exposed(_: &Path, _: &std::fs::Metadata) -> Result<(), KeyError> {
    Ok(())
}

fn write_private(path: &Path, key: &MasterKey) -> Result<(), KeyError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let write = || -> std::io::Result<()> {
        let mut file = options.open(path)?;
        writeln!(file, "{}", key.encode())?;
        file.sync_all()
    };
    write().map_err(|source| failed("writing the master key file", path, source))
}

fn rename(from: &Path, to: &Path) -> Result<(), KeyError> {
    std::fs::rename(from, to).map_err(|source| failed("renaming the master key file to", to, source))?;
    let folder = to.parent().unwrap_or(Path::new("."));
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(|source| failed("syncing", folder, source))
}

/// A name that no other process uses.
fn temporary(path: &Path) -> PathBuf {
    path.with_extension(format!("tmp-{}", std::process::id()))
}

fn failed(doing: &'static str, path: &Path, source: std::io::Error) -> KeyError {
    KeyError::File { doing, path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn the_first_start_makes_a_private_file_and_later_starts_read_it() {
        let dir = tempfile::tempdir().unwrap();
        let first = open(None, dir.path()).unwrap();
        let mode = std::fs::metadata(dir.path().join(FILE)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600);
        let second = open(None, dir.path()).unwrap();
        assert_eq!(first.setup_token().expose(), second.setup_token().expose());
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_others_may_read_is_refused_with_the_remedy() {
        let dir = tempfile::tempdir().unwrap();
        open(None, dir.path()).unwrap();
        let path = dir.path().join(FILE);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        let error = open(None, dir.path()).unwrap_err();
        assert!(error.to_string().contains("chmod 600"), "{error}");
    }

    #[test]
    fn a_passphrase_is_no_master_key() {
        for wrong in ["", "correct horse battery staple", &"0".repeat(64), "c2hvcnQ="] {
            assert!(matches!(MasterKey::parse(&SecretString::new(wrong)), Err(KeyError::Malformed)), "{wrong}");
        }
        let key = MasterKey::generate().unwrap();
        assert_eq!(MasterKey::parse(&SecretString::new(key.encode())).unwrap().bytes(), key.bytes());
    }
}
