//! Searches find what they should, in the same way on both databases, and nothing outside of their scope.

use models::ids::{ChunkId, DocumentId};
use models::knowledge::IndexState;
use pallium_store::knowledge::documents;
use pallium_store::knowledge::search::{self, Hit, Scope};
use pallium_store::knowledge::{indexes, search::Loaded};

use crate::common::{TestDb, on_both};
use crate::knowledge::{Files, chunk, collection_id, document, document_id, index, reading};
use crate::make::at;

on_both!(
    words_are_found_in_any_form_and_order,
    rare_words_weigh_more_than_common_ones,
    a_search_never_looks_outside_of_its_scope,
    what_is_gone_is_not_found,
    vectors_are_found_by_direction,
    many_vectors_are_found_by_their_signs,
    found_chunks_come_with_their_documents,
);

fn of_collections(numbers: &[u32]) -> Scope {
    Scope { collections: numbers.iter().map(|number| collection_id(*number)).collect(), documents: Vec::new() }
}

/// The texts that are found, the best first.
async fn found(db: &TestDb, scope: Scope, query: &str) -> Vec<String> {
    let query = query.to_owned();
    let hits = db
        .read(move |db| {
            let hits = search::lexical(db, &scope, &query, 10)?;
            assert!(hits.is_sorted_by(|a, b| a.score >= b.score), "{hits:?}");
            search::load(db, &hits.iter().map(|it| it.chunk_id).collect::<Vec<_>>())
        })
        .await;
    hits.into_iter().map(|it| it.chunk.text).collect()
}

async fn words_are_found_in_any_form_and_order(db: TestDb) {
    let (db, files) = (db.with_collections(&[1]).await, Files::new());
    let texts =
        &["Die Größe des Gartens", "call getUserName(id)", "我爱北京天安门", "see example.org/docs", "한국어 문서"];
    db.read_document(&files, document(1, 1), texts).await;
    for (query, expected) in [
        ("GROSSE", "Die Größe des Gartens"),
        ("gartens größe", "Die Größe des Gartens"),
        ("user", "call getUserName(id)"),
        ("getusername", "call getUserName(id)"),
        ("get_user_name", "call getUserName(id)"),
        ("北京", "我爱北京天安门"),
        ("门", "我爱北京天安门"),
        ("한국", "한국어 문서"),
        ("example", "see example.org/docs"),
        ("unknown docs", "see example.org/docs"),
    ] {
        assert_eq!(found(&db, of_collections(&[1]), query).await, [expected], "{query}");
    }
    for query in ["", "\"*(", "nothing", "上海", "' | 'x"] {
        assert_eq!(found(&db, of_collections(&[1]), query).await, [""; 0], "{query}");
    }
    // Headings are words of their chunk.
    assert_eq!(found(&db, of_collections(&[1]), "heading").await.len(), 5);
}

async fn rare_words_weigh_more_than_common_ones(db: TestDb) {
    let (db, files) = (db.with_collections(&[1]).await, Files::new());
    let texts = &["apple pear", "apple plum", "apple quince", "apple kiwi", "zebra"];
    db.read_document(&files, document(1, 1), texts).await;
    assert_eq!(found(&db, of_collections(&[1]), "apple zebra").await[0], "zebra");
    assert_eq!(found(&db, of_collections(&[1]), "quince apple").await[0], "apple quince");
}

async fn a_search_never_looks_outside_of_its_scope(db: TestDb) {
    let (db, files) = (db.with_collections(&[1, 2]).await, Files::new());
    db.read_document(&files, document(1, 1), &["needle one"]).await;
    db.read_document(&files, document(2, 2), &["needle two"]).await;
    // A text that names the other collection does not come into it.
    let forged = format!("needle c{} d{}", collection_id(2).0.simple(), document_id(2).0.simple());
    db.write(move |db| documents::ready(db, document_id(1), &reading(document_id(1), &[&forged]), at(9)).map(drop))
        .await;
    assert_eq!(found(&db, of_collections(&[2]), "needle").await, ["needle two"]);
    assert_eq!(found(&db, of_collections(&[1, 2]), "needle").await.len(), 2);
    let one = Scope { collections: Vec::new(), documents: vec![document_id(2)] };
    assert_eq!(found(&db, one, "needle").await, ["needle two"]);
    let both = Scope { collections: vec![collection_id(1)], documents: vec![document_id(2)] };
    assert_eq!(found(&db, both, "needle").await.len(), 2);
    assert_eq!(found(&db, Scope::default(), "needle").await, [""; 0]);
}

async fn what_is_gone_is_not_found(db: TestDb) {
    let (db, files) = (db.with_collections(&[1]).await, Files::new());
    db.read_document(&files, document(1, 1), &["alpha", "beta"]).await;
    db.read_document(&files, document(2, 1), &["alpha two"]).await;
    db.write(|db| documents::ready(db, document_id(1), &reading(document_id(1), &["beta"]), at(9)).map(drop)).await;
    assert_eq!(found(&db, of_collections(&[1]), "alpha").await, ["alpha two"]);
    let gone = db.write(|db| documents::delete(db, document_id(2), at(9))).await;
    assert_eq!(gone.map(|it| it.id), Some(document_id(2)));
    assert_eq!(found(&db, of_collections(&[1]), "alpha").await, [""; 0]);
    assert_eq!(found(&db, of_collections(&[1]), "beta").await, ["beta"]);
    assert_eq!(db.read(|db| documents::text(db, document_id(2))).await, None);
}

async fn vectors_are_found_by_direction(db: TestDb) {
    let (db, files) = (db.with_collections(&[1]).await, Files::new());
    db.read_document(&files, document(1, 1), &["east", "north", "west"]).await;
    db.read_document(&files, document(2, 1), &["north east"]).await;
    let hits = db
        .write(|db| {
            let it = index(1, 1, IndexState::Serving);
            indexes::begin(db, &it)?;
            let [one, two] = [document_id(1), document_id(2)];
            let rows = [
                (chunk(one, 0, "east").id, vec![2.0, 0.0]),
                (chunk(one, 1, "north").id, vec![0.0, 3.0]),
                (chunk(one, 2, "west").id, vec![-1.0, 0.0]),
                (chunk(two, 0, "north east").id, vec![1.0, 1.0]),
            ];
            indexes::put(db, it.id, &rows)?;
            assert_eq!(search::nearest(db, &[it.id], None, &[1.0], 3)?, []);
            assert_eq!(search::nearest(db, &[it.id], Some(&[]), &[1.0, 0.0], 3)?, []);
            let of_two = search::nearest(db, &[it.id], Some(&[two]), &[1.0, 0.0], 3)?;
            assert_eq!(of_two.len(), 1);
            search::nearest(db, &[it.id], None, &[5.0, 0.1], 3)
        })
        .await;
    let [one, two] = [document_id(1), document_id(2)];
    let expected =
        [(chunk(one, 0, "east").id, 1.0), (chunk(two, 0, "north east").id, 0.72), (chunk(one, 1, "north").id, 0.02)];
    let rounded: Vec<_> = hits.iter().map(|it: &Hit| (it.chunk_id, (it.score * 100.0).round() / 100.0)).collect();
    assert_eq!(rounded, expected);
}

/// Numbers that look random and are the same each time.
fn numbers(seed: u64) -> impl Iterator<Item = f32> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as f32 / (1u64 << 24) as f32 - 0.5
    })
}

fn vector(seed: u64) -> Vec<f32> {
    numbers(seed).take(256).collect()
}

async fn many_vectors_are_found_by_their_signs(db: TestDb) {
    const COUNT: u64 = 2_600;
    let (db, files) = (db.with_collections(&[1]).await, Files::new());
    db.read_document(&files, document(1, 1), &[]).await;
    let id = document_id(1);
    let ids: Vec<ChunkId> = (0..COUNT).map(|number| ChunkId::of(id, number.into())).collect();
    let wanted: Vec<(u64, ChunkId)> = [0, 7, 1_300, COUNT - 1].map(|number| (number, ids[number as usize])).into();
    db.write(move |db| {
        let it = index(1, 1, IndexState::Serving);
        indexes::begin(db, &it)?;
        let mut chunks = reading(id, &[]);
        chunks.chunks = (0..)
            .zip(&ids)
            .map(|(index, id_of)| {
                let text = format!("text {index}");
                models::knowledge::Chunk { id: *id_of, ..chunk(id, index, &text) }
            })
            .collect();
        documents::ready(db, id, &chunks, at(9))?;
        let rows: Vec<_> = (0..).zip(&ids).map(|(number, id)| (*id, vector(number))).collect();
        assert_eq!(indexes::put(db, it.id, &rows)?, indexes::Put::Kept(COUNT as usize));
        for (number, expected) in wanted {
            // A little beside it.
            let asked: Vec<f32> =
                vector(number).iter().zip(numbers(number + 9_999)).map(|(a, b)| a + b / 4.0).collect();
            let hits = search::nearest(db, &[it.id], None, &asked, 10)?;
            assert_eq!((hits.len(), hits[0].chunk_id), (10, expected), "{number}");
            assert!(hits.is_sorted_by(|a, b| a.score >= b.score));
        }
        // Without the chunk there is no vector.
        chunks.chunks.truncate(2_200);
        documents::ready(db, id, &chunks, at(9))?;
        let hits = search::nearest(db, &[it.id], None, &vector(COUNT - 1), 10)?;
        assert!(hits.len() == 10 && hits[0].score < 0.9, "{hits:?}");
        Ok(())
    })
    .await;
}

async fn found_chunks_come_with_their_documents(db: TestDb) {
    let (db, files) = (db.with_collections(&[1]).await, Files::new());
    db.read_document(&files, document(1, 1), &["one", "two"]).await;
    let id: DocumentId = document_id(1);
    let [one, two] = [chunk(id, 0, "one"), chunk(id, 1, "two")];
    let asked = [two.id, ChunkId(crate::make::uuid(99)), one.id];
    let loaded = db.read(move |db| search::load(db, &asked)).await;
    let with = |chunk| Loaded {
        chunk,
        document_name: "Übersicht 1.pdf".into(),
        title: Some("The Title".into()),
        collection_id: Some(collection_id(1)),
    };
    assert_eq!(loaded, [with(two), with(one)]);
}
