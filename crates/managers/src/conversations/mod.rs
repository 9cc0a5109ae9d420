//! Conversations: make, list, change, put in the bin, fork.

pub mod change;
pub mod create;
pub mod list;
pub mod remove;

use models::conversation::Conversation;
use models::ids::ConversationId;
use models::notice::Change;
use store::Db;

use crate::access::{self, Action, Actor, Resource};
use crate::context::Context;
use crate::error::{Error, Noun, Result};

/// Reads one conversation.
pub async fn get(cx: &Context, actor: &Actor, id: ConversationId) -> Result<Conversation> {
    let actor = actor.clone();
    cx.store.read(move |db| own(db, &actor, Action::View, id)).await
}

/// The caller's conversation, or not found.
pub(crate) fn own(db: &mut Db, actor: &Actor, action: Action, id: ConversationId) -> Result<Conversation> {
    let conversation = store::conversations::find(db, id)?.ok_or(Error::NotFound(Noun::Conversation))?;
    access::check(actor, action, Resource::Conversation(&conversation))?;
    Ok(conversation)
}

/// The caller's conversation, held against other writers until the transaction ends.
pub(crate) fn own_locked(db: &mut Db, actor: &Actor, id: ConversationId) -> Result<Conversation> {
    let conversation = store::conversations::lock(db, id)?.ok_or(Error::NotFound(Noun::Conversation))?;
    access::check(actor, Action::Change, Resource::Conversation(&conversation))?;
    Ok(conversation)
}

fn changed(cx: &Context, actor: &Actor, conversation_id: ConversationId) {
    cx.notify(actor.id(), Change::ConversationChanged { conversation_id });
}
