//! The program tesseract, where it is installed.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;

use super::{Ocr, Picture};
use crate::context::Context;
use crate::error::{Error, Result};

const PROGRAM: &str = "tesseract";
/// From standard input to standard output, in the languages of its installation's default.
const ARGUMENTS: [&str; 2] = ["stdin", "stdout"];
/// Where programs of the system are; nothing else of the environment is handed on.
const PATH: &str = "/usr/local/bin:/usr/bin:/bin";
/// Longest wait for a picture.
const PATIENCE: Duration = Duration::from_secs(60);
/// Most bytes of words.
const WORDS_BYTES_MAX: u64 = 1 << 20;

/// The program.
pub(super) struct Tesseract;

impl Ocr for Tesseract {
    async fn read(&self, _cx: &Context, picture: &Picture<'_>) -> Result<String> {
        match tokio::time::timeout(PATIENCE, run(picture.bytes)).await {
            Ok(Ok(words)) => Ok(words),
            Ok(Err(error)) if error.kind() == std::io::ErrorKind::NotFound => {
                tracing::warn!("tesseract is not installed; pictures stay without words");
                Ok(String::new())
            }
            Ok(Err(error)) => Err(Error::internal("running tesseract", error)),
            Err(_) => Err(documents::Error::TimedOut.into()),
        }
    }

    fn name(&self) -> String {
        PROGRAM.to_owned()
    }
}

async fn run(bytes: &[u8]) -> std::io::Result<String> {
    let mut child = Command::new(PROGRAM)
        .args(ARGUMENTS)
        .env_clear()
        .env("PATH", PATH)
        // One processor is enough for one picture.
        .env("OMP_THREAD_LIMIT", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let pipes = child.stdin.take().zip(child.stdout.take());
    let (mut input, output) = pipes.ok_or(std::io::ErrorKind::BrokenPipe)?;
    let mut output = output.take(WORDS_BYTES_MAX);
    let give = async move {
        // It may end before it has read all, which its words tell better than the broken pipe.
        if let Err(error) = input.write_all(bytes).await {
            tracing::debug!(%error, "tesseract did not read the whole picture");
        }
    };
    let mut words = Vec::new();
    let (_, read) = tokio::join!(give, output.read_to_end(&mut words));
    read?;
    child.wait().await?;
    Ok(String::from_utf8_lossy(&words).into_owned())
}
