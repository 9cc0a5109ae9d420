//! Finding chunks by words: FTS5 on SQLite, tsvector on Postgres, both fed with the words that the store cuts.

use std::fmt::Write as _;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Double};
use models::ids::ChunkId;

use super::{Hit, Scope};
use crate::db::{Db, Dialect, on};
use crate::error::StoreError;
use crate::knowledge::tokens::{self, Word};
use crate::raw::{Raw, marks, raw};
use crate::types::sql::DbUuid;

/// A word in as many chunks of the scope is common: it says little, and ranking by it takes long.
const COMMON: i64 = 2_000;

/// The chunks of the scope that hold any of the query's words, the best first: rare words weigh more than common ones. Words
/// that many chunks hold are left out where the query has rarer ones. A query without letters and digits finds nothing.
pub fn lexical(db: &mut Db, scope: &Scope, query: &str, limit: u32) -> Result<Vec<Hit>, StoreError> {
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    let mut counted = Vec::new();
    for word in tokens::of_query(query) {
        let count = count(db, scope, &word)?;
        if count > 0 {
            counted.push((word, count));
        }
    }
    let rare = counted.iter().any(|(_, count)| *count < COMMON);
    if rare {
        counted.retain(|(_, count)| *count < COMMON);
    }
    if counted.is_empty() {
        return Ok(Vec::new());
    }
    let query = match db.dialect() {
        Dialect::Sqlite => sqlite(scope, &counted, limit),
        Dialect::Postgres => postgres(scope, &counted, limit),
    };
    let rows: Vec<(ChunkId, f64)> = on!(db, |c| query.load(c))?;
    Ok(rows.into_iter().map(|(chunk_id, score)| Hit { chunk_id, score }).collect())
}

/// In how many chunks of the scope a word is; no more than [`COMMON`] are counted.
fn count(db: &mut Db, scope: &Scope, word: &Word) -> Result<i64, StoreError> {
    let query = match db.dialect() {
        Dialect::Sqlite => {
            let sql = "SELECT count(*) FROM (SELECT 1 FROM chunk_words WHERE chunk_words MATCH ? LIMIT ?)";
            raw::<BigInt>(sql).text(fts5(scope, &[word])).number(COMMON)
        }
        Dialect::Postgres => {
            let inside = inside(scope);
            let sql = format!(
                "SELECT count(*) FROM (
                     SELECT 1 FROM chunk_words WHERE words @@ CAST(? AS TSQUERY) AND ({inside}) LIMIT ?
                 ) some_rows"
            );
            with_scope(raw(sql).text(tsquery(word)), scope).number(COMMON)
        }
    };
    Ok(on!(db, |c| query.get_result(c))?)
}

/// `bm25` is smaller for better matches. The column of the scope has no weight.
fn sqlite(scope: &Scope, words: &[(Word, i64)], limit: u32) -> Raw<(DbUuid, Double)> {
    let words: Vec<&Word> = words.iter().map(|(word, _)| word).collect();
    let sql = "SELECT chunk.id, -score FROM (
             SELECT rowid AS number, bm25(chunk_words, 1.0, 0.0) AS score FROM chunk_words
             WHERE chunk_words MATCH ? ORDER BY score, rowid LIMIT ?
         ) hit JOIN chunk ON chunk.number = hit.number ORDER BY score, hit.number";
    raw(sql).text(fts5(scope, &words)).number(limit.into())
}

/// As FTS5 reads it.
fn fts5(scope: &Scope, words: &[&Word]) -> String {
    let mut query = String::from("{scope} : (");
    let collections = scope.collections.iter().map(|id| tokens::of_collection(*id));
    let documents = scope.documents.iter().map(|id| tokens::of_document(*id));
    for (index, token) in collections.chain(documents).enumerate() {
        query.push_str(if index > 0 { " OR " } else { "" });
        query.push_str(&token);
    }
    query.push_str(") AND {words} : (");
    for (index, word) in words.iter().enumerate() {
        let or = if index > 0 { " OR " } else { "" };
        let prefix = if word.prefix { " *" } else { "" };
        // Writing to a string does not fail.
        let _ = write!(query, "{or}\"{}\"{prefix}", word.text);
    }
    query.push(')');
    query
}

/// `ts_rank` knows no rare words, so each one is ranked alone and weighs as much as `bm25` lets it.
fn postgres(scope: &Scope, words: &[(Word, i64)], limit: u32) -> Raw<(DbUuid, Double)> {
    let any = words.iter().map(|(word, _)| tsquery(word)).collect::<Vec<_>>().join(" | ");
    let mut score = String::new();
    for (index, (_, count)) in words.iter().enumerate() {
        let plus = if index > 0 { " + " } else { "" };
        let _ = write!(score, "{plus}{} * ts_rank(words, CAST(? AS TSQUERY), 1)", 1.0 / (1.0 + *count as f64).ln());
    }
    let inside = inside(scope);
    let sql = format!(
        "SELECT chunk.id, score FROM (
             SELECT number, CAST({score} AS DOUBLE PRECISION) AS score FROM chunk_words
             WHERE words @@ CAST(? AS TSQUERY) AND ({inside}) ORDER BY score DESC, number LIMIT ?
         ) hit JOIN chunk ON chunk.number = hit.number ORDER BY score DESC, hit.number"
    );
    let query = words.iter().fold(raw(sql), |query, (word, _)| query.text(tsquery(word)));
    with_scope(query.text(any), scope).number(limit.into())
}

/// As Postgres reads it.
fn tsquery(word: &Word) -> String {
    format!("'{}'{}", word.text, if word.prefix { ":*" } else { "" })
}

fn inside(scope: &Scope) -> String {
    let lists = [("collection_id", scope.collections.len()), ("document_id", scope.documents.len())];
    let lists = lists.into_iter().filter(|(_, count)| *count > 0);
    lists.map(|(column, count)| format!("{column} IN ({})", marks(count))).collect::<Vec<_>>().join(" OR ")
}

fn with_scope<ST>(query: Raw<ST>, scope: &Scope) -> Raw<ST> {
    query.ids(scope.collections.iter().map(|id| id.0)).ids(scope.documents.iter().map(|id| id.0))
}
