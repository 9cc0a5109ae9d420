//! Runs: start, read, listen, stop; and the hints for open pages.

mod follow;
mod read;
mod shapes;
pub(crate) mod source_shapes;
mod start;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the group.
pub(super) fn register(cfg: &mut ServiceConfig) {
    cfg.service(read::list_runs)
        .service(start::start_run)
        .service(read::get_run)
        .service(read::interrupt_run)
        .service(follow::stream_run_events)
        .service(follow::stream_hints);
}
