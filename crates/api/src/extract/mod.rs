//! What handlers are given: who asks, from where, and the parsed parts of the request.
//!
//! Every extractor fails with [`crate::error::ApiError`], so that a wrong request gets the same
//! documented body wherever it is wrong.

mod actor;
mod client;
mod id;
mod json;
mod page;
mod query;

pub use actor::Actor;
pub use client::Client;
pub use id::{Id, IdPath};
pub use json::{Json, nullable};
pub use page::Page;
pub use query::Query;

use actix_web::{HttpRequest, web};
use managers::context::Context;

use crate::error::{ApiError, Transport};

/// The context that the app was built with.
pub(crate) fn context(req: &HttpRequest) -> Result<web::Data<Context>, ApiError> {
    req.app_data::<web::Data<Context>>().cloned().ok_or_else(|| Transport::NotWired("Context").into())
}
