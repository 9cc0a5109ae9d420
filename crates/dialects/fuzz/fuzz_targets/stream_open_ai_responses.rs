//! Streams of OpenAI's responses.
#![no_main]

use dialects::Dialect;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pallium_dialects_fuzz::stream(Dialect::OpenAiResponses, bytes));
