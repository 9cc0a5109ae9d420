//! Requests made from the OpenAPI document, good and bad, against a running server.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, anyhow};

use super::Failure;
use super::counts::{self, Counts};
use crate::command::{command, run as run_command, show, succeeds};
use crate::http;
use crate::server::Server;
use crate::workspace::{binary, target};

const VERSION: &str = "4.32.5";
const DOCUMENT: &str = "/api/v1/openapi.json";
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";
/// Cases per operation and phase; more find little and take minutes.
const EXAMPLES_MAX: &str = "12";
/// Seconds until a run that hangs is ended.
const PATIENCE: &str = "600";
/// Operations that are left out: the first ends the login that the other requests use, the others
/// answer with streams that do not end.
const LEFT_OUT: &[&str] = &["/api/v1/auth/logout", "/api/v1/events", "/api/v1/runs/{id}/events"];

/// Starts a server on a fresh data folder and tries every operation but the ones left out.
pub(super) fn run() -> Result<Counts, Failure> {
    let program = install()?;
    let pallium = binary("debug", "pallium");
    let server = Server::start(
        &pallium,
        "schemathesis",
        &[("PALLIUM_AUTH_ACCESS_TOKEN_TTL", "1h"), ("PALLIUM_PROVIDERS_CONNECT_TIMEOUT", "1s"), ("RUST_LOG", "error")],
    )?;
    let token = server.owner_token(&pallium)?;
    let document = http::get(server.address, DOCUMENT)?;
    if let Some(gone) = LEFT_OUT.iter().find(|path| !document.body.contains(&format!("\"{path}\""))) {
        return Err(anyhow!("{gone} is left out, but {DOCUMENT} does not have it").into());
    }
    let report = target().join("schemathesis-report.xml");
    let mut command = command("timeout");
    command.arg(PATIENCE).arg(program).arg("run").arg(format!("http://{}{DOCUMENT}", server.address));
    command.args(["--header", &format!("Authorization: Bearer {token}")]);
    command.args(["--checks", CHECKS, "--phases", "examples,coverage,fuzzing"]);
    command.args(["--max-examples", EXAMPLES_MAX, "--generation-deterministic", "--generation-database", "none"]);
    command.args(["--request-timeout", "15", "--workers", "2", "--no-color"]);
    command.args(["--report", "junit", "--report-junit-path"]).arg(&report);
    for path in LEFT_OUT {
        println!("left out: {path}");
        command.args(["--exclude-path", path]);
    }
    let said = show(command.current_dir(target()))?;
    let text = fs::read_to_string(&report).with_context(|| format!("reading {}", report.display()))?;
    let counts = counts::junit(&text).context("the report has no counts")?;
    if counts.passed + counts.failed == 0 {
        return Err(anyhow!("it tried no operation").into());
    }
    if said.succeeded { Ok(counts) } else { Err(Failure { counts, error: anyhow!("it failed; see above") }) }
}

/// Installs it into a folder of its own below `target`.
fn install() -> anyhow::Result<PathBuf> {
    let folder = target().join("schemathesis");
    let program = folder.join("bin/schemathesis");
    let installed = folder.join(format!("installed-{VERSION}"));
    if !installed.exists() || !succeeds(&format!("{} --version", program.display())) {
        run_command(command("python3 -m venv --clear").arg(&folder))?;
        let mut pip = command(&folder.join("bin/pip").display().to_string());
        run_command(pip.args(["install", "--quiet", "--no-input"]).arg(format!("schemathesis=={VERSION}")))?;
        fs::write(&installed, "").with_context(|| format!("writing {}", installed.display()))?;
    }
    Ok(program)
}
