//! The real binary, as an operator meets it.

mod accounts;
mod config;
mod database;
mod disk_full;
mod secrets;
mod serving;
mod support;
