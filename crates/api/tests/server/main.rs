//! The server as its callers meet it, whatever they ask for: errors, limits, files, operations.
//! One binary, because each costs seconds to link.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod errors_body;
mod errors_login;
mod errors_reference;
mod errors_route;
mod errors_storage;
mod limits_requests;
mod openapi_document;
mod operations_metrics;
mod operations_probes;
mod operations_requests;
mod static_files;
mod static_headers;
mod static_traversal;
