//! Answers that were not streamed.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pallium_dialects_fuzz::whole(bytes));
