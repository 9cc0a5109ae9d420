//! Trying a connection out.

use std::time::Duration;

use models::ids::ConnectionId;

use super::read;
use super::resolve::Found;
use crate::access::{Action, Actor};
use crate::context::Context;
use crate::error::Result;

/// What trying a connection showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The vendor answered.
    Works {
        /// From the request to the whole answer.
        latency: Duration,
        /// Models it lists.
        model_count: usize,
    },
    /// The vendor did not answer as it should.
    Fails {
        /// From the request to the failure.
        latency: Duration,
        /// Stable code of the reason.
        code: &'static str,
        /// The reason with a next step.
        message: String,
    },
}

/// Asks the vendor for its models with the connection's key. What it lists is not kept.
pub async fn test(cx: &Context, actor: &Actor, id: ConnectionId) -> Result<Outcome> {
    let who = actor.clone();
    let found = cx
        .store
        .read(move |db| {
            read::find(db, &who, Action::Change, id)?;
            Found::read(db, id)
        })
        .await?;
    let endpoint = found.endpoint(cx)?;
    let start = std::time::Instant::now();
    let answer = cx.providers.models(&endpoint).await;
    let latency = start.elapsed();
    Ok(match answer {
        Ok(models) => Outcome::Works { latency, model_count: models.len() },
        Err(error) => Outcome::Fails { latency, code: error.code(), message: error.user_message() },
    })
}
