//! The recorder of metrics: one per process, made when it is first asked for.

use std::sync::Mutex;
use std::sync::{Arc, OnceLock, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use api::operations::MetricsPage;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio_util::sync::CancellationToken;

/// How often the recorder tidies what was recorded, so that it does not grow between scrapes.
const TIDY_EVERY: Duration = Duration::from_secs(5);

/// From 100 microseconds, a cached read, to a minute, the longest silence of a vendor.
const SECONDS: [f64; 14] = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 15.0, 60.0];

static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();
static INSTALLING: Mutex<()> = Mutex::new(());

/// The recorder's handle; installs the recorder if nobody has.
pub(crate) fn recorder() -> anyhow::Result<PrometheusHandle> {
    let _one_at_a_time = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(handle) = RECORDER.get() {
        return Ok(handle.clone());
    }
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("seconds".to_owned()), &SECONDS)?
        .install_recorder()
        .context("installing the metrics recorder")?;
    metrics::gauge!("pallium_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    Ok(RECORDER.get_or_init(|| handle).clone())
}

/// What `/metrics` shows.
pub(crate) fn page(handle: PrometheusHandle) -> MetricsPage {
    MetricsPage(Arc::new(move || handle.render()))
}

/// Tidies until told to end.
pub(crate) async fn tidy(handle: PrometheusHandle, stop: CancellationToken) {
    let mut tick = tokio::time::interval(TIDY_EVERY);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = tick.tick() => handle.run_upkeep(),
        }
    }
}
