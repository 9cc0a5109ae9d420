//! A streamed call that has to wait for its turn: its answer begins at once, with comments that tell its place.

use async_stream::stream;
use bytes::Bytes;
use dialects::Dialect;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use models::usage_entry::Outcome;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::ask::{Ask, Operation};
use super::bill::Bill;
use super::cache;
use super::call::{self, Reply, ReplyBody, Work};
use super::limits::Allowance;
use super::route::Route;
use super::{pass, responses, translated};
use crate::context::Context;

/// A call with all that it needs, to be made while the caller reads.
pub(super) struct Queued {
    pub(super) cx: Context,
    pub(super) ask: Ask,
    pub(super) route: Route,
    pub(super) who: uuid::Uuid,
    pub(super) bill: Bill,
    pub(super) responses: Option<responses::Keeper>,
    pub(super) cache: Option<cache::Keeper>,
}

/// Whether the streams of a dialect have comments. A line of Ollama's would be taken for a piece of the answer.
pub(super) fn has_comments(dialect: Dialect) -> bool {
    dialect != Dialect::Ollama
}

/// The comment that tells a call its place in line.
pub(super) fn comment(places: &mut watch::Receiver<usize>) -> Bytes {
    Bytes::from(format!(": queued, position {}\n\n", *places.borrow_and_update()))
}

/// Whether a call is told that it waits. Where it cannot be, clients wait for the status.
pub(super) fn is_told(work: &Work<'_>) -> bool {
    let events = work.ask.operation == Operation::Chat && work.peek.stream;
    events
        && has_comments(work.ask.dialect)
        && work.route.targets.first().is_some_and(|target| work.cx.gateway.turns.is_full(target))
}

impl Queued {
    /// The answer, which begins with comments. Dropping it leaves the line.
    pub(super) fn reply(self, headers: Vec<(&'static str, String)>, allowances: Vec<Allowance>) -> Reply {
        let content_type = pass::stream_type(self.ask.dialect);
        Reply { content_type, headers, allowances, body: ReplyBody::Stream(self.told()) }
    }

    fn told(self) -> BoxStream<'static, Bytes> {
        stream! {
            let Self { cx, ask, route, who, mut bill, responses, cache } = self;
            let Ok(peek) = call::peek(&ask) else { return };
            let (place, mut places) = watch::channel(0);
            let cancel = CancellationToken::new();
            let progress = bill.progress();
            let work =
                Work { cx: &cx, ask: &ask, peek: &peek, route: &route, cancel, who, progress, places: Some(place) };
            let outcome = {
                let mut answering = Box::pin(work.answer(&mut bill));
                loop {
                    let outcome = tokio::select! {
                        biased;
                        outcome = &mut answering => Some(outcome),
                        Ok(()) = places.changed() => None,
                    };
                    match outcome {
                        Some(outcome) => break outcome,
                        None => yield comment(&mut places),
                    }
                }
            };
            match outcome {
                Ok(finish) => {
                    let closed = bill.listen();
                    let mut reply = finish(bill);
                    if let Some(keeper) = cache {
                        reply = keeper.keep(reply, closed).await;
                    }
                    if let Some(keeper) = responses {
                        reply = keeper.keep(reply).await;
                    }
                    match reply.body {
                        ReplyBody::Whole(bytes) => yield bytes,
                        ReplyBody::Stream(mut stream) => {
                            while let Some(bytes) = stream.next().await {
                                yield bytes;
                            }
                        }
                    }
                }
                Err(failure) => {
                    bill.close(Outcome::Failed);
                    let mut out = Vec::new();
                    translated::encoder(&work, &peek.model).fail(&failure.refuse().error, &mut out);
                    yield Bytes::from(out);
                }
            }
        }
        .boxed()
    }
}
