//! Listening to a job.

use std::pin::Pin;
use std::time::Duration;

use async_stream::try_stream;
use futures_util::Stream;
use models::ids::JobId;
use models::job::{JobRecord, LoggedJobEvent};
use tokio::sync::broadcast::{self, error::RecvError};

use super::own;
use crate::access::{Action, Actor};
use crate::context::Context;
use crate::error::{Error, Noun, Result};

/// How long a listener trusts wake-ups before it reads the log anyway: another process may have the job.
const POLL: Duration = Duration::from_millis(1_000);
/// Events read at once.
const PAGE: u32 = 500;

/// What a listener gets.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// The job as it is when the listener comes.
    Snapshot(Box<JobRecord>),
    /// What happened next.
    Event(LoggedJobEvent),
    /// The job at its end; nothing follows.
    Terminal(Box<JobRecord>),
}

/// News of a job, in order.
pub type Feed = Pin<Box<dyn Stream<Item = Result<News>> + Send>>;

/// Events with a number above `after`, at most 500.
pub async fn events(cx: &Context, actor: &Actor, id: JobId, after: i64) -> Result<Vec<LoggedJobEvent>> {
    let actor = actor.clone();
    cx.store
        .read(move |db| {
            own(db, &actor, Action::View, id)?;
            Ok(store::jobs::events_after(db, id, after, PAGE)?)
        })
        .await
}

/// Listens to a job whose events up to a number are known; ends after its end, or when the server drains.
pub async fn follow(cx: &Context, actor: &Actor, id: JobId, after: i64) -> Result<Feed> {
    let mut news = cx.jobs.listen();
    let actor = actor.clone();
    let first = cx.store.read(move |db| own(db, &actor, Action::View, id)).await?;
    let cx = cx.clone();
    Ok(Box::pin(try_stream! {
        yield News::Snapshot(Box::new(first));
        let draining = cx.runs.draining().clone();
        let mut seen = after;
        loop {
            let (job, events) = read(&cx, id, seen).await?;
            let quiet = events.is_empty();
            for event in events {
                seen = event.sequence;
                yield News::Event(event);
            }
            if quiet && job.state.is_terminal() {
                yield News::Terminal(Box::new(job));
                return;
            }
            if quiet {
                tokio::select! {
                    () = draining.cancelled() => return,
                    () = wait(&mut news, id) => {}
                }
            }
        }
    }))
}

/// The job first: if it has ended, all its events are there to be read.
async fn read(cx: &Context, id: JobId, after: i64) -> Result<(JobRecord, Vec<LoggedJobEvent>)> {
    cx.store
        .read(move |db| {
            let job = store::jobs::find(db, id)?.ok_or(Error::NotFound(Noun::Job))?;
            Ok((job, store::jobs::events_after(db, id, after, PAGE)?))
        })
        .await
}

async fn wait(news: &mut broadcast::Receiver<JobId>, id: JobId) {
    let told = async {
        loop {
            match news.recv().await {
                Ok(other) if other != id => {}
                Ok(_) | Err(RecvError::Lagged(_)) => return,
                Err(RecvError::Closed) => std::future::pending().await,
            }
        }
    };
    if tokio::time::timeout(POLL, told).await.is_err() {
        tracing::trace!(job.id = %id, "no wake-up; reading the log");
    }
}
