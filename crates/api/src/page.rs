//! The body of every list.

use std::str::FromStr;

use managers::error::Error;
use models::invalid::Invalid;
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::ApiError;
use crate::json_text::WriteJson;

/// One page of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct List<T> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// Send it as `?cursor=` to read on; `null` at the end.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

impl<T> List<T> {
    /// A list that is never longer than one page.
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next_cursor: None }
    }
}

impl<T: WriteJson> WriteJson for List<T> {
    fn write_json(&self, json: &mut String) {
        json.push_str("{\"items\":");
        self.items.write_json(json);
        json.push_str(",\"next_cursor\":");
        self.next_cursor.write_json(json);
        json.push('}');
    }
}

impl<T, U: From<T>> From<models::page::Page<T>> for List<U> {
    fn from(page: models::page::Page<T>) -> Self {
        Self { items: page.items.into_iter().map(U::from).collect(), next_cursor: page.next }
    }
}

/// Reads the cursor of a list whose cursor is the last item's id.
pub fn cursor_id<T: FromStr>(cursor: Option<&str>) -> Result<Option<T>, ApiError> {
    let wrong = |_| Error::from(Invalid::new("cursor", "must be the next_cursor of an earlier page"));
    Ok(cursor.map(|text| text.parse().map_err(wrong)).transpose()?)
}
