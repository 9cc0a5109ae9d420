//! Which verb does which job.

use std::pin::Pin;
use std::sync::Arc;

use managers::context::Context;
use managers::error::Result;
use managers::jobs::{self, Handle};
use managers::{attachments, connections, conversations, gateway, knowledge, upkeep};
use models::job::Job;

/// Does the work of a job.
pub fn execute(cx: Context, job: Job, handle: Arc<Handle>) -> Pin<Box<dyn Future<Output = Result<()>> + Send>> {
    Box::pin(async move { dispatch(&cx, job, &handle).await })
}

/// No wildcard: a new kind does not compile until it has a verb.
async fn dispatch(cx: &Context, job: Job, handle: &Arc<Handle>) -> Result<()> {
    match job {
        Job::PurgeConversations => conversations::remove::purge_expired(cx).await.map(drop),
        Job::SweepAttachments => attachments::sweep_all(cx).await,
        Job::PruneLogs => upkeep::prune(cx).await,
        Job::TidyGateway => gateway::tidy(cx).await,
        Job::FindOllama => connections::discover_ollama(cx).await,
        Job::RefreshModels => connections::refresh_stale(cx).await,
        Job::PruneJobs => jobs::work::prune(cx).await,
        Job::ReadDocument { document_id } => knowledge::ingest::read(cx, document_id, handle).await,
        Job::EmbedIndex { index_id } => knowledge::embed::run(cx, index_id, handle).await,
        Job::SyncSource { source_id } => knowledge::sync::run(cx, source_id, handle).await,
        Job::CheckKnowledge => knowledge::check::run(cx).await,
        Job::Rehearse(it) => jobs::rehearse(cx, it, handle).await,
    }
}
