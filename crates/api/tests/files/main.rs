//! Files, collections and the web as what a model is given beside the conversation: every test is a real server on a
//! real socket, over both databases.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod chat;
mod collections;
mod ocr;
mod pdf;
mod process;
mod searxng;
mod support;
