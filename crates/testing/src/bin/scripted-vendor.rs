//! The scripted vendor as a process: `scripted-vendor [--port 4711]`. Prints its address, then
//! serves until it is ended. Port 0, the default, takes a free one.

use std::io::Write;

use anyhow::{Context, Result, bail};
use pallium_testing::vendor::ScriptedVendor;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let vendor = ScriptedVendor::start_on(port(std::env::args().skip(1))?).await;
    writeln!(std::io::stdout(), "{}", vendor.origin()).context("printing the address")?;
    vendor.join();
    Ok(())
}

fn port(mut arguments: impl Iterator<Item = String>) -> Result<u16> {
    let Some(flag) = arguments.next() else { return Ok(0) };
    if flag != "--port" {
        bail!("unknown argument {flag}; the only one is --port <number>");
    }
    let value = arguments.next().context("--port needs a number")?;
    value.parse().with_context(|| format!("reading the port {value}"))
}
