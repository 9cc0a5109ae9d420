//! Where values may come from. The only code that reads the environment.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::SettingsError;

const FILE_NAME: &str = "pallium.toml";
const FILE_ENV: &str = "PALLIUM_CONFIG";

/// The sources of one load, in order of precedence. The default has none, so that a test sees only
/// what it sets.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Flags of the command line: key (`server.port`) and value.
    pub flags: Vec<(String, String)>,
    /// Environment variables.
    pub env: BTreeMap<String, String>,
    /// The configuration file; it must exist.
    pub file: Option<PathBuf>,
}

impl Sources {
    /// The sources of this process: the given flags, its environment, and the given file or else the
    /// one named by `PALLIUM_CONFIG`, `pallium.toml` in the working directory, or
    /// `pallium/pallium.toml` in the user's configuration folder, whichever comes first.
    pub fn of_process(flags: Vec<(String, String)>, file: Option<PathBuf>) -> Result<Self, SettingsError> {
        let env = process_env()?;
        let file = file.or_else(|| find_file(&env));
        Ok(Self { flags, env, file })
    }

    /// The value of a variable; an empty one counts as not set, as compose files write it.
    pub(crate) fn env(&self, name: &str) -> Option<&str> {
        set(&self.env, name)
    }

    /// The folder for data when nobody names one.
    pub(crate) fn default_data_dir(&self) -> Option<PathBuf> {
        folder(&self.env, "XDG_DATA_HOME", ".local/share")
    }
}

fn process_env() -> Result<BTreeMap<String, String>, SettingsError> {
    let mut env = BTreeMap::new();
    for (name, value) in std::env::vars_os() {
        let Ok(name) = name.into_string() else { continue };
        match value.into_string() {
            Ok(value) => {
                env.insert(name, value);
            }
            Err(_) if name.starts_with("PALLIUM_") => return Err(SettingsError::NotUtf8 { name }),
            Err(_) => {}
        }
    }
    Ok(env)
}

fn find_file(env: &BTreeMap<String, String>) -> Option<PathBuf> {
    if let Some(named) = set(env, FILE_ENV) {
        return Some(PathBuf::from(named));
    }
    let here = PathBuf::from(FILE_NAME);
    let at_home = folder(env, "XDG_CONFIG_HOME", ".config").map(|folder| folder.join(FILE_NAME));
    std::iter::once(here).chain(at_home).find(|path| path.is_file())
}

/// Pallium's folder below an XDG base folder.
fn folder(env: &BTreeMap<String, String>, xdg: &str, below_home: &str) -> Option<PathBuf> {
    // The XDG specification says to ignore relative paths here.
    let base = set(env, xdg).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = base.or_else(|| set(env, "HOME").map(|home| Path::new(home).join(below_home)))?;
    Some(base.join("pallium"))
}

fn set<'env>(env: &'env BTreeMap<String, String>, name: &str) -> Option<&'env str> {
    env.get(name).map(String::as_str).filter(|value| !value.is_empty())
}
