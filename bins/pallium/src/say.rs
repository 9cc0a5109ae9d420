//! Writing to standard output. Nobody may be there to read it (`pallium user list | head -1`), which
//! is no reason to panic, as `println!` does, or to stop a server.

use std::io::{ErrorKind, Write};

use anyhow::Context as _;

/// Writes a line.
pub(crate) fn say(line: impl AsRef<str>) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{}", line.as_ref()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.context("writing to standard output"),
    }
}
