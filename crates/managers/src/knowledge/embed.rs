//! Vectors of chunks, made by a model that the collection's owner chose and pays.

use models::chat::VendorErrorKind;
use models::ids::{ChunkId, CollectionId, EmbeddingIndexId, UserId};
use models::job::Job;
use models::knowledge::{Chunk, Collection, Document, EmbeddingIndex, IndexProgress};
use models::notice::Change;
use models::run::Usage;
use models::usage_entry::Outcome;
use providers::{Endpoint, ProviderError};
use store::Db;
use store::jobs::New;
use store::knowledge::indexes::Put;
use store::knowledge::{collections, indexes};

use crate::connections;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::gateway::{self, OwnCall};
use crate::jobs::{self, Handle};

/// Chunks of one call.
const BATCH: u32 = 32;
/// How often a text that is too long for the model is cut in half.
const HALVINGS_MAX: u32 = 4;

/// Begins to make vectors with a model. Those that are searched stay until the new ones are whole; the same model again
/// changes nothing.
pub(super) fn begin(cx: &Context, db: &mut Db, collection: &Collection, new: EmbeddingIndex) -> Result<()> {
    let present = indexes::of_collections(db, &[collection.id])?;
    let same = present.iter().find(|it| it.connection_id == new.connection_id && it.model == new.model);
    if let Some(same) = same {
        for other in present.iter().filter(|it| it.id != same.id && it.created_at > same.created_at) {
            indexes::let_go(db, other.id)?;
        }
        return enqueue(cx, db, collection.owner_id, same.id);
    }
    indexes::begin(db, &new)?;
    enqueue(cx, db, collection.owner_id, new.id)
}

/// Lets all vectors of a collection go: words alone are searched from now on.
pub(super) fn stop(db: &mut Db, id: CollectionId) -> Result<()> {
    for index in indexes::of_collections(db, &[id])? {
        indexes::let_go(db, index.id)?;
    }
    Ok(())
}

/// Puts the jobs in line that a document's new chunks need.
pub(super) fn enqueue_for(cx: &Context, db: &mut Db, document: &Document) -> Result<()> {
    let Some(collection_id) = document.collection_id else { return Ok(()) };
    let all = indexes::of_collections(db, &[collection_id])?;
    if all.is_empty() {
        return Ok(());
    }
    let Some(collection) = collections::find(db, collection_id)? else { return Ok(()) };
    all.iter().try_for_each(|index| enqueue(cx, db, collection.owner_id, index.id))
}

/// Puts the job in line that makes an index whole.
pub(super) fn enqueue(cx: &Context, db: &mut Db, owner_id: UserId, index_id: EmbeddingIndexId) -> Result<()> {
    let usual = jobs::new(cx, Job::EmbedIndex { index_id });
    let new = New { owner_id: Some(owner_id), unique_key: Some(index_id.to_string()), ..usual };
    super::enqueue(db, &new).map(drop)
}

/// Does the work of a job: makes the vectors that an index lacks, and lets it serve when it is whole.
pub async fn run(cx: &Context, id: EmbeddingIndexId, handle: &Handle) -> Result<()> {
    let found = cx.store.read(move |db| find(db, id)).await?;
    let Some((index, collection)) = found else { return Ok(()) };
    let endpoint = connections::endpoint_for(cx, collection.owner_id, index.connection_id).await?;
    let maker = Maker { cx, endpoint, model: index.model, user_id: collection.owner_id };
    loop {
        let mut after = None;
        loop {
            let missing = cx.store.read(move |db| Ok::<_, Error>(indexes::missing(db, id, after, BATCH)?)).await?;
            if !missing.chunks.is_empty() && !maker.embed_chunks(id, &missing.chunks).await? {
                return Ok(());
            }
            tell(cx, id, handle, &collection).await?;
            after = missing.next;
            if after.is_none() {
                break;
            }
        }
        let is_whole = cx.store.write(move |db| promote(db, id)).await?;
        if is_whole {
            cx.notify(collection.owner_id, Change::CollectionChanged { collection_id: collection.id });
            return Ok(());
        }
    }
}

fn find(db: &mut Db, id: EmbeddingIndexId) -> Result<Option<(EmbeddingIndex, Collection)>> {
    let Some(index) = indexes::find(db, id)? else { return Ok(None) };
    let collection = collections::find(db, index.collection_id)?;
    Ok(collection.map(|collection| (index, collection)))
}

/// Whether nothing is left to do: it serves now, or did, or is gone.
fn promote(db: &mut Db, id: EmbeddingIndexId) -> Result<bool> {
    if indexes::promote(db, id)? || indexes::find(db, id)?.is_none() {
        return Ok(true);
    }
    Ok(indexes::missing(db, id, None, 1)?.chunks.is_empty())
}

async fn tell(cx: &Context, id: EmbeddingIndexId, handle: &Handle, collection: &Collection) -> Result<()> {
    let progress = cx
        .store
        .read(move |db| {
            let index = indexes::find(db, id)?;
            let index: Vec<EmbeddingIndex> = index.into_iter().collect();
            Ok::<_, Error>(indexes::progress(db, &index)?.remove(&id).unwrap_or_default())
        })
        .await?;
    let IndexProgress { done, total } = progress;
    let percent = (done * 100).checked_div(total).and_then(|it| u8::try_from(it).ok());
    handle.progress(cx, percent, format!("{done} of {total} chunks of {}", collection.name.as_str())).await
}

/// Who makes vectors, and who pays.
pub(super) struct Maker<'a> {
    pub(super) cx: &'a Context,
    pub(super) endpoint: Endpoint,
    pub(super) model: String,
    pub(super) user_id: UserId,
}

impl Maker<'_> {
    /// `false`: the index is gone.
    async fn embed_chunks(&self, id: EmbeddingIndexId, chunks: &[Chunk]) -> Result<bool> {
        let texts: Vec<String> = chunks.iter().map(Chunk::to_embed).collect();
        let vectors = self.embed_any(texts).await?;
        let rows: Vec<(ChunkId, Vec<f32>)> = chunks.iter().map(|it| it.id).zip(vectors).collect();
        match self.cx.store.write(move |db| Ok::<_, Error>(indexes::put(db, id, &rows)?)).await? {
            Put::Kept(count) => {
                metrics::counter!("pallium_embedded_chunks_total").increment(count as u64);
                Ok(true)
            }
            Put::Gone => Ok(false),
            Put::OtherLength(length) => {
                let message = format!("the model gave vectors of another length than {length}; choose it anew");
                Err(models::invalid::Invalid::new("embedding", message).into())
            }
        }
    }

    /// A text that is too long for the model does not hold up the others: it is cut.
    async fn embed_any(&self, texts: Vec<String>) -> Result<Vec<Vec<f32>>> {
        match self.embed(texts.clone()).await {
            Err(Error::Vendor(error)) if is_refusal(&error) && texts.len() > 1 => {
                let mut vectors = Vec::with_capacity(texts.len());
                for text in texts {
                    vectors.push(self.embed_cut(text).await?);
                }
                Ok(vectors)
            }
            other => other,
        }
    }

    async fn embed_cut(&self, mut text: String) -> Result<Vec<f32>> {
        for _ in 0..HALVINGS_MAX {
            match self.embed(vec![text.clone()]).await {
                Err(Error::Vendor(error)) if is_refusal(&error) => {
                    let half = text.chars().count() / 2;
                    text = text.chars().take(half.max(1)).collect();
                }
                other => return Ok(other?.pop().unwrap_or_default()),
            }
        }
        Ok(self.embed(vec![text]).await?.pop().unwrap_or_default())
    }

    /// One vector of each text. The call is limited, paid for and entered in the ledger like any other.
    pub(super) async fn embed(&self, texts: Vec<String>) -> Result<Vec<Vec<f32>>> {
        let bytes: usize = texts.iter().map(String::len).sum();
        let input_tokens = bytes as u64 / 4 + 1;
        let call = OwnCall {
            user_id: self.user_id,
            run_id: None,
            connection_id: self.endpoint.connection_id,
            model: &self.model,
            input_tokens,
            max_output_tokens: Some(0),
        };
        let mut bill = gateway::open_own_call(self.cx, call).await?;
        let asked = self.cx.providers.embed(&self.endpoint, &self.model, texts).await;
        let answer = asked.inspect_err(|_| bill.close(Outcome::Failed))?;
        bill.begun();
        let input_tokens = answer.input_tokens.unwrap_or(input_tokens);
        bill.note(Some(Usage { input_tokens, ..Usage::default() }), 0);
        bill.close(Outcome::Completed);
        Ok(answer.vectors)
    }
}

fn is_refusal(error: &ProviderError) -> bool {
    match error {
        ProviderError::Vendor { error, .. } => {
            matches!(error.kind, VendorErrorKind::BadRequest | VendorErrorKind::ContextTooLong)
        }
        _ => false,
    }
}
