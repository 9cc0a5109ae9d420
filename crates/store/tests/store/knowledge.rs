//! Collections, sources and documents keep what they are told, and lists and counts say so.

use models::attachment::FileName;
use models::ids::*;
use models::knowledge::*;
use models::workspace::{Membership, Workspace, WorkspaceName, WorkspaceRole};
use pallium_store::blobs::BlobStore;
use pallium_store::knowledge::documents::{Diff, Filter, NewFile, Reading};
use pallium_store::knowledge::{chunks, collections, documents, indexes, sources};
use pallium_store::{StoreError, users, workspaces};

use crate::common::{TestDb, on_both};
use crate::make::{ABC, at, sealed, user, user_id, uuid};

on_both!(
    a_collection_is_found_by_its_owner_and_by_the_members_of_its_space,
    a_source_says_when_it_is_due_and_how_it_went,
    a_document_is_read_and_read_again_by_what_changed,
    a_result_for_another_file_is_not_kept,
    lists_are_filtered_and_go_on_where_they_stopped,
    counts_tell_how_far_the_documents_are,
    vectors_make_an_index_that_takes_the_place_of_another,
);

/// Files in a folder that goes with the value.
pub(crate) struct Files {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) blobs: BlobStore,
}

impl Files {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let blobs = BlobStore::new(folder.path().into());
        Self { folder, blobs }
    }
}

pub(crate) fn collection_id(number: u32) -> CollectionId {
    CollectionId(uuid(number))
}

pub(crate) fn document_id(number: u32) -> DocumentId {
    DocumentId(uuid(number))
}

pub(crate) fn collection(number: u32) -> Collection {
    Collection {
        id: collection_id(number),
        owner_id: user_id(1),
        workspace_id: None,
        name: CollectionName::parse(&format!("Collection {number}")).unwrap(),
        description: String::new(),
        created_at: at(0),
        updated_at: at(0),
    }
}

pub(crate) fn source(number: u32, collection: u32) -> Source {
    Source {
        id: SourceId(uuid(number)),
        collection_id: collection_id(collection),
        kind: SourceKind::Url,
        location: "https://example.org/".into(),
        reference: None,
        ignore: Some("*.log".into()),
        depth: 2,
        refresh_minutes: Some(60),
        state: SourceState::Idle,
        error: None,
        synced_at: None,
        next_sync_at: Some(at(0)),
        created_at: at(0),
    }
}

pub(crate) fn document(number: u32, collection: u32) -> Document {
    Document {
        id: document_id(number),
        owner_id: user_id(1),
        collection_id: Some(collection_id(collection)),
        source_id: None,
        attachment_id: None,
        name: FileName::parse(&format!("Übersicht {number}.pdf")).unwrap(),
        path: None,
        media_type: "application/pdf".into(),
        bytes: 3,
        blob: ABC.into(),
        state: DocumentState::Queued,
        error: None,
        facts: DocumentFacts::default(),
        chunks: 0,
        stale: false,
        indexed_at: None,
        created_at: at(0),
        updated_at: at(0),
    }
}

const SPREAD: u128 = 0x2360_ED05_1FC6_5DA4_4385_DF64_9FCC_F645;

/// A chunk whose id tells its text.
pub(crate) fn chunk(document: DocumentId, index: u32, text: &str) -> Chunk {
    let content = text.bytes().fold(7u128, |sum, byte| sum.wrapping_add(byte.into()).wrapping_mul(SPREAD));
    Chunk {
        id: ChunkId::of(document, content),
        document_id: document,
        index,
        heading_path: vec!["Heading".into()],
        page: Some(index + 1),
        start: index * 10,
        end: index * 10 + 12,
        text: text.into(),
        tokens: 3,
    }
}

pub(crate) fn reading(document: DocumentId, texts: &[&str]) -> Reading {
    let facts = DocumentFacts {
        title: Some("The Title".into()),
        author: Some("Ann, Bob".into()),
        language: Some("en".into()),
        pages: Some(2),
        characters: 42,
        warnings: vec![Remark::new("scanned", "page 2 is a picture")],
    };
    let chunks = (0..).zip(texts).map(|(index, text)| chunk(document, index, text)).collect();
    Reading { blob: ABC.into(), markdown: texts.join("\n"), facts, chunks }
}

impl TestDb {
    /// Keeps user 1 and these collections of his.
    pub(crate) async fn with_collections(self, numbers: &'static [u32]) -> Self {
        let db = self.with_user().await;
        db.write(|db| numbers.iter().try_for_each(|number| collections::insert(db, &collection(*number)))).await;
        db
    }

    /// Keeps a document that was read as these chunks.
    pub(crate) async fn read_document(&self, files: &Files, it: Document, texts: &'static [&'static str]) {
        let blob = sealed(&files.blobs, &["abc"]).await;
        self.write(move |db| {
            documents::keep(db, &it, Some(blob))?;
            documents::ready(db, it.id, &reading(it.id, texts), at(9)).map(drop)
        })
        .await;
    }
}

async fn a_collection_is_found_by_its_owner_and_by_the_members_of_its_space(db: TestDb) {
    let db = db.with_collections(&[1, 2, 3]).await;
    let space = WorkspaceId(uuid(50));
    db.write(move |db| {
        users::insert(db, &user(2), "hash")?;
        let name = WorkspaceName::parse("Team").unwrap();
        let limits = Default::default();
        let it = Workspace { id: space, private_of: None, name, limits, created_at: at(0), updated_at: at(0) };
        workspaces::insert(db, &it)?;
        let member =
            Membership { workspace_id: space, user_id: user_id(2), role: WorkspaceRole::Viewer, created_at: at(0) };
        workspaces::put_member(db, &member)?;
        collections::update(db, &shared(space))?;
        assert!(collections::delete(db, collection_id(3), at(6))?);
        assert!(!collections::delete(db, collection_id(3), at(6))?);
        assert!(matches!(collections::update(db, &collection(3)), Err(StoreError::NotFound)));
        Ok(())
    })
    .await;
    let (mine, first, others, gone) = db
        .read(|db| {
            let mine = collections::list_of(db, user_id(1), None, 10)?;
            let first = collections::list_of(db, user_id(1), None, 1)?;
            let others = collections::list_of(db, user_id(2), None, 10)?;
            Ok((mine, first, others, collections::find(db, collection_id(3))?))
        })
        .await;
    assert_eq!(mine.items, [collection(1), shared(space)]);
    assert_eq!((first.items, first.next), (vec![collection(1)], Some(collection_id(1).to_string())));
    assert_eq!(others.items, [shared(space)]);
    assert_eq!(gone, None);
}

fn shared(space: WorkspaceId) -> Collection {
    let name = CollectionName::parse("Ours").unwrap();
    Collection { workspace_id: Some(space), name, description: "a\nb".into(), updated_at: at(5), ..collection(2) }
}

async fn a_source_says_when_it_is_due_and_how_it_went(db: TestDb) {
    let db = db.with_collections(&[1]).await;
    let id = source(1, 1).id;
    let (due, later) = db
        .write(move |db| {
            sources::insert(db, &source(1, 1))?;
            let due = sources::due(db, at(0), 10)?;
            assert!(sources::begin_sync(db, id)?);
            assert_eq!(sources::due(db, at(9), 10)?, []);
            assert!(sources::end_sync(db, id, Err("no answer"), Some(at(60)), at(1))?);
            let failed = sources::find(db, id)?.unwrap();
            assert_eq!((failed.state, failed.error.as_deref()), (SourceState::Failed, Some("no answer")));
            assert!(sources::end_sync(db, id, Ok(()), Some(at(60)), at(2))?);
            sources::update(db, &Source { depth: 1, next_sync_at: Some(at(70)), ..source(1, 1) })?;
            Ok((due, sources::list(db, collection_id(1))?))
        })
        .await;
    assert_eq!(due, [source(1, 1)]);
    assert_eq!(later, [Source { depth: 1, next_sync_at: Some(at(70)), synced_at: Some(at(2)), ..source(1, 1) }]);
    db.write(move |db| {
        assert!(collections::delete(db, collection_id(1), at(3))?);
        assert_eq!(sources::due(db, at(99), 10)?, []);
        assert!(sources::delete(db, id, at(4))?);
        assert_eq!(sources::find(db, id)?, None);
        assert_eq!(sources::list(db, collection_id(1))?, []);
        assert!(!sources::begin_sync(db, id)?);
        Ok(())
    })
    .await;
}

async fn a_document_is_read_and_read_again_by_what_changed(db: TestDb) {
    let (db, files) = (db.with_collections(&[1]).await, Files::new());
    let id = document_id(1);
    let blob = sealed(&files.blobs, &["abc"]).await;
    let (begun, first, second, it) = db
        .write(move |db| {
            documents::keep(db, &document(1, 1), Some(blob))?;
            let begun = documents::begin(db, id, at(1))?;
            let first = documents::ready(db, id, &reading(id, &["one", "two\0", "three"]), at(2))?;
            let error = Remark::new("timeout", "it took too long");
            assert!(documents::failed(db, id, &error, at(3))?);
            assert_eq!(documents::find(db, id)?.unwrap().error, Some(error));
            let second = documents::ready(db, id, &reading(id, &["three", "new", "one"]), at(4))?;
            Ok((begun, first, second, documents::find(db, id)?))
        })
        .await;
    let processing = Document { state: DocumentState::Processing, updated_at: at(1), ..document(1, 1) };
    assert_eq!(begun, Some(processing));
    assert_eq!(first, Some(Diff { added: 3, kept: 0, removed: 0 }));
    assert_eq!(second, Some(Diff { added: 1, kept: 2, removed: 1 }));
    let ready = Document {
        state: DocumentState::Ready,
        facts: reading(id, &[]).facts,
        chunks: 3,
        indexed_at: Some(at(4)),
        updated_at: at(4),
        ..document(1, 1)
    };
    assert_eq!(it, Some(ready));
    let (page, rest, text, middle) = db
        .read(move |db| {
            let page = chunks::list(db, id, None, 2)?;
            let rest = chunks::list(db, id, Some(1), 2)?;
            Ok((page, rest, documents::text(db, id)?, chunks::range(db, id, 1, 2)?))
        })
        .await;
    let expected: Vec<_> = (0..).zip(["three", "new", "one"]).map(|(index, text)| chunk(id, index, text)).collect();
    let listed: Vec<_> = page.items.into_iter().chain(rest.items).map(|it| (it.chunk, it.embedded)).collect();
    assert_eq!(listed, expected.iter().cloned().map(|it| (it, false)).collect::<Vec<_>>());
    assert_eq!((page.next.as_deref(), rest.next), (Some("1"), None));
    assert_eq!(text.as_deref(), Some("three\nnew\none"));
    assert_eq!(middle, expected[1..]);
}

async fn a_result_for_another_file_is_not_kept(db: TestDb) {
    let (db, files) = (db.with_collections(&[1]).await, Files::new());
    db.read_document(&files, document(1, 1), &["old"]).await;
    let blob = sealed(&files.blobs, &["new"]).await;
    let id = document_id(1);
    let (hash, outcome, it) = db
        .write(move |db| {
            let hash = blob.hash().to_owned();
            let file = NewFile { blob, media_type: "text/plain".into() };
            assert!(documents::replace_file(db, id, file, at(10))?);
            let outcome = documents::ready(db, id, &reading(id, &["late"]), at(11))?;
            Ok((hash, outcome, documents::find(db, id)?.unwrap()))
        })
        .await;
    assert_eq!(outcome, None);
    assert_eq!((it.blob, it.state, it.stale, it.chunks), (hash, DocumentState::Queued, true, 1));
    assert_eq!(db.read(move |db| documents::text(db, id)).await.as_deref(), Some("old"));
}

fn all_of(collection: u32) -> Filter {
    let collection_id = collection_id(collection);
    Filter { collection_id, q: None, state: None, stale: None, source_id: None, before: None, limit: 10 }
}

async fn lists_are_filtered_and_go_on_where_they_stopped(db: TestDb) {
    let (db, files) = (db.with_collections(&[1, 2]).await, Files::new());
    for number in 1..=3 {
        db.read_document(&files, document(number, 1), &["text"]).await;
    }
    let blob = sealed(&files.blobs, &["abc"]).await;
    let path = Some("docs/Änderung.md".into());
    let followed = Document { source_id: Some(source(7, 1).id), path, ..document(4, 1) };
    let twice = Document { id: document_id(9), ..followed.clone() };
    db.write(move |db| {
        sources::insert(db, &source(7, 1))?;
        documents::keep(db, &followed, Some(blob))?;
        assert_eq!(sources::document_counts(db, collection_id(1))?, [(source(7, 1).id, 1)].into());
        Ok(())
    })
    .await;
    let outcome = db.store.write(move |db| documents::keep(db, &twice, None)).await;
    assert!(
        matches!(&outcome, Err(StoreError::Conflict { constraint }) if constraint == "document_source_id_path_key"),
        "{outcome:?}"
    );
    for (filter, expected) in [
        (all_of(1), vec![4, 3, 2, 1]),
        (all_of(2), vec![]),
        (Filter { limit: 2, ..all_of(1) }, vec![4, 3]),
        (Filter { before: Some(document_id(3)), ..all_of(1) }, vec![2, 1]),
        (Filter { q: Some("UBERSICHT 2".into()), ..all_of(1) }, vec![2]),
        (Filter { q: Some("änder".into()), ..all_of(1) }, vec![4]),
        (Filter { q: Some("the title".into()), ..all_of(1) }, vec![3, 2, 1]),
        (Filter { q: Some("%".into()), ..all_of(1) }, vec![]),
        (Filter { state: Some(DocumentState::Queued), ..all_of(1) }, vec![4]),
        (Filter { stale: Some(true), ..all_of(1) }, vec![]),
        (Filter { source_id: Some(source(7, 1).id), ..all_of(1) }, vec![4]),
    ] {
        let wanted = filter.clone();
        let page = db.read(move |db| documents::list(db, &wanted)).await;
        let ids: Vec<_> = page.items.iter().map(|it| it.id).collect();
        assert_eq!(ids, expected.iter().map(|number| document_id(*number)).collect::<Vec<_>>(), "{filter:?}");
        assert_eq!(page.next.is_some(), filter.limit == 2, "{filter:?}");
    }
}

async fn counts_tell_how_far_the_documents_are(db: TestDb) {
    let (db, files) = (db.with_collections(&[1, 2]).await, Files::new());
    for number in 1..=4 {
        db.read_document(&files, document(number, 1), &["one", "two"]).await;
    }
    let counts = db
        .write(|db| {
            documents::failed(db, document_id(1), &Remark::new("x", "y"), at(5))?;
            documents::requeue(db, document_id(2), at(5))?;
            assert_eq!(documents::mark_stale(db, &[document_id(2), document_id(3)], true, at(6))?, 2);
            collections::counts(db, &[collection_id(1), collection_id(2)])
        })
        .await;
    let documents = DocumentCounts { total: 4, ready: 2, processing: 1, failed: 1, stale: 2 };
    assert_eq!(counts, [(collection_id(1), CollectionCounts { documents, chunks: 8, bytes: 12 })].into());
}

pub(crate) fn index(number: u32, collection: u32, state: IndexState) -> EmbeddingIndex {
    EmbeddingIndex {
        id: EmbeddingIndexId(uuid(number)),
        collection_id: collection_id(collection),
        connection_id: ConnectionId(uuid(1)),
        model: "embed".into(),
        dimensions: None,
        state,
        created_at: at(0),
    }
}

async fn vectors_make_an_index_that_takes_the_place_of_another(db: TestDb) {
    use indexes::Put;
    let (db, files) = (db.with_collections(&[1]).await, Files::new());
    db.read_document(&files, document(1, 1), &["one", "two", "three"]).await;
    let (old, new) = (index(1, 1, IndexState::Serving), index(2, 1, IndexState::Building));
    db.write(move |db| {
        indexes::begin(db, &old)?;
        indexes::begin(db, &EmbeddingIndex { id: EmbeddingIndexId(uuid(3)), ..new.clone() })?;
        indexes::begin(db, &new)?;
        let missing = indexes::missing(db, new.id, None, 2)?;
        assert_eq!(missing.chunks.iter().map(|it| &*it.text).collect::<Vec<_>>(), ["one", "two"]);
        let rows: Vec<_> = missing.chunks.iter().map(|it| (it.id, vec![1.0, 2.0])).collect();
        assert_eq!(indexes::put(db, new.id, &rows)?, Put::Kept(2));
        assert_eq!(indexes::put(db, new.id, &rows)?, Put::Kept(0));
        assert!(!indexes::promote(db, new.id)?);
        let rest = indexes::missing(db, new.id, missing.next, 2)?;
        assert_eq!((rest.chunks.len(), rest.next), (1, None));
        let third = rest.chunks[0].id;
        assert_eq!(indexes::put(db, new.id, &[(third, vec![1.0])])?, Put::OtherLength(2));
        let progress = indexes::progress(db, &[old.clone(), new.clone()])?;
        assert_eq!(
            progress,
            [(old.id, IndexProgress { done: 0, total: 3 }), (new.id, IndexProgress { done: 2, total: 3 })].into()
        );
        let strange = ChunkId(uuid(77));
        assert_eq!(indexes::put(db, new.id, &[(third, vec![1.0, 2.0]), (strange, vec![1.0, 2.0])])?, Put::Kept(1));
        assert!(indexes::promote(db, new.id)?);
        assert!(!indexes::promote(db, new.id)?);
        let expected = EmbeddingIndex { dimensions: Some(2), state: IndexState::Serving, ..new.clone() };
        assert_eq!(indexes::of_collections(db, &[collection_id(1)])?, [expected]);
        assert_eq!(indexes::find(db, old.id)?, None);
        assert_eq!(indexes::put(db, old.id, &rows)?, Put::Gone);
        assert!(chunks::list(db, document_id(1), None, 9)?.items.iter().all(|it| it.embedded));
        documents::ready(db, document_id(1), &reading(document_id(1), &["three", "four"]), at(9))?;
        let missing = indexes::missing(db, new.id, None, 9)?;
        assert_eq!(missing.chunks.iter().map(|it| &*it.text).collect::<Vec<_>>(), ["four"]);
        assert!(indexes::let_go(db, new.id)?);
        assert!(!indexes::let_go(db, new.id)?);
        Ok(())
    })
    .await;
}
