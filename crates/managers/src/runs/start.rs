//! Starting a run: a new message, another answer, another question, or the rest of a cut answer.

use models::connection::{Model, ModelChoice};
use models::conversation::{Conversation, Title, TitleSource};
use models::ids::{AttachmentId, ConversationId, MessageId, RunId};
use models::invalid::Invalid;
use models::message::{Message, MessageRole, Part, plain_text};
use models::notice::Change;
use models::run::{FinishReason, Run, RunKind, RunParameters, RunStatus};
use models::run_event::{LoggedEvent, RunEvent};
use models::time::Time;
use providers::Endpoint;
use store::{Db, StoreError};

use super::{own, turn};
use crate::access::{Action, Actor, Resource, check};
use crate::connections;
use crate::context::Context;
use crate::error::{Conflict, Denied, Error, Noun, Result};
use crate::knowledge;

/// Most characters of one message.
pub const INPUT_CHARACTERS_MAX: usize = 1_000_000;
/// Most files of one message.
pub const INPUT_FILES_MAX: usize = 10;

/// Starts a run in a conversation.
#[derive(Debug, Clone)]
pub struct StartRun {
    /// Where.
    pub conversation_id: ConversationId,
    /// What kind of turn.
    pub what: What,
    /// The model; `None` takes the conversation's, then the user's, then the instance's.
    pub model: Option<ModelChoice>,
    /// Instructions and sampling; `None` takes the conversation's.
    pub parameters: Option<RunParameters>,
}

/// What kind of turn.
#[derive(Debug, Clone)]
pub enum What {
    /// A new message.
    Send {
        /// The message.
        input: Input,
        /// Where it is put.
        parent: Parent,
    },
    /// The same parent as an earlier run, another message.
    Edit {
        /// The earlier run.
        run_id: RunId,
        /// The message.
        input: Input,
    },
    /// The same parent and message as an earlier run; also a retry after a failure.
    Regenerate {
        /// The earlier run.
        run_id: RunId,
    },
    /// The rest of an answer that was cut.
    Continue {
        /// The run whose answer was cut.
        run_id: RunId,
    },
}

/// After which run a new message is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parent {
    /// The conversation's head.
    Head,
    /// This run.
    Run(RunId),
    /// None: a new beginning.
    Root,
}

/// What the user says.
#[derive(Debug, Clone)]
pub struct Input {
    /// The words.
    pub text: String,
    /// Uploaded files.
    pub attachment_ids: Vec<AttachmentId>,
}

/// A run that is under way, and the last event that was written before the vendor is called.
pub(super) struct Plan {
    pub(super) run: Run,
    pub(super) endpoint: Endpoint,
    pub(super) model: Model,
    pub(super) actor: Actor,
    pub(super) sequence: i64,
}

/// Starts a run and gives it back; its events are read with [`super::follow`].
pub async fn start(cx: &Context, actor: &Actor, command: StartRun) -> Result<Run> {
    if cx.runs.is_draining() {
        return Err(Error::Draining);
    }
    check_command(&command)?;
    let place = place(cx, actor, &command).await?;
    let choice = match command.model.clone().or_else(|| place.conversation.model.clone()) {
        Some(choice) => choice,
        None => connections::default_choice(cx, actor).await?.ok_or_else(no_model)?,
    };
    let (endpoint, model) = connections::resolve(cx, actor, &choice).await?;
    let parameters = match command.parameters {
        Some(parameters) => named(cx, actor, parameters).await?,
        None => inherited(cx, actor, place.conversation.parameters.clone()).await?,
    };
    let now = cx.now();
    let run = Run {
        id: RunId(cx.id()),
        conversation_id: place.conversation.id,
        owner_id: actor.id(),
        parent_run_id: place.parent,
        kind: place.kind,
        status: RunStatus::Running,
        input_message_id: place.input.message_id(),
        answer_message_id: MessageId(cx.id()),
        parameters,
        model: choice,
        usage: None,
        finish_reason: None,
        failure: None,
        sources: Vec::new(),
        files: Vec::new(),
        created_at: now,
        first_token_at: None,
        finished_at: None,
    };
    let live = cx.runs.insert(run.id);
    let events = match save(cx, &run, place, now).await {
        Ok(events) => events,
        Err(error) => {
            cx.runs.remove(run.id);
            return Err(error);
        }
    };
    let sequence = events.last().map_or(0, |e| e.sequence);
    live.publish(events);
    let plan = Plan { run: run.clone(), endpoint, model, actor: actor.clone(), sequence };
    cx.tasks.spawn(turn::execute(cx.clone(), live, plan));
    metrics::counter!("pallium_runs_started_total").increment(1);
    let change = Change::RunStarted { conversation_id: run.conversation_id, run_id: run.id };
    cx.notify(actor.id(), change);
    Ok(run)
}

/// What the caller names must be there to be searched.
async fn named(cx: &Context, actor: &Actor, parameters: RunParameters) -> Result<RunParameters> {
    if parameters.web_search && cx.settings.web_search.searxng_url.is_none() {
        return Err(Error::Denied(Denied::WebSearchOff));
    }
    let (who, ids) = (actor.clone(), parameters.collection_ids.clone());
    let check = move |db: &mut Db| {
        ids.into_iter().try_for_each(|id| knowledge::collection(db, &who, Action::Use, id).map(drop))
    };
    cx.store.read(check).await?;
    Ok(parameters)
}

/// What the conversation says may be old: a collection that is gone by now keeps nobody from going on.
async fn inherited(cx: &Context, actor: &Actor, mut parameters: RunParameters) -> Result<RunParameters> {
    if parameters.collection_ids.is_empty() {
        return Ok(parameters);
    }
    let (who, ids) = (actor.clone(), std::mem::take(&mut parameters.collection_ids));
    let kept = move |db: &mut Db| {
        let mut kept = Vec::new();
        for id in ids {
            match knowledge::collection(db, &who, Action::Use, id) {
                Ok(_) => kept.push(id),
                Err(Error::NotFound(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(kept)
    };
    parameters.collection_ids = cx.store.read(kept).await?;
    Ok(parameters)
}

fn no_model() -> Error {
    Invalid::new("model", "choose a model; connect a vendor first if there is none").into()
}

fn check_command(command: &StartRun) -> Result<()> {
    let mut wrong = command.parameters.as_ref().map(RunParameters::check).unwrap_or_default();
    if let What::Send { input, .. } | What::Edit { input, .. } = &command.what {
        if input.text.trim().is_empty() && input.attachment_ids.is_empty() {
            wrong.push(Invalid::new("input.text", "must hold a message or come with a file"));
        }
        if input.text.chars().count() > INPUT_CHARACTERS_MAX {
            wrong.push(Invalid::new("input.text", format!("must have at most {INPUT_CHARACTERS_MAX} characters")));
        }
        if input.attachment_ids.len() > INPUT_FILES_MAX {
            wrong.push(Invalid::new("input.attachment_ids", format!("must name at most {INPUT_FILES_MAX} files")));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

/// Where the run goes and what it answers.
struct Place {
    conversation: Conversation,
    parent: Option<RunId>,
    kind: RunKind,
    input: PlacedInput,
}

enum PlacedInput {
    New { id: MessageId, parts: Vec<Part> },
    Shared(MessageId),
    None,
}

impl PlacedInput {
    fn message_id(&self) -> Option<MessageId> {
        match self {
            Self::New { id, .. } | Self::Shared(id) => Some(*id),
            Self::None => None,
        }
    }
}

async fn place(cx: &Context, actor: &Actor, command: &StartRun) -> Result<Place> {
    let (actor, conversation_id, what) = (actor.clone(), command.conversation_id, command.what.clone());
    let new_id = MessageId(cx.id());
    cx.store
        .read(move |db| {
            let conversation = crate::conversations::own(db, &actor, Action::Change, conversation_id)?;
            if conversation.deleted_at.is_some() {
                return Err(Error::Conflict(Conflict::InBin));
            }
            let (parent, kind, input) = match what {
                What::Send { input, parent } => {
                    let parent = match parent {
                        Parent::Head => conversation.head_run_id,
                        Parent::Root => None,
                        Parent::Run(id) => Some(ended(own(db, &actor, Action::View, id)?)?.id),
                    };
                    (parent, RunKind::Answer, new_input(db, &actor, new_id, input)?)
                }
                What::Edit { run_id, input } => {
                    let old = ended(own(db, &actor, Action::View, run_id)?)?;
                    (old.parent_run_id, RunKind::Answer, new_input(db, &actor, new_id, input)?)
                }
                What::Regenerate { run_id } => {
                    let old = ended(own(db, &actor, Action::View, run_id)?)?;
                    let input = old.input_message_id.map_or(PlacedInput::None, PlacedInput::Shared);
                    (old.parent_run_id, old.kind, input)
                }
                What::Continue { run_id } => {
                    let old = ended(own(db, &actor, Action::View, run_id)?)?;
                    if !was_cut(&old) {
                        return Err(Error::Conflict(Conflict::NothingToContinue));
                    }
                    (Some(old.id), RunKind::Continuation, PlacedInput::None)
                }
            };
            Ok(Place { conversation, parent, kind, input })
        })
        .await
}

fn ended(run: Run) -> Result<Run> {
    if run.status.is_terminal() { Ok(run) } else { Err(Error::Conflict(Conflict::RunNotFinished)) }
}

fn was_cut(run: &Run) -> bool {
    match run.status {
        RunStatus::Interrupted | RunStatus::Failed => true,
        RunStatus::Completed => run.finish_reason == Some(FinishReason::Length),
        RunStatus::Queued | RunStatus::Running | RunStatus::WaitingApproval => false,
    }
}

fn new_input(db: &mut Db, actor: &Actor, id: MessageId, input: Input) -> Result<PlacedInput> {
    let mut parts = Vec::with_capacity(1 + input.attachment_ids.len());
    let found = store::attachments::find_many(db, &input.attachment_ids)?;
    for attachment_id in input.attachment_ids {
        let attachment = found.iter().find(|a| a.id == attachment_id).ok_or(Error::NotFound(Noun::Attachment))?;
        check(actor, Action::Use, Resource::Attachment(attachment))?;
        let is_picture = attachment.media_type.starts_with("image/");
        parts.push(if is_picture { Part::Image { attachment_id } } else { Part::File { attachment_id } });
    }
    if !input.text.trim().is_empty() {
        parts.push(Part::Text { text: input.text });
    }
    Ok(PlacedInput::New { id, parts })
}

/// One transaction: the conversation is claimed, the input kept, the run made and its first events
/// logged, or nothing is.
async fn save(cx: &Context, run: &Run, place: Place, now: Time) -> Result<Vec<LoggedEvent>> {
    let (run, process) = (run.clone(), cx.process_id);
    let lease_until = now + cx.settings.runs.lease;
    cx.store
        .write(move |db| {
            if !store::conversations::claim_active(db, place.conversation.id, run.id, now)? {
                return Err(Error::Conflict(Conflict::RunInProgress));
            }
            store::runs::insert(db, &run, process, lease_until)?;
            let mut events = vec![RunEvent::Started];
            let mut conversation = place.conversation;
            if let PlacedInput::New { id, parts } = place.input {
                if let Some(title) = first_title(&conversation, &parts) {
                    events.push(RunEvent::Titled { title: title.as_str().to_owned() });
                    conversation.title = title;
                    conversation.title_source = TitleSource::FirstWords;
                }
                let (run_id, conversation_id) = (run.id, run.conversation_id);
                let input = Message { id, run_id, conversation_id, role: MessageRole::User, parts, created_at: now };
                store::messages::insert(db, &input).map_err(swept_meanwhile)?;
            }
            conversation.model = Some(run.model.clone());
            conversation.active_at = now;
            store::conversations::update(db, &conversation)?;
            store::conversations::set_head(db, conversation.id, run.id, now)?;
            let events = (1..).zip(events).map(|(sequence, event)| LoggedEvent { sequence, event });
            let events: Vec<LoggedEvent> = events.collect();
            let rows: Vec<_> = events.iter().cloned().map(|event| (run.id, event)).collect();
            store::run_events::append(db, &rows)?;
            Ok(events)
        })
        .await
}

/// The run is there, so only a picture can be missing: it was not sent for a day and is swept now.
fn swept_meanwhile(error: StoreError) -> Error {
    match error {
        StoreError::NotFound => Error::NotFound(Noun::Attachment),
        other => other.into(),
    }
}

fn first_title(conversation: &Conversation, parts: &[Part]) -> Option<Title> {
    match conversation.title_source {
        TitleSource::Default => Title::from_first_words(&plain_text(parts)),
        TitleSource::FirstWords | TitleSource::Model | TitleSource::User => None,
    }
}
