//! A relay of bytes that knows nothing of what they say: what this machine takes at least for a chunk that passes
//! through a process.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};
use tokio::io::{AsyncWriteExt, copy};
use tokio::net::{TcpListener, TcpStream};

/// The word that makes this program a relay.
pub(crate) const WORD: &str = "bare-relay";

/// Relays connections to an address until it is killed. Its first line says where it listens.
#[expect(clippy::print_stdout, reason = "the parent reads the address")]
pub(crate) async fn run(to: String) -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    let mut connections = tokio::task::JoinSet::new();
    loop {
        let (near, _) = listener.accept().await?;
        let to = to.clone();
        connections.spawn(async move {
            let far = TcpStream::connect(to).await?;
            near.set_nodelay(true)?;
            far.set_nodelay(true)?;
            let ((mut near_in, mut near_out), (mut far_in, mut far_out)) = (near.into_split(), far.into_split());
            let asked = async {
                copy(&mut near_in, &mut far_out).await?;
                far_out.shutdown().await
            };
            let answered = async {
                copy(&mut far_in, &mut near_out).await?;
                near_out.shutdown().await
            };
            tokio::try_join!(asked, answered)
        });
    }
}

/// A relay in a process of its own.
pub(crate) struct Relay {
    process: Child,
    pub(crate) address: String,
}

impl Relay {
    /// Starts one to an address without a scheme.
    pub(crate) fn start(to: &str) -> Result<Self> {
        let mut process = Command::new(std::env::current_exe()?)
            .args([WORD, to])
            .stdout(Stdio::piped())
            .spawn()
            .context("a relay")?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().context("its output")?).read_line(&mut line)?;
        Ok(Self { process, address: format!("http://{}", line.trim()) })
    }

    /// Names the process.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        // The process may have ended by itself; then there is nothing to end.
        drop(self.process.kill().and_then(|()| self.process.wait()));
    }
}
