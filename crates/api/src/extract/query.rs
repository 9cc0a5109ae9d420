//! The part of the address after the question mark.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use serde::de::DeserializeOwned;

use crate::error::{ApiError, Transport};

/// The query, read into `T`. Pages have an extractor of their own, [`super::Page`], and may stand
/// beside this one. `T` derives `utoipa::IntoParams`, which documents it.
#[derive(Debug, Clone)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let parsed = web::Query::<T>::from_query(req.query_string());
        ready(parsed.map(|query| Self(query.into_inner())).map_err(|error| {
            let message = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
            Transport::Shape { field: field_in(&message).unwrap_or("query").to_owned(), message }.into()
        }))
    }
}

/// The field that serde's sentence names in backticks.
fn field_in(message: &str) -> Option<&str> {
    let rest = message.split_once("field `")?.1;
    rest.split_once('`').map(|(field, _)| field)
}
