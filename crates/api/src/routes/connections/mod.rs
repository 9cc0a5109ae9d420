//! Configured vendor accounts.

mod change;
mod create;
mod kinds;
mod read;
mod shapes;
mod test;

use utoipa_actix_web::service_config::ServiceConfig;

pub(crate) use shapes::{ConnectionBody, KindBody};

/// Registers the group.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(kinds::list_connection_kinds);
    cfg.service(read::list_connections).service(create::create_connection);
    cfg.service(read::get_connection).service(change::update_connection).service(change::delete_connection);
    cfg.service(test::test_connection).service(test::refresh_models);
}
