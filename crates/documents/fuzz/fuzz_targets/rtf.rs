#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pallium_documents_fuzz::any(documents::Format::Rtf, bytes));
