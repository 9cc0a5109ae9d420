//! Starting a run.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, post, web};
use managers::context::Context;
use managers::runs::follow::follow_started;
use managers::runs::start::{self as verbs, Input, Parent, StartRun, What};
use models::ids::{AttachmentId, ConversationId, RunId};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::shapes::RunBody;
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json, nullable};
use crate::idempotent::{IdempotencyKey, once_with};
use crate::routes::conversations::shapes::{ModelChoiceBody, ParametersBody};
use crate::sse;

/// A run to start.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = StartRun)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum StartRunBody {
    /// Send a new message.
    Send {
        /// The message.
        input: InputBody,
        /// Where to put it: absent for the head, `null` for a new beginning.
        #[serde(default, deserialize_with = "nullable")]
        #[schema(value_type = Option<Uuid>)]
        parent_run_id: Option<Option<Uuid>>,
        /// Absent: the conversation's.
        model: Option<ModelChoiceBody>,
        /// Absent: the conversation's.
        parameters: Option<ParametersBody>,
    },
    /// Ask another question in the place of an earlier one.
    Edit {
        /// The earlier run.
        run_id: Uuid,
        /// The message.
        input: InputBody,
        /// Absent: the conversation's.
        model: Option<ModelChoiceBody>,
        /// Absent: the conversation's.
        parameters: Option<ParametersBody>,
    },
    /// Ask the same question again; also a retry after a failure.
    Regenerate {
        /// The earlier run.
        run_id: Uuid,
        /// Absent: the conversation's.
        model: Option<ModelChoiceBody>,
        /// Absent: the conversation's.
        parameters: Option<ParametersBody>,
    },
    /// Ask for the rest of an answer that was cut.
    Continue {
        /// The run whose answer was cut.
        run_id: Uuid,
        /// Absent: the conversation's.
        model: Option<ModelChoiceBody>,
        /// Absent: the conversation's.
        parameters: Option<ParametersBody>,
    },
}

/// What the user says: words, files, or both.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = Input)]
#[serde(deny_unknown_fields)]
pub(crate) struct InputBody {
    #[serde(default)]
    #[schema(max_length = 1_000_000)]
    text: String,
    /// Uploaded files.
    #[serde(default)]
    #[schema(max_items = 10)]
    attachment_ids: Vec<Uuid>,
}

/// Start a run
///
/// Answers at once; read the events at `/runs/{id}/events`. With `Accept: text/event-stream` the
/// events come as this answer, and an idempotency key is not looked at.
#[utoipa::path(
    tag = "runs",
    params(IdPath, IdempotencyKey),
    request_body = StartRunBody,
    responses(
        (status = 202, description = "Started", body = RunBody),
        (status = 200, description = "Started; AG-UI events follow", body = String, content_type = "text/event-stream"),
        ApiError
    ),
    security(("bearer" = []))
)]
#[post("/conversations/{id}/runs")]
pub(super) async fn start_run(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<ConversationId>,
    body: Json<StartRunBody>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let command = command(id.0, body.0);
    if wants_events(&request) {
        let run = verbs::start(&cx, &actor, command).await?;
        return Ok(sse::run_events(&run, follow_started(&cx, &run), 0));
    }
    let (context, who) = ((**cx).clone(), actor.0.clone());
    let work = async move { Ok(RunBody::from(verbs::start(&context, &who, command).await?)) };
    once_with(StatusCode::ACCEPTED, &cx, &actor, &request, work).await
}

fn wants_events(request: &HttpRequest) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accept.split(',').any(|range| range.split(';').next().is_some_and(|kind| kind.trim() == "text/event-stream"))
}

fn command(conversation_id: ConversationId, body: StartRunBody) -> StartRun {
    let (what, model, parameters) = match body {
        StartRunBody::Send { input, parent_run_id, model, parameters } => {
            let parent = match parent_run_id {
                None => Parent::Head,
                Some(None) => Parent::Root,
                Some(Some(id)) => Parent::Run(RunId(id)),
            };
            (What::Send { input: input.into(), parent }, model, parameters)
        }
        StartRunBody::Edit { run_id, input, model, parameters } => {
            (What::Edit { run_id: RunId(run_id), input: input.into() }, model, parameters)
        }
        StartRunBody::Regenerate { run_id, model, parameters } => {
            (What::Regenerate { run_id: RunId(run_id) }, model, parameters)
        }
        StartRunBody::Continue { run_id, model, parameters } => {
            (What::Continue { run_id: RunId(run_id) }, model, parameters)
        }
    };
    StartRun { conversation_id, what, model: model.map(Into::into), parameters: parameters.map(Into::into) }
}

impl From<InputBody> for Input {
    fn from(it: InputBody) -> Self {
        Self { text: it.text, attachment_ids: it.attachment_ids.into_iter().map(AttachmentId).collect() }
    }
}
