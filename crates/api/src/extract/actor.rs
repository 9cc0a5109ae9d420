//! Who asks.

use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use managers::error::{Error, Unauthenticated};

use super::{Client, context};
use crate::error::ApiError;

/// The user that the request's access token or API key names, read anew from the database: a demoted or
/// disabled user loses access with the next request.
#[derive(Debug, Clone)]
pub struct Actor(pub managers::access::Actor);

impl Deref for Actor {
    type Target = managers::access::Actor;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl FromRequest for Actor {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let cx = context(req);
        let client = Client::of(req);
        let token = bearer(req).map(str::to_owned);
        Box::pin(async move {
            let (cx, token, client) = (cx?, token?, client?);
            let actor = managers::auth::authenticate(&cx, &token, &client.address).await?;
            tracing::Span::current().record("user.id", tracing::field::display(actor.id()));
            Ok(Self(actor))
        })
    }
}

/// The token of `Authorization: Bearer`; the scheme's case does not matter (RFC 9110 section 11.1).
fn bearer(req: &HttpRequest) -> Result<&str, Error> {
    let Some(value) = req.headers().get(header::AUTHORIZATION) else {
        return Err(Error::Unauthenticated(Unauthenticated::Missing));
    };
    value
        .to_str()
        .ok()
        .and_then(|text| text.split_once(' '))
        .filter(|(scheme, token)| scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty())
        .map(|(_, token)| token.trim())
        .ok_or(Error::Unauthenticated(Unauthenticated::BadToken))
}
