//! The runs of this process: what listeners read and what stops them.

/// The runs of this process.
#[derive(Debug, Clone, Default)]
pub struct Hub;
