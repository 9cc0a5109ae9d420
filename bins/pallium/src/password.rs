//! Asking for a password or a key. It is never an argument: those are seen by every user of the machine.

use std::io::{BufRead, IsTerminal, Write};
use std::process::Command;

use anyhow::{Context as _, bail};
use models::secret::SecretString;

/// One line of standard input; on a terminal asked for twice and not shown.
pub(crate) fn read(prompt: &str) -> anyhow::Result<SecretString> {
    if !std::io::stdin().is_terminal() {
        return line();
    }
    let hidden = Hidden::begin()?;
    let first = ask(prompt)?;
    let second = ask("Again: ")?;
    drop(hidden);
    if first.expose() != second.expose() {
        bail!("the two entries differ");
    }
    Ok(first)
}

fn ask(prompt: &str) -> anyhow::Result<SecretString> {
    eprint!("{prompt}");
    std::io::stderr().flush().context("asking for the password")?;
    let answer = line();
    eprintln!();
    answer
}

fn line() -> anyhow::Result<SecretString> {
    let mut text = String::new();
    std::io::stdin().lock().read_line(&mut text).context("reading the password from standard input")?;
    Ok(SecretString::new(text.trim_end_matches(['\r', '\n'])))
}

/// While it lives, the terminal does not show what is typed.
struct Hidden;

impl Hidden {
    fn begin() -> anyhow::Result<Self> {
        set_echo("-echo").context("hiding what is typed; pass the password on standard input instead")?;
        Ok(Self)
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        if let Err(error) = set_echo("echo") {
            eprintln!("pallium: the terminal still hides what is typed ({error}); run: stty echo");
        }
    }
}

fn set_echo(mode: &str) -> anyhow::Result<()> {
    let status = Command::new("stty").arg(mode).status().context("running stty")?;
    if status.success() { Ok(()) } else { bail!("stty {mode} failed") }
}
