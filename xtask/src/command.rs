//! Running a program to its end.

use std::io::{BufRead as _, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::Mutex;

use anyhow::{Context as _, Result, bail};

use crate::workspace::root;

/// A program to run in the workspace's folder, with arguments separated by spaces.
pub(crate) fn command(line: &str) -> Command {
    let mut words = line.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).current_dir(root());
    command
}

/// Runs it with our output as its output; fails when it fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    println!("$ {}", shown(command));
    let status = command.status().with_context(|| format!("starting `{}`", shown(command)))?;
    if !status.success() {
        bail!("`{}` ended with {status}", shown(command));
    }
    Ok(())
}

/// Whether it can be started and succeeds; its output is dropped.
pub(crate) fn succeeds(line: &str) -> bool {
    let quiet = command(line).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    quiet.is_ok_and(|status| status.success())
}

/// Its standard output; fails when it fails.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("starting `{}`", shown(command)))?;
    if !output.status.success() {
        bail!("`{}` ended with {}", shown(command), output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("reading the output of `{}`", shown(command)))
}

/// What a shown command said, and whether it succeeded.
pub(crate) struct Said {
    /// Both of its outputs, line by line, as they were shown.
    pub(crate) text: String,
    pub(crate) succeeded: bool,
}

/// Runs it, showing its output while keeping a copy.
pub(crate) fn show(command: &mut Command) -> Result<Said> {
    println!("$ {}", shown(command));
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("starting `{}`", shown(command)))?;
    let copy = Mutex::new(String::new());
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        scope.spawn(|| stdout.map(|stream| pass_on(stream, &copy)));
        scope.spawn(|| stderr.map(|stream| pass_on(stream, &copy)));
    });
    let succeeded = child.wait().with_context(|| format!("waiting for `{}`", shown(command)))?.success();
    let text = copy.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    Ok(Said { text, succeeded })
}

fn pass_on(stream: impl Read, copy: &Mutex<String>) {
    let mut reader = BufReader::new(stream);
    let mut line = Vec::new();
    // A stream that breaks has nothing more to show; the exit status says how it went.
    while reader.read_until(b'\n', &mut line).is_ok_and(|bytes| bytes > 0) {
        let text = String::from_utf8_lossy(&line);
        let mut copy = copy.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        print!("{text}");
        copy.push_str(&text);
        line.clear();
    }
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
