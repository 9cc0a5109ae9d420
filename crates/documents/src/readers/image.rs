//! Pictures: nothing of them is text until text recognition has looked at them.

use crate::{Block, BlockKind, Output, Result, WarningKind};

/// Names the picture, and says that it is one.
pub(crate) fn read(name: Option<&str>, output: &mut Output<'_>) -> Result<()> {
    output.warn(WarningKind::Scanned, "the file is a picture");
    let target = name.unwrap_or_default().to_owned();
    output.push(Block::new(BlockKind::Image { alt: String::new(), target }))
}
