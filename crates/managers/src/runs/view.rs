//! Reading a conversation's branch in windows, so that a long one opens as fast as a short one.

use models::conversation::Conversation;
use models::ids::{ConversationId, RunId};
use models::message::{Message, MessageRole, Part};
use models::run::{Run, Turn};
use models::run_event::LoggedEvent;
use store::Db;

use super::fold::fold;
use super::own;
use crate::access::{Action, Actor};
use crate::context::Context;
use crate::conversations;
use crate::error::{Conflict, Error, Result};

/// Turns of a window where the caller does not say.
pub const WINDOW_DEFAULT: usize = 12;
/// Most turns of a window.
pub const WINDOW_MAX: usize = 50;
/// Bytes of text after which a window ends early; it always holds at least one turn.
const WINDOW_BYTES: usize = 36 * 1024;

/// Which window of a branch.
#[derive(Debug, Clone)]
pub struct ReadWindow {
    /// Which conversation.
    pub conversation_id: ConversationId,
    /// Most turns.
    pub limit: usize,
    /// Where.
    pub at: At,
}

/// Where a window lies on the branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// It ends with the head.
    Head,
    /// It ends just before this run.
    Before(RunId),
    /// It begins just after this run.
    After(RunId),
    /// This run is in its middle.
    Around(RunId),
}

/// A window of turns, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// The turns.
    pub turns: Vec<Turn>,
    /// Whether the branch goes on towards its beginning.
    pub has_before: bool,
    /// Whether the branch goes on towards its head.
    pub has_after: bool,
}

/// Reads a window of a conversation's branch.
pub async fn window(cx: &Context, actor: &Actor, query: ReadWindow) -> Result<Window> {
    let actor = actor.clone();
    let mut window = cx
        .store
        .read(move |db| {
            let conversation = conversations::own(db, &actor, Action::View, query.conversation_id)?;
            let limit = query.limit.clamp(1, WINDOW_MAX);
            let slice = match query.at {
                At::Head => from_head(db, conversation.head_run_id, limit)?,
                At::Before(id) => before(db, &conversation, id, limit)?,
                At::After(id) | At::Around(id) => inside(db, &conversation, query.at, id, limit)?,
            };
            fill(db, &conversation, slice, query.at)
        })
        .await?;
    for turn in &mut window.turns {
        add_live(cx, turn);
    }
    Ok(window)
}

/// Reads one run with its messages.
pub async fn turn(cx: &Context, actor: &Actor, id: RunId) -> Result<Turn> {
    let actor = actor.clone();
    let mut turn = cx
        .store
        .read(move |db| {
            let run = own(db, &actor, Action::View, id)?;
            let siblings = store::runs::siblings(db, run.conversation_id, &[run.id])?;
            let mut turns = with_messages(db, vec![run], siblings)?;
            turns.pop().ok_or(Error::NotFound(crate::error::Noun::Run))
        })
        .await?;
    add_live(cx, &mut turn);
    Ok(turn)
}

/// Runs newest first.
struct Slice {
    runs: Vec<Run>,
    has_before: bool,
    has_after: bool,
}

fn from_head(db: &mut Db, head: Option<RunId>, limit: usize) -> Result<Slice> {
    let Some(head) = head else { return Ok(Slice { runs: Vec::new(), has_before: false, has_after: false }) };
    let mut runs = store::runs::path(db, head, to_u32(limit + 1))?;
    let has_before = runs.len() > limit;
    runs.truncate(limit);
    Ok(Slice { runs, has_before, has_after: false })
}

/// A run that is not on this branch is found out by its conversation only where that is cheap: a
/// client that pages backwards has the run from this branch.
fn before(db: &mut Db, conversation: &Conversation, id: RunId, limit: usize) -> Result<Slice> {
    let run = store::runs::find(db, id)?.filter(|run| run.owner_id == conversation.owner_id);
    let run = run.ok_or(Error::NotFound(crate::error::Noun::Run))?;
    Ok(Slice { has_after: true, ..from_head(db, run.parent_run_id, limit)? })
}

fn inside(db: &mut Db, conversation: &Conversation, at: At, id: RunId, limit: usize) -> Result<Slice> {
    let path = match conversation.head_run_id {
        Some(head) => store::runs::path_ids(db, head)?,
        None => Vec::new(),
    };
    let place = path.iter().position(|run| *run == id).ok_or(Error::Conflict(Conflict::RunNotOnBranch))?;
    // Places count from the head: smaller is newer.
    let newest = match at {
        At::Around(_) => place.saturating_sub(limit / 2),
        At::After(_) | At::Before(_) | At::Head => place.saturating_sub(limit),
    };
    let oldest = match at {
        At::Around(_) => path.len().min(newest + limit),
        At::After(_) | At::Before(_) | At::Head => place,
    };
    let Some(head) = path.get(newest).filter(|_| oldest > newest) else {
        return Ok(Slice { runs: Vec::new(), has_before: true, has_after: false });
    };
    let runs = store::runs::path(db, *head, to_u32(oldest - newest))?;
    Ok(Slice { runs, has_before: oldest < path.len(), has_after: newest > 0 })
}

fn fill(db: &mut Db, conversation: &Conversation, slice: Slice, at: At) -> Result<Window> {
    let Slice { runs, mut has_before, mut has_after } = slice;
    let ids: Vec<RunId> = runs.iter().map(|run| run.id).collect();
    let siblings = store::runs::siblings(db, conversation.id, &ids)?;
    let mut turns = with_messages(db, runs, siblings)?;
    match at {
        At::Head | At::Before(_) => {
            let keep = fitting(turns.iter());
            has_before |= keep < turns.len();
            turns.truncate(keep);
            turns.reverse();
        }
        At::After(_) => {
            turns.reverse();
            let keep = fitting(turns.iter());
            has_after |= keep < turns.len();
            turns.truncate(keep);
        }
        At::Around(id) => {
            turns.reverse();
            // The asked-for turn is what must fit; what follows it may be read on demand.
            let from = turns.iter().position(|turn| turn.run.id == id).unwrap_or(0);
            let keep = from + fitting(turns.iter().skip(from));
            has_after |= keep < turns.len();
            turns.truncate(keep);
            let drop = turns.len() - fitting(turns.iter().rev()).max(turns.len() - from);
            has_before |= drop > 0;
            turns.drain(..drop);
        }
    }
    Ok(Window { turns, has_before, has_after })
}

/// How many turns fit into [`WINDOW_BYTES`], at least one.
fn fitting<'a>(turns: impl Iterator<Item = &'a Turn>) -> usize {
    let mut bytes = 0;
    let mut count = 0;
    for turn in turns {
        bytes += [&turn.input, &turn.answer].into_iter().flatten().map(size).sum::<usize>();
        if bytes > WINDOW_BYTES && count > 0 {
            break;
        }
        count += 1;
    }
    count
}

fn size(message: &Message) -> usize {
    let part = |part: &Part| match part {
        Part::Text { text } | Part::Refusal { text } | Part::Reasoning { text, .. } => text.len(),
        Part::ToolCall { arguments, .. } => arguments.len(),
        Part::Image { .. } => 64,
    };
    message.parts.iter().map(part).sum()
}

fn with_messages(
    db: &mut Db,
    runs: Vec<Run>,
    mut siblings: std::collections::HashMap<RunId, Vec<RunId>>,
) -> Result<Vec<Turn>> {
    let ids: Vec<RunId> = runs.iter().map(|run| run.id).collect();
    let mut messages = store::messages::for_runs(db, &ids)?;
    let mut turns = Vec::with_capacity(runs.len());
    for run in runs {
        let (input, mut answer) = messages.remove(&run.id).unwrap_or_default();
        let mut last_sequence = 0;
        if !run.status.is_terminal() {
            let logged = store::run_events::after(db, run.id, 0, u32::MAX)?;
            (answer, last_sequence) = folded(&run, logged.iter());
        }
        let siblings = siblings.remove(&run.id).unwrap_or_else(|| vec![run.id]);
        turns.push(Turn { run, input, answer, siblings, last_sequence });
    }
    Ok(turns)
}

/// What the log holds may be older than what listeners have seen by the time this is sent; both
/// are true, because listeners go on from `last_sequence`. The end is always left to them: a run
/// that was read as running and has ended since would otherwise never end on the page.
fn folded<'a>(run: &Run, events: impl Iterator<Item = &'a LoggedEvent>) -> (Option<Message>, i64) {
    let folded = fold(events.take_while(|logged| !logged.event.is_terminal()));
    if folded.parts.is_empty() {
        return (None, folded.last_sequence);
    }
    let answer = Message {
        id: run.answer_message_id,
        run_id: run.id,
        conversation_id: run.conversation_id,
        role: MessageRole::Assistant,
        parts: folded.parts,
        created_at: run.created_at,
    };
    (Some(answer), folded.last_sequence)
}

fn add_live(cx: &Context, turn: &mut Turn) {
    if turn.run.status.is_terminal() {
        return;
    }
    if let Some(live) = cx.runs.find(turn.run.id) {
        let events = live.after(0);
        (turn.answer, turn.last_sequence) = folded(&turn.run, events.iter().map(AsRef::as_ref));
    }
}

fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
