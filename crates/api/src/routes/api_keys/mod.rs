//! Keys that programs call with.

mod change;
mod create;
mod read;
mod rotate;
mod shapes;

use utoipa_actix_web::service_config::ServiceConfig;

pub(crate) use read::KeysQuery;

/// Registers the group.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(read::list_api_keys).service(create::create_api_key);
    cfg.service(read::get_api_key).service(change::update_api_key).service(change::revoke_api_key);
    cfg.service(rotate::rotate_api_key);
}
