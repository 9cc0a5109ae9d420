//! Typed ids. All but one are UUIDv7: they sort by creation time. A chunk's is made of what it says.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The text is not a UUID with or without dashes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a UUID")]
pub struct NotAnId;

/// Calls a macro with all ids, each with its docs: here to make them, in `store` to read and write
/// them.
#[macro_export]
macro_rules! with_ids {
    ($call:ident) => {
        $call! {
            /// Names a user.
            UserId,
            /// Names a browser's login.
            AuthSessionId,
            /// Names a configured vendor account.
            ConnectionId,
            /// Names an encrypted secret at rest.
            SecretId,
            /// Names a conversation.
            ConversationId,
            /// Names one turn: an input, an execution, an answer.
            RunId,
            /// Names a message.
            MessageId,
            /// Names an uploaded file.
            AttachmentId,
            /// Names a folder of conversations.
            FolderId,
            /// Names a tag.
            TagId,
            /// Names an entry of the audit log.
            AuditEntryId,
            /// Names a process that holds leases on runs.
            ProcessId,
            /// Names a key that programs call with.
            ApiKeyId,
            /// Names a name for models.
            ModelAliasId,
            /// Names a space of one user or of several.
            WorkspaceId,
            /// Names a rule that picks an alias.
            RoutingRuleId,
            /// Names an entry of the ledger.
            UsageEntryId,
            /// Names a piece of machine work.
            JobId,
            /// Names what makes jobs again and again.
            ScheduleId,
            /// Names a collection of documents.
            CollectionId,
            /// Names a place whose documents a collection follows.
            SourceId,
            /// Names a document.
            DocumentId,
            /// Names a piece of a document; see [`ChunkId::of`].
            ChunkId,
            /// Names the vectors that one model made of a collection.
            EmbeddingIndexId,
            /// Names a file that is on its way here.
            UploadId,
        }
    };
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;

            /// Accepts dashes or none, because BrainDrive clients send 32 hex digits.
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                if text.len() != 36 && text.len() != 32 {
                    return Err(NotAnId);
                }
                Uuid::try_parse(text).map(Self).map_err(|_| NotAnId)
            }
        }
    )+};
}

with_ids!(ids);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_with_and_without_dashes_and_in_no_other_form() {
        let dashed: UserId = "0193a5b0-7d5c-7cc2-a1b2-0123456789ab".parse().unwrap();
        let plain: UserId = "0193a5b07d5c7cc2a1b20123456789ab".parse().unwrap();
        assert_eq!(dashed, plain);
        assert_eq!(dashed.to_string(), "0193a5b0-7d5c-7cc2-a1b2-0123456789ab");
        for wrong in ["", "1", "{0193a5b0-7d5c-7cc2-a1b2-0123456789ab}", "0193a5b07d5c7cc2a1b20123456789zz"] {
            assert_eq!(wrong.parse::<UserId>(), Err(NotAnId), "{wrong}");
        }
    }
}
