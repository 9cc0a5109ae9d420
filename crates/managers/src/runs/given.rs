//! What a run is given beside the conversation: the files of its messages, and passages that were found for the user's
//! words in long files, in collections and on the web.

mod assemble;
mod divide;
mod files;
mod found;

use models::message::{Message, MessageRole, plain_text};
use models::run::{Run, RunKind};
use models::run_source::{RunFile, RunSource};

use super::hub::LiveRun;
use super::start::Plan;
use crate::context::Context;
use crate::error::{Error, Result};

pub(super) use assemble::Words;

/// What a run is given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Given {
    /// What of it the request says, and where.
    pub(super) words: Words,
    /// The passages, by number.
    pub(super) sources: Vec<RunSource>,
    /// The files of the branch.
    pub(super) files: Vec<RunFile>,
}

/// Gathers it; waits for files that are still being read. `None`: the run was stopped meanwhile.
pub(super) async fn gather(cx: &Context, live: &LiveRun, plan: &Plan, history: &[Message]) -> Result<Option<Given>> {
    let shown = files::shown(history);
    let Some(read) = files::read(cx, live, plan, &shown).await? else { return Ok(None) };
    let (sources, notes) = match plan.run.kind {
        RunKind::Answer => {
            let question = question(history);
            let finding = found::find(cx, plan, &read, &question);
            tokio::select! {
                found = finding => found?,
                () = live.cancel.cancelled() => return Ok(None),
            }
        }
        // It goes on with an answer that cites by number.
        RunKind::Continuation => (earlier(cx, &plan.run).await?, Vec::new()),
    };
    let words = assemble::words(&read.files, &read.texts, &sources, &notes);
    Ok(Some(Given { words, sources, files: read.files }))
}

/// The newest words of the user.
fn question(history: &[Message]) -> String {
    let newest = history.iter().rev().find(|message| message.role == MessageRole::User);
    newest.map(|message| plain_text(&message.parts)).unwrap_or_default()
}

async fn earlier(cx: &Context, run: &Run) -> Result<Vec<RunSource>> {
    let Some(parent) = run.parent_run_id else { return Ok(Vec::new()) };
    let parent = cx.store.read(move |db| Ok::<_, Error>(store::runs::find(db, parent)?)).await?;
    Ok(parent.map(|parent| parent.sources).unwrap_or_default())
}
