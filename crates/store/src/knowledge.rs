//! Collections, their documents, and searching them by words and by vectors.

pub mod chunks;
pub mod collections;
pub mod documents;
pub mod indexes;
pub mod search;
pub mod sources;
mod sweep;
mod tokens;
mod vectors;

use models::page::Page;

pub use sweep::sweep;

/// One more than the limit was read, to know whether there are more.
fn page<T, Id: std::fmt::Display>(mut items: Vec<T>, limit: u32, id: impl Fn(&T) -> Id) -> Page<T> {
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items.last().filter(|_| more).map(|it| id(it).to_string());
    Page { items, next }
}

fn small(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
