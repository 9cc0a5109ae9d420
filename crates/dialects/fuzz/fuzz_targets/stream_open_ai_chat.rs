//! Streams of chat completions.
#![no_main]

use dialects::Dialect;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pallium_dialects_fuzz::stream(Dialect::OpenAiChat, bytes));
