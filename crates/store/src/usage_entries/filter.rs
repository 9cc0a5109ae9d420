//! Which entries of the ledger are meant.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use models::ids::{ApiKeyId, UsageEntryId, UserId, WorkspaceId};
use models::time::Time;
use uuid::Uuid;

use crate::raw::Raw;

/// Which entries are meant; `None` is all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UsageFilter {
    /// Of this user.
    pub user_id: Option<UserId>,
    /// Of this key.
    pub key_id: Option<ApiKeyId>,
    /// Of this workspace.
    pub workspace_id: Option<WorkspaceId>,
    /// Answered by this model.
    pub model: Option<String>,
    /// At this time or later.
    pub from: Option<Time>,
    /// Before this time.
    pub to: Option<Time>,
}

impl UsageFilter {
    /// One `?` for each value that [`Self::bind`] gives, in its order.
    pub(super) fn conditions(&self) -> Vec<&'static str> {
        let all = [
            self.user_id.map(|_| "user_id = ?"),
            self.key_id.map(|_| "key_id = ?"),
            self.workspace_id.map(|_| "workspace_id = ?"),
            self.model.as_ref().map(|_| "answered_model = ?"),
            self.from.map(|_| "at >= ?"),
            self.to.map(|_| "at < ?"),
        ];
        all.into_iter().flatten().collect()
    }

    pub(super) fn bind<ST>(&self, mut query: Raw<ST>) -> Raw<ST> {
        query = query.ids(self.user_id.map(|id| id.0)).ids(self.key_id.map(|id| id.0));
        query = query.ids(self.workspace_id.map(|id| id.0));
        if let Some(model) = &self.model {
            query = query.text(model.replace('\0', ""));
        }
        for time in [self.from, self.to].into_iter().flatten() {
            query = query.time(time);
        }
        query
    }
}

/// ` WHERE …` of conditions that must all hold; nothing without any.
pub(super) fn where_all(conditions: &[&str]) -> String {
    if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) }
}

/// A place in the ledger's order; `Page::next` is its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    pub(super) at: Time,
    pub(super) id: UsageEntryId,
}

impl Cursor {
    pub(super) fn encode(&self) -> String {
        let mut bytes = [0; 24];
        bytes[..8].copy_from_slice(&self.at.timestamp_micros().to_be_bytes());
        bytes[8..].copy_from_slice(self.id.0.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads the text of a cursor; `None` for one that this room did not make.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 24] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        let at = Time::from_timestamp_micros(i64::from_be_bytes(bytes[..8].try_into().ok()?))?;
        Some(Self { at, id: UsageEntryId(Uuid::from_slice(&bytes[8..]).ok()?) })
    }
}
