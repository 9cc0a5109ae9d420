//! The queue of machine work, and the schedules that fill it.

mod change;
mod create;
mod follow;
mod kinds;
mod read;
mod schedules;
mod shapes;

use utoipa_actix_web::service_config::ServiceConfig;

pub(crate) use shapes::JobBody;

/// Registers the group. Words that could be ids come first.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(kinds::list_job_kinds).service(kinds::pause_jobs).service(kinds::resume_jobs);
    cfg.service(read::list_jobs).service(create::create_job);
    cfg.service(read::get_job).service(change::delete_job);
    cfg.service(change::cancel_job).service(change::retry_job).service(change::run_job_now);
    cfg.service(follow::list_job_events).service(follow::stream_job_events);
    cfg.service(schedules::list_schedules).service(schedules::update_schedule).service(schedules::run_schedule);
}
