//! Running the binary.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread::JoinHandle;

use tempfile::TempDir;

/// What a command said and how it ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A home of its own: no variable and no file of the machine reaches the binary.
pub(crate) struct Home {
    pub(crate) dir: TempDir,
    env: Vec<(String, String)>,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), env: Vec::new() }
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.dir.path().join(name).display().to_string()
    }

    /// The binary in an empty environment.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        self.wrapped(env!("CARGO_BIN_EXE_pallium"), words)
    }

    /// Another program in the same environment, which runs the binary.
    pub(crate) fn wrapped(&self, program: &str, words: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(words).env_clear().env("HOME", self.dir.path()).env("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
        command.envs(self.env.iter().cloned()).current_dir(self.dir.path());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, words: &[&str]) -> Said {
        self.run_with_input(words, "")
    }

    pub(crate) fn run_with_input(&self, words: &[&str], input: &str) -> Said {
        let mut child = self.command(words).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// A running server. Dropping it kills it.
pub(crate) struct Server {
    child: Child,
    out: BufReader<ChildStdout>,
    log: Option<JoinHandle<String>>,
    /// Where it listens.
    pub(crate) origin: String,
}

impl Server {
    /// Starts a command that ends in `pallium up` and waits for the line with the address.
    pub(crate) fn start(command: Command) -> Self {
        Self::start_saying(command, "Pallium listens on ")
    }

    /// Starts a command whose first line is these words and an address.
    pub(crate) fn start_saying(mut command: Command, words: &str) -> Self {
        let mut child = command.spawn().unwrap();
        let mut log = child.stderr.take().unwrap();
        // Read all the time, or the server would stop when the pipe is full.
        let log = std::thread::spawn(move || std::io::read_to_string(&mut log).unwrap());
        let out = BufReader::new(child.stdout.take().unwrap());
        let mut server = Self { child, out, log: Some(log), origin: String::new() };
        let line = server.line();
        server.origin = line.strip_prefix(words).unwrap_or_else(|| panic!("{line:?}")).to_owned();
        server
    }

    /// The next line of its output.
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// Sends SIGTERM.
    pub(crate) fn tell_to_stop(&self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

    /// Sends SIGTERM and waits for the exit code.
    pub(crate) fn terminate(mut self) -> Option<i32> {
        self.tell_to_stop();
        self.child.wait().unwrap().code()
    }
}

impl Server {
    /// Sends SIGTERM and waits for the end of the log.
    pub(crate) fn terminate_and_read_log(mut self) -> String {
        self.tell_to_stop();
        self.log.take().unwrap().join().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
