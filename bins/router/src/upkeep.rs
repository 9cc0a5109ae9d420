//! The tasks that run beside HTTP, all on the context's tracker.

use managers::context::Context;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio_util::sync::CancellationToken;

use crate::{memory, meters};

/// Starts what answers need; it ends when `stop` is cancelled.
pub(crate) fn keep_runs(cx: &Context, recorder: PrometheusHandle, stop: &CancellationToken) {
    cx.tasks.spawn(managers::bus::listen(cx.clone(), stop.clone()));
    cx.tasks.spawn(managers::runs::keep::keep(cx.clone(), stop.clone()));
    cx.tasks.spawn(managers::gateway::ledger::keep(cx.clone(), stop.clone()));
    cx.tasks.spawn(managers::gateway::alive::keep(cx.clone(), stop.clone()));
    cx.tasks.spawn(meters::tidy(recorder, stop.clone()));
    cx.tasks.spawn(memory::give_back(stop.clone()));
}
