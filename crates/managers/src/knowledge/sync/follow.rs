//! What a source has, against what is known of it.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use models::attachment::FileName;
use models::ids::DocumentId;
use models::knowledge::{Collection, Document, DocumentFacts, DocumentState, Source};
use ring::digest::{Context as Digest, SHA256};
use store::blobs::SealedBlob;
use store::knowledge::documents::{self, Followed, NewFile};
use tokio::fs::File;
use tokio::io::AsyncReadExt;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::jobs::Handle;
use crate::knowledge::documents::{changed, media_type, read_job};

/// Bytes read at a time.
const PIECE: usize = 256 << 10;
/// Bytes of a file that show its type.
const HEAD_BYTES: usize = 8 << 10;
/// Documents of a source wait behind those that a person sends.
const PRIORITY: i64 = -10;

/// Where the bytes of a file are.
pub(super) enum Content<'a> {
    /// Here.
    Bytes(&'a [u8]),
    /// On the disk.
    File(&'a Path),
}

/// A file that the source has.
pub(super) struct Offered<'a> {
    /// Where it is in the source.
    pub(super) path: String,
    /// Its name.
    pub(super) name: &'a str,
    /// Its type, where the source says it.
    pub(super) media_type: Option<String>,
    /// Its bytes.
    pub(super) content: Content<'a>,
}

/// Takes in what a source has.
pub(super) struct Follower<'a> {
    cx: &'a Context,
    source: &'a Source,
    collection: &'a Collection,
    handle: &'a Arc<Handle>,
    known: HashMap<String, Followed>,
    seen: HashSet<String>,
    total: Option<usize>,
}

impl<'a> Follower<'a> {
    pub(super) async fn new(
        cx: &'a Context,
        source: &'a Source,
        collection: &'a Collection,
        handle: &'a Arc<Handle>,
    ) -> Result<Self> {
        let id = source.id;
        let known = cx.store.read(move |db| Ok::<_, Error>(documents::of_source(db, id)?)).await?;
        let known = known.into_iter().map(|it| (it.path.clone(), it)).collect();
        Ok(Self { cx, source, collection, handle, known, seen: HashSet::new(), total: None })
    }

    /// How many files are to come.
    pub(super) fn expect(&mut self, total: usize) {
        self.total = Some(total);
    }

    /// How many were taken in.
    pub(super) fn count(&self) -> usize {
        self.seen.len()
    }

    /// Takes in a file: a new one and one with other bytes are put in line to be read.
    pub(super) async fn offer(&mut self, file: Offered<'_>) -> Result<()> {
        let hash = hash(&file.content).await?;
        self.seen.insert(file.path.clone());
        match self.known.get(&file.path) {
            Some(known) if known.blob == hash => self.unmark(known.id, known.stale).await?,
            Some(known) => self.replace(known.id, &file).await?,
            None => self.add(&file).await?,
        }
        self.tell(&file.path).await
    }

    /// Keeps what is known of a file that could not be had this time, marked as stale.
    pub(super) async fn keep(&mut self, path: &str) -> Result<()> {
        let Some(known) = self.known.get(path) else { return Ok(()) };
        let (id, now) = (known.id, self.cx.now());
        self.seen.insert(path.to_owned());
        let mark = move |db: &mut store::Db| Ok::<_, Error>(documents::mark_stale(db, &[id], true, now)?);
        self.cx.store.write(mark).await.map(drop)
    }

    /// Removes the documents of files that the source has no more.
    pub(super) async fn remove_gone(&self) -> Result<()> {
        for gone in self.known.values().filter(|it| !self.seen.contains(&it.path)) {
            let (id, now, held) = (gone.id, self.cx.now(), Arc::clone(self.handle));
            let removed = self
                .cx
                .store
                .write(move |db| {
                    held.hold(db)?;
                    Ok::<_, Error>(documents::delete(db, id, now)?)
                })
                .await?;
            removed.iter().for_each(|document| changed(self.cx, document));
        }
        Ok(())
    }

    /// A file that was changed and then changed back is as it was read.
    async fn unmark(&self, id: DocumentId, stale: bool) -> Result<()> {
        if !stale {
            return Ok(());
        }
        let now = self.cx.now();
        let unmark = move |db: &mut store::Db| {
            let is_read = documents::find(db, id)?.is_some_and(|it| it.state == DocumentState::Ready);
            if is_read {
                documents::mark_stale(db, &[id], false, now)?;
            }
            Ok::<_, Error>(())
        };
        self.cx.store.write(unmark).await
    }

    async fn replace(&self, id: DocumentId, file: &Offered<'_>) -> Result<()> {
        let (blob, head) = self.seal(&file.content).await?;
        let media_type = file.media_type.clone().unwrap_or_else(|| media_type(&head, file.name));
        let (now, context, held) = (self.cx.now(), self.cx.clone(), Arc::clone(self.handle));
        let replaced = self
            .cx
            .store
            .write(move |db| {
                held.hold(db)?;
                documents::replace_file(db, id, NewFile { blob, media_type }, now)?;
                let found = documents::find(db, id)?;
                if let Some(document) = &found {
                    crate::knowledge::enqueue(db, &read_job(&context, document, PRIORITY))?;
                }
                Ok::<_, Error>(found)
            })
            .await?;
        replaced.iter().for_each(|document| changed(self.cx, document));
        Ok(())
    }

    async fn add(&self, file: &Offered<'_>) -> Result<()> {
        // A file whose name is no name is left out, and told of nowhere else than here.
        let Ok(name) = FileName::parse(file.name) else {
            tracing::debug!(path = file.path, "a file without a usable name is left out");
            return Ok(());
        };
        let (blob, head) = self.seal(&file.content).await?;
        let now = self.cx.now();
        let document = Document {
            id: DocumentId(self.cx.id()),
            owner_id: self.collection.owner_id,
            collection_id: Some(self.collection.id),
            source_id: Some(self.source.id),
            attachment_id: None,
            media_type: file.media_type.clone().unwrap_or_else(|| media_type(&head, name.as_str())),
            name,
            path: Some(file.path.clone()),
            bytes: i64::try_from(blob.bytes()).unwrap_or(i64::MAX),
            blob: blob.hash().to_owned(),
            state: DocumentState::Queued,
            error: None,
            facts: DocumentFacts::default(),
            chunks: 0,
            stale: false,
            indexed_at: None,
            created_at: now,
            updated_at: now,
        };
        let (row, job, held) = (document.clone(), read_job(self.cx, &document, PRIORITY), Arc::clone(self.handle));
        self.cx
            .store
            .write(move |db| {
                held.hold(db)?;
                documents::keep(db, &row, Some(blob))?;
                store::jobs::enqueue(db, &job)?;
                Ok::<_, Error>(())
            })
            .await?;
        changed(self.cx, &document);
        Ok(())
    }

    /// The file as a blob, and its first bytes.
    async fn seal(&self, content: &Content<'_>) -> Result<(SealedBlob, Vec<u8>)> {
        let mut writer = self.cx.blobs.writer().await?;
        let mut head = Vec::new();
        match content {
            Content::Bytes(bytes) => {
                head.extend_from_slice(&bytes[..bytes.len().min(HEAD_BYTES)]);
                writer.write(bytes).await?;
            }
            Content::File(path) => {
                let mut file = File::open(path).await.map_err(unread)?;
                let mut piece = vec![0; PIECE];
                loop {
                    let count = file.read(&mut piece).await.map_err(unread)?;
                    if count == 0 {
                        break;
                    }
                    let wanted = HEAD_BYTES.saturating_sub(head.len()).min(count);
                    head.extend_from_slice(&piece[..wanted]);
                    writer.write(&piece[..count]).await?;
                }
            }
        }
        let blob = writer.finish().await?;
        let (hash, now) = (blob.hash().to_owned(), self.cx.now());
        // Committed before the file has its name, so that the sweep finds it should the rest fail.
        self.cx.store.write(move |db| Ok::<_, Error>(store::unused_blobs::note(db, &hash, now)?)).await?;
        Ok((blob, head))
    }

    async fn tell(&self, path: &str) -> Result<()> {
        let percent = self.total.and_then(|total| u8::try_from((self.count() * 100).checked_div(total)?).ok());
        self.handle.progress(self.cx, percent, format!("{} files, last {path}", self.count())).await
    }
}

async fn hash(content: &Content<'_>) -> Result<String> {
    let mut digest = Digest::new(&SHA256);
    match content {
        Content::Bytes(bytes) => digest.update(bytes),
        Content::File(path) => {
            let mut file = File::open(path).await.map_err(unread)?;
            let mut piece = vec![0; PIECE];
            loop {
                let count = file.read(&mut piece).await.map_err(unread)?;
                if count == 0 {
                    break;
                }
                digest.update(&piece[..count]);
            }
        }
    }
    Ok(digest.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect())
}

fn unread(error: std::io::Error) -> Error {
    Error::internal("reading a file of a source", error)
}
