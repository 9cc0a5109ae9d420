//! What models cost, for admins.

use actix_web::{delete, get, put, web};
use managers::context::Context;
use managers::gateway::overrides::{self, PriceOverride};
use managers::gateway::prices;
use models::ids::ConnectionId;
use models::invalid::Invalid;
use models::price::{Nanos, Price};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::error::ApiError;
use crate::extract::{Actor, Json, Query};
use crate::money::Usd;
use crate::respond::NoContent;
use crate::routes::connections::KindBody;

/// Nano-dollars per million tokens that are one pico-dollar per token.
const NANOS_PER_PICO: i64 = 1000;

/// What models cost.
#[derive(Serialize, ToSchema)]
#[schema(as = Prices)]
pub(crate) struct PricesBody {
    /// List prices that are built in, by vendor and model.
    table: Vec<ListPriceBody>,
    /// Prices that were set, which go before those of the table.
    overrides: Vec<OverrideBody>,
}

/// A vendor's list price.
#[derive(Serialize, ToSchema)]
#[schema(as = ListPrice)]
struct ListPriceBody {
    kind: KindBody,
    model: String,
    /// The day on which it was looked up.
    #[schema(required, format = Date)]
    date: Option<String>,
    price: PriceBody,
    /// For all tokens of a call whose prompt has more tokens than this.
    #[schema(required)]
    long_prompt: Option<LongPromptBody>,
}

/// What calls with long prompts cost.
#[derive(Serialize, ToSchema)]
#[schema(as = LongPromptPrice)]
struct LongPromptBody {
    above_tokens: u64,
    price: PriceBody,
}

/// A price of a connection's model.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = PriceOverride)]
#[serde(deny_unknown_fields)]
pub(crate) struct OverrideBody {
    connection_id: Uuid,
    /// The vendor's model id.
    #[schema(min_length = 1, max_length = 200)]
    model: String,
    price: PriceBody,
}

/// US dollars per million tokens, with up to six digits after the point.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = Price)]
#[serde(deny_unknown_fields)]
struct PriceBody {
    /// Prompt tokens that no cache knew.
    input: Usd,
    /// Answer tokens, reasoning among them.
    output: Usd,
    /// Prompt tokens that the vendor's cache knew; the price of input where absent.
    #[serde(default)]
    cache_read: Option<Usd>,
    /// Prompt tokens that the vendor's cache was given; the price of input where absent.
    #[serde(default)]
    cache_write: Option<Usd>,
}

/// Which price.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PriceQuery {
    connection_id: Uuid,
    /// The vendor's model id.
    model: String,
}

/// List what models cost
#[utoipa::path(tag = "gateway", responses((status = 200, body = PricesBody), ApiError), security(("bearer" = [])))]
#[get("/gateway/prices")]
pub(super) async fn list_prices(cx: web::Data<Context>, actor: Actor) -> Result<Json<PricesBody>, ApiError> {
    let overrides = overrides::list(&cx, &actor).await?.into_iter().map(OverrideBody::from).collect();
    let list = |(kind, model, list): (_, &str, &prices::ListPrice)| ListPriceBody {
        kind: KindBody::from(kind),
        model: model.to_owned(),
        date: prices::table().date(kind).map(str::to_owned),
        price: list.price.into(),
        long_prompt: list.long_prompt.map(|(above_tokens, price)| LongPromptBody { above_tokens, price: price.into() }),
    };
    Ok(Json(PricesBody { table: prices::table().all().map(list).collect(), overrides }))
}

/// Set what a model costs at a connection
///
/// It counts for calls that begin from then on.
#[utoipa::path(tag = "gateway", request_body = OverrideBody, responses((status = 200, body = OverrideBody), ApiError), security(("bearer" = [])))]
#[put("/gateway/prices")]
pub(super) async fn put_price(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<OverrideBody>,
) -> Result<Json<OverrideBody>, ApiError> {
    let Json(OverrideBody { connection_id, model, price }) = body;
    let price = price.checked().map_err(|wrong| managers::error::Error::Invalid(vec![wrong]))?;
    let put = PriceOverride { connection_id: ConnectionId(connection_id), model, price };
    Ok(Json(overrides::put(&cx, &actor, put).await?.into()))
}

/// Return to the list price
#[utoipa::path(tag = "gateway", params(PriceQuery), responses((status = 204), ApiError), security(("bearer" = [])))]
#[delete("/gateway/prices")]
pub(super) async fn delete_price(
    cx: web::Data<Context>,
    actor: Actor,
    query: Query<PriceQuery>,
) -> Result<NoContent, ApiError> {
    let Query(PriceQuery { connection_id, model }) = query;
    overrides::delete(&cx, &actor, ConnectionId(connection_id), model).await?;
    Ok(NoContent)
}

impl PriceBody {
    fn checked(self) -> Result<Price, Invalid> {
        let picos = |field, Usd(Nanos(nanos)): Usd| match nanos % NANOS_PER_PICO {
            0 => Ok(nanos / NANOS_PER_PICO),
            _ => Err(Invalid::new(field, "must have at most 6 digits after the point")),
        };
        Ok(Price {
            input: picos("price.input", self.input)?,
            output: picos("price.output", self.output)?,
            cache_read: picos("price.cache_read", self.cache_read.unwrap_or(self.input))?,
            cache_write: picos("price.cache_write", self.cache_write.unwrap_or(self.input))?,
        })
    }
}

impl From<Price> for PriceBody {
    fn from(it: Price) -> Self {
        let usd = |picos: i64| Usd(Nanos(picos.saturating_mul(NANOS_PER_PICO)));
        let (cache_read, cache_write) = (Some(usd(it.cache_read)), Some(usd(it.cache_write)));
        Self { input: usd(it.input), output: usd(it.output), cache_read, cache_write }
    }
}

impl From<PriceOverride> for OverrideBody {
    fn from(it: PriceOverride) -> Self {
        Self { connection_id: it.connection_id.0, model: it.model, price: it.price.into() }
    }
}
