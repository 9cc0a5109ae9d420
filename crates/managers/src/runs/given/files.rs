//! The files of a branch: waiting until they are read, and what becomes of each.

use std::collections::HashMap;
use std::time::Duration;

use documents::Tokens as _;
use models::ids::{AttachmentId, DocumentId};
use models::knowledge::{Document, DocumentState};
use models::message::{Message, Part};
use models::notice::Change;
use models::run_source::{FileUse, RunFile};
use tokio::time::Instant;

use super::divide::{self, Size};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::runs::hub::LiveRun;
use crate::runs::start::Plan;

/// Longest wait for files that are being read.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often they are looked at, should a hint be lost.
const POLL: Duration = Duration::from_millis(500);
/// Characters to a token at most: a longer text is not looked at to know that it does not fit.
const CHARACTERS_PER_TOKEN: usize = 6;

/// A file that a message shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shown {
    id: AttachmentId,
    /// Messages between its own and the newest.
    age: usize,
}

/// The files of a branch once they are read.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// What became of each, in the order of the branch.
    pub(super) files: Vec<RunFile>,
    /// The texts of those that go whole.
    pub(super) texts: HashMap<AttachmentId, String>,
    /// The documents that are to be searched.
    pub(super) searched: Vec<DocumentId>,
}

/// The files of a branch, each once, in its order.
pub(super) fn shown(history: &[Message]) -> Vec<Shown> {
    let mut shown: Vec<Shown> = Vec::new();
    for (age, message) in history.iter().rev().enumerate() {
        let files = message.parts.iter().rev().filter_map(|part| match part {
            Part::File { attachment_id } => Some(*attachment_id),
            Part::Text { .. }
            | Part::Image { .. }
            | Part::Reasoning { .. }
            | Part::ToolCall { .. }
            | Part::Refusal { .. } => None,
        });
        for id in files {
            if !shown.iter().any(|known| known.id == id) {
                shown.push(Shown { id, age });
            }
        }
    }
    shown.reverse();
    shown
}

/// Waits for the files and decides what becomes of each. `None`: the run was stopped meanwhile.
pub(super) async fn read(cx: &Context, live: &LiveRun, plan: &Plan, shown: &[Shown]) -> Result<Option<Read>> {
    if shown.is_empty() {
        return Ok(Some(Read::default()));
    }
    let ids: Vec<AttachmentId> = shown.iter().map(|file| file.id).collect();
    let Some(documents) = settled(cx, live, &ids).await? else { return Ok(None) };
    let window = plan.model.context_tokens.map_or(usize::MAX, |tokens| tokens as usize);
    // Half of a small window stays for the conversation.
    let tokens_max = (cx.settings.knowledge.whole_tokens_max as usize).min(window / 2);
    let characters_max = tokens_max.saturating_mul(CHARACTERS_PER_TOKEN);
    let wanted = ids.clone();
    let names = cx.store.read(move |db| Ok::<_, Error>(store::attachments::find_many(db, &wanted)?)).await?;
    let small: Vec<DocumentId> = documents
        .values()
        .filter(|it| it.state == DocumentState::Ready && it.facts.characters as usize <= characters_max)
        .map(|it| it.id)
        .collect();
    let mut texts = texts(cx, small).await?;
    let size = |file: &Shown| {
        let text = documents.get(&file.id).and_then(|document| texts.get(&document.id));
        Size { age: file.age, tokens: text.map_or(usize::MAX, |text| tokens(text)) }
    };
    let whole = divide::whole(&shown.iter().map(size).collect::<Vec<_>>(), tokens_max);
    let mut read = Read::default();
    for (file, whole) in shown.iter().zip(whole) {
        let name = names.iter().find(|it| it.id == file.id).map_or("file", |it| it.name.as_str()).to_owned();
        let document = documents.get(&file.id);
        let how = match document.map(failure) {
            None => FileUse::Failed { reason: "its text is gone; upload it again".into() },
            Some(Some(reason)) => FileUse::Failed { reason },
            Some(None) if whole => FileUse::Whole,
            Some(None) => FileUse::Searched,
        };
        if let Some(document) = document {
            match how {
                FileUse::Whole => read.texts.extend(texts.remove(&document.id).map(|text| (file.id, text))),
                FileUse::Searched => read.searched.push(document.id),
                FileUse::Failed { .. } => {}
            }
        }
        read.files.push(RunFile { attachment_id: file.id, document_id: document.map(|it| it.id), name, how });
    }
    Ok(Some(read))
}

/// Why a document gives a model nothing.
fn failure(document: &Document) -> Option<String> {
    match document.state {
        DocumentState::Queued | DocumentState::Processing => {
            Some("it was not read in time; try again in a moment".into())
        }
        DocumentState::Failed => {
            let message = document.error.as_ref().map(|error| error.message.clone());
            Some(message.unwrap_or_else(|| "it could not be read".into()))
        }
        DocumentState::Ready if document.facts.characters == 0 => Some(
            document
                .facts
                .warnings
                .first()
                .map_or_else(|| "it has no text".into(), |why| format!("it has no text: {}", why.message)),
        ),
        DocumentState::Ready => None,
    }
}

fn tokens(text: &str) -> usize {
    let mut starts = Vec::new();
    documents::Estimate.starts(text, &mut starts);
    starts.len()
}

async fn texts(cx: &Context, ids: Vec<DocumentId>) -> Result<HashMap<DocumentId, String>> {
    cx.store
        .read(move |db| {
            let mut texts = HashMap::new();
            for id in ids {
                texts.extend(store::knowledge::documents::text(db, id)?.map(|text| (id, text)));
            }
            Ok::<_, Error>(texts)
        })
        .await
}

/// The documents of files, once none is being read any more or the patience is over.
async fn settled(
    cx: &Context,
    live: &LiveRun,
    ids: &[AttachmentId],
) -> Result<Option<HashMap<AttachmentId, Document>>> {
    let until = Instant::now() + PATIENCE;
    loop {
        // Listened to before the look, so that no hint falls between.
        let mut hints = cx.notices.listen();
        let wanted = ids.to_vec();
        let found =
            cx.store.read(move |db| Ok::<_, Error>(store::knowledge::documents::of_attachments(db, &wanted)?)).await?;
        let waits = |it: &Document| matches!(it.state, DocumentState::Queued | DocumentState::Processing);
        let awaited: Vec<DocumentId> = found.iter().filter(|it| waits(it)).map(|it| it.id).collect();
        if awaited.is_empty() || Instant::now() >= until {
            return Ok(Some(found.into_iter().filter_map(|it| Some((it.attachment_id?, it))).collect()));
        }
        let hint = async {
            while let Ok(notice) = hints.recv().await {
                if matches!(notice.change, Change::DocumentChanged { document_id, .. } if awaited.contains(&document_id))
                {
                    return;
                }
            }
            // Too many hints at once, or none ever: look again at the next tick.
            std::future::pending::<()>().await;
        };
        tokio::select! {
            () = live.cancel.cancelled() => return Ok(None),
            () = hint => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use models::ids::{ConversationId, MessageId, RunId};
    use models::message::MessageRole;
    use uuid::Uuid;

    use super::*;

    fn message(files: &[u128]) -> Message {
        let file = |number: &u128| Part::File { attachment_id: AttachmentId(Uuid::from_u128(*number)) };
        let nil = Uuid::nil();
        Message {
            id: MessageId(nil),
            run_id: RunId(nil),
            conversation_id: ConversationId(nil),
            role: MessageRole::User,
            parts: files.iter().map(file).chain([Part::Text { text: "words".into() }]).collect(),
            created_at: models::time::Time::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_file_that_is_sent_again_counts_as_new_and_once() {
        let shown = shown(&[message(&[1, 2]), message(&[]), message(&[3, 1])]);
        let shown: Vec<(u128, usize)> = shown.iter().map(|it| (it.id.0.as_u128(), it.age)).collect();
        assert_eq!(shown, [(2, 2), (3, 0), (1, 0)]);
    }
}
