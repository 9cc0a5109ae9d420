//! Keys that programs call with.

use models::api_key::{ApiKey, ApiKeyName, ModelPattern, Scope};
use models::ids::ApiKeyId;
use models::limits::{Budget, Limits, Period};
use models::user::User;
use pallium_store::api_keys::{self, KeyChange, LiveKey, Rotation};
use pallium_store::{StoreError, users};

use crate::common::{TestDb, on_both};
use crate::make::{at, user, user_id, uuid};

on_both!(
    a_key_comes_back_as_written,
    a_change_leaves_what_somebody_else_changes,
    a_text_belongs_to_one_key,
    keys_are_listed_newest_first_in_pages,
    only_keys_that_work_are_live,
    a_rotated_key_works_with_both_texts_for_a_while,
    a_revoked_key_stays_revoked,
    the_last_use_never_goes_back,
    a_users_keys_go_with_the_user,
);

fn key_id(number: u32) -> ApiKeyId {
    ApiKeyId(uuid(number))
}

/// A key of user 1.
pub(crate) fn key(number: u32) -> ApiKey {
    let budget = Budget { period: Period::Month, money_nanos: Some(5_000_000_000), tokens: None };
    ApiKey {
        id: key_id(number),
        owner_id: user_id(1),
        name: ApiKeyName::parse(&format!("Key {number}")).unwrap(),
        hint: "1a2b".into(),
        scopes: vec![Scope::Gateway, Scope::Api],
        allowed_models: vec![ModelPattern::parse("gpt-*").unwrap()],
        limits: Limits { requests_per_minute: Some(60), budgets: vec![budget], ..Limits::default() },
        expires_at: Some(at(100)),
        revoked_at: None,
        last_used_at: None,
        previous_until: None,
        created_at: at(0),
        updated_at: at(0),
        workspace_id: None,
    }
}

fn hash(number: u32) -> [u8; 32] {
    [u8::try_from(number).unwrap(); 32]
}

fn live(key: ApiKey, number: u32) -> LiveKey {
    LiveKey { key, hash: hash(number), previous: None }
}

impl TestDb {
    /// Keeps keys of user 1 whose hashes are their numbers.
    async fn with_keys(self, keys: Vec<ApiKey>) -> Self {
        let db = self.with_user().await;
        db.write(move |db| (1..).zip(&keys).try_for_each(|(number, it)| api_keys::insert(db, it, &hash(number)))).await;
        db
    }
}

async fn a_key_comes_back_as_written(db: TestDb) {
    let db = db.with_keys(vec![key(1)]).await;
    let changed = ApiKey {
        name: ApiKeyName::parse("Other").unwrap(),
        scopes: vec![],
        allowed_models: vec![],
        limits: Limits::default(),
        expires_at: None,
        updated_at: at(1),
        ..key(1)
    };
    let change = KeyChange {
        name: Some(changed.name.clone()),
        scopes: Some(vec![]),
        allowed_models: Some(vec![]),
        limits: Some(Limits::default()),
        expires_at: Some(None),
    };
    let found = db
        .write(move |db| {
            let before = api_keys::find(db, key_id(1))?;
            api_keys::update(db, key_id(1), &change, at(1))?;
            Ok((before, api_keys::lock(db, key_id(1))?, api_keys::find(db, key_id(2))?))
        })
        .await;
    assert_eq!(found, (Some(key(1)), Some(changed), None));
    let missing = db.store.write(|db| api_keys::update(db, key_id(2), &KeyChange::default(), at(1))).await;
    assert!(matches!(missing, Err(StoreError::NotFound)), "{missing:?}");
}

async fn a_change_leaves_what_somebody_else_changes(db: TestDb) {
    let db = db.with_keys(vec![key(1)]).await;
    let (name, limits) = (ApiKeyName::parse("Other").unwrap(), Limits { parallel: Some(1), ..Limits::default() });
    let rename = KeyChange { name: Some(name.clone()), ..KeyChange::default() };
    let tighten = KeyChange { limits: Some(limits.clone()), ..KeyChange::default() };
    let found = db
        .write(move |db| {
            api_keys::update(db, key_id(1), &tighten, at(1))?;
            api_keys::update(db, key_id(1), &rename, at(2))?;
            api_keys::find(db, key_id(1))
        })
        .await;
    assert_eq!(found, Some(ApiKey { name, limits, updated_at: at(2), ..key(1) }));
}

async fn a_text_belongs_to_one_key(db: TestDb) {
    let db = db.with_keys(vec![key(1)]).await;
    let twin = db.store.write(|db| api_keys::insert(db, &key(2), &hash(1))).await;
    assert!(matches!(&twin, Err(StoreError::Conflict { constraint }) if constraint == "api_key_hash_key"), "{twin:?}");
}

async fn keys_are_listed_newest_first_in_pages(db: TestDb) {
    let db = db.with_keys((1..=3).map(key).collect()).await;
    let theirs = ApiKey { owner_id: user_id(2), ..key(4) };
    let other = theirs.clone();
    db.write(move |db| {
        users::insert(db, &user(2), "hash")?;
        api_keys::insert(db, &other, &hash(4))
    })
    .await;
    let first = db.read(|db| api_keys::list_for(db, Some(user_id(1)), None, 2)).await;
    let cursor: ApiKeyId = first.next.clone().unwrap().parse().unwrap();
    let second = db.read(move |db| api_keys::list_for(db, Some(user_id(1)), Some(cursor), 2)).await;
    assert_eq!((first.items, second.items, second.next), (vec![key(3), key(2)], vec![key(1)], None));
    let all = db.read(|db| api_keys::list_for(db, None, None, 10)).await;
    assert_eq!((all.items, all.next), (vec![theirs, key(3), key(2), key(1)], None));
}

async fn only_keys_that_work_are_live(db: TestDb) {
    let forever = ApiKey { expires_at: None, ..key(2) };
    let revoked = ApiKey { revoked_at: Some(at(1)), ..key(3) };
    let expired = ApiKey { expires_at: Some(at(5)), ..key(4) };
    let db = db.with_keys(vec![key(1), forever.clone(), revoked, expired]).await;
    assert_eq!(db.read(|db| api_keys::all_live(db, at(5))).await, [live(key(1), 1), live(forever, 2)]);
    db.write(|db| users::update(db, &User { disabled_at: Some(at(6)), ..user(1) })).await;
    assert_eq!(db.read(|db| api_keys::all_live(db, at(5))).await, []);
}

async fn a_rotated_key_works_with_both_texts_for_a_while(db: TestDb) {
    let db = db.with_keys(vec![key(1)]).await;
    let rotate = |number: u32, until: Option<i64>| {
        move |db: &mut _| {
            let hash = hash(number);
            let rotation = Rotation { hash: &hash, hint: "wxyz", previous_until: until.map(at), now: at(2) };
            api_keys::rotate(db, key_id(1), &rotation)
        }
    };
    db.write(rotate(2, Some(10))).await;
    let key = ApiKey { hint: "wxyz".into(), previous_until: Some(at(10)), updated_at: at(2), ..key(1) };
    let both = LiveKey { previous: Some((hash(1), at(10))), ..live(key.clone(), 2) };
    assert_eq!(db.read(|db| api_keys::all_live(db, at(9))).await, [both]);
    assert_eq!(db.read(|db| api_keys::all_live(db, at(10))).await, [live(key.clone(), 2)]);
    db.write(rotate(3, None)).await;
    let key = ApiKey { previous_until: None, ..key };
    assert_eq!(db.read(|db| api_keys::all_live(db, at(9))).await, [live(key, 3)]);
    db.write(|db| api_keys::revoke(db, key_id(1), at(3))).await;
    let late = db.store.write(rotate(4, None)).await;
    assert!(matches!(late, Err(StoreError::NotFound)), "{late:?}");
}

async fn a_revoked_key_stays_revoked(db: TestDb) {
    let db = db.with_keys(vec![key(1)]).await;
    let revoked = db
        .write(|db| {
            let outcomes = [1, 1, 9].map(|number| api_keys::revoke(db, key_id(number), at(3 + i64::from(number))));
            Ok((outcomes.map(Result::unwrap), api_keys::find(db, key_id(1))?.unwrap().revoked_at))
        })
        .await;
    assert_eq!(revoked, ([true, false, false], Some(at(4))));
}

async fn the_last_use_never_goes_back(db: TestDb) {
    let db = db.with_keys(vec![key(1), key(2), key(3)]).await;
    let used = db
        .write(|db| {
            api_keys::touch_many(db, &[(key_id(2), at(7)), (key_id(1), at(5)), (key_id(9), at(5))])?;
            api_keys::touch_many(db, &[(key_id(2), at(6)), (key_id(1), at(8))])?;
            Ok([1, 2, 3].map(|number| api_keys::find(db, key_id(number)).unwrap().unwrap().last_used_at))
        })
        .await;
    assert_eq!(used, [Some(at(8)), Some(at(7)), None]);
}

async fn a_users_keys_go_with_the_user(db: TestDb) {
    let db = db.with_keys(vec![key(1)]).await;
    db.execute("DELETE FROM app_user");
    assert_eq!(db.read(|db| api_keys::find(db, key_id(1))).await, None);
}
