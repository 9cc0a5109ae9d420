//! Vectors in the tables, and the nearest of them.
//!
//! Both databases follow one plan: the signs of the floats tell some hundred candidates by Hamming distance, and these are
//! ranked by the cosine of the floats. Few vectors, and short ones, are ranked by their floats at once.

mod numbers;

use std::cmp::Ordering;

use diesel::connection::DefaultLoadingMode;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Double};
use models::ids::{CollectionId, DocumentId, EmbeddingIndexId};

use crate::db::{Connection, Db, Dialect, on};
use crate::error::StoreError;
use crate::raw::{Raw, marks, raw};
use crate::types::sql::DbUuid;
use numbers::{bytes, dot, sign_text, signs, unit, width};

/// An index with this many vectors at most is ranked by all its floats.
const EXACT_MAX: i64 = 2_000;

/// One vector of so many is also in the sample of its index.
const SAMPLE: i64 = 32;

/// Candidates by signs for each one that is wanted, and at least.
const CANDIDATES: u32 = 10;
const CANDIDATES_MIN: u32 = 200;
/// sqlite-vec looks for no more than 4,096.
const CANDIDATES_MAX: u32 = 4_000;

/// An index as its tables name it.
pub(super) struct Index {
    pub(super) number: i64,
    pub(super) collection_id: CollectionId,
    pub(super) dimensions: Option<usize>,
}

impl Index {
    /// `None` also for one that is being removed.
    pub(super) fn find(db: &mut Db, id: EmbeddingIndexId) -> Result<Option<Self>, StoreError> {
        let sql = "SELECT number, collection_id, coalesce(dimensions, 0) FROM embedding_index
             WHERE id = ? AND state <> 'gone'";
        let query = raw::<(BigInt, DbUuid, BigInt)>(sql).id(id.0);
        let row: Option<(i64, CollectionId, i64)> = on!(db, |c| query.get_result(c).optional())?;
        Ok(row.map(|(number, collection_id, dimensions)| {
            let dimensions = usize::try_from(dimensions).ok().filter(|length| *length > 0);
            Self { number, collection_id, dimensions }
        }))
    }
}

/// A chunk's number and how near it is: the cosine.
pub(super) type Near = (i64, f32);

/// Keeps a vector. `false`: the chunk has one already.
pub(super) fn insert(db: &mut Db, index: i64, chunk: i64, vector: &[f32]) -> Result<bool, StoreError> {
    let vector = unit(vector);
    let width = width(vector.len());
    let (columns, of_width) = match db.dialect() {
        Dialect::Sqlite => ("index_number, chunk_number, floats, width", ", ?"),
        Dialect::Postgres => ("index_number, chunk_number, floats", ""),
    };
    let sql = format!(
        "INSERT INTO embedding ({columns}) VALUES (?, ?, ?{of_width})
         ON CONFLICT (index_number, chunk_number) DO NOTHING RETURNING number"
    );
    let mut statement = raw::<BigInt>(sql).number(index).number(chunk).bytes(bytes(&vector));
    if db.dialect() == Dialect::Sqlite {
        statement = statement.number(i64::from(width.unwrap_or(0)));
    }
    let number: Option<i64> = on!(db, |c| statement.get_result(c).optional())?;
    let Some(number) = number else { return Ok(false) };
    if let Some(width) = width {
        insert_signs(db, index, number, &vector, width)?;
    }
    Ok(true)
}

fn insert_signs(db: &mut Db, index: i64, number: i64, vector: &[f32], width: u32) -> Result<(), StoreError> {
    match &mut db.0 {
        Connection::Sqlite(c) => {
            let sql = format!("INSERT INTO embedding_bits_{width} (rowid, part, signs) VALUES (?, ?, vec_bit(?))");
            let row = |rowid: i64, part: i64| raw::<()>(&*sql).number(rowid).number(part).bytes(signs(vector, width));
            row(number, main(index)).execute(c)?;
            if number % SAMPLE == 0 {
                row(-number, sample(index)).execute(c)?;
            }
        }
        Connection::Pg(c) => {
            let sql = "INSERT INTO embedding_bits (number, index_number, signs) VALUES (?, ?, CAST(? AS VARBIT))";
            raw::<()>(sql).number(number).number(index).text(sign_text(vector, width)).execute(c)?;
        }
    }
    Ok(())
}

fn main(index: i64) -> i64 {
    2 * index
}

fn sample(index: i64) -> i64 {
    2 * index + 1
}

/// The chunks of an index that are nearest to a vector, the nearest first; of some documents only, where they are given.
pub(super) fn nearest(
    db: &mut Db,
    index: &Index,
    documents: Option<&[DocumentId]>,
    vector: &[f32],
    limit: u32,
) -> Result<Vec<Near>, StoreError> {
    if index.dimensions != Some(vector.len()) || limit == 0 {
        return Ok(Vec::new());
    }
    let vector = unit(vector);
    let floats = match documents {
        Some([]) => return Ok(Vec::new()),
        Some(documents) => of_documents(index.number, documents),
        None => match width(vector.len()) {
            Some(width) if is_large(db, index.number)? => {
                let numbers = candidates(db, index.number, &vector, width, limit)?;
                of_numbers(&numbers)
            }
            _ => raw("SELECT chunk_number, floats FROM embedding WHERE index_number = ?").number(index.number),
        },
    };
    let mut near = on!(db, |c| rank(floats.load_iter::<Row, DefaultLoadingMode>(c)?, &vector))?;
    near.sort_unstable_by(|a, b| b.1.partial_cmp(&a.1).unwrap_or(Ordering::Equal).then(a.0.cmp(&b.0)));
    near.truncate(limit as usize);
    Ok(near)
}

type RowSql = (BigInt, Binary);
type Row = (i64, Vec<u8>);

fn rank(rows: impl Iterator<Item = QueryResult<Row>>, vector: &[f32]) -> QueryResult<Vec<Near>> {
    rows.map(|row| row.map(|(chunk, floats)| (chunk, dot(vector, &floats)))).collect()
}

fn of_documents(index: i64, documents: &[DocumentId]) -> Raw<RowSql> {
    let sql = format!(
        "SELECT chunk_number, floats FROM chunk JOIN embedding ON chunk_number = chunk.number AND index_number = ?
         WHERE document_id IN ({})",
        marks(documents.len())
    );
    raw(sql).varies().number(index).ids(documents.iter().map(|id| id.0))
}

fn of_numbers(numbers: &[i64]) -> Raw<RowSql> {
    let marks = if numbers.is_empty() { "NULL".to_owned() } else { marks(numbers.len()) };
    let sql = format!("SELECT chunk_number, floats FROM embedding WHERE number IN ({marks})");
    numbers.iter().fold(raw(sql).varies(), |query, number| query.number(*number))
}

fn is_large(db: &mut Db, index: i64) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) FROM (SELECT 1 FROM embedding WHERE index_number = ? LIMIT ?) few";
    let query = raw::<BigInt>(sql).number(index).number(EXACT_MAX + 1);
    let count: i64 = on!(db, |c| query.get_result(c))?;
    Ok(count > EXACT_MAX)
}

/// Numbers of the vectors whose signs differ least.
fn candidates(db: &mut Db, index: i64, vector: &[f32], width: u32, limit: u32) -> Result<Vec<i64>, StoreError> {
    let wanted = limit.saturating_mul(CANDIDATES).clamp(CANDIDATES_MIN, CANDIDATES_MAX);
    match &mut db.0 {
        Connection::Pg(c) => {
            let sql = "SELECT number FROM embedding_bits WHERE index_number = ?
                 ORDER BY bit_count(signs # CAST(? AS VARBIT)), number LIMIT ?";
            let text = sign_text(vector, width);
            Ok(raw::<BigInt>(sql).number(index).text(text).number(wanted.into()).load(c)?)
        }
        Connection::Sqlite(c) => {
            let signs = Signs { bits: signs(vector, width), width };
            if let Some(bound) = bound(c, index, &signs, wanted)? {
                let near = nearest_signs(c, main(index), &signs, wanted, Some(bound))?;
                if near.len() >= limit as usize {
                    return Ok(near.into_iter().map(|(number, _)| number).collect());
                }
            }
            let near = nearest_signs(c, main(index), &signs, wanted, None)?;
            Ok(near.into_iter().map(|(number, _)| number).collect())
        }
    }
}

/// What a search compares on SQLite.
struct Signs {
    bits: Vec<u8>,
    width: u32,
}

/// About how far the last of the wanted ones is, as the sample tells. sqlite-vec compares all vectors once for each that
/// is wanted, unless it is told which are too far.
fn bound(c: &mut SqliteConnection, index: i64, signs: &Signs, wanted: u32) -> Result<Option<i64>, StoreError> {
    let of_sample = wanted / u32::try_from(SAMPLE).unwrap_or(u32::MAX);
    let of_sample = of_sample + of_sample / 2 + 2;
    let near = nearest_signs(c, sample(index), signs, of_sample, None)?;
    let whole = near.len() == of_sample as usize;
    Ok(near.last().filter(|_| whole).map(|(_, distance)| *distance as i64))
}

/// Rowids and distances of one part of a table, the nearest first.
fn nearest_signs(
    c: &mut SqliteConnection,
    part: i64,
    signs: &Signs,
    count: u32,
    bound: Option<i64>,
) -> Result<Vec<(i64, f64)>, StoreError> {
    let bounded = if bound.is_some() { " AND distance <= ?" } else { "" };
    let sql = format!(
        "SELECT rowid, distance FROM embedding_bits_{} WHERE signs MATCH vec_bit(?) AND part = ? AND k = ?{bounded}",
        signs.width
    );
    let query = raw::<(BigInt, Double)>(sql).bytes(signs.bits.clone()).number(part).number(count.into());
    let query = bound.into_iter().fold(query, Raw::number);
    Ok(query.load(c)?)
}
