//! Streams of Ollama.
#![no_main]

use dialects::Dialect;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pallium_dialects_fuzz::stream(Dialect::Ollama, bytes));
