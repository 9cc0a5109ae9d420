//! What the user sees as a chat: a pointer to the head of a tree of runs.

use serde::{Deserialize, Serialize};

use crate::connection::ModelChoice;
use crate::ids::{ConversationId, FolderId, RunId, TagId, UserId};
use crate::invalid::{Invalid, line};
use crate::run::RunParameters;
use crate::time::Time;

/// A conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct Conversation {
    /// Names the conversation.
    pub id: ConversationId,
    /// Whose it is.
    pub owner_id: UserId,
    /// What the list shows.
    pub title: Title,
    /// Who chose the title; a user's title is never replaced.
    pub title_source: TitleSource,
    /// The folder it lies in.
    pub folder_id: Option<FolderId>,
    /// The newest run of the branch that is shown; history is the walk up its parents.
    pub head_run_id: Option<RunId>,
    /// The run that is under way; at most one.
    pub active_run_id: Option<RunId>,
    /// Model of the next run, where chosen.
    pub model: Option<ModelChoice>,
    /// Instructions and sampling of the next run.
    pub parameters: RunParameters,
    /// Tags, in no order.
    pub tag_ids: Vec<TagId>,
    /// Since when it is pinned.
    pub pinned_at: Option<Time>,
    /// Since when it is archived.
    pub archived_at: Option<Time>,
    /// Since when it lies in the bin.
    pub deleted_at: Option<Time>,
    /// When a temporary conversation is removed.
    pub expires_at: Option<Time>,
    /// When it was made.
    pub created_at: Time,
    /// Last message; orders the list. A rename does not change it.
    pub active_at: Time,
    /// When the user last looked at it.
    pub seen_at: Option<Time>,
    /// When the last answer ended.
    pub answered_at: Option<Time>,
}

impl Conversation {
    /// Whether an answer ended since the user last looked.
    pub fn unread(&self) -> bool {
        match (self.answered_at, self.seen_at) {
            (Some(answered), Some(seen)) => answered > seen,
            (Some(_), None) => true,
            (None, _) => false,
        }
    }
}

/// What a list shows of a conversation. A list of two hundred reads a third of the columns that
/// whole conversations have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationSummary {
    /// Names the conversation.
    pub id: ConversationId,
    /// Its title.
    pub title: Title,
    /// Who chose the title.
    pub title_source: TitleSource,
    /// The folder it lies in.
    pub folder_id: Option<FolderId>,
    /// The run that is under way.
    pub active_run_id: Option<RunId>,
    /// Tags, in no order.
    pub tag_ids: Vec<TagId>,
    /// Last message; orders the list.
    pub active_at: Time,
    /// What is marked about it.
    pub marks: Marks,
}

/// What is marked about a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks {
    /// It is pinned.
    pub pinned: bool,
    /// It is archived.
    pub archived: bool,
    /// It lies in the bin.
    pub deleted: bool,
    /// It is removed after a day.
    pub temporary: bool,
    /// An answer ended since the user last looked.
    pub unread: bool,
}

/// Who chose a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TitleSource {
    /// Nobody yet.
    Default,
    /// Taken from the first words of the first message.
    FirstWords,
    /// Written by a model.
    Model,
    /// Written by the user.
    User,
}

impl TitleSource {
    /// The stable spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::FirstWords => "first_words",
            Self::Model => "model",
            Self::User => "user",
        }
    }

    /// Reads the stable spelling.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Default, Self::FirstWords, Self::Model, Self::User].into_iter().find(|s| s.as_str() == text)
    }
}

/// A conversation's title: one line, 1 to 200 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title(String);

impl Title {
    /// Characters that fit a list row; longer first words are cut at a word.
    const FIRST_WORDS: usize = 60;

    /// Reads a title.
    pub fn parse(raw: &str) -> Result<Self, Invalid> {
        line("title", raw, 1, 200).map(Self)
    }

    /// A title as a database keeps it, which [`Title::parse`] let in: a list reads two hundred.
    pub fn stored(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The title a conversation has before its first message. The web app translates it.
    pub fn default_title() -> Self {
        Self("New conversation".into())
    }

    /// A title from the first words of a message; `None` where it holds no words.
    pub fn from_first_words(text: &str) -> Option<Self> {
        let mut title = String::new();
        for word in text.split_whitespace() {
            let word: String = word.chars().filter(|c| !c.is_control()).take(Self::FIRST_WORDS).collect();
            let length = title.chars().count();
            if !title.is_empty() && length + 1 + word.chars().count() > Self::FIRST_WORDS {
                title.push('…');
                break;
            }
            if !title.is_empty() {
                title.push(' ');
            }
            title.push_str(&word);
        }
        Self::parse(&title).ok()
    }

    /// The title's text, without copying it.
    pub fn into_string(self) -> String {
        self.0
    }

    /// The title.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A folder of conversations. Folders do not nest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Names the folder.
    pub id: FolderId,
    /// Whose it is.
    pub owner_id: UserId,
    /// One line, 1 to 80 characters.
    pub name: Label,
    /// When it was made.
    pub created_at: Time,
}

/// A tag that a user puts on conversations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Names the tag.
    pub id: TagId,
    /// Whose it is.
    pub owner_id: UserId,
    /// Unique among the user's tags.
    pub name: Label,
    /// `#rrggbb`.
    pub color: Color,
    /// When it was made.
    pub created_at: Time,
}

/// The name of a folder or tag: one line, 1 to 80 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label(String);

impl Label {
    /// Reads a name.
    pub fn parse(raw: &str) -> Result<Self, Invalid> {
        line("name", raw, 1, 80).map(Self)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A colour as `#rrggbb`, lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Color(String);

impl Color {
    /// Reads a colour.
    pub fn parse(raw: &str) -> Result<Self, Invalid> {
        let digits = raw.strip_prefix('#').filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()));
        match digits {
            Some(digits) => Ok(Self(format!("#{}", digits.to_ascii_lowercase()))),
            None => Err(Invalid::new("color", "must be a colour such as #3b82f6")),
        }
    }

    /// The colour.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_words_become_a_title_that_fits() {
        assert_eq!(Title::from_first_words("  What is\n a monad? ").unwrap().as_str(), "What is a monad?");
        let long = Title::from_first_words(&"word ".repeat(40)).unwrap();
        assert!(long.as_str().ends_with('…') && long.as_str().chars().count() <= 61, "{}", long.as_str());
        assert_eq!(Title::from_first_words(" \n "), None);
        assert_eq!(Title::from_first_words(&"x".repeat(500)).unwrap().as_str().len(), 60);
    }
}
