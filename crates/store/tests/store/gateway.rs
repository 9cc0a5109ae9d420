//! Aliases, rules, limits and prices, and the number that tells that they changed.

use models::alias::{AliasName, ModelAlias, Target};
use models::ids::{ApiKeyId, ConnectionId, ModelAliasId, RoutingRuleId};
use models::limits::Limits;
use models::price::Price;
use models::routing_rule::{Condition, RoutingRule, RuleName};
use pallium_store::price_overrides::PriceOverride;
use pallium_store::{StoreError, aliases, connections, gateway_version, price_overrides, routing_rules, user_limits};

use crate::common::{TestDb, on_both};
use crate::make::{at, connection, user_id, uuid};

on_both!(
    an_alias_comes_back_as_written,
    a_name_belongs_to_one_alias,
    rules_are_asked_in_their_order,
    limits_are_set_replaced_and_go_with_the_user,
    prices_are_set_replaced_and_go_with_the_connection,
    every_change_that_was_committed_raises_the_version,
);

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

async fn prices_are_set_replaced_and_go_with_the_connection(db: TestDb) {
    let price = |model: &str, input| PriceOverride {
        connection_id: ConnectionId(uuid(1)),
        model: model.into(),
        price: Price { input, ..Price::default() },
    };
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

async fn every_change_that_was_committed_raises_the_version(db: TestDb) {
    let before = db.read(gateway_version::read).await;
    let bumped = db.write(gateway_version::bump).await;
    let undone: Result<(), _> = db
        .store
        .write(|db| {
            gateway_version::bump(db)?;
            Err(StoreError::Busy)
        })
        .await;
    assert!(undone.is_err());
    assert_eq!((before, bumped, db.read(gateway_version::read).await), (1, 2, 2));
}
