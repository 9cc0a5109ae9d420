//! Changing a conversation: its title, marks, place, tags, model, parameters and branch.

use models::connection::ModelChoice;
use models::conversation::{Conversation, Title, TitleSource};
use models::ids::{ConversationId, FolderId, RunId, TagId};
use models::run::RunParameters;
use models::time::Time;
use store::Db;

use super::create::own_folder;
use super::{changed, own_locked};
use crate::access::{Action, Actor, Resource, check};
use crate::context::Context;
use crate::error::{Conflict, Error, Noun, Result};

/// Changes what is `Some`; where `None` is a value of its own, the inner option is it.
#[derive(Debug, Clone, Default)]
pub struct ChangeConversation {
    /// A title in the user's words.
    pub title: Option<Title>,
    /// Whether it is pinned.
    pub pinned: Option<bool>,
    /// Whether it is archived.
    pub archived: Option<bool>,
    /// The folder it lies in.
    pub folder_id: Option<Option<FolderId>>,
    /// All its tags.
    pub tag_ids: Option<Vec<TagId>>,
    /// Model of the next run.
    pub model: Option<Option<ModelChoice>>,
    /// Instructions and sampling of the next run.
    pub parameters: Option<RunParameters>,
    /// A run of the branch to show; the newest run after it becomes the head.
    pub head_run_id: Option<RunId>,
}

/// Most tags of one conversation.
pub const TAGS_MAX: usize = 50;

/// Changes a conversation. The order of the list stays as it is: only messages change that.
pub async fn change(
    cx: &Context,
    actor: &Actor,
    id: ConversationId,
    command: ChangeConversation,
) -> Result<Conversation> {
    let wrong = command.parameters.as_ref().map(RunParameters::check).unwrap_or_default();
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let (asker, now) = (actor.clone(), cx.now());
    let conversation = cx.store.write(move |db| apply(db, &asker, id, command, now)).await?;
    changed(cx, actor, id);
    Ok(conversation)
}

fn apply(
    db: &mut Db,
    actor: &Actor,
    id: ConversationId,
    command: ChangeConversation,
    now: Time,
) -> Result<Conversation> {
    let mut it = own_locked(db, actor, id)?;
    if let Some(title) = command.title {
        it.title = title;
        it.title_source = TitleSource::User;
    }
    if let Some(pinned) = command.pinned {
        it.pinned_at = pinned.then(|| it.pinned_at.unwrap_or(now));
    }
    if let Some(archived) = command.archived {
        it.archived_at = archived.then(|| it.archived_at.unwrap_or(now));
    }
    if let Some(folder_id) = command.folder_id {
        own_folder(db, actor, folder_id)?;
        it.folder_id = folder_id;
    }
    if let Some(model) = command.model {
        it.model = model;
    }
    if let Some(parameters) = command.parameters {
        it.parameters = parameters;
    }
    store::conversations::update(db, &it)?;
    if let Some(tag_ids) = command.tag_ids {
        set_tags(db, actor, &mut it, tag_ids)?;
    }
    if let Some(run_id) = command.head_run_id {
        switch(db, actor, &mut it, run_id)?;
    }
    Ok(it)
}

fn set_tags(db: &mut Db, actor: &Actor, it: &mut Conversation, mut tag_ids: Vec<TagId>) -> Result<()> {
    tag_ids.sort_unstable();
    tag_ids.dedup();
    if tag_ids.len() > TAGS_MAX {
        return Err(models::invalid::Invalid::new("tag_ids", format!("must name at most {TAGS_MAX} tags")).into());
    }
    for tag_id in &tag_ids {
        let tag = store::tags::find(db, *tag_id)?.ok_or(Error::NotFound(Noun::Tag))?;
        check(actor, Action::Use, Resource::Tag(&tag))?;
    }
    store::conversations::set_tags(db, it.id, &tag_ids)?;
    it.tag_ids = tag_ids;
    Ok(())
}

/// Shows the branch that a run is on. While an answer is under way the head stays, because the
/// answer ends on the branch it began on.
fn switch(db: &mut Db, actor: &Actor, it: &mut Conversation, run_id: RunId) -> Result<()> {
    if it.active_run_id.is_some() {
        return Err(Error::Conflict(Conflict::RunInProgress));
    }
    let run = store::runs::find(db, run_id)?.ok_or(Error::NotFound(Noun::Run))?;
    check(actor, Action::View, Resource::Run(&run))?;
    if run.conversation_id != it.id && !on_branch(db, it, run_id)? {
        return Err(Error::NotFound(Noun::Run));
    }
    let head = store::runs::newest_descendant(db, it.id, run_id)?;
    store::conversations::set_head(db, it.id, head, it.active_at)?;
    it.head_run_id = Some(head);
    Ok(())
}

/// A fork shows runs of the conversation it was made from; those on its branch are its own to show.
fn on_branch(db: &mut Db, it: &Conversation, run_id: RunId) -> Result<bool> {
    let Some(head) = it.head_run_id else { return Ok(false) };
    Ok(store::runs::path_ids(db, head)?.contains(&run_id))
}

/// Notes that the user looked at a conversation.
pub async fn mark_seen(cx: &Context, actor: &Actor, id: ConversationId) -> Result<()> {
    let (asker, now) = (actor.clone(), cx.now());
    let was_unread = cx
        .store
        .write(move |db| {
            let it = own_locked(db, &asker, id)?;
            store::conversations::mark_seen(db, id, now)?;
            Ok::<_, Error>(it.unread())
        })
        .await?;
    if was_unread {
        changed(cx, actor, id);
    }
    Ok(())
}
