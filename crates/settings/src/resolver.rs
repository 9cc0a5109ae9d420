//! Chooses each key's value among the sources and remembers where it came from.

use std::collections::BTreeMap;

use crate::kind::Kind;
use crate::{KeyInfo, Origin, Row, SettingsError, Sources, file, keys, nearest};

/// The state of one load.
pub(crate) struct Resolver {
    sources: Sources,
    file: BTreeMap<String, String>,
    /// Defaults that depend on the machine or on other settings.
    defaults: BTreeMap<&'static str, String>,
    rows: Vec<Row>,
}

impl Resolver {
    pub(crate) fn new(sources: Sources) -> Result<Self, SettingsError> {
        for (key, _) in &sources.flags {
            if !keys().iter().any(|info| info.key == key) {
                let hint = nearest::hint(key);
                return Err(SettingsError::UnknownKey { key: key.clone(), origin: Origin::Flag, hint });
            }
        }
        let file = sources.file.as_deref().map(file::read).transpose()?.unwrap_or_default();
        let mut resolver = Self { sources, file, defaults: BTreeMap::new(), rows: Vec::new() };
        if let Some(folder) = resolver.sources.default_data_dir() {
            resolver.set_default("data.dir", folder.display().to_string());
        }
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        resolver.set_default("server.workers", cores.to_string());
        Ok(resolver)
    }

    /// Sets a default that the table can only describe.
    pub(crate) fn set_default(&mut self, key: &'static str, value: String) {
        self.defaults.insert(key, value);
    }

    /// The value of a key, parsed; and a row about it.
    pub(crate) fn read<K: Kind>(&mut self, key: &'static str, kind: &K) -> Result<K::Value, SettingsError> {
        let Some(info) = keys().iter().find(|info| info.key == key) else {
            let hint = nearest::hint(key);
            return Err(SettingsError::UnknownKey { key: key.to_owned(), origin: Origin::Default, hint });
        };
        let (raw, origin) = self.raw(info)?;
        let shown = kind.show(raw.trim());
        let Some(value) = kind.parse(raw.trim()) else {
            return Err(SettingsError::BadValue { key, value: shown, origin, accepts: kind.accepts() });
        };
        self.rows.push(Row { info, value: shown, origin });
        Ok(value)
    }

    fn raw(&self, info: &'static KeyInfo) -> Result<(String, Origin), SettingsError> {
        // The last of two equal flags wins, as command lines usually have it.
        if let Some((_, value)) = self.sources.flags.iter().rev().find(|(key, _)| key == info.key) {
            return Ok((value.clone(), Origin::Flag));
        }
        for name in &info.env {
            if let Some(value) = self.sources.env(name) {
                return Ok((value.to_owned(), Origin::Env(name.clone())));
            }
        }
        if let (Some(path), Some(value)) = (&self.sources.file, self.file.get(info.key)) {
            return Ok((value.clone(), file::origin(path, info.key)));
        }
        if let Some(value) = self.defaults.get(info.key) {
            return Ok((value.clone(), Origin::Default));
        }
        if info.key == "data.dir" {
            return Err(SettingsError::NoDataDir);
        }
        Ok((info.default.to_owned(), Origin::Default))
    }

    /// One row per key, in the order of the table.
    pub(crate) fn into_rows(self) -> Vec<Row> {
        let mut rows = self.rows;
        rows.sort_by_key(|row| keys().iter().position(|info| info.key == row.info.key));
        rows
    }
}
