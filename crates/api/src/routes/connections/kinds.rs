//! What can be connected.

use actix_web::{get, web};
use managers::connections::{self, OnOffer};
use managers::context::Context;
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

impl From<OnOffer> for KindInfoBody {
    fn from(OnOffer { about, device_login, notice }: OnOffer) -> Self {
        Self {
            kind: about.kind.into(),
            name: about.name,
            default_base_url: about.default_base_url,
            needs_secret: about.kind.needs_secret(),
            key_url: about.key_url,
            device_login,
            notice,
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
