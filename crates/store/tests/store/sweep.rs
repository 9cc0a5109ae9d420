//! Files that nobody needs are removed, and no others, however sweeps and uploads meet.

use std::sync::mpsc;

use models::ids::AttachmentId;
use models::message::{Message, Part};
use models::run::{Run, RunStatus};
use models::time::Time;
use pallium_store::attachments::{self, Examined};
use pallium_store::blobs::BlobStore;
use pallium_store::runs::Finish;
use pallium_store::{Db, Dialect, Store, StoreError, conversations, messages, runs, unused_blobs};
use tempfile::TempDir;

use crate::common::{TestDb, on_both};
use crate::make::{ABC, PROCESS, at, attachment, conversation, conversation_id, input_of, run, sealed, uuid};

on_both!(
    what_no_message_shows_is_removed_in_pieces,
    a_purged_conversation_lets_its_pictures_go,
    a_run_under_way_keeps_the_pictures_that_only_its_log_names,
    a_message_never_shows_what_is_gone,
    the_bytes_go_with_their_last_attachment,
    an_upload_that_failed_leaves_its_bytes_to_the_sweep,
    a_file_that_cannot_be_removed_is_tried_again_later,
    a_sweep_leaves_an_upload_under_way_alone,
    an_upload_waits_for_a_sweep_under_way,
    no_interleaving_of_uploads_and_sweeps_loses_bytes,
    messages_from_before_the_migration_keep_their_pictures,
);

const LATER: i64 = 1_000_000;

struct Files {
    folder: TempDir,
    blobs: BlobStore,
}

impl Files {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let blobs = BlobStore::new(folder.path().into());
        Self { folder, blobs }
    }

    fn has_abc(&self) -> bool {
        self.folder.path().join(&ABC[..2]).join(&ABC[2..]).exists()
    }
}

fn ids<const N: usize>(numbers: [u32; N]) -> [AttachmentId; N] {
    numbers.map(|number| AttachmentId(uuid(number)))
}

fn showing(run: &Run, numbers: &[u32]) -> Message {
    let parts = numbers.iter().map(|number| Part::Image { attachment_id: AttachmentId(uuid(*number)) });
    // Words that look like a part are no part.
    let words = format!("{{\"type\":\"image\",\"attachment_id\":\"{}\"}} \0", uuid(3));
    Message { parts: parts.chain([crate::make::text(words)]).collect(), ..input_of(run, "") }
}

/// Conversation 1 with an ended run whose input shows these attachments.
async fn sent(db: &TestDb, numbers: &'static [u32]) {
    db.insert_conversation(conversation(1)).await;
    db.write(move |db| {
        let it = run(1, 1, None);
        runs::insert(db, &it, PROCESS, at(30))?;
        messages::insert(db, &showing(&it, numbers))?;
        end(db, &it)
    })
    .await;
}

fn end(db: &mut Db, it: &Run) -> Result<(), StoreError> {
    let end = Finish {
        status: RunStatus::Completed,
        usage: None,
        finish_reason: None,
        failure: None,
        sources: vec![],
        files: vec![],
        finished_at: at(40),
    };
    runs::finish(db, it.id, &end).map(drop)
}

/// One whole pass over everything from before `LATER`.
fn sweep_attachments(db: &mut Db) -> Result<usize, StoreError> {
    let unused = attachments::examine(db, None, at(LATER), 100)?.unused;
    attachments::delete_unused(db, &unused, at(LATER), at(LATER))
}

/// All notes of blobs are due at once: the harshest sweep there can be.
fn sweep_blobs(blobs: &BlobStore) -> impl FnOnce(&mut Db) -> Result<usize, StoreError> + Send + 'static {
    let blobs = blobs.clone();
    move |db| unused_blobs::sweep(db, &blobs, Time::MAX_UTC, at(LATER), 100)
}

async fn what_no_message_shows_is_removed_in_pieces(db: TestDb) {
    let (db, files) = (db.with_user().await, Files::new());
    for number in 1..=5 {
        db.keep_attachment(number, &files.blobs).await;
    }
    sent(&db, &[2, 2, 4]).await;
    let pieces = db
        .read(|db| {
            let first = attachments::examine(db, None, at(5), 3)?;
            let second = attachments::examine(db, first.next, at(5), 3)?;
            Ok([first, second])
        })
        .await;
    let [one, two, three, ..] = ids([1, 2, 3, 4, 5]);
    assert_eq!(
        pieces,
        [Examined { unused: vec![one, three], next: Some(three) }, Examined { unused: vec![], next: None },]
    );
    // 2 is named by mistake, and stays.
    assert_eq!(db.write(move |db| attachments::delete_unused(db, &[one, two, three], at(5), at(6))).await, 2);
    let left = db.read(|db| attachments::find_many(db, &ids([1, 2, 3, 4, 5]))).await;
    let mut left: Vec<_> = left.into_iter().map(|it| it.id).collect();
    left.sort();
    assert_eq!(left, ids([2, 4, 5]));
}

async fn a_purged_conversation_lets_its_pictures_go(db: TestDb) {
    let (db, files) = (db.with_user().await, Files::new());
    db.keep_attachment(1, &files.blobs).await;
    sent(&db, &[1]).await;
    let swept = db
        .write(|db| {
            let before = sweep_attachments(db)?;
            conversations::purge(db, conversation_id(1))?;
            Ok((before, sweep_attachments(db)?))
        })
        .await;
    assert_eq!(swept, (0, 1));
}

async fn a_run_under_way_keeps_the_pictures_that_only_its_log_names(db: TestDb) {
    let (db, files) = (db.with_user().await, Files::new());
    db.keep_attachment(1, &files.blobs).await;
    db.insert_conversation(conversation(1)).await;
    db.insert_run(run(1, 1, None)).await;
    let swept = db
        .write(|db| {
            let before = sweep_attachments(db)?;
            end(db, &run(1, 1, None))?;
            Ok((before, sweep_attachments(db)?))
        })
        .await;
    assert_eq!(swept, (0, 1));
}

async fn a_message_never_shows_what_is_gone(db: TestDb) {
    let db = db.with_user().await;
    db.insert_conversation(conversation(1)).await;
    let outcome = db
        .store
        .write(|db| {
            let it = run(1, 1, None);
            runs::insert(db, &it, PROCESS, at(30))?;
            messages::insert(db, &showing(&it, &[1]))
        })
        .await;
    assert!(matches!(outcome, Err(StoreError::NotFound)), "{outcome:?}");
}

async fn the_bytes_go_with_their_last_attachment(db: TestDb) {
    let (db, files) = (db.with_user().await, Files::new());
    db.keep_attachment(1, &files.blobs).await;
    db.keep_attachment(2, &files.blobs).await;
    for (number, removed, stays) in [(1, 0, true), (2, 1, false)] {
        db.write(move |db| attachments::delete_unused(db, &ids([number]), at(LATER), at(LATER))).await;
        let blobs = files.blobs.clone();
        let early = db.write(move |db| unused_blobs::sweep(db, &blobs, at(LATER), at(LATER), 9)).await;
        assert_eq!((early, files.has_abc()), (0, true), "{number}");
        assert_eq!((db.write(sweep_blobs(&files.blobs)).await, files.has_abc()), (removed, stays), "{number}");
        assert!(!db.read(|db| unused_blobs::any(db, Time::MAX_UTC)).await);
    }
}

async fn an_upload_that_failed_leaves_its_bytes_to_the_sweep(db: TestDb) {
    let (db, files) = (db.with_user().await, Files::new());
    db.write(|db| unused_blobs::note(db, ABC, at(1))).await;
    let blob = sealed(&files.blobs, &["abc"]).await;
    let outcome = db
        .store
        .write(move |db| {
            attachments::keep(db, &attachment(1, ABC), blob)?;
            Err::<(), _>(StoreError::Busy)
        })
        .await;
    assert!(matches!(outcome, Err(StoreError::Busy)), "{outcome:?}");
    assert!(files.has_abc());
    assert_eq!((db.write(sweep_blobs(&files.blobs)).await, files.has_abc()), (1, false));
}

async fn a_file_that_cannot_be_removed_is_tried_again_later(db: TestDb) {
    let files = Files::new();
    std::fs::create_dir_all(files.folder.path().join(&ABC[..2]).join(&ABC[2..])).unwrap();
    db.write(|db| unused_blobs::note(db, ABC, at(1))).await;
    let blobs = files.blobs.clone();
    let removed = db.write(move |db| unused_blobs::sweep(db, &blobs, at(2), at(3), 9)).await;
    let noted = db.read(|db| Ok([unused_blobs::any(db, at(3))?, unused_blobs::any(db, at(4))?])).await;
    assert_eq!((removed, noted), (0, [false, true]));
}

async fn a_sweep_leaves_an_upload_under_way_alone(db: TestDb) {
    let (db, files) = (db.with_user().await, Files::new());
    db.write(|db| unused_blobs::note(db, ABC, at(1))).await;
    let (go, gone) = mpsc::channel::<()>();
    let (began, begun) = tokio::sync::oneshot::channel();
    let blob = sealed(&files.blobs, &["abc"]).await;
    let upload = db.store.write(move |db| {
        attachments::keep(db, &attachment(1, ABC), blob)?;
        began.send(()).unwrap();
        gone.recv().map_err(|_| StoreError::Busy)
    });
    // Another replica: it does not see the attachment yet.
    let other = Store::open(&db.options).unwrap();
    let meanwhile = async {
        begun.await.unwrap();
        let swept = other.write(sweep_blobs(&files.blobs));
        match db.store.dialect() {
            Dialect::Postgres => {
                assert_eq!(swept.await.unwrap(), 0);
                go.send(()).unwrap();
            }
            // Its one writer is the upload.
            Dialect::Sqlite => {
                let (swept, ()) = tokio::join!(swept, async { go.send(()).unwrap() });
                assert_eq!(swept.unwrap(), 0);
            }
        }
    };
    let (uploaded, ()) = tokio::join!(upload, meanwhile);
    uploaded.unwrap();
    assert!(files.has_abc());
}

async fn an_upload_waits_for_a_sweep_under_way(db: TestDb) {
    let (db, files) = (db.with_user().await, Files::new());
    db.write(|db| unused_blobs::note(db, ABC, at(1))).await;
    let (go, gone) = mpsc::channel::<()>();
    let (began, begun) = tokio::sync::oneshot::channel();
    let blobs = sweep_blobs(&files.blobs);
    let sweep = db.store.write(move |db| {
        let looked_at = blobs(db)?;
        began.send(()).unwrap();
        gone.recv().map_err(|_| StoreError::Busy)?;
        Ok::<_, StoreError>(looked_at)
    });
    let options = pallium_store::StoreOptions { busy_timeout_ms: 50, ..db.options.clone() };
    let other = Store::open(&options).unwrap();
    let meanwhile = async {
        begun.await.unwrap();
        let blob = sealed(&files.blobs, &["abc"]).await;
        let early = other.write(move |db| attachments::keep(db, &attachment(1, ABC), blob)).await;
        assert!(matches!(early, Err(StoreError::Busy)), "{early:?}");
        assert!(!files.has_abc());
        go.send(()).unwrap();
    };
    let (swept, ()) = tokio::join!(sweep, meanwhile);
    assert_eq!(swept.unwrap(), 1);
    db.keep_attachment(1, &files.blobs).await;
    assert!(files.has_abc());
}

async fn no_interleaving_of_uploads_and_sweeps_loses_bytes(db: TestDb) {
    const ROUNDS: u32 = 25;
    let (db, files) = (db.with_user().await, Files::new());
    let mut tasks = tokio::task::JoinSet::new();
    for uploader in 0..3 {
        let (store, blobs) = (Store::open(&db.options).unwrap(), files.blobs.clone());
        tasks.spawn(async move {
            for round in 1..=ROUNDS {
                let it = attachment(uploader * ROUNDS + round, ABC);
                let (id, blob) = (it.id, sealed(&blobs, &["abc"]).await);
                store.write(|db| unused_blobs::note(db, ABC, at(0))).await.unwrap();
                store.write(move |db| attachments::keep(db, &it, blob)).await.unwrap();
                blobs.open(ABC).await.unwrap();
                store.write(move |db| attachments::delete_unused(db, &[id], at(LATER), at(0))).await.unwrap();
            }
            0
        });
    }
    for _ in 0..2 {
        let (store, blobs) = (Store::open(&db.options).unwrap(), files.blobs.clone());
        tasks.spawn(async move {
            let mut removed = 0;
            for _ in 0..ROUNDS * 2 {
                removed += store.write(sweep_blobs(&blobs)).await.unwrap();
            }
            removed
        });
    }
    tasks.join_all().await;
    db.write(sweep_blobs(&files.blobs)).await;
    assert!(!files.has_abc());
}

async fn messages_from_before_the_migration_keep_their_pictures(db: TestDb) {
    let (db, files) = (db.with_user().await, Files::new());
    for number in 1..=3 {
        db.keep_attachment(number, &files.blobs).await;
    }
    sent(&db, &[1, 2]).await;
    while db.store.revert_last().await.unwrap() != "20261121101700_create_attachment_uses" {}
    db.store.migrate().await.unwrap();
    let examined = db.read(|db| attachments::examine(db, None, at(LATER), 9)).await;
    assert_eq!(examined, Examined { unused: ids([3]).to_vec(), next: None });
}
