//! Passages for the user's words: from long files, from collections and from the web, numbered across all.

use models::ids::DocumentId;
use models::knowledge::Passage;
use models::run_source::{RunSource, SourceOrigin};
use providers::{WebQuery, WebResult};

use super::files::Read;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::knowledge::search::{self, SearchRequest};
use crate::runs::start::Plan;
use crate::web_search;

/// Characters of the question that are searched for: SearXNG's engines take short ones.
const WEB_QUESTION_MAX: usize = 300;
/// Characters of the question that collections are searched for.
const QUESTION_MAX: usize = 4_000;
/// Characters of a long file's beginning, which is given where no passage of it was found.
const BEGINNING: usize = 4_000;

/// What was found, and sentences on what could not be searched.
pub(super) async fn find(
    cx: &Context,
    plan: &Plan,
    read: &Read,
    question: &str,
) -> Result<(Vec<RunSource>, Vec<String>)> {
    let (documents, pages) = tokio::join!(in_documents(cx, plan, read, question), on_the_web(cx, plan, question));
    let mut notes = Vec::new();
    let mut found: Vec<(SourceOrigin, String, String)> = documents?.into_iter().map(of_document).collect();
    match pages {
        Ok(pages) => found.extend(pages.into_iter().map(of_page)),
        Err(error) => {
            tracing::info!(%error, "the web was not searched for a run");
            notes.push(format!("The web could not be searched: {error}. Tell the user."));
        }
    }
    let number = |(number, (origin, title, text))| RunSource { number, origin, title, text };
    Ok(((1..).zip(found).map(number).collect(), notes))
}

async fn in_documents(cx: &Context, plan: &Plan, read: &Read, question: &str) -> Result<Vec<Passage>> {
    let collection_ids = plan.run.parameters.collection_ids.clone();
    if collection_ids.is_empty() && read.searched.is_empty() {
        return Ok(Vec::new());
    }
    let mut passages = Vec::new();
    let query: String = question.trim().chars().take(QUESTION_MAX).collect();
    if !query.is_empty() {
        let most = cx.settings.knowledge.passages_tokens_max;
        // A quarter of a small window is enough.
        let tokens = plan.model.context_tokens.map_or(most, |window| most.min(window / 4));
        let document_ids = read.searched.clone();
        let request =
            SearchRequest { query, collection_ids, document_ids, tokens: Some(tokens), ..SearchRequest::default() };
        passages = search::search(cx, &plan.actor, &request).await?.passages;
    }
    let missing = read.searched.iter().filter(|id| !passages.iter().any(|passage| passage.document_id == **id));
    let missing: Vec<DocumentId> = missing.copied().collect();
    passages.extend(beginnings(cx, missing).await?);
    Ok(passages)
}

/// Words such as "what is this about?" are in no passage; the beginning of a file says most about it.
async fn beginnings(cx: &Context, ids: Vec<DocumentId>) -> Result<Vec<Passage>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    cx.store
        .read(move |db| {
            let documents = store::knowledge::documents::find_many(db, &ids)?;
            let mut passages = Vec::new();
            for document in documents {
                let Some(text) = store::knowledge::documents::text(db, document.id)? else { continue };
                let text: String = text.chars().take(BEGINNING).collect();
                passages.push(Passage {
                    document_id: document.id,
                    document_name: document.name.as_str().to_owned(),
                    title: document.facts.title,
                    collection_id: None,
                    heading_path: Vec::new(),
                    page: document.facts.pages.map(|_| 1),
                    start: 0,
                    end: u32::try_from(text.chars().count()).unwrap_or(u32::MAX),
                    text,
                    score: 0.0,
                    chunk_ids: Vec::new(),
                });
            }
            Ok::<_, Error>(passages)
        })
        .await
}

async fn on_the_web(cx: &Context, plan: &Plan, question: &str) -> Result<Vec<WebResult>> {
    let words: String = question.trim().chars().take(WEB_QUESTION_MAX).collect();
    if !plan.run.parameters.web_search || words.is_empty() {
        return Ok(Vec::new());
    }
    let query = WebQuery { words, ..WebQuery::default() };
    let mut results = web_search::search(cx, &plan.actor, query).await?.results;
    results.truncate(cx.settings.web_search.results as usize);
    Ok(results)
}

fn of_document(it: Passage) -> (SourceOrigin, String, String) {
    let title = it.title.filter(|title| !title.trim().is_empty()).unwrap_or(it.document_name);
    let Passage { document_id, page, start, end, heading_path, text, .. } = it;
    (SourceOrigin::Document { document_id, page, start, end, heading_path }, title, text)
}

fn of_page(it: WebResult) -> (SourceOrigin, String, String) {
    let title = if it.title.trim().is_empty() { it.url.clone() } else { it.title };
    (SourceOrigin::Web { url: it.url }, title, it.quote)
}
