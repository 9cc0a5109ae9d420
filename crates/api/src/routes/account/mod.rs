//! One's own account: name, address, password, logins.

mod logins;
mod me;
mod password;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the group.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(me::get_me).service(me::update_me).service(password::change_password);
    cfg.service(logins::list_logins).service(logins::revoke_login).service(logins::revoke_other_logins);
}
