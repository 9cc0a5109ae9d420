//! The model gateway: one door to every model.

mod advice;
pub mod classify;
pub mod hints;
mod links;
pub mod plan;
mod scans;
mod words;
