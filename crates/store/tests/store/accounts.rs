//! Users, logins, throttling, preferences and the audit log.

use models::audit::{AuditAction, AuditEntry};
use models::auth_session::AuthSession;
use models::ids::{AuditEntryId, AuthSessionId};
use models::instance::InstanceSettings;
use models::user::{Email, Preferences, Role, Theme, User};
use pallium_store::auth_sessions::{self, Rotation};
use pallium_store::idempotency::{self, StoredAnswer};
use pallium_store::{StoreError, audit, login_attempts, settings, users};

use crate::common::{TestDb, on_both};
use crate::make::{at, user, user_id, uuid};

on_both!(
    a_user_comes_back_as_written,
    a_taken_address_is_a_conflict_with_the_same_name_everywhere,
    users_are_listed_in_pages_without_gaps,
    an_actor_is_found_by_login_and_user_together,
    a_refresh_token_is_exchanged_once,
    revoking_ends_all_logins_but_the_kept_one,
    failures_are_counted_in_their_window,
    values_that_were_never_set_are_the_default_ones,
    the_audit_log_is_read_newest_first,
    a_kept_answer_belongs_to_its_user_and_key,
);

async fn a_user_comes_back_as_written(db: TestDb) {
    let written = User { role: Role::Owner, disabled_at: Some(at(5)), ..user(1) };
    let changed = User { role: Role::Admin, disabled_at: None, updated_at: at(9), ..written.clone() };
    let (first, second) = (written.clone(), changed.clone());
    let found = db
        .write(move |db| {
            users::insert(db, &first, "hash")?;
            let before = (users::find(db, first.id)?, users::find_by_email(db, &first.email)?);
            users::update(db, &second)?;
            users::set_password(db, second.id, "other", at(9))?;
            Ok((before, users::find_by_email(db, &second.email)?, users::count_owners_enabled(db)?))
        })
        .await;
    let before = (Some(written.clone()), Some((written, "hash".to_owned())));
    assert_eq!(found, (before, Some((changed, "other".to_owned())), 0));
    let missing = db.store.write(|db| users::update(db, &user(2))).await;
    assert!(matches!(missing, Err(StoreError::NotFound)), "{missing:?}");
}

async fn a_taken_address_is_a_conflict_with_the_same_name_everywhere(db: TestDb) {
    db.write(|db| users::insert(db, &user(1), "hash")).await;
    let twin = User { email: Email::parse("USER1@example.org").unwrap(), ..user(2) };
    let outcome = db.store.write(move |db| users::insert(db, &twin, "hash")).await;
    let Err(StoreError::Conflict { constraint }) = outcome else { panic!("{outcome:?}") };
    assert_eq!(constraint, "app_user_email_key");
}

async fn users_are_listed_in_pages_without_gaps(db: TestDb) {
    db.write(|db| (1..=5).rev().try_for_each(|number| users::insert(db, &user(number), "hash"))).await;
    let pages = db
        .read(|db| {
            let first = users::list(db, 2, None)?;
            let second = users::list(db, 2, first.last().map(|it| it.id))?;
            let third = users::list(db, 2, second.last().map(|it| it.id))?;
            Ok([first, second, third])
        })
        .await;
    assert_eq!(pages, [vec![user(1), user(2)], vec![user(3), user(4)], vec![user(5)]]);
    assert_eq!(db.read(users::count).await, 5);
}

fn login(number: u32) -> AuthSession {
    AuthSession {
        id: AuthSessionId(uuid(number)),
        user_id: user_id(1),
        created_at: at(0),
        last_used_at: at(0),
        expires_at: at(100),
        revoked_at: None,
        user_agent: "Browser\u{0}".into(),
        address: "127.0.0.1".into(),
    }
}

async fn an_actor_is_found_by_login_and_user_together(db: TestDb) {
    let db = db.with_user().await;
    let found = db
        .write(|db| {
            users::insert(db, &user(2), "hash")?;
            auth_sessions::insert(db, &login(1), &[1; 32])?;
            let own = auth_sessions::actor(db, login(1).id, user_id(1))?;
            Ok((own, auth_sessions::actor(db, login(1).id, user_id(2))?))
        })
        .await;
    let stored = AuthSession { user_agent: "Browser".into(), ..login(1) };
    assert_eq!(found, (Some((user(1), stored)), None));
}

async fn a_refresh_token_is_exchanged_once(db: TestDb) {
    let db = db.with_user().await;
    db.write(|db| auth_sessions::insert(db, &login(1), &[1; 32])).await;
    let exchange = |new: u8| {
        db.store.write(move |db| {
            let (old, new) = (&[1; 32], &[new; 32]);
            let rotation = Rotation { old, new, now: at(5), expires_at: at(200), address: "::1" };
            auth_sessions::rotate(db, login(1).id, &rotation)
        })
    };
    let (first, second) = tokio::join!(exchange(2), exchange(3));
    assert!(first.unwrap() ^ second.unwrap(), "exactly one exchange succeeds");
    let (session, hash) = db.read(|db| auth_sessions::find_by_id(db, login(1).id)).await.unwrap();
    let used = AuthSession {
        last_used_at: at(5),
        expires_at: at(200),
        address: "::1".into(),
        user_agent: "Browser".into(),
        ..login(1)
    };
    assert_eq!(session, used);
    let revoked = db
        .write(move |db| {
            auth_sessions::revoke(db, login(1).id, at(6))?;
            let rotation = Rotation { old: &hash, new: &[9; 32], now: at(7), expires_at: at(300), address: "" };
            Ok((auth_sessions::rotate(db, login(1).id, &rotation)?, auth_sessions::revoke(db, login(1).id, at(8))?))
        })
        .await;
    assert_eq!(revoked, (false, false));
}

async fn revoking_ends_all_logins_but_the_kept_one(db: TestDb) {
    let db = db.with_user().await;
    let (ended, left, removed) = db
        .write(|db| {
            for number in 1..=3 {
                auth_sessions::insert(db, &login(number), &[1; 32])?;
            }
            let ended = auth_sessions::revoke_others(db, user_id(1), Some(login(2).id), at(1))?;
            let left = auth_sessions::list_active(db, user_id(1), at(2))?;
            assert_eq!(auth_sessions::list_active(db, user_id(1), at(100))?, []);
            Ok((ended, left, auth_sessions::delete_expired(db, at(101))?))
        })
        .await;
    assert_eq!((ended, left.len(), left[0].id, removed), (2, 1, login(2).id, 3));
}

async fn failures_are_counted_in_their_window(db: TestDb) {
    let counted = db
        .write(|db| {
            login_attempts::record_failure(db, "account:a", at(0), at(-10))?;
            login_attempts::record_failure(db, "account:b", at(1), at(-10))?;
            let recorded = login_attempts::record_failure(db, "account:a", at(20), at(5))?;
            let all = login_attempts::count(db, "account:a", at(-10))?;
            login_attempts::clear(db, "account:a")?;
            let cleared = login_attempts::count(db, "account:a", at(-10))?;
            Ok((recorded, all, cleared, login_attempts::prune(db, at(2))?))
        })
        .await;
    assert_eq!(counted, (1, (2, Some(at(0))), (0, None), 1));
}

async fn values_that_were_never_set_are_the_default_ones(db: TestDb) {
    let db = db.with_user().await;
    let chosen =
        Preferences { theme: Theme::Dark, instructions: Some("be\u{0}brief".into()), ..Preferences::default() };
    let open = InstanceSettings { registration_enabled: true, ..InstanceSettings::default() };
    let (preferences, instance) = (chosen.clone(), open.clone());
    let found = db
        .write(move |db| {
            let before = (users::preferences(db, user_id(1))?, settings::instance(db)?);
            users::set_preferences(db, user_id(1), &Preferences::default(), at(1))?;
            users::set_preferences(db, user_id(1), &preferences, at(2))?;
            settings::set_instance(db, &instance, at(2))?;
            Ok((before, users::preferences(db, user_id(1))?, settings::instance(db)?))
        })
        .await;
    assert_eq!(found, (Default::default(), chosen, open));
    let marks = db
        .write(|db| {
            let before = settings::has_mark(db, "a")?;
            Ok([
                before,
                settings::leave_mark(db, "a", at(1))?,
                settings::leave_mark(db, "a", at(2))?,
                settings::has_mark(db, "a")?,
            ])
        })
        .await;
    assert_eq!(marks, [false, true, false, true]);
}

async fn the_audit_log_is_read_newest_first(db: TestDb) {
    let entry = |number: u32| AuditEntry {
        id: AuditEntryId(uuid(number)),
        at: at(number.into()),
        actor_id: (number > 1).then(|| user_id(number)),
        action: AuditAction::LoginFailed,
        resource: "user".into(),
        address: "::1".into(),
        detail: serde_json::json!({ "reason": "a\u{0}b", "n": number }),
    };
    let pages = db
        .write(move |db| {
            (1..=3).try_for_each(|number| audit::insert(db, &entry(number)))?;
            let first = audit::list(db, 2, None)?;
            Ok([first.clone(), audit::list(db, 2, first.last().map(|it| it.id))?])
        })
        .await;
    assert_eq!(pages, [vec![entry(3), entry(2)], vec![entry(1)]]);
}

async fn a_kept_answer_belongs_to_its_user_and_key(db: TestDb) {
    let db = db.with_user().await;
    let kept = StoredAnswer {
        user_id: user_id(1),
        key: "k".into(),
        fingerprint: vec![1, 2],
        status: 201,
        body: "{}".into(),
        created_at: at(1),
    };
    let answer = kept.clone();
    let found = db
        .write(move |db| {
            idempotency::insert(db, &answer)?;
            Ok((idempotency::find(db, user_id(1), "k")?, idempotency::find(db, user_id(2), "k")?))
        })
        .await;
    assert_eq!(found, (Some(kept.clone()), None));
    let twin = kept.clone();
    let outcome = db.store.write(move |db| idempotency::insert(db, &twin)).await;
    assert!(matches!(outcome, Err(StoreError::Conflict { .. })), "{outcome:?}");
    let changed = StoredAnswer { status: 500, ..kept.clone() };
    let other = changed.clone();
    let found = db
        .write(move |db| {
            idempotency::update(db, &other)?;
            let updated = idempotency::find(db, user_id(1), "k")?;
            idempotency::delete(db, user_id(1), "k")?;
            idempotency::insert(db, &other)?;
            Ok((updated, idempotency::prune(db, at(2))?, idempotency::find(db, user_id(1), "k")?))
        })
        .await;
    assert_eq!(found, (Some(changed), 1, None));
}
