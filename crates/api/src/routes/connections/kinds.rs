//! What can be connected.

use actix_web::{get, web};
use managers::connections::{self, Kind, copilot};
use managers::context::Context;
use models::connection::ConnectionKind;
use serde::Serialize;
use utoipa::ToSchema;

use super::KindBody;
use crate::error::ApiError;
use crate::extract::{Actor, Json};

/// What can be connected.
#[derive(Serialize, ToSchema)]
#[schema(as = ConnectionKindList)]
pub(crate) struct KindListBody {
    items: Vec<KindInfoBody>,
}

/// What is known about a kind.
#[derive(Serialize, ToSchema)]
#[schema(as = ConnectionKindInfo)]
pub(crate) struct KindInfoBody {
    kind: KindBody,
    name: &'static str,
    /// `null` where the user must say, or where nothing is called.
    #[schema(required)]
    default_base_url: Option<&'static str>,
    needs_secret: bool,
    /// Where the vendor hands out keys.
    #[schema(required)]
    key_url: Option<&'static str>,
    /// Whether its key comes from a login with `POST /copilot/login`.
    device_login: bool,
    /// What to know before connecting it.
    #[schema(required)]
    notice: Option<&'static str>,
}

impl From<Kind> for KindInfoBody {
    fn from(it: Kind) -> Self {
        let device_login = it.kind == ConnectionKind::GithubCopilot;
        Self {
            kind: it.kind.into(),
            name: it.name,
            default_base_url: it.default_base_url,
            needs_secret: it.kind.needs_secret(),
            key_url: it.key_url,
            device_login,
            notice: device_login.then_some(copilot::NOTICE),
        }
    }
}

/// List what can be connected
#[utoipa::path(tag = "connections", responses((status = 200, body = KindListBody), ApiError), security(("bearer" = [])))]
#[get("/connection-kinds")]
pub(super) async fn list_connection_kinds(cx: web::Data<Context>, _: Actor) -> Result<Json<KindListBody>, ApiError> {
    let items = connections::on_offer(&cx).into_iter().map(Into::into).collect();
    Ok(Json(KindListBody { items }))
}
