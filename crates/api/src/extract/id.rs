//! The `{id}` of a route.

use std::future::{Ready, ready};
use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use utoipa::IntoParams;
use uuid::Uuid;

use crate::error::{ApiError, Transport};

/// The `{id}` of a route, typed: `id: Id<ConversationId>`. What is not an id names nothing and is
/// answered like an unknown address.
#[derive(Debug, Clone, Copy)]
pub struct Id<T>(pub T);

impl<T: FromStr> FromRequest for Id<T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let id = req.match_info().get("id").and_then(|text| text.parse().ok());
        ready(id.map(Self).ok_or_else(|| Transport::NoSuchRoute.into()))
    }
}

/// Documents the `{id}` of a route: `params(IdPath)`.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only the document reads it")]
pub struct IdPath {
    /// The thing's id, with or without dashes.
    id: Uuid,
}
