//! What a persona or a conversation may search.

use crate::ids::{CollectionId, UserId, WorkspaceId};
use crate::invalid::{Invalid, line};
use crate::time::Time;

/// A set of documents that is searched together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collection {
    /// Names the collection.
    pub id: CollectionId,
    /// Who made it, and changes it.
    pub owner_id: UserId,
    /// The space whose members search it too and whose admins change it too; `None` for the owner's alone.
    pub workspace_id: Option<WorkspaceId>,
    /// What people call it.
    pub name: CollectionName,
    /// What it is about; may be empty.
    pub description: String,
    /// When it was made.
    pub created_at: Time,
    /// Last change of the fields above.
    pub updated_at: Time,
}

/// A collection's name: one line, 1 to 120 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionName(String);

impl CollectionName {
    /// Reads a name.
    pub fn parse(raw: &str) -> Result<Self, Invalid> {
        line("name", raw, 1, 120).map(Self)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Most characters of a collection's description.
pub const DESCRIPTION_MAX: usize = 2000;

/// Checks the description of a collection. It may have several lines.
pub fn description(raw: &str) -> Result<String, Invalid> {
    let text = raw.trim();
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Invalid::new("description", "must be text without control characters"));
    }
    if text.chars().count() > DESCRIPTION_MAX {
        return Err(Invalid::new("description", format!("must have at most {DESCRIPTION_MAX} characters")));
    }
    Ok(text.to_owned())
}

/// How far documents are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DocumentCounts {
    /// All of them.
    pub total: u64,
    /// That can be searched.
    pub ready: u64,
    /// That wait to be read or are being read.
    pub processing: u64,
    /// That could not be read.
    pub failed: u64,
    /// That are not as their source is now; counted above as well.
    pub stale: u64,
}

/// How much a collection holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CollectionCounts {
    /// Its documents.
    pub documents: DocumentCounts,
    /// Their chunks.
    pub chunks: u64,
    /// The size of their files.
    pub bytes: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_text_of_some_lines() {
        assert_eq!(description(" a\nb ").unwrap(), "a\nb");
        assert!(description("a\u{0}").is_err());
        assert!(description(&"a".repeat(DESCRIPTION_MAX + 1)).is_err());
    }
}
