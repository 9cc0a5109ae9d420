//! Finding chunks by words: FTS5 on SQLite and tsvector on Postgres say which chunks hold a word; what it counts is decided
//! here, so that both rank alike.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::{Hit, Scope, hits};
use crate::db::{Db, Dialect, on};
use crate::error::StoreError;
use crate::knowledge::tokens::{self, WEIGHTS, Word};
use crate::raw::{Raw, marks, raw};

/// A word in as many chunks of the scope is common: it says little, and ranking by it takes long.
const COMMON: usize = 2_000;

/// Chunks of a scope that are counted, to know how rare a word is.
const COUNTED: i64 = 20_000;

/// What a query's words count in a chunk.
type Scores = HashMap<i64, f64>;

/// The chunks of the scope that hold any of the query's words, the best first: rare words count more than common ones, and
/// a word counts more where it is frequent. Words that many chunks hold are left out where the query has rarer ones. A
/// query without letters and digits finds nothing.
pub fn lexical(db: &mut Db, scope: &Scope, query: &str, limit: u32) -> Result<Vec<Hit>, StoreError> {
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for word in tokens::of_query(query) {
        let chunks = holding(db, scope, &[&token(&word, 0)])?;
        if !chunks.is_empty() {
            found.push((word, chunks));
        }
    }
    let common = found.iter().all(|(_, chunks)| chunks.len() >= COMMON);
    if !common {
        found.retain(|(_, chunks)| chunks.len() < COMMON);
    }
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let total = total(db, scope)?;
    let mut scores = Scores::new();
    if common && found.len() > 1 {
        add_whole(db, scope, &found, total, &mut scores)?;
    }
    for found in found {
        add(db, scope, found, total, &mut scores)?;
    }
    let mut ranked: Vec<_> = scores.into_iter().collect();
    ranked.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked.truncate(limit as usize);
    hits(db, &ranked)
}

/// How much a word counts that this many chunks hold, of all of the scope.
fn rarity(holding: usize, total: i64) -> f64 {
    (1.0 + total as f64 / holding.max(1) as f64).ln()
}

/// Adds what a word counts in each of its chunks. Of a common word the chunks are asked for again by each mark, so that the
/// best of them are there.
fn add(
    db: &mut Db,
    scope: &Scope,
    (word, chunks): (Word, Vec<i64>),
    total: i64,
    scores: &mut Scores,
) -> Result<(), StoreError> {
    let rarity = rarity(chunks.len(), total);
    let mut weights: HashMap<i64, f64> = chunks.into_iter().map(|chunk| (chunk, WEIGHTS[0])).collect();
    for (level, weight) in WEIGHTS.iter().enumerate().skip(1).filter(|_| !word.prefix) {
        let marked = holding(db, scope, &[&token(&word, level)])?;
        if marked.is_empty() {
            break;
        }
        weights.extend(marked.into_iter().map(|chunk| (chunk, *weight)));
    }
    for (chunk, weight) in weights {
        *scores.entry(chunk).or_default() += weight * rarity;
    }
    Ok(())
}

/// Where all words are common, the chunks that hold all of them come first: there are too many that hold one.
fn add_whole(
    db: &mut Db,
    scope: &Scope,
    words: &[(Word, Vec<i64>)],
    total: i64,
    scores: &mut Scores,
) -> Result<(), StoreError> {
    let tokens: Vec<_> = words.iter().map(|(word, _)| token(word, 0)).collect();
    let count: f64 = words.iter().map(|(_, chunks)| rarity(chunks.len(), total)).sum();
    for chunk in holding(db, scope, &tokens.iter().collect::<Vec<_>>())? {
        *scores.entry(chunk).or_default() += count;
    }
    Ok(())
}

/// Numbers of chunks of the scope that hold all of these, [`COMMON`] at most.
fn holding(db: &mut Db, scope: &Scope, tokens: &[&Token]) -> Result<Vec<i64>, StoreError> {
    let query = match db.dialect() {
        Dialect::Sqlite => {
            raw::<BigInt>("SELECT rowid FROM chunk_words WHERE chunk_words MATCH ? LIMIT ?").text(fts5(scope, tokens))
        }
        Dialect::Postgres => {
            let sql = format!(
                "SELECT number FROM chunk_words WHERE words @@ CAST(? AS TSQUERY) AND ({INSIDE_POSTGRES}) LIMIT ?"
            );
            with_lists(raw(sql).text(tsquery(tokens)), scope)
        }
    };
    let query = query.number(i64::try_from(COMMON).unwrap_or(i64::MAX));
    Ok(on!(db, |c| query.load(c))?)
}

/// Chunks of the scope, [`COUNTED`] at most.
fn total(db: &mut Db, scope: &Scope) -> Result<i64, StoreError> {
    let count = |inside: &str| format!("SELECT count(*) FROM (SELECT 1 FROM chunk WHERE {inside} LIMIT ?) some_chunks");
    let query = match db.dialect() {
        Dialect::Sqlite => {
            let query = raw::<BigInt>(count(&inside_sqlite(scope))).varies();
            query.ids(scope.collections.iter().map(|id| id.0)).ids(scope.documents.iter().map(|id| id.0))
        }
        Dialect::Postgres => with_lists(raw(count(INSIDE_POSTGRES)), scope),
    };
    let query = query.number(COUNTED);
    Ok(on!(db, |c| query.get_result(c))?)
}

/// A word as the tables have it.
struct Token {
    text: String,
    prefix: bool,
}

fn token(word: &Word, level: usize) -> Token {
    Token { text: tokens::marked(&word.text, level), prefix: word.prefix }
}

/// As FTS5 reads it.
fn fts5(scope: &Scope, tokens: &[&Token]) -> String {
    let collections = scope.collections.iter().map(|id| tokens::of_collection(*id));
    let documents = scope.documents.iter().map(|id| tokens::of_document(*id));
    let scope: Vec<_> = collections.chain(documents).map(|token| format!("\"{token}\"")).collect();
    let mut query = format!("({})", scope.join(" OR "));
    for token in tokens {
        let prefix = if token.prefix { " *" } else { "" };
        query.push_str(&format!(" AND \"{}\"{prefix}", token.text));
    }
    query
}

/// As Postgres reads it.
fn tsquery(tokens: &[&Token]) -> String {
    let tokens = tokens.iter().map(|it| format!("'{}'{}", it.text, if it.prefix { ":*" } else { "" }));
    tokens.collect::<Vec<_>>().join(" & ")
}

fn inside_sqlite(scope: &Scope) -> String {
    let lists = [("collection_id", scope.collections.len()), ("document_id", scope.documents.len())];
    let lists = lists.into_iter().filter(|(_, count)| *count > 0);
    lists.map(|(column, count)| format!("{column} IN ({})", marks(count))).collect::<Vec<_>>().join(" OR ")
}

/// One text for lists of any length, which is kept prepared.
const INSIDE_POSTGRES: &str = "collection_id = ANY(CAST(? AS UUID[])) OR document_id = ANY(CAST(? AS UUID[]))";

fn with_lists<ST>(query: Raw<ST>, scope: &Scope) -> Raw<ST> {
    let list = |ids: Vec<String>| format!("{{{}}}", ids.join(","));
    let collections = list(scope.collections.iter().map(ToString::to_string).collect());
    query.text(collections).text(list(scope.documents.iter().map(ToString::to_string).collect()))
}
