//! The measures of searching: 20,000 documents with 100,000 chunks and their vectors in SQLite.
//!
//! The texts are made of words that are as frequent as those of a language, the vectors of groups that overlap. No model is
//! called: the time of an embedding is its vendor's.

mod corpus;

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use models::ids::{ChunkId, CollectionId, DocumentId, EmbeddingIndexId};
use store::knowledge::documents::Filter;
use store::knowledge::search::{self, Hit, Scope};
use store::knowledge::{collections, documents, indexes};
use store::{Store, StoreError, StoreOptions};

use crate::Row;
use crate::measures::{median, to_f64};
use corpus::Corpus;

/// Documents of the collection.
const DOCUMENTS: u64 = 20_000;
/// Chunks of each document.
const CHUNKS: u64 = 5;
/// Numbers of a vector.
const DIMENSIONS: usize = 768;
/// Documents written in one transaction.
const PER_WRITE: u64 = 50;
/// Searches of each measure.
const SEARCHES: u64 = 200;
/// Candidates that each half of a hybrid search gives.
const CANDIDATES: u32 = 50;
/// Chunks that are read at the end of a search.
const LOADED: usize = 20;
/// A list and a page of it.
const PAGE: u32 = 50;

/// A filled database; the folder goes with it.
struct Bench {
    _folder: tempfile::TempDir,
    store: Store,
    corpus: Corpus,
    collection: CollectionId,
    index: EmbeddingIndexId,
}

/// Fills a database and measures it.
pub(crate) async fn all() -> Result<Vec<Row>> {
    let begun = Instant::now();
    let bench = fill().await?;
    let filled = begun.elapsed();
    let mut rows = vec![Row {
        what: format!("knowledge: {} chunks of {DIMENSIONS} numbers written", DOCUMENTS * CHUNKS),
        measured: format!("{:.0}/s", to_f64(DOCUMENTS * CHUNKS) / filled.as_secs_f64()),
        target: "",
        met: true,
    }];
    rows.extend(bench.searches().await?);
    rows.extend(bench.lists().await?);
    Ok(rows)
}

async fn fill() -> Result<Bench> {
    let folder = tempfile::tempdir()?;
    let store = Store::open(&StoreOptions::new(format!("sqlite:{}", folder.path().join("bench.db").display())))?;
    store.migrate().await?;
    let corpus = Corpus::new(DIMENSIONS);
    let (user, collection, index) = (corpus.user()?, corpus.collection()?, corpus.index());
    let (collection_id, index_id) = (collection.id, index.id);
    store
        .write(move |db| {
            store::users::insert(db, &user, "none")?;
            collections::insert(db, &collection)?;
            indexes::begin(db, &index)
        })
        .await?;
    for first in (0..DOCUMENTS).step_by(usize::try_from(PER_WRITE)?) {
        let documents: Vec<_> =
            (first..first + PER_WRITE).map(|number| corpus.document(number, CHUNKS)).collect::<Result<_, _>>()?;
        let write = move |db: &mut store::Db| {
            for it in documents {
                documents::keep(db, &it.document, None)?;
                documents::ready(db, it.document.id, &it.reading, it.document.created_at)?;
                indexes::put(db, index_id, &it.vectors)?;
            }
            Ok::<_, StoreError>(())
        };
        store.write(write).await?;
    }
    Ok(Bench { _folder: folder, store, corpus, collection: collection_id, index: index_id })
}

/// What one search took.
struct Took {
    lexical: Duration,
    vector: Duration,
    whole: Duration,
    /// Of the thread that searched; exact over many searches only.
    processor: Duration,
}

/// What this thread has had of a processor so far.
fn processor() -> Result<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").context("reading the thread's time")?;
    let nanoseconds = text.split(' ').next().context("a number of nanoseconds")?;
    Ok(Duration::from_nanos(nanoseconds.parse()?))
}

impl Bench {
    async fn searches(&self) -> Result<Vec<Row>> {
        let mut took = Vec::new();
        let mut recalls = Vec::new();
        for number in 0..SEARCHES {
            let (text, vector) = (self.corpus.question(number), self.corpus.near(number * 97, CHUNKS));
            let (one, hits) = self.search(text, vector.clone()).await?;
            took.push(one);
            // The exact answer reads every vector that there is.
            if number % 20 == 0 {
                let exact = self.corpus.nearest(&vector, DOCUMENTS * CHUNKS, CHUNKS, 10);
                let found = hits.iter().take(10).filter(|hit| exact.contains(&hit.chunk_id)).count();
                recalls.push(to_f64(u64::try_from(found)?) / 10.0);
            }
        }
        let milliseconds = |of: fn(&Took) -> Duration| -> Result<f64> {
            let mut times: Vec<_> = took.iter().map(of).collect();
            Ok(median(&mut times)?.as_secs_f64() * 1000.0)
        };
        let whole = milliseconds(|it| it.whole)?;
        let recall = recalls.iter().sum::<f64>() / to_f64(u64::try_from(recalls.len())?);
        let mean = took.iter().map(|it| it.processor.as_secs_f64()).sum::<f64>() * 1000.0 / to_f64(SEARCHES);
        let part = |what: &str, measured: f64| Row {
            what: format!("knowledge: {what}"),
            measured: format!("{measured:.1} ms"),
            target: "",
            met: true,
        };
        let longest = took.iter().map(|it| it.whole).max().context("a search")?.as_secs_f64() * 1000.0;
        Ok(vec![
            part("search by words, p50", milliseconds(|it| it.lexical)?),
            part("search by vectors, p50", milliseconds(|it| it.vector)?),
            part("hybrid search, the slowest", longest),
            part("hybrid search, time of a processor, mean", mean),
            Row {
                what: "knowledge: hybrid search over 100,000 chunks, SQLite, p50".into(),
                measured: format!("{whole:.1} ms"),
                target: "< 30 ms",
                met: whole < 30.0,
            },
            Row {
                what: "knowledge: of the ten nearest vectors, found by signs".into(),
                measured: format!("{recall:.3}"),
                target: "> 0.9",
                met: recall > 0.9,
            },
        ])
    }

    /// Both halves one after the other on one connection, and the best chunks of both.
    async fn search(&self, text: String, vector: Vec<f32>) -> Result<(Took, Vec<Hit>)> {
        let (collection, index) = (self.collection, self.index);
        let begun = Instant::now();
        let (lexical, vector, processor, near) = self
            .store
            .read(move |db| {
                let before = processor();
                let scope = Scope { collections: vec![collection], documents: Vec::new() };
                let begun = Instant::now();
                let words = search::lexical(db, &scope, &text, CANDIDATES)?;
                let lexical = begun.elapsed();
                let begun = Instant::now();
                let near = search::nearest(db, &[index], None, &vector, CANDIDATES)?;
                let vector = begun.elapsed();
                let best: Vec<ChunkId> =
                    words.iter().zip(&near).flat_map(|(a, b)| [a.chunk_id, b.chunk_id]).take(LOADED).collect();
                search::load(db, &best)?;
                Ok::<_, StoreError>((lexical, vector, processor().and_then(|after| Ok(after - before?)), near))
            })
            .await?;
        let whole = begun.elapsed();
        Ok((Took { lexical, vector, whole, processor: processor? }, near))
    }

    async fn lists(&self) -> Result<Vec<Row>> {
        let filter = |q: Option<&str>, before: Option<DocumentId>| Filter {
            collection_id: self.collection,
            q: q.map(str::to_owned),
            state: None,
            stale: None,
            source_id: None,
            before,
            limit: PAGE,
        };
        let middle = self.corpus.document_id(DOCUMENTS / 2);
        let collection = self.collection;
        let page = self.timed(filter(None, Some(middle))).await?;
        let words = self.timed(filter(Some("nothing has this name"), None)).await?;
        let mut counts = Vec::new();
        for _ in 0..SEARCHES {
            let begun = Instant::now();
            self.store.read(move |db| collections::counts(db, &[collection])).await?;
            counts.push(begun.elapsed());
        }
        let row = |what: &str, took: Duration, target: &'static str| {
            let milliseconds = took.as_secs_f64() * 1000.0;
            Row {
                what: format!("knowledge: of {DOCUMENTS} documents, {what}, p50"),
                measured: format!("{milliseconds:.2} ms"),
                target,
                met: target.is_empty() || milliseconds < 5.0,
            }
        };
        Ok(vec![
            row("a page of 50 in the middle", page, "< 5 ms"),
            row("counts of each state", median(&mut counts)?, "< 5 ms"),
            row("a name that none has", words, ""),
        ])
    }

    async fn timed(&self, filter: Filter) -> Result<Duration> {
        let mut times = Vec::new();
        for _ in 0..SEARCHES / 4 {
            let filter = filter.clone();
            let begun = Instant::now();
            self.store.read(move |db| documents::list(db, &filter)).await?;
            times.push(begun.elapsed());
        }
        median(&mut times)
    }
}
