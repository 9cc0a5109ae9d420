//! What admins set up around the model gateway, and what the classifier says.

mod advise;
mod advise_shapes;
mod aliases;
mod prices;
mod rules;
mod targets;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the group.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(aliases::list_aliases).service(aliases::put_alias).service(aliases::delete_alias);
    // Before `{id}`, which would take `order` for an id.
    cfg.service(rules::reorder_routing_rules);
    cfg.service(rules::list_routing_rules).service(rules::create_routing_rule);
    cfg.service(rules::update_routing_rule).service(rules::delete_routing_rule);
    cfg.service(targets::list_gateway_targets);
    cfg.service(prices::list_prices).service(prices::put_price).service(prices::delete_price);
    cfg.service(advise::classify_text).service(advise::plan_text).service(advise::decide_route);
}
