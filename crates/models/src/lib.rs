//! The nouns of Pallium: typed ids, entities, validated values and run events.
//!
//! This room does no I/O, asks no clock and no random source, and knows neither HTTP nor SQL nor
//! any vendor's wire format. Every other room may depend on it; it depends on none.

pub mod alias;
pub mod api_key;
pub mod attachment;
pub mod audit;
pub mod auth_session;
pub mod chat;
pub mod connection;
pub mod conversation;
pub mod embedding;
pub mod gateway_error;
pub mod ids;
pub mod instance;
pub mod invalid;
pub mod job;
pub mod knowledge;
pub mod limits;
pub mod message;
pub mod notice;
pub mod page;
pub mod price;
pub mod routing_rule;
pub mod run;
pub mod run_event;
pub mod run_source;
pub mod schedule;
pub mod search;
pub mod secret;
pub mod time;
pub mod upload;
pub mod usage_entry;
pub mod user;
pub mod workspace;
