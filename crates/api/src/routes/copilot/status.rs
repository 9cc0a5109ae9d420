//! Whether logins still work.

use actix_web::{get, web};
use chrono::{DateTime, Utc};
use managers::connections::copilot::{self, Status};
use managers::context::Context;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::error::ApiError;
use crate::extract::{Actor, Json};

/// GitHub Copilot on this server, and one's own logins.
#[derive(Serialize, ToSchema)]
#[schema(as = CopilotStatus)]
pub(crate) struct CopilotStatusBody {
    /// Whether logins are allowed.
    enabled: bool,
    /// What to know before logging in.
    notice: &'static str,
    connections: Vec<CopilotConnectionBody>,
}

/// One of one's own logins. To log out, delete its connection.
#[derive(Serialize, ToSchema)]
#[schema(as = CopilotConnection)]
struct CopilotConnectionBody {
    id: Uuid,
    name: String,
    /// Whether GitHub still gives tokens for it.
    works: bool,
    /// Why it does not work.
    #[schema(required)]
    message: Option<String>,
    /// When the token ends that calls are made with now; it is renewed by itself.
    #[schema(required)]
    token_until: Option<DateTime<Utc>>,
}

/// Read whether one's logins to GitHub Copilot work
#[utoipa::path(tag = "copilot", responses((status = 200, body = CopilotStatusBody), ApiError), security(("bearer" = [])))]
#[get("/copilot/status")]
pub(super) async fn get_copilot_status(
    cx: web::Data<Context>,
    actor: Actor,
) -> Result<Json<CopilotStatusBody>, ApiError> {
    let connections = copilot::status(&cx, &actor).await?.into_iter().map(Into::into).collect();
    Ok(Json(CopilotStatusBody { enabled: copilot::enabled(&cx), notice: copilot::NOTICE, connections }))
}

impl From<Status> for CopilotConnectionBody {
    fn from(Status { connection, token_until }: Status) -> Self {
        let (id, name) = (connection.id.0, connection.name.as_str().to_owned());
        let (token_until, message) = match token_until {
            Ok(until) => (Some(until), None),
            Err(message) => (None, Some(message)),
        };
        Self { id, name, works: message.is_none(), message, token_until }
    }
}
