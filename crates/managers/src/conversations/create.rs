//! Making a conversation, empty or as a fork of another's branch.

use models::connection::ModelChoice;
use models::conversation::{Conversation, Title, TitleSource};
use models::ids::{ConversationId, FolderId, RunId};
use models::run::RunParameters;
use store::Db;

use super::{changed, own};
use crate::access::{Action, Actor, Resource, check};
use crate::context::Context;
use crate::error::{Conflict, Error, Noun, Result};

/// Makes an empty conversation.
#[derive(Debug, Clone, Default)]
pub struct CreateConversation {
    /// Its title; taken from the first message where absent.
    pub title: Option<Title>,
    /// The folder it lies in.
    pub folder_id: Option<FolderId>,
    /// Whether it is removed after a day.
    pub lifetime: Lifetime,
    /// Model of its first run.
    pub model: Option<ModelChoice>,
    /// Instructions and sampling.
    pub parameters: RunParameters,
}

/// How long a conversation is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lifetime {
    /// Until its owner deletes it.
    #[default]
    Kept,
    /// For the time that `conversations.temporary_keep` sets.
    Temporary,
}

/// Makes an empty conversation.
pub async fn create(cx: &Context, actor: &Actor, command: CreateConversation) -> Result<Conversation> {
    let wrong = command.parameters.check();
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let now = cx.now();
    let (title, title_source) = match command.title {
        Some(title) => (title, TitleSource::User),
        None => (Title::default_title(), TitleSource::Default),
    };
    let conversation = Conversation {
        id: ConversationId(cx.id()),
        owner_id: actor.id(),
        title,
        title_source,
        folder_id: command.folder_id,
        head_run_id: None,
        active_run_id: None,
        model: command.model,
        parameters: command.parameters,
        tag_ids: Vec::new(),
        pinned_at: None,
        archived_at: None,
        deleted_at: None,
        expires_at: match command.lifetime {
            Lifetime::Kept => None,
            Lifetime::Temporary => Some(now + cx.settings.conversations.temporary_keep),
        },
        created_at: now,
        active_at: now,
        seen_at: Some(now),
        answered_at: None,
    };
    save(cx, actor, conversation, None).await
}

/// Makes a conversation whose history is another's branch up to a run. Nothing is copied.
pub async fn fork(cx: &Context, actor: &Actor, id: ConversationId, run_id: RunId) -> Result<Conversation> {
    let (asker, new_id, now) = (actor.clone(), ConversationId(cx.id()), cx.now());
    let fork = cx
        .store
        .read(move |db| {
            let original = own(db, &asker, Action::View, id)?;
            let run = store::runs::find(db, run_id)?.ok_or(Error::NotFound(Noun::Run))?;
            check(&asker, Action::View, Resource::Run(&run))?;
            if !run.status.is_terminal() {
                return Err(Error::Conflict(Conflict::RunNotFinished));
            }
            Ok(Conversation {
                id: new_id,
                head_run_id: Some(run.id),
                active_run_id: None,
                pinned_at: None,
                archived_at: None,
                deleted_at: None,
                expires_at: None,
                created_at: now,
                active_at: now,
                seen_at: Some(now),
                answered_at: None,
                ..original
            })
        })
        .await?;
    let head = fork.head_run_id;
    save(cx, actor, fork, head).await
}

async fn save(cx: &Context, actor: &Actor, conversation: Conversation, head: Option<RunId>) -> Result<Conversation> {
    let asker = actor.clone();
    let conversation = cx
        .store
        .write(move |db| {
            own_folder(db, &asker, conversation.folder_id)?;
            store::conversations::insert(db, &conversation)?;
            store::conversations::set_tags(db, conversation.id, &conversation.tag_ids)?;
            if let Some(head) = head {
                store::conversations::set_head(db, conversation.id, head, conversation.active_at)?;
            }
            Ok::<_, Error>(conversation)
        })
        .await?;
    changed(cx, actor, conversation.id);
    Ok(conversation)
}

/// A folder that is named must be the caller's.
pub(super) fn own_folder(db: &mut Db, actor: &Actor, id: Option<FolderId>) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    let folder = store::folders::find(db, id)?.ok_or(Error::NotFound(Noun::Folder))?;
    check(actor, Action::Use, Resource::Folder(&folder))
}
