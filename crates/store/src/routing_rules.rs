//! Rules that pick an alias for a call that leaves the choice open.

use diesel::prelude::*;
use models::alias::AliasName;
use models::ids::RoutingRuleId;
use models::routing_rule::{Condition, RoutingRule, RuleName};

use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::routing_rule;
use crate::types::{Json, V};

#[derive(Queryable, Selectable)]
#[diesel(table_name = routing_rule)]
struct RoutingRuleRow {
    id: RoutingRuleId,
    position: i64,
    name: RuleName,
    enabled: bool,
    condition: Json<Condition>,
    alias: AliasName,
}

impl From<RoutingRuleRow> for RoutingRule {
    fn from(row: RoutingRuleRow) -> Self {
        let RoutingRuleRow { id, position, name, enabled, condition: Json(when), alias } = row;
        Self { id, position, name, enabled, when, alias }
    }
}

/// Adds a rule at its position; of two at one position the older one comes first.
pub fn insert(db: &mut Db, it: &RoutingRule) -> Result<(), StoreError> {
    let row = (
        routing_rule::id.eq(V(it.id)),
        routing_rule::position.eq(it.position),
        routing_rule::name.eq(V(&it.name)),
        routing_rule::enabled.eq(it.enabled),
        routing_rule::condition.eq(Json(&it.when)),
        routing_rule::alias.eq(V(&it.alias)),
    );
    on!(db, |c| diesel::insert_into(routing_rule::table).values(row).execute(c))?;
    Ok(())
}

/// All rules in the order they are asked.
pub fn list(db: &mut Db) -> Result<Vec<RoutingRule>, StoreError> {
    let query = routing_rule::table.order((routing_rule::position, routing_rule::id));
    let rows = on!(db, |c| query.select(RoutingRuleRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(RoutingRule::from).collect())
}

/// Writes all of a rule but its id and its position.
pub fn update(db: &mut Db, it: &RoutingRule) -> Result<(), StoreError> {
    let change = (
        routing_rule::name.eq(V(&it.name)),
        routing_rule::enabled.eq(it.enabled),
        routing_rule::condition.eq(Json(&it.when)),
        routing_rule::alias.eq(V(&it.alias)),
    );
    let changed = on!(db, |c| diesel::update(routing_rule::table.find(V(it.id))).set(change).execute(c))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Numbers the rules 0, 1, 2, … in this order. `NotFound` when one of them does not exist; rules
/// that are not named keep their position.
pub fn reorder(db: &mut Db, rules: &[RoutingRuleId]) -> Result<(), StoreError> {
    for (position, id) in (0i64..).zip(rules) {
        let change = routing_rule::position.eq(position);
        let changed = on!(db, |c| diesel::update(routing_rule::table.find(V(*id))).set(change).execute(c))?;
        if changed == 0 {
            return Err(StoreError::NotFound);
        }
    }
    Ok(())
}

/// Removes a rule.
pub fn delete(db: &mut Db, id: RoutingRuleId) -> Result<(), StoreError> {
    let removed = on!(db, |c| diesel::delete(routing_rule::table.find(V(id))).execute(c))?;
    if removed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}
