//! The model gateway: one door to every model.

pub mod classify;
pub mod hints;
mod words;
