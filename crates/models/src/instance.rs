//! Settings of the whole instance that an admin changes while it runs.

use serde::{Deserialize, Serialize};

use crate::connection::ModelChoice;

/// Settings of the whole instance, kept in the database.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InstanceSettings {
    /// Whether strangers may make an account.
    pub registration_enabled: bool,
    /// The cheap model that writes titles; `None` keeps the first words.
    pub title_model: Option<ModelChoice>,
    /// The model a new conversation starts with, where the user chose none.
    pub default_model: Option<ModelChoice>,
}
