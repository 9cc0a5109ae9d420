//! Everyone's accounts, for admins.

mod change;
mod create;
mod limits;
mod list;
mod shapes;

use utoipa_actix_web::service_config::ServiceConfig;

pub(crate) use shapes::UserBody;

/// Registers the group.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(list::list_users).service(create::create_user);
    cfg.service(change::update_user).service(change::reset_password);
    cfg.service(limits::get_user_limits).service(limits::put_user_limits);
}
