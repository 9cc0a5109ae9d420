//! The ledger: what was called, and what is left.

mod export;
mod keys;
mod read;
mod remaining;
mod shapes;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the group.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(read::list_usage).service(read::summarize_usage);
    cfg.service(export::export_usage).service(remaining::get_remaining_usage);
    cfg.service(keys::list_usage_of_keys);
}
