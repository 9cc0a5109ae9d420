//! Probes for orchestrators and numbers for Prometheus.

use std::sync::Arc;

use actix_web::{FromRequest, HttpRequest, HttpResponse, get, route, web};
use managers::context::Context;
use managers::error::{Denied, Error};
use serde::Serialize;

use crate::error::ApiError;
use crate::extract::{Actor, Client};

/// Makes the page of metrics. The door installs the recorder and gives the renderer.
#[derive(Clone)]
pub struct MetricsPage(pub Arc<dyn Fn() -> String + Send + Sync>);

#[derive(Serialize)]
struct Health {
    status: &'static str,
}

/// What `/ready` found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
struct Readiness {
    /// Whether new requests may be sent here.
    ready: bool,
    /// Whether the database answers.
    database: bool,
    /// Whether every migration that this binary knows has run.
    migrations: bool,
    /// Whether the server is shutting down.
    draining: bool,
}

pub(crate) fn register(cfg: &mut web::ServiceConfig) {
    cfg.service(health).service(ready).service(metrics);
}

#[route("/health", method = "GET", method = "HEAD")]
async fn health() -> HttpResponse {
    HttpResponse::Ok().json(Health { status: "ok" })
}

#[route("/ready", method = "GET", method = "HEAD")]
async fn ready(cx: web::Data<Context>) -> HttpResponse {
    let readiness = Readiness::of(&cx).await;
    if readiness.ready {
        HttpResponse::Ok().json(readiness)
    } else {
        HttpResponse::ServiceUnavailable().json(readiness)
    }
}

impl Readiness {
    async fn of(cx: &Context) -> Self {
        let draining = cx.runs.is_draining();
        let database = warned("pinging the database", cx.store.ping().await).is_some();
        let migrations = warned("reading the migrations", cx.store.migration_status().await);
        let migrations = migrations.is_some_and(|all| all.iter().all(|migration| migration.applied));
        Self { ready: database && migrations && !draining, database, migrations, draining }
    }
}

/// The probe's caller needs yes or no; the log gets the reason.
fn warned<T, E: std::fmt::Display>(doing: &str, result: Result<T, E>) -> Option<T> {
    result.inspect_err(|error| tracing::warn!(%error, "not ready: {doing}")).ok()
}

/// From this machine, or with an administrator's token: the numbers tell who uses what how much.
#[get("/metrics")]
async fn metrics(
    req: HttpRequest,
    client: Client,
    cx: web::Data<Context>,
    page: web::Data<MetricsPage>,
) -> Result<HttpResponse, ApiError> {
    let open = cx.settings.server.metrics_public || client.local;
    if !open && !Actor::extract(&req).await?.is_admin() {
        return Err(Error::Denied(Denied::Role).into());
    }
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body((page.0)()))
}
