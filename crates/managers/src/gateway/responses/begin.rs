//! A call of `/v1/responses` before it is routed.

use bytes::Bytes;
use dialects::{Peek, Rewrite};
use models::gateway_error::{GatewayError, GatewayErrorKind};

use super::keep::Keeper;
use super::references;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::gateway::ask::Ask;
use crate::gateway::authorize::Caller;
use crate::gateway::call;
use crate::gateway::refused::Refused;

/// What came before a call.
pub(in crate::gateway) struct Earlier {
    /// The items, as every vendor of the responses takes them.
    pub(in crate::gateway) for_vendors: String,
    /// The caller's request with all items, for vendors of other dialects.
    pub(in crate::gateway) body: Bytes,
}

/// Finds what the call goes on from, and who keeps its answer; `None` where the caller does not want that.
pub(in crate::gateway) async fn begin(cx: &Context, caller: &Caller, ask: &mut Ask) -> Result<Option<Keeper>, Refused> {
    references::resolve(cx, caller, ask).await?;
    let peek = dialects::peek_request(ask.dialect, &ask.body).map_err(call::bad_request)?;
    if peek.background {
        // Nobody could fetch the answer: the vendor would keep it, and we would not know when it is there.
        let error = GatewayError::new(GatewayErrorKind::InvalidRequest, "`background` is not supported.");
        return Err(error.with_code("unsupported_parameter").with_param("background").into());
    }
    let earlier = match &peek.previous_response_id {
        Some(id) => Some(earlier(cx, caller, &ask.body, &peek, id).await?),
        None => None,
    };
    let keeper = (peek.store != Some(false)).then(|| {
        let input = match &earlier {
            Some(earlier) => dialects::peek_request(ask.dialect, &earlier.body)
                .map_or_else(|_| Bytes::new(), |peek| peek.input_items(&earlier.body)),
            None => peek.input_items(&ask.body),
        };
        Keeper::new(cx, caller, &peek.model, input)
    });
    ask.earlier = earlier;
    Ok(keeper)
}

async fn earlier(cx: &Context, caller: &Caller, body: &Bytes, peek: &Peek<'_>, id: &str) -> Result<Earlier, Refused> {
    let (user, wanted) = (caller.user_id(), id.to_owned());
    let found = cx.store.read(move |db| store::stored_responses::conversation(db, user, &wanted)).await;
    let (sent, answer) = found.map_err(Error::from)?.ok_or_else(|| unknown(id))?;
    let unreadable = |error| Refused::from(Error::internal("reading a stored response", error));
    let items = dialects::after_response(&sent, &answer).map_err(unreadable)?;
    let rewrite = Rewrite { earlier_input: Some(&items), ..Rewrite::default() };
    let body = dialects::rewrite_request(body, peek, &rewrite).concat().into();
    Ok(Earlier { for_vendors: dialects::items_for_any_vendor(&items).map_err(unreadable)?, body })
}

/// Said of another's as well.
fn unknown(id: &str) -> Refused {
    let message = format!("Previous response with id '{id}' not found.");
    let error = GatewayError::new(GatewayErrorKind::InvalidRequest, message).with_code("previous_response_not_found");
    error.with_param("previous_response_id").into()
}
