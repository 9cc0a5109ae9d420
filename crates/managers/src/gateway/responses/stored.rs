//! Answers that are kept.

use models::gateway_error::{GatewayError, GatewayErrorKind};

use crate::context::Context;
use crate::error::{Error, Result};
use crate::gateway::authorize::Caller;
use crate::gateway::refused::Refused;

/// The body of an answer, as it was given. Another's answer is not found.
pub async fn find(cx: &Context, caller: &Caller, id: &str) -> Result<String, Refused> {
    let (user, wanted) = (caller.user_id(), id.to_owned());
    let found = cx.store.read(move |db| store::stored_responses::body(db, user, &wanted)).await;
    found.map_err(Error::from)?.ok_or_else(|| missing(id))
}

/// Removes an answer. Answers that went on from it have its words already, and stay.
pub async fn delete(cx: &Context, caller: &Caller, id: &str) -> Result<(), Refused> {
    let (user, wanted) = (caller.user_id(), id.to_owned());
    let removed = cx.store.write(move |db| store::stored_responses::delete(db, user, &wanted)).await;
    if removed.map_err(Error::from)? { Ok(()) } else { Err(missing(id)) }
}

/// Says why an answer is not cancelled: the call that made it has ended, since none goes on in the background.
pub async fn cancel(cx: &Context, caller: &Caller, id: &str) -> Refused {
    match find(cx, caller, id).await {
        Ok(_) => {
            let message = "Cannot cancel a synchronous response: only background responses can be cancelled.";
            GatewayError::new(GatewayErrorKind::InvalidRequest, message).into()
        }
        Err(refused) => refused,
    }
}

fn missing(id: &str) -> Refused {
    GatewayError::new(GatewayErrorKind::NotFound, format!("Response with id '{id}' not found.")).into()
}
