//! Migrations go up and down on both databases.

use pallium_store::{MigrationStatus, Store, StoreError};

use crate::common::TestDb;

#[tokio::test]
async fn each_migration_goes_up_down_and_up_again_on_sqlite() {
    up_down_up(TestDb::empty_sqlite()).await;
}

#[tokio::test]
async fn each_migration_goes_up_down_and_up_again_on_postgres() {
    up_down_up(TestDb::empty_postgres()).await;
}

async fn up_down_up(db: TestDb) {
    let store = &db.store;
    let before = store.migration_status().await.unwrap();
    assert!(!before.is_empty() && before.iter().all(|it| !it.applied), "{before:?}");
    let applied: Vec<_> = before.iter().map(|it| MigrationStatus { applied: true, ..it.clone() }).collect();
    store.migrate().await.unwrap();
    assert_eq!(store.migration_status().await.unwrap(), applied);
    for migration in before.iter().rev() {
        assert_eq!(store.revert_last().await.unwrap(), migration.name);
    }
    assert!(matches!(store.revert_last().await, Err(StoreError::NotFound)));
    assert_eq!(store.migration_status().await.unwrap(), before);
    store.migrate().await.unwrap();
    store.migrate().await.unwrap();
    assert_eq!(store.migration_status().await.unwrap(), applied);
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |database: &str| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations").join(database);
        let mut names: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

#[tokio::test]
async fn a_newer_schema_is_refused_on_sqlite() {
    newer(TestDb::empty_sqlite().migrated().await).await;
}

#[tokio::test]
async fn a_newer_schema_is_refused_on_postgres() {
    newer(TestDb::empty_postgres().migrated().await).await;
}

async fn newer(db: TestDb) {
    db.execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231235959')");
    for outcome in [db.store.migrate().await, db.store.revert_last().await.map(drop)] {
        match outcome {
            Err(StoreError::NewerSchema { name }) => assert_eq!(name, "29991231235959"),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn processes_that_start_together_migrate_once() {
    for db in [TestDb::empty_sqlite(), TestDb::empty_postgres()] {
        let stores: Vec<_> = (0..4).map(|_| Store::open(&db.options).unwrap()).collect();
        let (first, second, third, fourth) =
            tokio::join!(stores[0].migrate(), stores[1].migrate(), stores[2].migrate(), stores[3].migrate());
        for outcome in [first, second, third, fourth] {
            outcome.unwrap();
        }
        assert!(db.store.migration_status().await.unwrap().iter().all(|it| it.applied));
    }
}
