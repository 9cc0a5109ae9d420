//! A file that arrives in pieces goes on where it stopped, and becomes a blob only with the promised hash.

use models::attachment::FileName;
use models::ids::UploadId;
use models::time::Time;
use models::upload::Upload;
use pallium_store::{StoreError, unused_blobs, uploads};

use crate::common::{TestDb, on_both};
use crate::knowledge::Files;
use crate::make::{ABC, at, sealed, user_id};

on_both!(
    an_upload_goes_on_where_it_stopped,
    bytes_that_nobody_promised_are_not_kept,
    a_finished_upload_keeps_its_file_until_it_goes,
);

const ID: UploadId = UploadId(uuid::Uuid::from_u128(42));

fn upload() -> Upload {
    Upload {
        id: ID,
        owner_id: user_id(1),
        name: FileName::parse("a.txt").unwrap(),
        bytes: 3,
        sha256: ABC.into(),
        offset: 0,
        done: false,
        created_at: at(0),
        updated_at: at(0),
    }
}

async fn an_upload_goes_on_where_it_stopped(db: TestDb) {
    let (db, files) = (db.with_user().await, Files::new());
    db.write(|db| uploads::insert(db, &upload())).await;
    let mut writer = files.blobs.resume(ID, 0).await.unwrap();
    writer.write(b"aX").await.unwrap();
    assert_eq!(writer.finish().await.unwrap(), 2);
    // Only the first byte was noted; the rest is written again.
    let (first, again, beyond) = db
        .write(|db| {
            let first = uploads::advance(db, ID, 0, 1, at(1))?;
            Ok((first, uploads::advance(db, ID, 0, 1, at(1))?, uploads::advance(db, ID, 1, 4, at(1))?))
        })
        .await;
    assert_eq!((first, again, beyond), (true, false, false));
    assert!(matches!(files.blobs.resume(ID, 3).await, Err(StoreError::NotFound)));
    let mut writer = files.blobs.resume(ID, 1).await.unwrap();
    writer.write(b"bc").await.unwrap();
    assert_eq!(writer.finish().await.unwrap(), 3);
    let blob = files.blobs.seal_partial(ID).await.unwrap();
    assert_eq!((blob.hash(), blob.bytes()), (ABC, 3));
    db.write(|db| uploads::finish(db, ID, blob, at(2))).await;
    let done = db.read(|db| uploads::find_same(db, user_id(1), ABC, 3)).await;
    assert_eq!(done, Some(Upload { offset: 3, done: true, updated_at: at(2), ..upload() }));
    assert_eq!(db.read(|db| uploads::find_same(db, user_id(2), ABC, 3)).await, None);
    assert!(files.folder.path().join(&ABC[..2]).join(&ABC[2..]).exists());
}

async fn bytes_that_nobody_promised_are_not_kept(db: TestDb) {
    let (db, files) = (db.with_user().await, Files::new());
    db.write(|db| uploads::insert(db, &upload())).await;
    let other = sealed(&files.blobs, &["xyz"]).await;
    let outcome = db.store.write(|db| uploads::finish(db, ID, other, at(2))).await;
    assert!(matches!(outcome, Err(StoreError::NotFound)), "{outcome:?}");
    db.write(|db| {
        uploads::advance(db, ID, 0, 3, at(1))?;
        uploads::restart(db, ID, at(3))
    })
    .await;
    assert_eq!(db.read(|db| uploads::find(db, ID)).await, Some(Upload { updated_at: at(3), ..upload() }));
    files.blobs.remove_partial(ID).await.unwrap();
}

async fn a_finished_upload_keeps_its_file_until_it_goes(db: TestDb) {
    let (db, files) = (db.with_user().await, Files::new());
    let blob = sealed(&files.blobs, &["abc"]).await;
    db.write(|db| {
        uploads::insert(db, &upload())?;
        uploads::finish(db, ID, blob, at(2))?;
        unused_blobs::note(db, ABC, at(2))
    })
    .await;
    for removed in [0, 1] {
        let blobs = files.blobs.clone();
        let swept = db.write(move |db| unused_blobs::sweep(db, &blobs, Time::MAX_UTC, at(9), 10)).await;
        assert_eq!(swept, removed);
        let old = db.read(|db| uploads::abandoned(db, at(3), 10)).await;
        assert_eq!(old.len(), 1 - removed);
        db.write(|db| uploads::delete(db, ID, at(9))).await;
    }
}
