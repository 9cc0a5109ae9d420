//! How keys were used of late.

use actix_web::{get, web};
use managers::context::Context;
use managers::gateway::key_days::{self, Day, KeyDays};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::error::ApiError;
use crate::extract::{Actor, Json, Page, Query};
use crate::money::Usd;
use crate::page::{List, cursor_id};
use crate::routes::api_keys::KeysQuery;

/// How a key was used in the last 30 days.
#[derive(Serialize, ToSchema)]
#[schema(as = UsageOfKey)]
pub(crate) struct KeyDaysBody {
    key_id: Uuid,
    /// The oldest first, without a gap; today, in UTC, is the last.
    days: Vec<DayBody>,
}

/// How a key was used on a day.
#[derive(Serialize, ToSchema)]
#[schema(as = UsageOfDay)]
struct DayBody {
    #[schema(format = Date, example = "2026-11-21")]
    day: String,
    calls: i64,
    /// Of prompts and answers.
    tokens: i64,
    cost_usd: Usd,
}

/// Sum the last 30 days up by key and day
///
/// The keys of the same page of `/api-keys`, in the same order.
#[utoipa::path(tag = "usage", params(KeysQuery, Page), responses((status = 200, body = List<KeyDaysBody>), ApiError), security(("bearer" = [])))]
#[get("/usage/keys")]
pub(super) async fn list_usage_of_keys(
    cx: web::Data<Context>,
    actor: Actor,
    query: Query<KeysQuery>,
    page: Page,
) -> Result<Json<List<KeyDaysBody>>, ApiError> {
    let cursor = cursor_id(page.cursor.as_deref())?;
    Ok(Json(key_days::list(&cx, &actor, query.0.into(), page.limit, cursor).await?.into()))
}

impl From<KeyDays> for KeyDaysBody {
    fn from(it: KeyDays) -> Self {
        let day = |Day { day, calls, tokens, cost }| DayBody { day, calls, tokens, cost_usd: Usd(cost) };
        Self { key_id: it.key_id.0, days: it.days.into_iter().map(day).collect() }
    }
}
