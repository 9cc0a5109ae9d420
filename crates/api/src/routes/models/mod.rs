//! The models one may choose from.

use actix_web::{get, web};
use managers::connections;
use managers::context::Context;
use models::connection::{ModelChoice, OfferedModel};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::connections::KindBody;
use crate::error::ApiError;
use crate::extract::{Actor, Json};
use crate::page::List;

/// Registers the group.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(list_models);
}

/// A model and the connection that offers it.
#[derive(Serialize, ToSchema)]
#[schema(as = OfferedModel)]
pub(crate) struct OfferedModelBody {
    connection_id: Uuid,
    connection_name: String,
    connection_kind: KindBody,
    /// Whether everyone may use the connection.
    system: bool,
    /// What the vendor calls the model.
    id: String,
    name: String,
    /// Prompt and answer together, where known.
    #[schema(required)]
    context_tokens: Option<u32>,
    capabilities: CapabilitiesBody,
    /// Whether a new conversation starts with it; at most one of the list.
    default: bool,
}

/// What a model can do; `false` also means not known.
#[derive(Serialize, ToSchema)]
#[schema(as = Capabilities)]
pub(crate) struct CapabilitiesBody {
    /// Reads images.
    vision: bool,
    /// Calls tools.
    tools: bool,
    /// Thinks before it answers.
    reasoning: bool,
}

/// List the models one may choose from
#[utoipa::path(tag = "models", responses((status = 200, body = List<OfferedModelBody>), ApiError), security(("bearer" = [])))]
#[get("/models")]
pub(super) async fn list_models(
    cx: web::Data<Context>,
    actor: Actor,
) -> Result<Json<List<OfferedModelBody>>, ApiError> {
    let models = connections::offered(&cx, &actor).await?;
    let default = connections::default_choice(&cx, &actor).await?;
    let bodies = models.into_iter().map(|model| OfferedModelBody::new(model, default.as_ref()));
    Ok(Json(List::whole(bodies.collect())))
}

impl OfferedModelBody {
    fn new(it: OfferedModel, default: Option<&ModelChoice>) -> Self {
        let can = it.model.capabilities;
        let is_default =
            default.is_some_and(|choice| choice.connection_id == it.connection_id && choice.model == it.model.id);
        Self {
            default: is_default,
            connection_id: it.connection_id.0,
            connection_name: it.connection_name,
            connection_kind: it.connection_kind.into(),
            system: it.system,
            id: it.model.id,
            name: it.model.name,
            context_tokens: it.model.context_tokens,
            capabilities: CapabilitiesBody { vision: can.vision, tools: can.tools, reasoning: can.reasoning },
        }
    }
}
