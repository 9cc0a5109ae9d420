//! `pallium.toml` as a flat list of keys, and the data files that settings name.

use std::collections::BTreeMap;
use std::path::Path;

use serde::de::DeserializeOwned;
use toml::{Table, Value};

use crate::{Origin, SettingsError, keys, nearest};

/// The values of a file by key, each written as a flag would be.
pub(crate) fn read(path: &Path) -> Result<BTreeMap<String, String>, SettingsError> {
    let text = text(path)?;
    let table: Table = text.parse().map_err(|error: toml::de::Error| SettingsError::Malformed {
        path: path.to_owned(),
        reason: reason(&text, &error),
    })?;
    let mut values = BTreeMap::new();
    for (section, entries) in table {
        let Value::Table(entries) = entries else { return Err(unknown(path, section)) };
        for (name, value) in entries {
            let key = format!("{section}.{name}");
            let Some(info) = keys().iter().find(|info| info.key == key) else { return Err(unknown(path, key)) };
            let raw = raw(&value).ok_or_else(|| SettingsError::BadValue {
                key: info.key,
                value: if info.secret { "***".to_owned() } else { value.to_string() },
                origin: origin(path, &key),
                accepts: info.accepts.clone(),
            })?;
            values.insert(key, raw);
        }
    }
    Ok(values)
}

/// A data file that a setting names: JSON where its name ends in `.json`, else TOML.
pub(crate) fn read_data<T: DeserializeOwned>(path: &Path) -> Result<T, SettingsError> {
    let text = text(path)?;
    let json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    let read = if json {
        serde_json::from_str(&text).map_err(|error| error.to_string())
    } else {
        toml::from_str(&text).map_err(|error| reason(&text, &error))
    };
    read.map_err(|reason| SettingsError::Malformed { path: path.to_owned(), reason })
}

fn text(path: &Path) -> Result<String, SettingsError> {
    std::fs::read_to_string(path).map_err(|source| SettingsError::Unreadable { path: path.to_owned(), source })
}

/// Names the place in the file that a value came from.
pub(crate) fn origin(path: &Path, key: &str) -> Origin {
    Origin::File(format!("{}:{key}", path.display()))
}

fn unknown(path: &Path, key: String) -> SettingsError {
    SettingsError::UnknownKey { hint: nearest::hint(&key), origin: origin(path, &key), key }
}

/// A scalar as text, a list joined by commas; `None` for tables, dates and lists of them.
fn raw(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(number) => Some(number.to_string()),
        Value::Boolean(flag) => Some(flag.to_string()),
        Value::Array(items) => items.iter().map(raw).collect::<Option<Vec<_>>>().map(|items| items.join(",")),
        Value::Datetime(_) | Value::Table(_) => None,
    }
}

/// Says what and where, without the line itself, which toml's own message would print.
fn reason(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    format!("line {line}: {}", error.message())
}
