//! The server under measurement, as a process.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

/// A running server; dropping it ends the process.
pub(crate) struct Server {
    process: Child,
    pub(crate) address: String,
    /// From spawning to the first `200` of `/ready`.
    pub(crate) started_in: Duration,
    _data: TempDir,
}

impl Server {
    /// Starts with an empty data folder on SQLite and waits until the server is ready.
    pub(crate) async fn start(pallium: &Path) -> Result<Self> {
        let data = tempfile::tempdir()?;
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let http = reqwest::Client::builder().no_proxy().build()?;
        let address = format!("http://127.0.0.1:{port}");
        let begun = Instant::now();
        let process = Command::new(pallium)
            .args(["up", "--port", &port.to_string(), "--data-dir"])
            .arg(data.path())
            .env("PALLIUM_LOG_LEVEL", "warn")
            .env("PALLIUM_PROVIDERS_FIND_OLLAMA", "false")
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()
            .with_context(|| format!("starting {}", pallium.display()))?;
        let mut server = Self { process, address, started_in: Duration::ZERO, _data: data };
        let ready = format!("{}/ready", server.address);
        loop {
            if http.get(&ready).send().await.is_ok_and(|answer| answer.status().is_success()) {
                server.started_in = begun.elapsed();
                return Ok(server);
            }
            if let Some(status) = server.process.try_wait()? {
                bail!("the server ended with {status} before it was ready");
            }
            if begun.elapsed() > Duration::from_secs(30) {
                bail!("the server was not ready after 30 s");
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// CPU time of all threads so far, user and system, in steps of 10 ms.
    pub(crate) fn cpu(&self) -> Result<Duration> {
        cpu(self.process.id())
    }

    /// Resident memory in bytes.
    pub(crate) fn memory(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("VmRSS")?;
        let kib: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok(kib * 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Err(error) = self.process.kill().and_then(|()| self.process.wait().map(drop)) {
            println!("ending the server failed: {error}");
        }
    }
}

/// CPU time of all threads of a process so far, user and system, in steps of 10 ms.
pub(crate) fn cpu(process: u32) -> Result<Duration> {
    const TICKS_PER_SECOND: u64 = 100;
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The second field is the command in parentheses and may hold spaces: proc(5).
    let fields: Vec<&str> = stat.rsplit(')').next().context("a stat line")?.split_whitespace().collect();
    let ticks: u64 =
        fields.get(11).context("utime")?.parse::<u64>()? + fields.get(12).context("stime")?.parse::<u64>()?;
    Ok(Duration::from_millis(ticks * 1000 / TICKS_PER_SECOND))
}
