//! What a run was given beside the conversation: passages that its answer cites, and files.

use serde::{Deserialize, Serialize};

use crate::ids::{AttachmentId, DocumentId};

/// A passage of a document or of a page on the web that a model was given. Its answer cites it as `[number]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunSource {
    /// Its number, from 1, across all kinds.
    pub number: u32,
    /// Where it comes from.
    #[serde(flatten)]
    pub origin: SourceOrigin,
    /// What people call it: a document's title or name, a page's title.
    pub title: String,
    /// What the model was given.
    pub text: String,
}

/// Where a passage comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SourceOrigin {
    /// A document that was searched.
    Document {
        /// The document.
        document_id: DocumentId,
        /// The page, slide or sheet on which the passage begins, from 1.
        page: Option<u32>,
        /// Where it begins in the document's Markdown, in characters.
        start: u32,
        /// Where it ends, in characters.
        end: u32,
        /// The headings above it, outermost first.
        heading_path: Vec<String>,
    },
    /// A result of a search on the web.
    Web {
        /// The page's address.
        url: String,
    },
}

/// A file that came with a message, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunFile {
    /// The file.
    pub attachment_id: AttachmentId,
    /// Its text; `None` where that is gone.
    pub document_id: Option<DocumentId>,
    /// Its name.
    pub name: String,
    /// What became of it.
    #[serde(flatten)]
    pub how: FileUse,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum FileUse {
    /// The model was given all of its text.
    Whole,
    /// It was searched with the user's words; the model was given what was found.
    Searched,
    /// The model was given nothing of it.
    Failed {
        /// A sentence for the user.
        reason: String,
    },
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn the_kind_and_the_fate_are_fields_beside_the_others() {
        let id = Uuid::nil();
        let page = RunSource {
            number: 1,
            origin: SourceOrigin::Web { url: "https://example.org/".into() },
            title: "Example".into(),
            text: "Words".into(),
        };
        let json =
            json!({ "number": 1, "kind": "web", "url": "https://example.org/", "title": "Example", "text": "Words" });
        assert_eq!(serde_json::to_value(&page).unwrap(), json);
        assert_eq!(serde_json::from_value::<RunSource>(json).unwrap(), page);
        let how = FileUse::Failed { reason: "it is damaged".into() };
        let file = RunFile { attachment_id: AttachmentId(id), document_id: None, name: "a.pdf".into(), how };
        let json = json!({
            "attachment_id": id, "document_id": null, "name": "a.pdf", "how": "failed", "reason": "it is damaged",
        });
        assert_eq!(serde_json::to_value(&file).unwrap(), json);
        assert_eq!(serde_json::from_value::<RunFile>(json).unwrap(), file);
    }
}
