//! Collections: what a persona or a conversation may search.

mod change;
mod documents;
mod read;
mod shapes;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the group.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(read::list_collections).service(change::create_collection);
    cfg.service(read::get_collection).service(change::update_collection).service(change::delete_collection);
    cfg.service(documents::list_documents).service(documents::create_document);
}
