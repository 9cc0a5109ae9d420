//! Blobs are named by their bytes and never half there.

use models::attachment::{Attachment, FileName};
use models::ids::AttachmentId;
use models::time::Time;
use pallium_store::blobs::{Blob, BlobStore};
use pallium_store::{StoreError, attachments};
use tokio::io::AsyncReadExt;

use crate::common::{TestDb, on_both};
use crate::make::{at, user_id, uuid};

on_both!(an_attachment_keeps_its_blob_in_use);

/// SHA-256 of `abc`.
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

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
async fn equal_bytes_are_one_blob_named_by_their_hash() {
    let folder = tempfile::tempdir().unwrap();
    let store = BlobStore::new(folder.path().join("blobs"));
    for pieces in [&["a", "bc"][..], &["abc"]] {
        let mut writer = store.writer().await.unwrap();
        for piece in pieces {
            writer.write(piece.as_bytes()).await.unwrap();
        }
        assert_eq!(writer.bytes(), 3);
        assert_eq!(writer.finish().await.unwrap(), Blob { hash: ABC.into(), bytes: 3 });
    }
    assert_eq!(files(&folder.path().join("blobs")), [format!("{}/{}", &ABC[..2], &ABC[2..])]);
    let mut text = String::new();
    store.open(ABC).await.unwrap().read_to_string(&mut text).await.unwrap();
    assert_eq!(text, "abc");
    store.remove(ABC).await.unwrap();
    store.remove(ABC).await.unwrap();
    assert!(matches!(store.open(ABC).await, Err(StoreError::NotFound)));
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
        assert!(matches!(store.remove(hash).await, Err(StoreError::NotFound)), "{hash}");
    }
}

async fn an_attachment_keeps_its_blob_in_use(db: TestDb) {
    let db = db.with_user().await;
    let attachment = Attachment {
        id: AttachmentId(uuid(1)),
        owner_id: user_id(1),
        blob: ABC.into(),
        name: FileName::parse("größe.png").unwrap(),
        media_type: "image/png".into(),
        bytes: 3,
        created_at: at(1),
    };
    let written = attachment.clone();
    let found = db
        .write(move |db| {
            let before = attachments::blob_in_use(db, ABC)?;
            attachments::insert(db, &written)?;
            let ids = [written.id, AttachmentId(uuid(2))];
            let found = (attachments::find(db, ids[0])?, attachments::find_many(db, &ids)?);
            Ok((before, attachments::blob_in_use(db, ABC)?, found))
        })
        .await;
    assert_eq!(found, (false, true, (Some(attachment.clone()), vec![attachment])));
}
