//! Answers that are given again to the same question, where the alias says so.
//!
//! A question is the same when all of it is that can change the answer: the words, the parameters, the headers, the
//! alias with all its settings, and, but for aliases that share, the user. Whether it is to be answered in pieces makes
//! no difference: an answer is kept whole and told in the form that the next caller wants.

mod answered;
mod question;

use std::time::Duration;

use async_stream::stream;
use bytes::Bytes;
use dialects::{Dialect, Peek, ResponseEcho};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use models::ids::UserId;
use models::price::Nanos;
use models::run::Usage;
use models::usage_entry::Outcome;
use store::cached_answers::CachedAnswer;

use super::ask::{Ask, Operation};
use super::authorize::Caller;
use super::bill::{Asked, Bill, Closed};
use super::call::{Reply, ReplyBody, Work};
use super::limits::{self, Estimate};
use super::refused::{self, Refused};
use super::route::Route;
use super::translated;
use crate::context::Context;
use crate::error::Error;
use answered::Answered;

/// Most bytes of an answer that is kept.
const ANSWER_BYTES_MAX: usize = 256 * 1024;
/// Tells whether the answer is one that was kept.
const HEADER: &str = "x-pallium-cache";

/// What is known of a question.
pub(super) enum Found {
    /// It was answered a while ago.
    Hit(CachedAnswer),
    /// Its answer is to be kept.
    Miss(Keeper),
}

/// Keeps the answer to one question.
pub(super) struct Keeper {
    cx: Context,
    key: String,
    user_id: UserId,
    dialect: Dialect,
    operation: Operation,
    echo: ResponseEcho,
    kept_for: Duration,
}

/// Looks whether a question was answered; `None` where its answer is not one to be given twice.
pub(super) async fn find(
    cx: &Context,
    caller: &Caller,
    (ask, peek): (&Ask, &Peek<'_>),
    route: &Route,
) -> Result<Option<Found>, Refused> {
    let Some(alias) = &route.alias else { return Ok(None) };
    let Some(seconds) = alias.cache_seconds else { return Ok(None) };
    // A call of a tool is an act and its result another one's words: neither is ours to repeat.
    if peek.has_tools || peek.n > 1 || matches!(ask.operation, Operation::Count | Operation::Generate) {
        return Ok(None);
    }
    let whose = (!alias.cache_shared).then(|| caller.user_id());
    let preamble = &cx.settings.gateway.preamble;
    let Some(key) = question::key(ask, route, alias, whose, preamble) else { return Ok(None) };
    let (wanted, now) = (key.clone(), cx.now());
    let found = cx.store.read(move |db| store::cached_answers::find(db, &wanted, now)).await.map_err(Error::from)?;
    metrics::counter!("pallium_gateway_cache_total", "found" => if found.is_some() { "hit" } else { "miss" })
        .increment(1);
    Ok(Some(match found {
        Some(answer) => Found::Hit(answer),
        None => Found::Miss(Keeper {
            cx: cx.clone(),
            key,
            user_id: caller.user_id(),
            dialect: ask.dialect,
            operation: ask.operation,
            echo: answered::echo(ask),
            kept_for: Duration::from_secs(seconds.into()),
        }),
    }))
}

/// Gives a kept answer. It is counted among the caller's requests and costs nothing.
pub(super) async fn give(
    work: &Work<'_>,
    caller: Caller,
    asked: Asked<'_>,
    answer: CachedAnswer,
) -> Result<Reply, Refused> {
    let admission = limits::admit(work.cx, &caller, Estimate { tokens: 0, cost: Nanos::ZERO }).await?;
    let allowances = admission.allowances.clone();
    let mut bill = Bill::open(work.cx, caller, admission, asked);
    bill.cached(&answer.model);
    let mut headers = work.headers_of(&answer.target);
    headers.push((HEADER, "hit".to_owned()));
    let body = answer.body.into_bytes();
    let mut reply = match work.ask.operation {
        Operation::Chat if work.peek.stream => {
            translated::repeat(work, &body, headers).map_err(refused::of_vendor)?(bill)
        }
        Operation::Chat | Operation::Generate | Operation::Embed | Operation::Count => {
            bill.close(Outcome::Completed);
            let body = ReplyBody::Whole(body.into());
            Reply { content_type: "application/json", headers, allowances: Vec::new(), body }
        }
    };
    reply.allowances = allowances;
    Ok(reply)
}

impl Keeper {
    /// Keeps what the caller is answered, if it is a whole answer that may be given again. He gets the end of it when
    /// it is kept.
    pub(super) async fn keep(self, reply: Reply, closed: Closed) -> Reply {
        let mut headers = reply.headers;
        let target = headers.iter().find(|(name, _)| *name == "x-pallium-target").map(|(_, value)| value.clone());
        headers.push((HEADER, "miss".to_owned()));
        let target = target.unwrap_or_default();
        let body = match reply.body {
            ReplyBody::Whole(bytes) => {
                if bytes.len() <= ANSWER_BYTES_MAX && self.may_repeat(&bytes) {
                    self.write(&target, closed, |_| Some(bytes.to_vec())).await;
                }
                ReplyBody::Whole(bytes)
            }
            ReplyBody::Stream(stream) => ReplyBody::Stream(self.watch(stream, target, closed)),
        };
        Reply { headers, body, ..reply }
    }

    fn may_repeat(&self, whole: &[u8]) -> bool {
        match self.operation {
            Operation::Embed => true,
            Operation::Chat | Operation::Generate | Operation::Count => {
                dialects::decode_whole(self.dialect, whole).is_ok_and(|deltas| answered::may_repeat(&deltas))
            }
        }
    }

    fn watch(self, mut stream: BoxStream<'static, Bytes>, target: String, closed: Closed) -> BoxStream<'static, Bytes> {
        stream! {
            let mut answered = Answered::new(self.dialect);
            while let Some(bytes) = stream.next().await {
                answered.push(&bytes);
                yield bytes;
            }
            let (dialect, now, echo) = (self.dialect, self.cx.now(), self.echo.clone());
            let id = self.cx.id().simple().to_string();
            self.write(&target, closed, |usage| answered.whole(dialect, (id, now), echo, usage)).await;
        }
        .boxed()
    }

    /// An answer that cannot be kept is an answer all the same.
    async fn write(self, target: &str, mut closed: Closed, whole: impl FnOnce(Usage) -> Option<Vec<u8>> + Send) {
        let Ok(account) = closed.try_recv() else { return };
        if account.outcome != Outcome::Completed {
            return;
        }
        let Some(body) = whole(account.tokens).filter(|body| body.len() <= ANSWER_BYTES_MAX) else { return };
        let Ok(body) = String::from_utf8(body) else { return };
        let created_at = self.cx.now();
        let row = CachedAnswer {
            key: self.key,
            user_id: self.user_id,
            created_at,
            expires_at: created_at + self.kept_for,
            target: target.to_owned(),
            model: account.answered_model,
            body,
        };
        if let Err(error) = self.cx.store.write(move |db| store::cached_answers::put(db, &row)).await {
            tracing::warn!(%error, "an answer is not kept for the next one who asks");
        }
    }
}
