//! Making connections.

use actix_web::{HttpRequest, HttpResponse, post, web};
use managers::connections::{self, NewConnection};
use managers::context::Context;
use models::secret::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::KindBody;
use super::shapes::{ConnectionBody, ScopeBody};
use crate::error::ApiError;
use crate::extract::{Actor, Json};
use crate::idempotent::{IdempotencyKey, once};

/// A connection to make.
#[derive(Deserialize, ToSchema)]
#[schema(as = CreateConnection)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateConnectionBody {
    kind: KindBody,
    /// The kind's name where absent.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 80)]
    name: Option<String>,
    /// The kind's address where absent.
    #[serde(default)]
    #[schema(max_length = 2000)]
    base_url: Option<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Password)]
    api_key: Option<SecretString>,
    /// Only admins make system connections.
    #[serde(default)]
    scope: ScopeBody,
    /// How many calls at once it takes; others wait for their turn. Any number where absent.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1000)]
    max_parallel: Option<u32>,
}

/// Make a connection
///
/// Its models are read at once; if that fails, `models_error` says why.
#[utoipa::path(tag = "connections", params(IdempotencyKey), request_body = CreateConnectionBody, responses((status = 201, body = ConnectionBody), ApiError), security(("bearer" = [])))]
#[post("/connections")]
pub(super) async fn create_connection(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<CreateConnectionBody>,
    req: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let Json(CreateConnectionBody { kind, name, base_url, api_key, scope, max_parallel }) = body;
    let new = NewConnection { kind: kind.into(), name, base_url, api_key, scope: scope.into(), max_parallel };
    let (context, who) = (Context::clone(&cx), actor.0.clone());
    once(&cx, &actor, &req, async move { Ok(ConnectionBody::from(connections::create(&context, &who, new).await?)) })
        .await
}
