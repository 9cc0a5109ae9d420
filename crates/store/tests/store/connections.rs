//! Connections, their secrets and what they offer.

use models::connection::{Capabilities, Connection, ConnectionKind, Model, OfferedModel};
use models::ids::SecretId;
use pallium_store::secrets::{self, SealedSecret};
use pallium_store::{StoreError, connections, users};

use crate::common::{TestDb, on_both};
use crate::make::{at, connection, user, user_id, uuid};

on_both!(
    a_connection_comes_back_as_written,
    a_user_sees_the_systems_connections_and_his_own,
    own_models_are_offered_first_and_the_demo_last,
    a_long_list_of_models_replaces_the_old_one,
    a_secret_changes_its_wrapping_only,
);

fn sealed(number: u32) -> SealedSecret {
    SealedSecret {
        id: SecretId(uuid(number)),
        wrapped_key: vec![1; 48],
        key_nonce: vec![2; 12],
        nonce: vec![3; 12],
        ciphertext: vec![4; 30],
        master_key_id: "old".into(),
        created_at: at(0),
    }
}

fn model(id: &str) -> Model {
    let capabilities = Capabilities { vision: true, ..Capabilities::default() };
    Model { id: id.into(), name: id.to_uppercase(), context_tokens: Some(u32::MAX), capabilities }
}

async fn a_connection_comes_back_as_written(db: TestDb) {
    let db = db.with_user().await;
    let secret_id = Some(sealed(1).id);
    let written = Connection { secret_id, secret_hint: Some("…1a2b".into()), ..connection(1, Some(user_id(1))) };
    let changed = Connection { enabled: false, secret_id: None, models_error: Some("no".into()), ..written.clone() };
    let (first, second) = (written.clone(), changed.clone());
    let found = db
        .write(move |db| {
            secrets::insert(db, &sealed(1))?;
            connections::insert(db, &first)?;
            let before = connections::find(db, first.id)?;
            connections::update(db, &second)?;
            secrets::delete(db, sealed(1).id)?;
            Ok((before, connections::find(db, first.id)?))
        })
        .await;
    assert_eq!(found, (Some(written), Some(changed.clone())));
    db.write(move |db| connections::delete(db, changed.id)).await;
    let again = db.store.write(|db| connections::delete(db, connection(1, None).id)).await;
    assert!(matches!(again, Err(StoreError::NotFound)), "{again:?}");
}

async fn a_user_sees_the_systems_connections_and_his_own(db: TestDb) {
    let db = db.with_user().await;
    let all = [connection(1, None), connection(2, Some(user_id(1))), connection(3, Some(user_id(2)))];
    let rows = all.clone();
    db.write(move |db| {
        users::insert(db, &user(2), "hash")?;
        rows.iter().try_for_each(|it| connections::insert(db, it))
    })
    .await;
    assert_eq!(db.read(|db| connections::list_visible(db, user_id(1))).await, all[..2]);
    assert_eq!(db.read(connections::list_all).await, all);
}

async fn own_models_are_offered_first_and_the_demo_last(db: TestDb) {
    let db = db.with_user().await;
    let offered = db
        .write(|db| {
            let demo = Connection { kind: ConnectionKind::Demo, ..connection(1, None) };
            let off = Connection { enabled: false, ..connection(4, None) };
            for it in [demo, connection(2, None), connection(3, Some(user_id(1))), off] {
                connections::insert(db, &it)?;
                connections::replace_models(db, it.id, &[model("b"), model("a")], at(1))?;
            }
            connections::offered(db, user_id(1))
        })
        .await;
    let of = |number: u32, connection_kind, system| {
        let it = connection(number, None);
        ["b", "a"].map(|id| OfferedModel {
            connection_id: it.id,
            connection_name: it.name.as_str().into(),
            connection_kind,
            system,
            model: model(id),
        })
    };
    let openai = ConnectionKind::OpenAi;
    assert_eq!(offered, [of(3, openai, false), of(2, openai, true), of(1, ConnectionKind::Demo, true)].concat());
}

async fn a_long_list_of_models_replaces_the_old_one(db: TestDb) {
    let long: Vec<_> = (0..2500).map(|number| model(&format!("m{number}"))).collect();
    let models = long.clone();
    let found = db
        .write(move |db| {
            let it = connection(1, None);
            connections::insert(db, &it)?;
            connections::set_models_error(db, it.id, "un\u{0}reachable")?;
            let failed = connections::find(db, it.id)?;
            connections::replace_models(db, it.id, &[model("old")], at(1))?;
            connections::replace_models(db, it.id, &models, at(2))?;
            Ok((failed, connections::models(db, it.id)?, connections::find(db, it.id)?))
        })
        .await;
    let failed = Connection { models_error: Some("unreachable".into()), ..connection(1, None) };
    let refreshed = Connection { models_refreshed_at: Some(at(2)), ..connection(1, None) };
    assert_eq!(found, (Some(failed), long, Some(refreshed)));
}

async fn a_secret_changes_its_wrapping_only(db: TestDb) {
    let found = db
        .write(|db| {
            secrets::insert(db, &sealed(1))?;
            secrets::replace_wrapping(db, sealed(1).id, &[9; 48], &[8; 12], "new")?;
            Ok((secrets::find(db, sealed(1).id)?, secrets::list(db)?.len(), secrets::find(db, sealed(2).id)?))
        })
        .await;
    let rewrapped =
        SealedSecret { wrapped_key: vec![9; 48], key_nonce: vec![8; 12], master_key_id: "new".into(), ..sealed(1) };
    assert_eq!(found, (Some(rewrapped), 1, None));
}
