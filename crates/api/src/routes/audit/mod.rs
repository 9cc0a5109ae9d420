//! The audit log, for admins.

use actix_web::{get, web};
use chrono::{DateTime, Utc};
use managers::audit;
use managers::context::Context;
use models::audit::AuditEntry;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::error::ApiError;
use crate::extract::{Actor, Json, Page};
use crate::page::{List, cursor_id};

/// Registers the group.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(list_audit);
}

/// Something that someone may have to answer for.
#[derive(Serialize, ToSchema)]
#[schema(as = AuditEntry)]
pub(crate) struct AuditEntryBody {
    id: Uuid,
    at: DateTime<Utc>,
    /// Who did it; `null` before a login succeeded, for the operator and for the server itself.
    #[schema(required)]
    actor_id: Option<Uuid>,
    #[schema(example = "login.failed")]
    action: &'static str,
    /// The id of what it was done to, or nothing.
    resource: String,
    /// Where the request came from, or nothing.
    address: String,
    detail: serde_json::Value,
}

impl From<AuditEntry> for AuditEntryBody {
    fn from(it: AuditEntry) -> Self {
        Self {
            id: it.id.0,
            at: it.at,
            actor_id: it.actor_id.map(|id| id.0),
            action: it.action.as_str(),
            resource: it.resource,
            address: it.address,
            detail: it.detail,
        }
    }
}

/// Read the audit log, newest first
#[utoipa::path(tag = "audit", params(Page), responses((status = 200, body = List<AuditEntryBody>), ApiError), security(("bearer" = [])))]
#[get("/audit")]
pub(super) async fn list_audit(
    cx: web::Data<Context>,
    actor: Actor,
    page: Page,
) -> Result<Json<List<AuditEntryBody>>, ApiError> {
    let cursor = cursor_id(page.cursor.as_deref())?;
    Ok(Json(audit::list(&cx, &actor, page.limit, cursor).await?.into()))
}
