//! Vendor wire formats: pure encode and decode.
