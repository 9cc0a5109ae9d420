//! Aliases, rules, limits and prices, and the number that tells that they changed.

use models::alias::{AliasName, ModelAlias, Target};
use models::api_key::{ApiKey, ApiKeyName};
use models::connection::{Capabilities, Model};
use models::ids::{ApiKeyId, ConnectionId, ModelAliasId, RoutingRuleId, WorkspaceId};
use models::limits::Limits;
use models::price::Price;
use models::routing_rule::{Condition, RoutingRule, RuleName};
use models::user::User;
use models::workspace::{Membership, Workspace, WorkspaceName, WorkspaceRole};
use pallium_store::api_keys::{KeyChange, Rotation};
use pallium_store::price_overrides::PriceOverride;
use pallium_store::{
    Db, StoreError, aliases, api_keys, connections, gateway_version, price_overrides, routing_rules, user_limits,
    users, workspaces,
};

use crate::common::{TestDb, on_both};
use crate::make::{at, connection, user, user_id, uuid};

on_both!(
    an_alias_comes_back_as_written,
    a_name_belongs_to_one_alias,
    rules_are_asked_in_their_order,
    limits_are_set_replaced_and_go_with_the_user,
    prices_are_set_replaced_and_go_with_the_connection,
    each_change_that_was_committed_raises_the_version,
    what_the_gateway_does_not_keep_leaves_the_version,
);

/// A key of user 2.
fn key(number: u32) -> ApiKey {
    ApiKey {
        id: ApiKeyId(uuid(number)),
        owner_id: user_id(2),
        name: ApiKeyName::parse("Key").unwrap(),
        hint: "1a2b".into(),
        scopes: Vec::new(),
        allowed_models: Vec::new(),
        limits: Limits::default(),
        expires_at: None,
        revoked_at: None,
        last_used_at: None,
        previous_until: None,
        created_at: at(0),
        updated_at: at(0),
        workspace_id: None,
    }
}

fn model() -> Model {
    Model { id: "gpt".into(), name: "GPT".into(), context_tokens: None, capabilities: Capabilities::default() }
}

fn alias(number: u32, name: &str) -> ModelAlias {
    let target = |weight| Target {
        connection_id: ConnectionId(uuid(1)),
        model: "gpt".into(),
        weight,
        max_input_tokens: Some(u64::MAX),
        task_types: vec!["code".into()],
    };
    ModelAlias {
        id: ModelAliasId(uuid(number)),
        name: AliasName::parse(name).unwrap(),
        targets: vec![target(3), target(1)],
        rescue: true,
        first_token_deadline_ms: Some(u32::MAX),
        cache_seconds: None,
        cache_shared: false,
        created_at: at(0),
        updated_at: at(0),
    }
}

async fn an_alias_comes_back_as_written(db: TestDb) {
    let (strong, cheap) = (alias(1, "strong"), alias(2, "cheap"));
    let changed = ModelAlias {
        name: AliasName::parse("deep").unwrap(),
        targets: strong.targets[..1].to_vec(),
        rescue: false,
        first_token_deadline_ms: None,
        cache_seconds: Some(60),
        cache_shared: true,
        updated_at: at(1),
        ..strong.clone()
    };
    let (rows, change) = ([strong.clone(), cheap.clone()], changed.clone());
    let found = db
        .write(move |db| {
            rows.iter().try_for_each(|it| aliases::insert(db, it))?;
            let before = aliases::list(db)?;
            aliases::update(db, &change)?;
            let found = [aliases::find(db, change.id)?, aliases::find_by_name(db, &change.name)?];
            let gone = aliases::find_by_name(db, &rows[0].name)?;
            aliases::delete(db, rows[1].id)?;
            Ok((before, found, gone, aliases::list(db)?))
        })
        .await;
    let now = [Some(changed.clone()), Some(changed.clone())];
    assert_eq!(found, (vec![cheap.clone(), strong], now, None, vec![changed]));
    let again = db.store.write(move |db| aliases::delete(db, cheap.id)).await;
    assert!(matches!(again, Err(StoreError::NotFound)), "{again:?}");
}

async fn a_name_belongs_to_one_alias(db: TestDb) {
    db.write(|db| aliases::insert(db, &alias(1, "cheap"))).await;
    let twin = db.store.write(|db| aliases::insert(db, &alias(2, "cheap"))).await;
    assert!(
        matches!(&twin, Err(StoreError::Conflict { constraint }) if constraint == "model_alias_name_key"),
        "{twin:?}"
    );
}

fn rule(number: u32, position: i64) -> RoutingRule {
    RoutingRule {
        id: RoutingRuleId(uuid(number)),
        position,
        name: RuleName::parse(&format!("Rule {number}")).unwrap(),
        enabled: true,
        when: Condition { key_ids: vec![ApiKeyId(uuid(7))], hours: Some((22, 6)), ..Condition::default() },
        alias: AliasName::parse("cheap").unwrap(),
    }
}

async fn rules_are_asked_in_their_order(db: TestDb) {
    let changed = RoutingRule {
        name: RuleName::parse("Nights").unwrap(),
        enabled: false,
        when: Condition::default(),
        alias: AliasName::parse("deep").unwrap(),
        ..rule(1, 5)
    };
    let change = RoutingRule { position: 99, ..changed.clone() };
    let found = db
        .write(move |db| {
            [rule(1, 5), rule(3, 0), rule(2, 0)].iter().try_for_each(|it| routing_rules::insert(db, it))?;
            let before = routing_rules::list(db)?;
            routing_rules::update(db, &change)?;
            let updated = routing_rules::list(db)?;
            routing_rules::reorder(db, &[rule(3, 0).id, rule(1, 0).id, rule(2, 0).id])?;
            let reordered = routing_rules::list(db)?;
            routing_rules::delete(db, rule(3, 0).id)?;
            Ok([before, updated, reordered, routing_rules::list(db)?])
        })
        .await;
    let at = |position| RoutingRule { position, ..changed.clone() };
    assert_eq!(
        found,
        [
            vec![rule(2, 0), rule(3, 0), rule(1, 5)],
            vec![rule(2, 0), rule(3, 0), at(5)],
            vec![rule(3, 0), at(1), rule(2, 2)],
            vec![at(1), rule(2, 2)],
        ]
    );
    let unknown = db.store.write(|db| routing_rules::reorder(db, &[rule(2, 0).id, rule(9, 0).id])).await;
    assert!(matches!(unknown, Err(StoreError::NotFound)), "{unknown:?}");
    assert_eq!(db.read(routing_rules::list).await, [at(1), rule(2, 2)]);
}

async fn limits_are_set_replaced_and_go_with_the_user(db: TestDb) {
    let db = db.with_user().await;
    let few = Limits { parallel: Some(1), ..Limits::default() };
    let more = Limits { parallel: Some(2), ..Limits::default() };
    let (first, second) = (few.clone(), more.clone());
    let found = db
        .write(move |db| {
            let none = user_limits::find(db, user_id(1))?;
            user_limits::put(db, user_id(1), &first)?;
            let set = user_limits::find(db, user_id(1))?;
            user_limits::put(db, user_id(1), &second)?;
            let replaced = user_limits::all(db)?;
            let deleted = [user_limits::delete(db, user_id(1))?, user_limits::delete(db, user_id(1))?];
            user_limits::put(db, user_id(1), &second)?;
            Ok((none, set, replaced, deleted))
        })
        .await;
    assert_eq!(found, (None, Some(few), vec![(user_id(1), more)], [true, false]));
    db.execute("DELETE FROM app_user");
    assert_eq!(db.read(user_limits::all).await, []);
    let nobody = db.store.write(|db| user_limits::put(db, user_id(1), &Limits::default())).await;
    assert!(matches!(nobody, Err(StoreError::NotFound)), "{nobody:?}");
}

fn price(model: &str, input: i64) -> PriceOverride {
    PriceOverride {
        connection_id: ConnectionId(uuid(1)),
        model: model.into(),
        price: Price { input, ..Price::default() },
    }
}

async fn prices_are_set_replaced_and_go_with_the_connection(db: TestDb) {
    let found = db
        .write(move |db| {
            connections::insert(db, &connection(1, None))?;
            [price("b", 1), price("a", 2), price("b", 3)].iter().try_for_each(|it| price_overrides::put(db, it))?;
            let set = price_overrides::all(db)?;
            let a = [(); 2].map(|()| price_overrides::delete(db, ConnectionId(uuid(1)), "a").unwrap());
            let left = price_overrides::all(db)?;
            connections::delete(db, ConnectionId(uuid(1)))?;
            Ok((set, a, left, price_overrides::all(db)?))
        })
        .await;
    assert_eq!(found, (vec![price("a", 2), price("b", 3)], [true, false], vec![price("b", 3)], vec![]));
    let nowhere = db.store.write(move |db| price_overrides::put(db, &price("a", 1))).await;
    assert!(matches!(nowhere, Err(StoreError::NotFound)), "{nowhere:?}");
}

/// The workspace of user 2.
fn private() -> Workspace {
    Workspace {
        id: WorkspaceId::private_of(user_id(2)),
        private_of: Some(user_id(2)),
        name: WorkspaceName::private(),
        limits: Limits::default(),
        created_at: at(0),
        updated_at: at(0),
    }
}

fn member(role: WorkspaceRole) -> Membership {
    Membership { workspace_id: private().id, user_id: user_id(3), role, created_at: at(0) }
}

type Change = fn(&mut Db) -> Result<(), StoreError>;

/// What the gateway keeps in memory, and the ways it changes.
fn changes() -> Vec<(&'static str, Change)> {
    vec![
        ("user added", |db| users::insert(db, &user(2), "hash")),
        ("another user added", |db| users::insert(db, &user(3), "hash")),
        ("user disabled", |db| users::update(db, &User { disabled_at: Some(at(1)), ..user(2) })),
        ("limits set", |db| user_limits::put(db, user_id(2), &Limits::default())),
        ("limits replaced", |db| user_limits::put(db, user_id(2), &Limits::default())),
        ("limits taken away", |db| user_limits::delete(db, user_id(2)).map(drop)),
        ("key added", |db| api_keys::insert(db, &key(1), &[1; 32])),
        ("key renamed", |db| {
            let change = KeyChange { name: Some(key(1).name), ..KeyChange::default() };
            api_keys::update(db, key(1).id, &change, at(1))
        }),
        ("key limited", |db| {
            let change = KeyChange { limits: Some(Limits::default()), ..KeyChange::default() };
            api_keys::update(db, key(1).id, &change, at(1))
        }),
        ("key rotated", |db| {
            let rotation = Rotation { hash: &[2; 32], hint: "wxyz", previous_until: None, now: at(1) };
            api_keys::rotate(db, key(1).id, &rotation)
        }),
        ("key revoked", |db| api_keys::revoke(db, key(1).id, at(1)).map(drop)),
        ("member added", |db| workspaces::put_member(db, &member(WorkspaceRole::Viewer)).map(drop)),
        ("role changed", |db| workspaces::put_member(db, &member(WorkspaceRole::Admin)).map(drop)),
        ("member removed", |db| workspaces::delete_member(db, private().id, user_id(3)).map(drop)),
        ("workspace limited", |db| workspaces::put_limits(db, private().id, &private().limits, at(1))),
        ("alias added", |db| aliases::insert(db, &alias(1, "cheap"))),
        ("alias changed", |db| aliases::update(db, &alias(1, "deep"))),
        ("alias removed", |db| aliases::delete(db, alias(1, "deep").id)),
        ("rule added", |db| routing_rules::insert(db, &rule(1, 0))),
        ("rule changed", |db| routing_rules::update(db, &rule(1, 0))),
        ("rules reordered", |db| routing_rules::reorder(db, &[rule(1, 0).id])),
        ("rule removed", |db| routing_rules::delete(db, rule(1, 0).id)),
        ("connection added", |db| connections::insert(db, &connection(1, None))),
        ("connection changed", |db| connections::update(db, &connection(1, None))),
        ("models read", |db| connections::replace_models(db, connection(1, None).id, &[model()], at(1))),
        ("price set", |db| price_overrides::put(db, &price("a", 1))),
        ("price replaced", |db| price_overrides::put(db, &price("a", 2))),
        ("price taken away", |db| price_overrides::delete(db, connection(1, None).id, "a").map(drop)),
        ("connection removed", |db| connections::delete(db, connection(1, None).id)),
    ]
}

async fn each_change_that_was_committed_raises_the_version(db: TestDb) {
    let mut version = db.read(gateway_version::read).await;
    for (name, change) in changes() {
        db.write(change).await;
        let after = db.read(gateway_version::read).await;
        assert!(after > version, "{name}: {version} to {after}");
        version = after;
    }
}

async fn what_the_gateway_does_not_keep_leaves_the_version(db: TestDb) {
    db.write(|db| {
        users::insert(db, &user(2), "hash")?;
        api_keys::insert(db, &key(1), &[1; 32])
    })
    .await;
    let before = db.read(gateway_version::read).await;
    db.write(|db| {
        api_keys::touch_many(db, &[(key(1).id, at(1))])?;
        users::set_password(db, user_id(2), "other", at(1))
    })
    .await;
    let undone = db.store.write(|db| user_limits::put(db, user_id(2), &Limits::default()).and(Err(StoreError::Busy)));
    assert!(matches!(undone.await, Err::<(), _>(StoreError::Busy)));
    assert_eq!(db.read(gateway_version::read).await, before);
}
