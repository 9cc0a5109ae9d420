//! Nouns with plain values, for tests to change what they care about.

use models::attachment::{Attachment, FileName};
use models::connection::{BaseUrl, Connection, ConnectionKind, ConnectionName, ModelChoice};
use models::conversation::{Conversation, Title, TitleSource};
use models::ids::*;
use models::message::{Message, MessageRole, Part};
use models::run::{Run, RunKind, RunParameters, RunStatus};
use models::time::Time;
use models::user::{Email, Role, User, UserName};
use pallium_store::blobs::{BlobStore, SealedBlob};
use pallium_store::{attachments, conversations, runs, users};
use uuid::Uuid;

use crate::common::TestDb;

/// A point in time, so many seconds after a fixed one.
pub(crate) fn at(seconds: i64) -> Time {
    Time::from_timestamp_micros(1_760_000_000_000_000 + seconds * 1_000_000).unwrap()
}

/// A UUID that sorts by its number.
pub(crate) fn uuid(number: u32) -> Uuid {
    Uuid::from_u128(0x0193_a5b0_0000_7000_8000_0000_0000_0000 + u128::from(number))
}

pub(crate) fn user_id(number: u32) -> UserId {
    UserId(uuid(number))
}

pub(crate) fn conversation_id(number: u32) -> ConversationId {
    ConversationId(uuid(number))
}

pub(crate) fn run_id(number: u32) -> RunId {
    RunId(uuid(number))
}

pub(crate) fn user(number: u32) -> User {
    User {
        id: user_id(number),
        email: Email::parse(&format!("user{number}@example.org")).unwrap(),
        name: UserName::parse(&format!("User {number}")).unwrap(),
        role: Role::Member,
        disabled_at: None,
        created_at: at(0),
        updated_at: at(0),
    }
}

pub(crate) fn connection(number: u32, owner: Option<UserId>) -> Connection {
    Connection {
        id: ConnectionId(uuid(number)),
        owner_id: owner,
        kind: ConnectionKind::OpenAi,
        name: ConnectionName::parse(&format!("Connection {number}")).unwrap(),
        base_url: BaseUrl::parse("https://api.example.org/v1").unwrap(),
        secret_id: None,
        secret_hint: None,
        enabled: true,
        models_refreshed_at: None,
        models_error: None,
        max_parallel: None,
        created_at: at(0),
        updated_at: at(0),
    }
}

/// A conversation of user 1.
pub(crate) fn conversation(number: u32) -> Conversation {
    Conversation {
        id: conversation_id(number),
        owner_id: user_id(1),
        title: Title::parse(&format!("Conversation {number}")).unwrap(),
        title_source: TitleSource::Default,
        folder_id: None,
        head_run_id: None,
        active_run_id: None,
        model: None,
        parameters: RunParameters::default(),
        tag_ids: Vec::new(),
        pinned_at: None,
        archived_at: None,
        deleted_at: None,
        expires_at: None,
        created_at: at(0),
        active_at: at(i64::from(number)),
        seen_at: None,
        answered_at: None,
    }
}

/// A run of user 1 that is under way. Its input is message 1000 + number, its answer 2000 + number.
pub(crate) fn run(number: u32, conversation: u32, parent: Option<u32>) -> Run {
    Run {
        id: run_id(number),
        conversation_id: conversation_id(conversation),
        owner_id: user_id(1),
        parent_run_id: parent.map(run_id),
        kind: RunKind::Answer,
        status: RunStatus::Running,
        input_message_id: Some(MessageId(uuid(1000 + number))),
        answer_message_id: MessageId(uuid(2000 + number)),
        model: ModelChoice { connection_id: ConnectionId(uuid(1)), model: "gpt".into() },
        parameters: RunParameters::default(),
        usage: None,
        finish_reason: None,
        failure: None,
        sources: vec![],
        files: vec![],
        created_at: at(i64::from(number)),
        first_token_at: None,
        finished_at: None,
    }
}

pub(crate) fn text(text: impl Into<String>) -> Part {
    Part::Text { text: text.into() }
}

pub(crate) fn input_of(run: &Run, words: &str) -> Message {
    Message {
        id: run.input_message_id.unwrap(),
        run_id: run.id,
        conversation_id: run.conversation_id,
        role: MessageRole::User,
        parts: vec![text(words)],
        created_at: run.created_at,
    }
}

pub(crate) fn answer_of(run: &Run, words: &str) -> Message {
    Message { id: run.answer_message_id, role: MessageRole::Assistant, ..input_of(run, words) }
}

/// SHA-256 of `abc`.
pub(crate) const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// An attachment of user 1, made at its number's second.
pub(crate) fn attachment(number: u32, blob: &str) -> Attachment {
    Attachment {
        id: AttachmentId(uuid(number)),
        owner_id: user_id(1),
        blob: blob.into(),
        name: FileName::parse("größe.png").unwrap(),
        media_type: "image/png".into(),
        bytes: 3,
        created_at: at(number.into()),
    }
}

/// A blob without a name.
pub(crate) async fn sealed(store: &BlobStore, pieces: &[&str]) -> SealedBlob {
    let mut writer = store.writer().await.unwrap();
    for piece in pieces {
        writer.write(piece.as_bytes()).await.unwrap();
    }
    writer.finish().await.unwrap()
}

pub(crate) const PROCESS: ProcessId = ProcessId(Uuid::from_u128(7));

impl TestDb {
    /// Keeps user 1, who owns what the other functions make.
    pub(crate) async fn with_user(self) -> Self {
        self.write(|db| users::insert(db, &user(1), "hash")).await;
        self
    }

    /// Keeps attachment `number` with the bytes `abc`.
    pub(crate) async fn keep_attachment(&self, number: u32, blobs: &BlobStore) {
        let (it, blob) = (attachment(number, ABC), sealed(blobs, &["abc"]).await);
        self.write(move |db| attachments::keep(db, &it, blob)).await;
    }

    pub(crate) async fn insert_conversation(&self, it: Conversation) {
        self.write(move |db| conversations::insert(db, &it)).await;
    }

    /// Keeps a run and its input.
    pub(crate) async fn insert_run(&self, it: Run) {
        self.write(move |db| {
            runs::insert(db, &it, PROCESS, at(30))?;
            pallium_store::messages::insert(db, &input_of(&it, &format!("question {}", it.id)))
        })
        .await;
    }
}
