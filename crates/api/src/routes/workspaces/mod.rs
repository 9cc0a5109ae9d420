//! Workspaces: who shares what, and what may be spent there.

mod change;
mod limits;
mod member_path;
mod members;
mod read;
mod shapes;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the group.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(read::list_workspaces).service(change::create_workspace);
    cfg.service(read::get_workspace).service(change::update_workspace).service(change::delete_workspace);
    cfg.service(members::list_workspace_members);
    cfg.service(members::put_workspace_member).service(members::remove_workspace_member);
    cfg.service(limits::get_workspace_limits).service(limits::put_workspace_limits);
}
