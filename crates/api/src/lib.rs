//! HTTP: REST and SSE routes, the OpenAPI document, the web app's files and the one error mapping.
//!
//! A handler extracts, calls one manager and converts. This room decides nothing about the product
//! and knows no SQL; it does not bind sockets or read configuration, which is the door's work.

pub mod app;
pub mod error;
pub mod extract;
pub mod idempotent;
pub mod openapi;
pub mod operations;
pub mod page;
pub mod respond;
pub mod routes;
mod sse;
pub mod static_files;

mod gateway;
mod json_text;
mod limits;
mod method_table;
mod middleware;
mod money;
mod reference;
mod rfc3339;

pub use reference::errors_markdown;
