//! Source code: one block of it, as it stands.

use crate::encoding::Decoded;
use crate::{Block, BlockKind, Output, Result, languages};

/// Reads source code; its language shows in its name or its first line.
pub(crate) fn read(decoded: &Decoded<'_>, name: Option<&str>, output: &mut Output<'_>) -> Result<()> {
    let language = name.and_then(languages::of_name).or_else(|| languages::of_shebang(&decoded.text));
    block(decoded, language, output)
}

/// Pushes a whole text as one block of code.
pub(crate) fn block(decoded: &Decoded<'_>, language: Option<&str>, output: &mut Output<'_>) -> Result<()> {
    let text = decoded.text.trim_end();
    if text.is_empty() {
        return Ok(());
    }
    let kind = BlockKind::Code { language: language.map(str::to_owned), text: text.to_owned() };
    let source = decoded.offset.map(|offset| offset..offset + text.len());
    output.push(Block { source, ..Block::new(kind) })
}
