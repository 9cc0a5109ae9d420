//! Full text over titles and messages: FTS5 on SQLite, tsvector on Postgres.

mod snippet;
mod words;

use diesel::RunQueryDsl;
use diesel::sql_types::{Nullable, Text};
use models::ids::{ConversationId, MessageId, RunId, UserId};
use models::message::MessageRole;
use models::page::Page;
use models::search::{MessageHit, SearchHit};
use models::time::Time;

use crate::db::{Db, Dialect, on};
use crate::error::StoreError;
use crate::raw::raw;
use crate::types::sql::{DbText, DbTime, DbUuid};
use words::Words;

type RowSql = (DbUuid, Text, DbTime, Nullable<DbUuid>, Nullable<DbUuid>, Nullable<DbText>, Nullable<Text>);
type Row = (ConversationId, String, Time, Option<RunId>, Option<MessageId>, Option<MessageRole>, Option<String>);

/// A page of what a user's conversations outside the bin hold of the query: titles first, then
/// messages, each by how well they match and then newest first. Every word must occur; the last may
/// be the beginning of one. A query without letters and digits finds nothing.
pub fn search(
    db: &mut Db,
    user_id: UserId,
    query: &str,
    cursor: Option<Cursor>,
    limit: u32,
) -> Result<Page<SearchHit>, StoreError> {
    let Some(words) = Words::parse(query) else { return Ok(Page { items: Vec::new(), next: None }) };
    let (sql, pattern) = match db.dialect() {
        Dialect::Postgres => (postgres(), words.tsquery()),
        Dialect::Sqlite => (sqlite(), words.fts5()),
    };
    let mut statement = raw::<RowSql>(sql);
    for _ in ["title", "message"] {
        statement = statement.text(&pattern).id(user_id.0);
    }
    let Cursor { offset } = cursor.unwrap_or(Cursor { offset: 0 });
    let statement = statement.number(i64::from(limit) + 1).number(offset.into());
    let mut rows: Vec<Row> = on!(db, |c| statement.load(c))?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = more.then(|| Cursor { offset: offset.saturating_add(limit) }.encode());
    Ok(Page { items: rows.into_iter().map(|row| hit(row, &words)).collect(), next })
}

/// A place in the hits of a search; `Page::next` is its text. Hits are ranked anew for each page, so
/// it cannot be more than a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    offset: u32,
}

impl Cursor {
    fn encode(self) -> String {
        self.offset.to_string()
    }

    /// Reads the text of a cursor; `None` for one that this room did not make.
    pub fn parse(text: &str) -> Option<Self> {
        let cursor = Self { offset: text.parse().ok()? };
        (cursor.encode() == text).then_some(cursor)
    }
}

fn hit((conversation_id, title, at, run_id, message_id, role, text): Row, words: &Words) -> SearchHit {
    let snippet = snippet::snippet(text.as_deref().unwrap_or(&title), words);
    let message = match (run_id, message_id, role) {
        (Some(run_id), Some(message_id), Some(role)) => Some(MessageHit { run_id, message_id, role }),
        _ => None,
    };
    SearchHit { conversation_id, title, message, snippet, at }
}

/// Texts are read for the rows of the page only.
fn page_of(titles: &str, messages: &str) -> String {
    format!(
        "WITH hit (kind, rank, at, conversation_id, message_id) AS (
            {titles} AND conversation.owner_id = ? AND conversation.deleted_at IS NULL
            UNION ALL
            {messages} AND conversation.owner_id = ? AND conversation.deleted_at IS NULL
         ), page AS (
            SELECT * FROM hit ORDER BY kind, rank, at DESC, conversation_id, message_id LIMIT ? OFFSET ?
         )
         SELECT conversation.id, conversation.title, page.at, message.run_id, message.id, message.role,
             message.search_text
         FROM page
         JOIN conversation ON conversation.id = page.conversation_id
         LEFT JOIN message ON message.id = page.message_id
         ORDER BY kind, rank, page.at DESC, page.conversation_id, page.message_id"
    )
}

/// `bm25` is smaller for better matches.
fn sqlite() -> String {
    page_of(
        "SELECT 0, bm25(conversation_words), conversation.active_at, conversation.id, NULL
         FROM conversation_words JOIN conversation ON conversation.number = conversation_words.rowid
         WHERE conversation_words MATCH ?",
        "SELECT 1, bm25(message_words), message.created_at, conversation.id, message.id
         FROM message_words JOIN message ON message.number = message_words.rowid
         JOIN conversation ON conversation.id = message.conversation_id
         WHERE message_words MATCH ?",
    )
}

fn postgres() -> String {
    page_of(
        "SELECT 0, -ts_rank(conversation.words, pattern), conversation.active_at, conversation.id, CAST(NULL AS UUID)
         FROM conversation, to_tsquery('simple', ?) pattern
         WHERE conversation.words @@ pattern",
        "SELECT 1, -ts_rank(message.words, pattern), message.created_at, conversation.id, message.id
         FROM to_tsquery('simple', ?) pattern, message
         JOIN conversation ON conversation.id = message.conversation_id
         WHERE message.words @@ pattern",
    )
}
