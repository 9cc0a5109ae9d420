//! Sources: folders, pages of the web and repositories that a collection follows.

mod change;
mod create;
mod read;
mod shapes;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the group.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(read::list_sources).service(create::create_source);
    cfg.service(read::get_source).service(change::update_source).service(change::delete_source);
    cfg.service(change::sync_source);
}
