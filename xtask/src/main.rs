//! `cargo xtask <verb>`: everything a contributor runs. Standard library and anyhow only, so that it
//! compiles in seconds on a fresh machine.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool talks through its output")]

mod bench;
mod check;
mod child;
mod command;
mod frontend;
mod http;
mod layers;
mod openapi;
mod run;
mod server;
mod setup;
mod shape;
mod test;
mod workspace;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <verb>

  run [--release] [arguments of `pallium up`]   build the web app and the server, then serve
  test [step …]   everything that CI runs, or only these steps; installs what it needs where it can
  check           the fast part of it: format, lints, layers, types
  layers          which room may use which, licences, and what is deliberately absent
  openapi         write docs/reference/openapi.json and the web app's client
  shape           sizes of files and functions, against the style guide
  bench [--load-seconds N]   speed and size against their targets, in a release build
  bench gateway [--only MEASURE]   the same for the model gateway, beside calling the vendor directly
  bench jobs, bench knowledge      the same for the queue, and for searching 100,000 chunks
  setup           install what the tests need, or say what is missing
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let verb = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let outcome = match verb.as_str() {
        "run" => run::run(&rest),
        "test" => test::test(&rest),
        "check" => check::check(),
        "layers" => layers::layers(),
        "openapi" => openapi::write(),
        "shape" => shape::shape(),
        "bench" => bench::bench(&rest),
        "setup" => setup::setup(),
        _ => {
            print!("{HELP}");
            return if matches!(verb.as_str(), "" | "help" | "--help") { ExitCode::SUCCESS } else { ExitCode::from(2) };
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cargo xtask {verb}: {error:#}");
            ExitCode::FAILURE
        }
    }
}
