//! Search: by words and by meaning, fused by rank, thought over by a model where one is asked, cut to what a prompt holds.

use std::time::Duration;

use models::connection::ModelChoice;
use models::ids::{ChunkId, CollectionId, DocumentId, UserId};
use models::invalid::Invalid;
use models::knowledge::{Candidate, Chunk, EmbeddingIndex, Fate, IndexState, Passage};
use store::Db;
use store::knowledge::search::{Hit, Loaded, Scope};
use store::knowledge::{collections, indexes};
use tokio::time::Instant;

use super::embed::Maker;
use super::select::{Group, Room};
use super::{fuse, rerank, select};
use crate::access::{Action, Actor};
use crate::connections;
use crate::context::Context;
use crate::error::{Error, Result};

/// Chunks that each list gives.
const LISTED: u32 = 100;
/// Chunks that are looked at in the end.
const POOL: usize = 60;
/// Most passages of one document, where there are others.
const OF_DOCUMENT: usize = 3;
/// Longest question in characters.
const QUERY_MAX: usize = 4_000;
/// Most collections and documents of one search.
const SCOPE_MAX: usize = 200;
/// Longest wait for the question's vector: words alone are better than nothing.
const EMBED_PATIENCE: Duration = Duration::from_secs(10);

/// What is looked for, and where.
#[derive(Debug, Clone, Default)]
pub struct SearchRequest {
    /// The question.
    pub query: String,
    /// In these collections.
    pub collection_ids: Vec<CollectionId>,
    /// And in these documents.
    pub document_ids: Vec<DocumentId>,
    /// Most passages; `None` for what the settings say.
    pub limit: Option<u32>,
    /// Most tokens of all passages; `None` for what the settings say.
    pub tokens: Option<u32>,
    /// The model that is asked how well each candidate fits.
    pub rerank: Option<ModelChoice>,
    /// Whether all candidates are wanted, with their fates.
    pub explain: bool,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SearchReport {
    /// The passages, the best first.
    pub passages: Vec<Passage>,
    /// What was looked at, the best first; empty unless it was asked for.
    pub candidates: Vec<Candidate>,
    /// Whether only words were searched.
    pub lexical_only: bool,
    /// What a person may want to know about the search, in sentences.
    pub notes: Vec<String>,
    /// How long it took.
    pub took: Took,
}

/// How long each step took. Words and the question's vector are waited for at the same time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Took {
    /// The question's vectors.
    pub embed: Duration,
    /// Words.
    pub lexical: Duration,
    /// Vectors.
    pub vector: Duration,
    /// The model that thinks it over.
    pub rerank: Duration,
    /// All of it.
    pub total: Duration,
}

/// Indexes of one model, and who lends it.
#[derive(Clone)]
struct Lent {
    choice: ModelChoice,
    owner_id: UserId,
    /// Those of collections in the scope.
    whole: Vec<EmbeddingIndex>,
    /// Those of documents in the scope.
    some: Vec<EmbeddingIndex>,
}

/// Where the search looks, as far as the actor may.
struct Place {
    scope: Scope,
    lent: Vec<Lent>,
    notes: Vec<String>,
}

/// Searches what the caller may see.
pub async fn search(cx: &Context, actor: &Actor, request: &SearchRequest) -> Result<SearchReport> {
    let begun = Instant::now();
    let query = checked(request)?;
    let (who, wanted) = (actor.clone(), request.clone());
    let place = cx.store.read(move |db| place(db, &who, &wanted)).await?;
    let (lexical, vectors) = tokio::join!(by_words(cx, &place.scope, query), by_meaning(cx, actor, &place, query));
    let (lexical, lexical_took) = lexical?;
    let Meaning { lists, notes, embed, vector } = vectors?;
    let mut report = SearchReport {
        lexical_only: lists.is_empty(),
        notes: place.notes.into_iter().chain(notes).collect(),
        took: Took { embed, lexical: lexical_took, vector, ..Took::default() },
        ..SearchReport::default()
    };
    let mut fused = fuse::fuse(&lexical, &lists);
    fused.truncate(POOL);
    let ids: Vec<ChunkId> = fused.iter().map(|it| it.id).collect();
    let loaded = cx.store.read(move |db| Ok::<_, Error>(store::knowledge::search::load(db, &ids)?)).await?;
    let mut found = Found::of(loaded, &fused);
    if let Some(choice) = &request.rerank {
        let asked = Instant::now();
        if let Err(error) = rerank::rerank(cx, actor, choice, query, &mut found.candidates).await {
            match error {
                rerank::Unranked::Refused(error @ Error::Invalid(_)) => return Err(error),
                other => report.notes.push(format!("The candidates were not ranked by the model: {other}.")),
            }
        }
        found.reorder();
        report.took.rerank = asked.elapsed();
    }
    report.passages = found.take(cx, request);
    report.candidates = if request.explain { found.candidates } else { Vec::new() };
    report.took.total = begun.elapsed();
    let kind = if report.lexical_only { "lexical" } else { "hybrid" };
    metrics::histogram!("pallium_knowledge_search_seconds", "kind" => kind).record(report.took.total.as_secs_f64());
    Ok(report)
}

fn checked(request: &SearchRequest) -> Result<&str> {
    let query = request.query.trim();
    let mut wrong = Vec::new();
    if query.is_empty() || query.chars().count() > QUERY_MAX {
        wrong.push(Invalid::new("query", format!("must have 1 to {QUERY_MAX} characters")));
    }
    if request.collection_ids.is_empty() && request.document_ids.is_empty() {
        wrong.push(Invalid::new("collection_ids", "must name a collection, or `document_ids` a document"));
    }
    if request.collection_ids.len() > SCOPE_MAX {
        wrong.push(Invalid::new("collection_ids", format!("must name at most {SCOPE_MAX}")));
    }
    if request.document_ids.len() > SCOPE_MAX {
        wrong.push(Invalid::new("document_ids", format!("must name at most {SCOPE_MAX}")));
    }
    if request.limit.is_some_and(|limit| !(1..=100).contains(&limit)) {
        wrong.push(Invalid::new("limit", "must be from 1 to 100"));
    }
    if wrong.is_empty() { Ok(query) } else { Err(Error::Invalid(wrong)) }
}

fn place(db: &mut Db, actor: &Actor, request: &SearchRequest) -> Result<Place> {
    let mut owners = Vec::new();
    for id in &request.collection_ids {
        let collection = super::collection(db, actor, Action::Use, *id)?;
        owners.push((collection.id, collection.owner_id, true));
    }
    for id in &request.document_ids {
        let document = super::documents::find(db, actor, Action::Use, *id)?;
        let Some(id) = document.collection_id.filter(|id| owners.iter().all(|(known, ..)| known != id)) else {
            continue;
        };
        if let Some(collection) = collections::find(db, id)? {
            owners.push((id, collection.owner_id, false));
        }
    }
    let ids: Vec<CollectionId> = owners.iter().map(|(id, ..)| *id).collect();
    let (mut lent, mut notes): (Vec<Lent>, Vec<String>) = (Vec::new(), Vec::new());
    for index in indexes::of_collections(db, &ids)? {
        if index.state == IndexState::Building {
            notes.push(format!("Vectors of {} are still being made.", index.model));
            continue;
        }
        let Some((_, owner_id, is_whole)) = owners.iter().find(|(id, ..)| *id == index.collection_id) else { continue };
        let choice = ModelChoice { connection_id: index.connection_id, model: index.model.clone() };
        let same = lent.iter().position(|it| it.choice == choice && it.owner_id == *owner_id);
        let at = same.unwrap_or_else(|| {
            lent.push(Lent { choice, owner_id: *owner_id, whole: Vec::new(), some: Vec::new() });
            lent.len() - 1
        });
        if *is_whole { lent[at].whole.push(index) } else { lent[at].some.push(index) }
    }
    notes.dedup();
    let scope = Scope { collections: request.collection_ids.clone(), documents: request.document_ids.clone() };
    Ok(Place { scope, lent, notes })
}

type Listed = Vec<(ChunkId, f64)>;

async fn by_words(cx: &Context, scope: &Scope, query: &str) -> Result<(Listed, Duration)> {
    let (begun, scope, query) = (Instant::now(), scope.clone(), query.to_owned());
    let search = move |db: &mut Db| Ok::<_, Error>(store::knowledge::search::lexical(db, &scope, &query, LISTED)?);
    let hits = cx.store.read(search).await?;
    Ok((listed(hits), begun.elapsed()))
}

fn listed(hits: Vec<Hit>) -> Listed {
    hits.into_iter().map(|hit| (hit.chunk_id, hit.score)).collect()
}

/// What vectors found: a list for each model.
#[derive(Default)]
struct Meaning {
    lists: Vec<Listed>,
    notes: Vec<String>,
    embed: Duration,
    vector: Duration,
}

/// A model that cannot be asked is told of; the others and the words are searched all the same.
async fn by_meaning(cx: &Context, actor: &Actor, place: &Place, query: &str) -> Result<Meaning> {
    let mut meaning = Meaning::default();
    for lent in &place.lent {
        let begun = Instant::now();
        let asked = tokio::time::timeout(EMBED_PATIENCE, vector_of(cx, actor, lent, query)).await;
        meaning.embed += begun.elapsed();
        let vector = match asked {
            Ok(Ok(vector)) => vector,
            Ok(Err(error)) => {
                meaning
                    .notes
                    .push(format!("{} could not be asked, so only words were searched: {error}.", lent.choice.model));
                continue;
            }
            Err(_) => {
                meaning
                    .notes
                    .push(format!("{} did not answer in time, so only words were searched.", lent.choice.model));
                continue;
            }
        };
        let begun = Instant::now();
        let (lent, documents) = (lent.clone(), place.scope.documents.clone());
        let hits = cx.store.read(move |db| nearest(db, &lent, &documents, &vector)).await?;
        meaning.vector += begun.elapsed();
        meaning.lists.push(listed(hits));
    }
    Ok(meaning)
}

fn nearest(db: &mut Db, lent: &Lent, documents: &[DocumentId], vector: &[f32]) -> Result<Vec<Hit>> {
    use store::knowledge::search::nearest;
    let ids = |indexes: &[EmbeddingIndex]| indexes.iter().map(|it| it.id).collect::<Vec<_>>();
    let mut hits = nearest(db, &ids(&lent.whole), None, vector, LISTED)?;
    if !lent.some.is_empty() {
        hits.extend(nearest(db, &ids(&lent.some), Some(documents), vector, LISTED)?);
        hits.sort_by(|a, b| b.score.total_cmp(&a.score));
        hits.truncate(LISTED as usize);
    }
    Ok(hits)
}

/// The caller pays; the connection is the collection's owner's, who lends it with the collection.
async fn vector_of(cx: &Context, actor: &Actor, lent: &Lent, query: &str) -> Result<Vec<f32>> {
    let endpoint = connections::endpoint_for(cx, lent.owner_id, lent.choice.connection_id).await?;
    let maker = Maker { cx, endpoint, model: lent.choice.model.clone(), user_id: actor.id() };
    Ok(maker.embed(vec![query.to_owned()]).await?.pop().unwrap_or_default())
}

/// The candidates, the best first, and what belongs to each.
struct Found {
    candidates: Vec<Candidate>,
    about: Vec<(Option<String>, Option<CollectionId>)>,
}

impl Found {
    fn of(loaded: Vec<Loaded>, fused: &[fuse::Fused]) -> Self {
        let mut found = Self { candidates: Vec::new(), about: Vec::new() };
        for Loaded { chunk, document_name, title, collection_id } in loaded {
            let Some(place) = fused.iter().find(|it| it.id == chunk.id) else { continue };
            let (lexical, vector, fused) = (place.lexical, place.vector, place.score);
            let fate = Fate::Taken;
            found.candidates.push(Candidate { chunk, document_name, lexical, vector, fused, reranked: None, fate });
            found.about.push((title, collection_id));
        }
        found
    }

    /// What a model thought comes before ranks; those it was not asked about follow.
    fn reorder(&mut self) {
        let mut both: Vec<_> = self.candidates.drain(..).zip(self.about.drain(..)).collect();
        let thought = |it: &Candidate| it.reranked.unwrap_or(-1.0);
        both.sort_by(|(a, _), (b, _)| thought(b).total_cmp(&thought(a)).then(b.fused.total_cmp(&a.fused)));
        (self.candidates, self.about) = both.into_iter().unzip();
    }

    fn take(&mut self, cx: &Context, request: &SearchRequest) -> Vec<Passage> {
        let settings = &cx.settings.knowledge;
        let passages = request.limit.unwrap_or(settings.passages_max) as usize;
        let of_document = select::of_document(&self.candidates, passages, OF_DOCUMENT);
        let tokens = request.tokens.unwrap_or(settings.passages_tokens_max);
        let groups = select::select(&mut self.candidates, Room { passages, of_document, tokens });
        groups.iter().map(|group| self.passage(group)).collect()
    }

    fn passage(&self, group: &Group) -> Passage {
        let members: Vec<&Chunk> = group.members.iter().map(|member| &self.candidates[*member].chunk).collect();
        let best = &self.candidates[group.best];
        let (title, collection_id) = self.about[group.best].clone();
        let first = members.first().copied().unwrap_or(&best.chunk);
        Passage {
            document_id: best.chunk.document_id,
            document_name: best.document_name.clone(),
            title,
            collection_id,
            heading_path: first.heading_path.clone(),
            page: first.page,
            start: first.start,
            end: members.last().map_or(first.end, |last| last.end),
            text: select::text_of(&members),
            score: best.reranked.unwrap_or(best.fused),
            chunk_ids: members.iter().map(|chunk| chunk.id).collect(),
        }
    }
}
