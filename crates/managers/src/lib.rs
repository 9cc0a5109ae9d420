//! The verbs: every rule of the product. Every door calls this room and nothing else decides.
//!
//! A manager function reads `verb(cx, actor, command) -> Result<Noun>`: the context first, then
//! who asks, then one named command. This room knows neither HTTP nor SQL: it returns values and
//! [`error::Error`], which `api` turns into answers, and it asks `store` questions by name.

pub mod access;
pub mod attachments;
pub mod audit;
pub mod auth;
pub mod bus;
pub mod clock;
pub mod connections;
pub mod context;
pub mod conversations;
pub mod error;
pub mod extraction;
pub mod folders;
pub mod gateway;
pub mod idempotency;
pub mod instance;
pub mod jobs;
pub mod keyring;
pub mod knowledge;
pub mod notices;
mod ocr;
pub mod preferences;
pub mod runs;
pub mod tags;
pub mod upkeep;
pub mod users;
pub mod web_search;
pub mod workspaces;
