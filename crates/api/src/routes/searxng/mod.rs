//! Search on the web, as BrainDrive's clients ask for it.

mod health;
mod scrape;
mod web;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the group.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(web::search_web).service(scrape::scrape_pages).service(health::search_health);
}
