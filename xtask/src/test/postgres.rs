//! A Postgres cluster for one run of the tests.

use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::child::Background;
use crate::command::{command, output, succeeds};
use crate::server::free_port;
use crate::setup::{is_root, postgres_bin};
use crate::workspace::Scratch;

/// How long the server may take until it answers.
const START_PATIENCE: Duration = Duration::from_secs(60);

/// The account that Postgres runs as when we are root, which it refuses to be.
const ACCOUNT: &str = "postgres";

/// A running server. Whoever reaches its port may do anything, and nothing in it survives a crash.
pub(crate) struct Postgres {
    // Dropped in this order: first the server, then its files.
    server: Background,
    _scratch: Scratch,
    port: u16,
}

impl Postgres {
    /// Makes an empty cluster and starts it.
    pub(crate) fn start() -> Result<Self> {
        let bin = postgres_bin().context("PostgreSQL is missing")?;
        let scratch = Scratch::new("postgres")?;
        let folder = scratch.path();
        if is_root() {
            give_away(folder)?;
        }
        let data = folder.join("data");
        let mut initdb = as_account(&bin.join("initdb"), folder);
        initdb.args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale", "--no-sync", "-D"]).arg(&data);
        output(&mut initdb)?;
        let port = free_port()?;
        let mut server = as_account(&bin.join("postgres"), folder);
        server.arg("-D").arg(&data).arg("-k").arg(folder).args(["-p", &port.to_string()]);
        for setting in [
            "listen_addresses=127.0.0.1",
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
            "max_connections=500",
            "log_min_messages=fatal",
            "log_min_error_statement=panic",
        ] {
            server.args(["-c", setting]);
        }
        let mut postgres = Self { server: Background::start(&server)?, _scratch: scratch, port };
        postgres.wait(&bin)?;
        Ok(postgres)
    }

    /// The address of its first database, as its superuser.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn wait(&mut self, bin: &Path) -> Result<()> {
        let deadline = Instant::now() + START_PATIENCE;
        let ask = format!("{} -q -h 127.0.0.1 -U postgres -p {}", bin.join("pg_isready").display(), self.port);
        while !succeeds(&ask) {
            if let Some(status) = self.server.ended()? {
                bail!("postgres ended with {status} before it answered");
            }
            if Instant::now() > deadline {
                bail!("postgres did not answer within {} s", START_PATIENCE.as_secs());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

/// The program as an account that Postgres accepts.
fn as_account(program: &Path, folder: &Path) -> Command {
    let program: PathBuf = program.to_owned();
    let mut command = if is_root() {
        let mut setpriv = Command::new("setpriv");
        setpriv.args(["--reuid", ACCOUNT, "--regid", ACCOUNT, "--init-groups", "--"]).arg(program);
        setpriv
    } else {
        Command::new(program)
    };
    command.current_dir(folder);
    command
}

fn give_away(folder: &Path) -> Result<()> {
    let id = |flag: &str| -> Result<u32> {
        let digits = output(command("id").args([flag, ACCOUNT]))?;
        digits.trim().parse().with_context(|| format!("reading the id of the account {ACCOUNT}"))
    };
    chown(folder, Some(id("-u")?), Some(id("-g")?)).with_context(|| format!("giving {} away", folder.display()))
}
