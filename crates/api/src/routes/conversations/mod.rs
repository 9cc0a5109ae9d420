//! Conversations: list, make, read, change, put in the bin, fork, search.

mod change;
mod create;
mod list;
mod remove;
pub(crate) mod shapes;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the group.
pub(super) fn register(cfg: &mut ServiceConfig) {
    cfg.service(list::list_conversations)
        .service(list::search_conversations)
        .service(create::create_conversation)
        .service(create::fork_conversation)
        .service(change::get_conversation)
        .service(change::update_conversation)
        .service(change::mark_conversation_seen)
        .service(remove::delete_conversation)
        .service(remove::restore_conversation)
        .service(remove::purge_conversation);
}
