//! The OpenAPI document, made from the same registration as the routes.

use std::collections::BTreeMap;

use actix_web::App;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, Modify, OpenApi};
use utoipa_actix_web::{AppExt, scope};

use crate::error::{ApiError, ErrorBody, FieldError};
use crate::routes;

/// Every status an error may have, its name in the document, and when it is answered.
const ERRORS: [(&str, &str, &str); 14] = [
    ("400", "Malformed", "the request is malformed"),
    ("401", "Unauthenticated", "no login, or one that has ended"),
    ("403", "Forbidden", "the role does not allow it"),
    ("404", "NotFound", "no such thing, or not yours"),
    ("409", "Conflict", "the thing is not in the state that this needs"),
    ("413", "TooLarge", "the body is too large"),
    ("415", "UnsupportedType", "the body is of the wrong type"),
    ("422", "Invalid", "some fields are not valid; each is listed"),
    ("429", "TooManyAttempts", "too many attempts; see Retry-After"),
    ("500", "Internal", "a fault of the server"),
    ("502", "VendorFailed", "the model vendor failed"),
    ("503", "Unavailable", "shutting down, or the database is busy; see Retry-After"),
    ("504", "TimedOut", "the answer took too long"),
    ("507", "StorageFull", "the disk is full"),
];

/// Named once in each route's `responses(…, ApiError)`: every error with its body comes from here.
impl IntoResponses for ApiError {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let answer =
            |(status, name, _): &(&str, &str, &str)| (status.to_string(), Ref::from_response_name(*name).into());
        ERRORS.iter().map(answer).collect()
    }
}

/// What is true of all routes.
#[derive(OpenApi)]
#[openapi(
    info(title = "Pallium", description = "A self-hosted AI platform.", license(name = "MIT OR Apache-2.0")),
    components(schemas(ErrorBody, FieldError)),
    modifiers(&Bearer, &Errors)
)]
struct Head;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        document.components.get_or_insert_default().add_security_scheme("bearer", SecurityScheme::Http(scheme));
    }
}

struct Errors;

impl Modify for Errors {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        for (_, name, when) in ERRORS {
            let body = Content::new(Some(Ref::from_schema_name("ErrorBody")));
            let answer = ResponseBuilder::new().description(when).content("application/json", body).build();
            components.responses.insert(name.to_owned(), answer.into());
        }
    }
}

/// The document of every route under `/api/v1`.
pub fn document() -> utoipa::openapi::OpenApi {
    let app = App::new().into_utoipa_app().openapi(Head::openapi());
    app.service(scope::scope("/api/v1").configure(routes::register)).split_for_parts().1
}

/// The document as indented JSON with a line end, the same on every call.
pub fn openapi_json() -> String {
    match document().to_pretty_json() {
        Ok(json) => json + "\n",
        // The document is made of strings and maps with string keys: it cannot fail to serialise.
        Err(error) => unreachable!("serialising the OpenAPI document: {error}"),
    }
}
