//! Calls that the server makes for its users: runs, their titles, and what a search asks models. They are limited, paid for and
//! entered in the ledger like those of programs.

use models::ids::{ConnectionId, RunId, UserId};
use models::price::Nanos;
use models::run::Usage;
use models::usage_entry::Outcome;

use super::authorize::Caller;
use super::bill::{Asked, Bill};
use super::call::ANSWER_TOKENS;
use super::directory;
use super::limits::{self, Estimate};
use super::route::RouteTarget;
use super::turns;
use crate::context::Context;
use crate::error::{Error, Result, Unauthenticated};

/// The dialect's name in the ledger for calls that come from no client.
const OWN: &str = "pallium";

/// A call for a user.
pub(crate) struct OwnCall<'a> {
    /// Who pays.
    pub(crate) user_id: UserId,
    /// The turn it belongs to, where there is one.
    pub(crate) run_id: Option<RunId>,
    /// Who is asked.
    pub(crate) connection_id: ConnectionId,
    /// The vendor's model id.
    pub(crate) model: &'a str,
    /// Estimated tokens of the prompt.
    pub(crate) input_tokens: u64,
    /// Most tokens of the answer, where that is limited.
    pub(crate) max_output_tokens: Option<u32>,
}

/// Opens the account of a call, unless a limit or a budget of the user forbids it.
pub(crate) async fn open(cx: &Context, call: OwnCall<'_>) -> Result<Bill> {
    cx.gateway.ledger.check().map_err(|_| Error::Busy)?;
    let snapshot = directory::snapshot(cx).await?;
    let person = snapshot.people.get(&call.user_id).cloned();
    let person = person.ok_or(Error::Unauthenticated(Unauthenticated::LoginEnded))?;
    let line = snapshot.lines.get(&call.connection_id).cloned();
    let caller = Caller { person, key: None, snapshot };
    let whose = caller.whose();
    let target = line.map(|line| RouteTarget { line, model: call.model.to_owned() });
    let output = call.max_output_tokens.map_or(ANSWER_TOKENS, u64::from);
    let usage = Usage { input_tokens: call.input_tokens, output_tokens: output, ..Usage::default() };
    let price = target.as_ref().and_then(|target| caller.snapshot.price(&target.line, &target.model));
    let cost = price.map_or(Nanos::ZERO, |price| price.at(call.input_tokens).cost(&usage));
    let estimate = Estimate { tokens: call.input_tokens.saturating_add(output), cost };
    let admission = limits::admit(cx, &caller, estimate).await.map_err(|refused| match refused.error.status {
        429 => Error::OverLimit { message: refused.error.message, retry_after: refused.retry_after },
        _ => Error::Busy,
    })?;
    let asked = Asked {
        dialect: OWN,
        model: call.model,
        streamed: true,
        run_id: call.run_id,
        task_type: None,
        input_tokens: call.input_tokens,
    };
    let mut bill = Bill::open(cx, caller, admission, asked);
    if let Some(target) = &target {
        match turns::take(cx, whose, target, None).await {
            Ok(turn) => turn.into_iter().for_each(|turn| bill.hold(turn)),
            Err(_) => {
                bill.close(Outcome::Refused);
                return Err(Error::Busy);
            }
        }
        bill.ask(target);
    }
    bill.progress().sent.add();
    Ok(bill)
}
