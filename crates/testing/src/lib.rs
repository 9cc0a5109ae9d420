//! Test support: TestApp, test databases, builders, the scripted vendor server.

pub mod vendor;
