//! What anyone may know.

use actix_web::{get, web};
use managers::auth::Caller;
use managers::context::Context;
use managers::instance;
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::ApiError;
use crate::extract::{Client, Json};

/// What the web app must know before anyone is logged in.
#[derive(Serialize, ToSchema)]
#[schema(as = Instance)]
pub(crate) struct InstanceBody {
    /// Always `Pallium`.
    name: &'static str,
    version: &'static str,
    /// Whether the first account is still to be made.
    needs_owner: bool,
    /// Whether making it needs the token of the printed link.
    setup_token_required: bool,
    /// Whether strangers may make an account.
    registration_enabled: bool,
}

/// Describe this server to anyone
#[utoipa::path(tag = "instance", responses((status = 200, body = InstanceBody), ApiError))]
#[get("/instance")]
pub(super) async fn get_instance(cx: web::Data<Context>, client: Client) -> Result<Json<InstanceBody>, ApiError> {
    let caller = Caller { address: client.address, user_agent: client.user_agent, local: client.local };
    let it = instance::describe(&cx, &caller).await?;
    Ok(Json(InstanceBody {
        name: "Pallium",
        version: it.version,
        needs_owner: it.needs_owner,
        setup_token_required: it.setup_token_required,
        registration_enabled: it.registration_enabled,
    }))
}
