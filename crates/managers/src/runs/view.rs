//! Reading a conversation's branch in windows, so that a long one opens as fast as a short one.

use std::ops::Range;

use models::conversation::Conversation;
use models::ids::{ConversationId, RunId};
use models::message::{Message, MessageRole, Part};
use models::run::{Run, Turn};
use models::run_event::LoggedEvent;
use store::Db;

use super::fold::fold;
use super::{own, window};
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
                At::After(id) => {
                    let branch = Branch::with(db, &conversation, id)?;
                    branch.slice(db, window::after(branch.place, limit))?
                }
                At::Around(id) => {
                    let branch = Branch::with(db, &conversation, id)?;
                    branch.slice(db, window::around(branch.place, limit, branch.path.len()))?
                }
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

/// A whole branch by its ids, and a run's place on it, counted from the head.
struct Branch {
    path: Vec<RunId>,
    place: usize,
}

impl Branch {
    fn with(db: &mut Db, conversation: &Conversation, id: RunId) -> Result<Self> {
        let path = match conversation.head_run_id {
            Some(head) => store::runs::path_ids(db, head)?,
            None => Vec::new(),
        };
        let place = path.iter().position(|run| *run == id).ok_or(Error::Conflict(Conflict::RunNotOnBranch))?;
        Ok(Self { path, place })
    }

    fn slice(&self, db: &mut Db, places: Range<usize>) -> Result<Slice> {
        let runs = match self.path.get(places.clone()) {
            Some([newest, ..]) => store::runs::path(db, *newest, to_u32(places.len()))?,
            Some([]) | None => Vec::new(),
        };
        Ok(Slice { runs, has_before: places.end < self.path.len(), has_after: places.start > 0 })
    }
}

fn fill(db: &mut Db, conversation: &Conversation, slice: Slice, at: At) -> Result<Window> {
    let ids: Vec<RunId> = slice.runs.iter().map(|run| run.id).collect();
    let siblings = store::runs::siblings(db, conversation.id, &ids)?;
    let mut turns = with_messages(db, slice.runs, siblings)?;
    turns.reverse();
    let anchor = match at {
        At::Head | At::Before(_) => turns.len().saturating_sub(1),
        At::After(_) => 0,
        At::Around(id) => turns.iter().position(|turn| turn.run.id == id).unwrap_or(0),
    };
    let sizes: Vec<usize> = turns.iter().map(bytes).collect();
    let shown = window::fitting(&sizes, anchor, WINDOW_BYTES);
    let has_before = slice.has_before || shown.start > 0;
    let has_after = slice.has_after || shown.end < turns.len();
    turns.truncate(shown.end);
    turns.drain(..shown.start);
    Ok(Window { turns, has_before, has_after })
}

fn bytes(turn: &Turn) -> usize {
    let messages: usize = [&turn.input, &turn.answer].into_iter().flatten().map(size).sum();
    messages + turn.run.sources.iter().map(|source| source.text.len()).sum::<usize>()
}

fn size(message: &Message) -> usize {
    let part = |part: &Part| match part {
        Part::Text { text } | Part::Refusal { text } | Part::Reasoning { text, .. } => text.len(),
        Part::ToolCall { arguments, .. } => arguments.len(),
        Part::Image { .. } | Part::File { .. } => 64,
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
    for mut run in runs {
        let (input, mut answer) = messages.remove(&run.id).unwrap_or_default();
        let mut last_sequence = 0;
        if !run.status.is_terminal() {
            let logged = store::run_events::after(db, run.id, 0, u32::MAX)?;
            (answer, last_sequence) = folded(&mut run, logged.iter());
        }
        let siblings = siblings.remove(&run.id).unwrap_or_else(|| vec![run.id]);
        turns.push(Turn { run, input, answer, siblings, last_sequence });
    }
    Ok(turns)
}

/// What the log holds may be older than what listeners have seen by the time this is sent; both
/// are true, because listeners go on from `last_sequence`. The end is always left to them: a run
/// that was read as running and has ended since would otherwise never end on the page.
fn folded<'a>(run: &mut Run, events: impl Iterator<Item = &'a LoggedEvent>) -> (Option<Message>, i64) {
    let folded = fold(events.take_while(|logged| !logged.event.is_terminal()));
    (run.sources, run.files) = (folded.sources, folded.files);
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
        (turn.answer, turn.last_sequence) = folded(&mut turn.run, events.iter().map(AsRef::as_ref));
    }
}

fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
