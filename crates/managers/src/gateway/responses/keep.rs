//! Keeping an answer that a later call may go on from.

use async_stream::stream;
use bytes::Bytes;
use dialects::{FinishedResponse, ResponseFinder};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use models::ids::{ApiKeyId, UserId};
use models::time::Time;
use store::stored_responses::StoredResponse;

use crate::context::Context;
use crate::gateway::authorize::Caller;
use crate::gateway::call::{Reply, ReplyBody};

/// Keeps one answer, once it is finished.
pub(in crate::gateway) struct Keeper {
    cx: Context,
    user_id: UserId,
    key_id: Option<ApiKeyId>,
    created_at: Time,
    model: String,
    input: Bytes,
}

impl Keeper {
    /// Keeps the answer to these items, which share the memory of the request.
    pub(super) fn new(cx: &Context, caller: &Caller, model: &str, input: Bytes) -> Self {
        Self {
            cx: cx.clone(),
            user_id: caller.user_id(),
            key_id: caller.key.as_ref().map(|record| record.key.id),
            created_at: cx.now(),
            model: model.to_owned(),
            input,
        }
    }

    /// Keeps what the caller is answered. He gets the end of it when it is kept: he may go on from it at once.
    pub(in crate::gateway) async fn keep(self, reply: Reply) -> Reply {
        let body = match reply.body {
            ReplyBody::Whole(bytes) => {
                if let Some(found) = dialects::finished_response(&bytes) {
                    self.write(found).await;
                }
                ReplyBody::Whole(bytes)
            }
            ReplyBody::Stream(stream) => ReplyBody::Stream(self.watch(stream)),
        };
        Reply { body, ..reply }
    }

    /// Bytes pass at once, but those with the end of the answer.
    fn watch(self, mut stream: BoxStream<'static, Bytes>) -> BoxStream<'static, Bytes> {
        stream! {
            let mut finder = ResponseFinder::default();
            let mut keeper = Some(self);
            while let Some(bytes) = stream.next().await {
                let found = keeper.as_ref().and_then(|_| finder.push(&bytes));
                if let Some((found, keeper)) = found.and_then(|found| Some((found, keeper.take()?))) {
                    keeper.write(found).await;
                }
                yield bytes;
            }
            if let Some((found, keeper)) = finder.finish().zip(keeper) {
                keeper.write(found).await;
            }
        }
        .boxed()
    }

    /// An answer that cannot be kept is an answer all the same.
    async fn write(self, found: FinishedResponse) {
        let Self { cx, user_id, key_id, created_at, model, input } = self;
        let Ok(input) = String::from_utf8(input.into()) else { return };
        let FinishedResponse { id, body: output } = found;
        let row = StoredResponse { id, user_id, key_id, created_at, model, input, output };
        if let Err(error) = cx.store.write(move |db| store::stored_responses::put(db, &row)).await {
            tracing::warn!(%error, "a response is not kept");
        }
    }
}
