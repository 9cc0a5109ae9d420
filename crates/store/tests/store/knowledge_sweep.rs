//! What was deleted goes in steps and wholly; files stay as long as anything refers to them.

use models::ids::AttachmentId;
use models::knowledge::{Document, DocumentState, IndexState};
use models::time::Time;
use pallium_store::attachments;
use pallium_store::knowledge::{self, collections, documents, indexes, sources};
use pallium_store::{Dialect, unused_blobs};

use crate::common::{TestDb, on_both};
use crate::knowledge::{Files, chunk, collection_id, document, document_id, index, source};
use crate::make::{ABC, at, uuid};

on_both!(
    a_deleted_collection_goes_in_steps_and_leaves_nothing,
    a_deleted_source_takes_its_documents_and_no_others,
    an_index_that_was_let_go_takes_its_vectors,
    a_file_stays_as_long_as_a_document_has_it,
    a_file_in_a_chat_takes_its_document_along,
);

const LATER: i64 = 1_000_000;

impl Files {
    fn has_abc(&self) -> bool {
        self.folder.path().join(&ABC[..2]).join(&ABC[2..]).exists()
    }
}

async fn sweep_blobs(db: &TestDb, files: &Files) -> usize {
    let blobs = files.blobs.clone();
    db.write(move |db| unused_blobs::sweep(db, &blobs, Time::MAX_UTC, at(LATER), 100)).await
}

/// Steps until nothing is left, and how many there were.
async fn sweep(db: &TestDb, limit: u32) -> usize {
    for steps in 0.. {
        let removed = db.write(move |db| knowledge::sweep(db, limit, at(LATER))).await;
        if removed == 0 {
            return steps;
        }
        assert!(removed <= limit as usize + 200, "{removed}");
    }
    unreachable!()
}

/// Says of each table what it still has; past the store, so that nothing is overlooked.
fn assert_empty(db: &TestDb, tables: &[&str]) {
    for table in tables {
        // Fails by dividing by nothing where a row is left.
        let sql = match db.store.dialect() {
            Dialect::Postgres => format!("SELECT 1 / (CASE WHEN EXISTS (SELECT 1 FROM {table}) THEN 0 ELSE 1 END)"),
            Dialect::Sqlite => format!(
                "CREATE TEMP TABLE left_over (n CHECK (n = 0)); INSERT INTO left_over SELECT count(*) FROM {table}"
            ),
        };
        db.execute(&sql);
    }
}

fn tables_of_words(db: &TestDb) -> &'static [&'static str] {
    match db.store.dialect() {
        Dialect::Postgres => &["chunk", "chunk_words", "embedding", "embedding_bits", "document_text", "document"],
        Dialect::Sqlite => {
            &["chunk", "chunk_words_docsize", "embedding", "embedding_bits_512_rowids", "document_text", "document"]
        }
    }
}

/// Vectors of 256 numbers for all chunks of the collection.
async fn embed(db: &TestDb, index_number: u32, collection: u32) {
    db.write(move |db| {
        let it = index(index_number, collection, IndexState::Serving);
        indexes::begin(db, &it)?;
        let missing = indexes::missing(db, it.id, None, 1_000)?;
        let rows: Vec<_> = missing.chunks.iter().map(|it| (it.id, vec![1.0; 256])).collect();
        assert_eq!(indexes::put(db, it.id, &rows)?, indexes::Put::Kept(rows.len()));
        Ok(())
    })
    .await;
}

async fn a_deleted_collection_goes_in_steps_and_leaves_nothing(db: TestDb) {
    let (db, files) = (db.with_collections(&[1]).await, Files::new());
    for number in 1..=3 {
        db.read_document(&files, document(number, 1), &["a", "b", "c", "d"]).await;
    }
    embed(&db, 1, 1).await;
    db.write(|db| {
        sources::insert(db, &source(1, 1))?;
        assert!(collections::delete(db, collection_id(1), at(5))?);
        Ok(())
    })
    .await;
    let steps = sweep(&db, 5).await;
    assert!(steps >= 4, "{steps}");
    assert_empty(&db, tables_of_words(&db));
    assert_empty(&db, &["embedding_index", "source", "collection"]);
    assert_eq!(sweep_blobs(&db, &files).await, 1);
    assert!(!files.has_abc());
}

async fn a_deleted_source_takes_its_documents_and_no_others(db: TestDb) {
    let (db, files) = (db.with_collections(&[1]).await, Files::new());
    db.write(|db| sources::insert(db, &source(1, 1))).await;
    db.read_document(&files, document(1, 1), &["kept"]).await;
    let followed = |number| Document {
        source_id: Some(source(1, 1).id),
        path: Some(format!("{number}.md")),
        ..document(number, 1)
    };
    db.read_document(&files, followed(2), &["gone"]).await;
    db.read_document(&files, followed(3), &["gone too"]).await;
    let of_source = db.read(|db| documents::of_source(db, source(1, 1).id)).await;
    assert_eq!(
        of_source.iter().map(|it| (it.id, &*it.path)).collect::<Vec<_>>(),
        [(document_id(2), "2.md"), (document_id(3), "3.md")]
    );
    db.write(|db| sources::delete(db, source(1, 1).id, at(5))).await;
    sweep(&db, 100).await;
    assert_empty(&db, &["source"]);
    let left = db.read(|db| documents::find_many(db, &[document_id(1), document_id(2), document_id(3)])).await;
    assert_eq!(left.iter().map(|it| (it.id, it.state)).collect::<Vec<_>>(), [(document_id(1), DocumentState::Ready)]);
    sweep_blobs(&db, &files).await;
    assert!(files.has_abc());
}

async fn an_index_that_was_let_go_takes_its_vectors(db: TestDb) {
    let (db, files) = (db.with_collections(&[1]).await, Files::new());
    db.read_document(&files, document(1, 1), &["a", "b", "c"]).await;
    embed(&db, 1, 1).await;
    db.write(|db| indexes::let_go(db, index(1, 1, IndexState::Serving).id)).await;
    assert_eq!(sweep(&db, 2).await, 3);
    assert_empty(&db, &["embedding_index", "embedding"]);
    assert_empty(
        &db,
        match db.store.dialect() {
            Dialect::Postgres => &["embedding_bits"],
            Dialect::Sqlite => &["embedding_bits_512_rowids"],
        },
    );
    let found = db.read(|db| knowledge::chunks::find(db, chunk(document_id(1), 0, "a").id)).await;
    assert_eq!(found, Some(chunk(document_id(1), 0, "a")));
}

async fn a_file_stays_as_long_as_a_document_has_it(db: TestDb) {
    let (db, files) = (db.with_collections(&[1]).await, Files::new());
    db.read_document(&files, document(1, 1), &[]).await;
    db.read_document(&files, document(2, 1), &[]).await;
    for (number, left) in [(1, true), (2, false)] {
        db.write(move |db| documents::delete(db, document_id(number), at(5))).await;
        sweep_blobs(&db, &files).await;
        assert_eq!(files.has_abc(), left);
    }
}

async fn a_file_in_a_chat_takes_its_document_along(db: TestDb) {
    let (db, files) = (db.with_user().await, Files::new());
    db.keep_attachment(1, &files.blobs).await;
    let attachment = AttachmentId(uuid(1));
    let it = Document { collection_id: None, attachment_id: Some(attachment), ..document(1, 1) };
    db.read_document(&files, it, &["said in a chat"]).await;
    let of_chat = db.read(move |db| documents::of_attachments(db, &[attachment])).await;
    assert_eq!(of_chat.iter().map(|it| it.id).collect::<Vec<_>>(), [document_id(1)]);
    db.write(move |db| attachments::delete_unused(db, &[attachment], at(LATER), at(LATER))).await;
    assert_empty(&db, &tables_of_words(&db)[..2]);
    assert_empty(&db, &["document"]);
    assert_eq!(sweep_blobs(&db, &files).await, 1);
    assert!(!files.has_abc());
}
