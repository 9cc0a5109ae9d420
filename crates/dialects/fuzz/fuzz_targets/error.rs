//! Bodies of errors.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pallium_dialects_fuzz::error(bytes));
