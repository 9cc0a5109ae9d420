//! Which page of a list.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use managers::error::Error;
use models::invalid::Invalid;
use models::page::{LIMIT_DEFAULT, LIMIT_MAX};
use url::form_urlencoded;
use utoipa::IntoParams;

use crate::error::ApiError;

/// Longest cursor that we ever hand out, in bytes.
const CURSOR_MAX: usize = 512;

/// Which page of a list: `?limit=` and `?cursor=`. Documented with `params(Page)`.
#[derive(Debug, Clone, PartialEq, Eq, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Page {
    /// Most items of the page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200, default = 50)]
    pub limit: u32,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl FromRequest for Page {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(req.query_string()).map_err(|wrong| Error::Invalid(wrong).into()))
    }
}

fn parse(query: &str) -> Result<Page, Vec<Invalid>> {
    let mut page = Page { limit: LIMIT_DEFAULT, cursor: None };
    let mut wrong = Vec::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match name.as_ref() {
            "limit" => match value.parse() {
                Ok(limit @ 1..=LIMIT_MAX) => page.limit = limit,
                _ => wrong.push(Invalid::new("limit", format!("must be from 1 to {LIMIT_MAX}"))),
            },
            "cursor" if value.len() > CURSOR_MAX || value.chars().any(char::is_control) => {
                wrong.push(Invalid::new("cursor", "must be the next_cursor of an earlier page"));
            }
            "cursor" if !value.is_empty() => page.cursor = Some(value.into_owned()),
            _ => {}
        }
    }
    if wrong.is_empty() { Ok(page) } else { Err(wrong) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_fifty_items_unless_asked_otherwise() {
        assert_eq!(parse(""), Ok(Page { limit: 50, cursor: None }));
        assert_eq!(parse("view=bin&limit=200&cursor=a%2Bb"), Ok(Page { limit: 200, cursor: Some("a+b".into()) }));
    }

    #[test]
    fn every_wrong_field_is_named() {
        let fields = |query: &str| parse(query).unwrap_err().iter().map(|wrong| wrong.field).collect::<Vec<_>>();
        assert_eq!(fields("limit=0"), ["limit"]);
        assert_eq!(fields("limit=201"), ["limit"]);
        assert_eq!(fields(&format!("limit=x&cursor={}", "c".repeat(513))), ["limit", "cursor"]);
    }
}
