//! A server of ours on a fresh data folder, for tests and measurements.

use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::child::Background;
use crate::http;
use crate::workspace::Scratch;

/// How long a server may take until it is ready.
const START_PATIENCE: Duration = Duration::from_secs(60);
/// How often a starting server is asked.
const ASK_EVERY: Duration = Duration::from_millis(5);

const EMAIL: &str = "owner@example.org";
const PASSWORD: &str = "correct horse battery staple";

/// A running server with its own empty data folder.
pub(crate) struct Server {
    // Dropped in this order: first the process, then its folder.
    _process: Background,
    scratch: Scratch,
    /// Where it listens.
    pub(crate) address: SocketAddr,
}

impl Server {
    /// Starts `pallium up` and waits until it is ready.
    pub(crate) fn start(binary: &Path, purpose: &str, variables: &[(&str, &str)]) -> Result<Self> {
        let scratch = Scratch::new(purpose)?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?));
        let mut command = door(binary, scratch.path());
        command.arg("up").args(["--port", &address.port().to_string()]);
        command.envs(variables.iter().copied());
        let started = Instant::now();
        let mut process = Background::start(&command)?;
        while !http::get(address, "/ready", None).is_ok_and(|answer| answer.status == 200) {
            if let Some(status) = process.ended()? {
                bail!("`pallium up` ended with {status} before it was ready");
            }
            if started.elapsed() > START_PATIENCE {
                bail!("`pallium up` was not ready after {} s", START_PATIENCE.as_secs());
            }
            std::thread::sleep(ASK_EVERY);
        }
        Ok(Self { _process: process, scratch, address })
    }

    /// Makes the owner's account.
    pub(crate) fn make_owner(&self, binary: &Path) -> Result<()> {
        let mut create = door(binary, self.scratch.path());
        create.args(["user", "create", "--email", EMAIL, "--name", "Owner", "--role", "owner"]);
        let mut child = create.stdin(Stdio::piped()).spawn().context("starting `pallium user create`")?;
        if let Some(mut stdin) = child.stdin.take() {
            writeln!(stdin, "{PASSWORD}").context("handing over a password")?;
        }
        let status = child.wait()?;
        if !status.success() {
            bail!("`pallium user create` ended with {status}");
        }
        Ok(())
    }

    /// Logs the owner in; the answer is an access token.
    pub(crate) fn log_in(&self) -> Result<String> {
        let login = format!(r#"{{"email":"{EMAIL}","password":"{PASSWORD}"}}"#);
        let answer = http::post(self.address, "/api/v1/auth/login", None, &login)?;
        let token = http::text_field(&answer.body, "access_token");
        token.map(str::to_owned).with_context(|| format!("logging in: status {}: {}", answer.status, answer.body))
    }
}

/// The program on a data folder, with nothing of our own surroundings.
fn door(binary: &Path, data: &Path) -> Command {
    let mut command = Command::new(binary);
    command.env_clear().env("PALLIUM_DATA_DIR", data).current_dir(data);
    command
}

/// A port of 127.0.0.1 that was free a moment ago.
pub(crate) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("looking for a free port")?;
    Ok(listener.local_addr()?.port())
}
