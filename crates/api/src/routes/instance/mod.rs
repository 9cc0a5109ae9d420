//! The instance: what anyone may know of it, and what admins set.

mod describe;
mod settings;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the group.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(describe::get_instance);
    cfg.service(settings::get_instance_settings).service(settings::update_instance_settings);
}
