//! Programs that run beside us and end with us.

use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use crate::command::succeeds;

/// How long a program may take to end after it was asked to.
const END_PATIENCE: Duration = Duration::from_secs(10);

/// A running program. It is asked to end when dropped, and killed when it does not.
pub(crate) struct Background(Child);

impl Background {
    /// Starts it. On Linux it is also asked to end when we die without dropping it.
    pub(crate) fn start(command: &Command) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = tied(command).spawn().with_context(|| format!("starting {name}"))?;
        Ok(Self(child))
    }

    /// How it ended, if it did.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.0.try_wait().context("asking whether a program still runs")
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        let deadline = Instant::now() + END_PATIENCE;
        // The shell has `kill` built in; the program is missing from small systems.
        let asked = Command::new("sh").arg("-c").arg(format!("kill -TERM {}", self.0.id())).status();
        if !asked.is_ok_and(|status| status.success()) {
            eprintln!("process {} could not be asked to end", self.0.id());
        }
        while Instant::now() < deadline {
            if !matches!(self.0.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        if let Err(error) = self.0.kill().and_then(|()| self.0.wait()) {
            eprintln!("ending process {}: {error}", self.0.id());
        }
    }
}

/// The same command, run by `setpriv` so that the kernel ends it with us.
fn tied(command: &Command) -> Command {
    if !cfg!(target_os = "linux") || !succeeds("setpriv --version") {
        return copy(command, Command::new(command.get_program()));
    }
    let mut tied = Command::new("setpriv");
    tied.args(["--pdeathsig", "TERM"]);
    if command.get_program() == "setpriv" {
        return copy(command, tied);
    }
    tied.arg("--").arg(command.get_program());
    copy(command, tied)
}

fn copy(from: &Command, mut to: Command) -> Command {
    to.args(from.get_args());
    for (name, value) in from.get_envs() {
        match value {
            Some(value) => to.env(name, value),
            None => to.env_remove(name),
        };
    }
    if let Some(folder) = from.get_current_dir() {
        to.current_dir(folder);
    }
    to
}
