//! What the tests of several readers share.

use crate::encoding::Decoded;
use crate::{Document, Limits, Output, Result};

/// Reads text under the default limits.
pub(crate) fn read_with(text: &str, read: impl FnOnce(&Decoded<'_>, &mut Output<'_>) -> Result<()>) -> Document {
    let limits = Limits::default();
    let mut output = Output::new(&limits);
    read(&Decoded { text: text.into(), offset: Some(0) }, &mut output).expect("reading");
    output.finish()
}
