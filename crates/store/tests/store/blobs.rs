//! Blobs are named by their bytes and never half there.

use models::ids::AttachmentId;
use models::time::Time;
use pallium_store::blobs::BlobStore;
use pallium_store::{StoreError, attachments};
use tokio::io::AsyncReadExt;

use crate::common::{TestDb, on_both};
use crate::make::{ABC, at, attachment, sealed, uuid};

on_both!(equal_bytes_are_one_blob_named_by_their_hash, an_attachment_is_found_and_keeps_its_blob_in_use);

fn files(folder: &std::path::Path) -> Vec<String> {
    let mut names = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in next.read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                names.push(path.strip_prefix(folder).unwrap().display().to_string());
            }
        }
    }
    names
}

#[tokio::test]
async fn an_upload_that_stops_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = BlobStore::new(folder.path().into());
    let mut writer = store.writer().await.unwrap();
    writer.write(b"half").await.unwrap();
    assert_eq!(files(folder.path()).len(), 1);
    drop(writer);
    assert_eq!(files(folder.path()), Vec::<String>::new());
}

#[tokio::test]
async fn what_a_crash_left_is_removed_when_it_is_old() {
    let folder = tempfile::tempdir().unwrap();
    let store = BlobStore::new(folder.path().into());
    assert_eq!(store.remove_abandoned(Time::MAX_UTC).await.unwrap(), 0);
    std::fs::create_dir(folder.path().join("tmp")).unwrap();
    std::fs::write(folder.path().join("tmp/1-1"), b"half").unwrap();
    assert_eq!(store.remove_abandoned(at(0)).await.unwrap(), 0);
    let written = folder.path().join("tmp/1-1").metadata().unwrap().modified().unwrap();
    let later = Time::from(written) + std::time::Duration::from_secs(1);
    assert_eq!(store.remove_abandoned(later).await.unwrap(), 1);
}

#[tokio::test]
async fn a_hash_never_names_another_path() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("secret"), b"x").unwrap();
    let store = BlobStore::new(folder.path().join("blobs"));
    let upper = ABC.to_uppercase();
    let climbing = format!("../secret{}", "/".repeat(55));
    for hash in ["", "../secret", "..", &ABC[1..], &upper, &climbing] {
        assert!(matches!(store.open(hash).await, Err(StoreError::NotFound)), "{hash}");
    }
}

async fn equal_bytes_are_one_blob_named_by_their_hash(db: TestDb) {
    let db = db.with_user().await;
    let folder = tempfile::tempdir().unwrap();
    let store = BlobStore::new(folder.path().join("blobs"));
    for (number, pieces) in (1..).zip([&["a", "bc"][..], &["abc"]]) {
        let blob = sealed(&store, pieces).await;
        assert_eq!((blob.hash(), blob.bytes()), (ABC, 3));
        let it = attachment(number, ABC);
        db.write(move |db| attachments::keep(db, &it, blob)).await;
    }
    assert_eq!(files(&folder.path().join("blobs")), [format!("{}/{}", &ABC[..2], &ABC[2..])]);
    let mut text = String::new();
    store.open(ABC).await.unwrap().read_to_string(&mut text).await.unwrap();
    assert_eq!(text, "abc");
}

async fn an_attachment_is_found_and_keeps_its_blob_in_use(db: TestDb) {
    let db = db.with_user().await;
    let folder = tempfile::tempdir().unwrap();
    let store = BlobStore::new(folder.path().into());
    let blob = sealed(&store, &["abc"]).await;
    let written = attachment(1, ABC);
    let it = written.clone();
    let found = db
        .write(move |db| {
            let before = attachments::blob_in_use(db, ABC)?;
            attachments::keep(db, &it, blob)?;
            let ids = [it.id, AttachmentId(uuid(2))];
            let found = (attachments::find(db, ids[0])?, attachments::find_many(db, &ids)?);
            Ok((before, attachments::blob_in_use(db, ABC)?, found))
        })
        .await;
    assert_eq!(found, (false, true, (Some(written.clone()), vec![written])));
}
