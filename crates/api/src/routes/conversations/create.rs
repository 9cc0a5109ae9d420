//! Making conversations.

use actix_web::{HttpRequest, HttpResponse, post, web};
use managers::context::Context;
use managers::conversations::create::{self as verbs, CreateConversation, Lifetime};
use models::conversation::Title;
use models::ids::{ConversationId, FolderId, RunId};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::shapes::{ConversationBody, ModelChoiceBody, ParametersBody};
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json};
use crate::idempotent::{IdempotencyKey, once};

/// A conversation to make.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = CreateConversation)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct CreateConversationBody {
    /// Taken from the first message where absent.
    #[schema(min_length = 1, max_length = 200)]
    title: Option<String>,
    folder_id: Option<Uuid>,
    /// Whether it is removed after a day.
    temporary: bool,
    model: Option<ModelChoiceBody>,
    parameters: Option<ParametersBody>,
}

/// Make a conversation
#[utoipa::path(tag = "conversations", params(IdempotencyKey), request_body = CreateConversationBody, responses((status = 201, body = ConversationBody), ApiError), security(("bearer" = [])))]
#[post("/conversations")]
pub(super) async fn create_conversation(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<CreateConversationBody>,
    req: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let Json(body) = body;
    let command = CreateConversation {
        title: body.title.as_deref().map(Title::parse).transpose().map_err(managers::error::Error::from)?,
        folder_id: body.folder_id.map(FolderId),
        lifetime: if body.temporary { Lifetime::Temporary } else { Lifetime::Kept },
        model: body.model.map(Into::into),
        parameters: body.parameters.unwrap_or_default().into(),
    };
    let (context, who) = ((**cx).clone(), actor.0.clone());
    let work = async move { Ok(ConversationBody::from(verbs::create(&context, &who, command).await?)) };
    once(&cx, &actor, &req, work).await
}

/// From where to fork.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ForkConversation)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForkConversationBody {
    /// The last run that the fork shows.
    run_id: Uuid,
}

/// Fork a conversation at a run
///
/// The new conversation points at the old runs; nothing is copied.
#[utoipa::path(tag = "conversations", params(IdPath, IdempotencyKey), request_body = ForkConversationBody, responses((status = 201, body = ConversationBody), ApiError), security(("bearer" = [])))]
#[post("/conversations/{id}/fork")]
pub(super) async fn fork_conversation(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<ConversationId>,
    body: Json<ForkConversationBody>,
    req: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let (context, who, run_id) = ((**cx).clone(), actor.0.clone(), RunId(body.0.run_id));
    let work = async move { Ok(ConversationBody::from(verbs::fork(&context, &who, id.0, run_id).await?)) };
    once(&cx, &actor, &req, work).await
}
