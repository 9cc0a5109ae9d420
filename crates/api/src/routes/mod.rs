//! The routes under `/api/v1`, one folder per noun. Each folder has a `register` that names its
//! handlers; the OpenAPI document is made from the same registration.

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers every group.
pub fn register(_cfg: &mut ServiceConfig) {}
