//! Several ranked lists as one: reciprocal rank fusion.
//!
//! Scores of words and of vectors cannot be compared, places can. A chunk that stands high in both lists comes before
//! one that stands highest in only one of them.

use std::cmp::Ordering;
use std::collections::HashMap;

use models::ids::ChunkId;
use models::knowledge::Ranked;

/// How little the first places of a list stand out; the usual value.
const K: f64 = 60.0;

/// A chunk and its places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fused {
    pub(super) id: ChunkId,
    pub(super) lexical: Option<Ranked>,
    pub(super) vector: Option<Ranked>,
    pub(super) score: f64,
}

/// The best first. Lists are best first too; each index has a list of its own, because vectors of different models
/// cannot be compared.
pub(super) fn fuse(lexical: &[(ChunkId, f64)], vectors: &[Vec<(ChunkId, f64)>]) -> Vec<Fused> {
    let mut all: HashMap<ChunkId, Fused> = HashMap::new();
    for (id, place) in places(lexical) {
        let it = all.entry(id).or_insert_with(|| empty(id));
        it.lexical = Some(place);
        it.score += worth(place);
    }
    for (id, place) in vectors.iter().flat_map(|list| places(list)) {
        let it = all.entry(id).or_insert_with(|| empty(id));
        it.vector = Some(place);
        it.score += worth(place);
    }
    let mut all: Vec<Fused> = all.into_values().collect();
    all.sort_by(|a, b| b.score.partial_cmp(&a.score).unwrap_or(Ordering::Equal).then(a.id.cmp(&b.id)));
    all
}

fn empty(id: ChunkId) -> Fused {
    Fused { id, lexical: None, vector: None, score: 0.0 }
}

fn places(list: &[(ChunkId, f64)]) -> impl Iterator<Item = (ChunkId, Ranked)> {
    (1..).zip(list).map(|(rank, (id, score))| (*id, Ranked { rank, score: *score }))
}

fn worth(place: Ranked) -> f64 {
    1.0 / (K + f64::from(place.rank))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn id(number: u128) -> ChunkId {
        ChunkId(Uuid::from_u128(number))
    }

    fn list(numbers: &[u128]) -> Vec<(ChunkId, f64)> {
        numbers.iter().map(|number| (id(*number), 0.5)).collect()
    }

    fn order(fused: &[Fused]) -> Vec<u128> {
        fused.iter().map(|it| it.id.0.as_u128()).collect()
    }

    #[test]
    fn what_stands_high_in_both_lists_comes_first() {
        let fused = fuse(&list(&[1, 2, 3]), &[list(&[4, 2, 5])]);
        assert_eq!(order(&fused), [2, 1, 4, 3, 5]);
        let place = |rank| Some(Ranked { rank, score: 0.5 });
        let score = 2.0 / 62.0;
        assert_eq!(fused[0], Fused { id: id(2), lexical: place(2), vector: place(2), score });
        assert_eq!((fused[1].lexical, fused[1].vector), (place(1), None));
    }

    #[test]
    fn lists_of_different_models_do_not_outrank_each_other() {
        assert_eq!(order(&fuse(&[], &[list(&[1, 2]), list(&[3, 4])])), [1, 3, 2, 4]);
    }

    #[test]
    fn words_alone_keep_their_order() {
        assert_eq!(order(&fuse(&list(&[3, 1, 2]), &[])), [3, 1, 2]);
        assert_eq!(fuse(&[], &[]), []);
    }
}
