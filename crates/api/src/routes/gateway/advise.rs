//! What the classifier and the planner say of a text.

use actix_web::{post, web};
use managers::context::Context;
use managers::gateway::advise::{self, Trial};
use serde::Deserialize;
use utoipa::ToSchema;

use super::advise_shapes::{ClassificationBody, DecisionBody, PlanBody};
use crate::error::ApiError;
use crate::extract::{Actor, Json};

/// A text to be classified.
#[derive(Deserialize, ToSchema)]
#[schema(as = ClassifyText)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClassifyBody {
    text: String,
}

/// A text to be planned.
#[derive(Deserialize, ToSchema)]
#[schema(as = PlanText)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanTextBody {
    text: String,
    /// The folder that the caller works in.
    #[serde(default)]
    workspace_path: Option<String>,
}

/// A call that is not made.
#[derive(Deserialize, ToSchema)]
#[schema(as = DecideRoute)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecideBody {
    /// What a caller would write as the model.
    #[serde(default = "auto")]
    #[schema(default = "auto")]
    model: String,
    text: String,
    /// The hour of the day, UTC; now where absent.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 23)]
    hour: Option<u8>,
}

fn auto() -> String {
    "auto".to_owned()
}

/// Say what a text is about
///
/// By its words and its length alone: the same text gives the same answer, and no model is asked.
#[utoipa::path(tag = "gateway", request_body = ClassifyBody, responses((status = 200, body = ClassificationBody), ApiError), security(("bearer" = [])))]
#[post("/gateway/classify")]
pub(super) async fn classify_text(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<ClassifyBody>,
) -> Result<Json<ClassificationBody>, ApiError> {
    Ok(Json(advise::classify(&cx, &actor, &body.0.text).into()))
}

/// Say how to go about a text
#[utoipa::path(tag = "gateway", request_body = PlanTextBody, responses((status = 200, body = PlanBody), ApiError), security(("bearer" = [])))]
#[post("/gateway/plan")]
pub(super) async fn plan_text(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<PlanTextBody>,
) -> Result<Json<PlanBody>, ApiError> {
    let Json(PlanTextBody { text, workspace_path }) = body;
    Ok(Json(advise::plan(&cx, &actor, &text, workspace_path).into()))
}

/// Say where a call would go
///
/// As a call of one's own without a key; nothing is sent to a vendor.
#[utoipa::path(tag = "gateway", request_body = DecideBody, responses((status = 200, body = DecisionBody), ApiError), security(("bearer" = [])))]
#[post("/gateway/decide")]
pub(super) async fn decide_route(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<DecideBody>,
) -> Result<Json<DecisionBody>, ApiError> {
    let Json(DecideBody { model, text, hour }) = body;
    Ok(Json(advise::decide(&cx, &actor, Trial { model, text, hour }).await?.into()))
}
