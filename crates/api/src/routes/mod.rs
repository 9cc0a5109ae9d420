//! The routes under `/api/v1`, one folder per noun. Each folder has a `register` that names its
//! handlers; the OpenAPI document is made from the same registration.

mod account;
mod api_keys;
mod attachments;
mod audit;
mod auth;
mod collections;
mod connections;
pub(crate) mod conversations;
mod copilot;
mod documents;
mod extraction;
mod folders;
mod gateway;
mod instance;
mod jobs;
mod knowledge;
mod models;
pub(crate) mod runs;
mod searxng;
mod settings;
mod sources;
mod tags;
mod uploads;
mod usage;
mod users;
mod workspaces;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers every group.
pub fn register(cfg: &mut ServiceConfig) {
    instance::register(cfg);
    auth::register(cfg);
    account::register(cfg);
    settings::register(cfg);
    users::register(cfg);
    workspaces::register(cfg);
    audit::register(cfg);
    connections::register(cfg);
    copilot::register(cfg);
    api_keys::register(cfg);
    gateway::register(cfg);
    usage::register(cfg);
    models::register(cfg);
    folders::register(cfg);
    tags::register(cfg);
    attachments::register(cfg);
    // Before documents, whose ids would take its paths.
    extraction::register(cfg);
    searxng::register(cfg);
    conversations::register(cfg);
    runs::register(cfg);
    jobs::register(cfg);
    collections::register(cfg);
    documents::register(cfg);
    uploads::register(cfg);
    sources::register(cfg);
    knowledge::register(cfg);
}
