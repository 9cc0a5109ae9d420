//! Items of kept answers that a client names instead of sending them again.

use std::collections::BTreeMap;

use models::gateway_error::{GatewayError, GatewayErrorKind};
use models::ids::UserId;
use store::StoreError;

use crate::context::Context;
use crate::error::Error;
use crate::gateway::ask::Ask;
use crate::gateway::authorize::Caller;
use crate::gateway::call;
use crate::gateway::refused::Refused;

/// Puts the items into the request. Names that are not of our making are left for the vendor, who may know them.
pub(super) async fn resolve(cx: &Context, caller: &Caller, ask: &mut Ask) -> Result<(), Refused> {
    let named = dialects::referenced_items(&ask.body).into_iter();
    let named: BTreeMap<_, _> = named.filter_map(|id| dialects::response_of_item(&id).map(|of| (id, of))).collect();
    if named.is_empty() {
        return Ok(());
    }
    // What is written twice is refused before one of the two is lost.
    dialects::peek_request(ask.dialect, &ask.body).map_err(call::bad_request)?;
    let user = caller.user_id();
    let found = cx.store.read(move |db| fetch(db, user, named));
    let mut items = BTreeMap::new();
    for (id, item) in found.await.map_err(Error::from)? {
        let item = item.ok_or_else(|| unknown(&id))?;
        items.insert(id, item);
    }
    let body = dialects::with_items(&ask.body, &items);
    ask.body = body.map_err(|error| Error::internal("putting items into a request", error))?.into();
    Ok(())
}

/// The items by their ids; `None` where the answer is not kept.
fn fetch(
    db: &mut store::Db,
    user: UserId,
    named: BTreeMap<String, String>,
) -> Result<BTreeMap<String, Option<String>>, StoreError> {
    let mut found = BTreeMap::new();
    for (id, response) in named {
        let body = store::stored_responses::body(db, user, &response)?;
        let item = body.and_then(|body| dialects::item_of_response(&body, &id));
        found.insert(id, item);
    }
    Ok(found)
}

/// Said of another's as well.
fn unknown(id: &str) -> Refused {
    let message = format!("Item with id '{id}' not found.");
    GatewayError::new(GatewayErrorKind::NotFound, message).with_param("input").into()
}
