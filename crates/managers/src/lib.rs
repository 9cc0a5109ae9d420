//! The verbs: every rule of the product. Every door calls this room and nothing else decides.
//!
//! A manager function reads `verb(cx, actor, command) -> Result<Noun>`: the context first, then
//! who asks, then one named command. This room knows neither HTTP nor SQL: it returns values and
//! [`error::Error`], which `api` turns into answers, and it asks `store` questions by name.

pub mod access;
pub mod clock;
pub mod context;
pub mod error;
pub mod notices;
