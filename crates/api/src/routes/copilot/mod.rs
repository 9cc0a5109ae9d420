//! Logging in to GitHub Copilot.

mod login;
mod status;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the group.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(login::begin_copilot_login).service(login::poll_copilot_login);
    cfg.service(status::get_copilot_status);
}
