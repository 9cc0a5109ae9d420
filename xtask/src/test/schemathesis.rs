//! Requests made from the OpenAPI document, good and bad, against a running server.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};

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
/// Settings under which a few minutes of guesses neither wait nor lock the owner out.
const VARIABLES: &[(&str, &str)] = &[
    ("PALLIUM_AUTH_ACCESS_TOKEN_TTL", "1h"),
    ("PALLIUM_AUTH_LOGIN_ATTEMPTS_PER_ACCOUNT", "100000"),
    ("PALLIUM_AUTH_LOGIN_ATTEMPTS_PER_ADDRESS", "100000"),
    ("PALLIUM_PROVIDERS_CONNECT_TIMEOUT", "1s"),
    ("PALLIUM_LOG_LEVEL", "error"),
];
/// Answered with streams that do not end; tests of the API read them.
const ENDLESS: &[&str] = &["/api/v1/events", "/api/v1/jobs/{id}/events/stream", "/api/v1/runs/{id}/events"];
/// May end the login that the requests use, after which every answer is 401. Each has a login of its own,
/// and the last one may change the password.
const LOGIN_ENDING: &[&str] =
    &["/api/v1/auth/logins/{id}", "/api/v1/auth/logout", "/api/v1/users/{id}", "/api/v1/users/{id}/reset-password"];

/// Starts a server on a fresh data folder and tries every operation but the endless ones.
pub(super) fn run() -> Result<Counts, Failure> {
    let program = install()?;
    let pallium = binary("debug", "pallium");
    let server = Server::start(&pallium, "schemathesis", VARIABLES)?;
    server.make_owner(&pallium)?;
    let document = http::get(server.address, DOCUMENT, None)?;
    for path in ENDLESS.iter().chain(LOGIN_ENDING) {
        if !document.body.contains(&format!("\"{path}\"")) {
            return Err(anyhow!("{path} is treated apart, but {DOCUMENT} does not have it").into());
        }
    }
    ENDLESS.iter().for_each(|path| println!("left out: {path}"));
    let apart = ENDLESS.iter().chain(LOGIN_ENDING).flat_map(|path| ["--exclude-path", *path]).collect();
    let token = server.log_in()?;
    let mut rounds = vec![round(&program, &server, &token, apart)?];
    if http::get(server.address, "/api/v1/auth/me", Some(&token))?.status != 200 {
        return Err(anyhow!("a request ended the login, so the ones after it tried nothing; see LOGIN_ENDING").into());
    }
    for path in LOGIN_ENDING {
        rounds.push(round(&program, &server, &server.log_in()?, vec!["--include-path", path])?);
    }
    let mut counts = Counts::default();
    rounds.iter().for_each(|(round, _)| counts += *round);
    if rounds.iter().all(|(_, succeeded)| *succeeded) {
        Ok(counts)
    } else {
        Err(Failure { counts, error: anyhow!("it failed; see above") })
    }
}

/// Tries the chosen operations; the answer is what was counted, and whether all was well.
fn round(program: &Path, server: &Server, token: &str, choice: Vec<&str>) -> anyhow::Result<(Counts, bool)> {
    let report = target().join("schemathesis-report.xml");
    if report.exists() {
        fs::remove_file(&report).with_context(|| format!("removing {}", report.display()))?;
    }
    let mut command = command("timeout");
    command.arg(PATIENCE).arg(program).arg("run").arg(format!("http://{}{DOCUMENT}", server.address));
    command.args(["--header", &format!("Authorization: Bearer {token}")]);
    command.args(["--checks", CHECKS, "--phases", "examples,coverage,fuzzing"]);
    command.args(["--max-examples", EXAMPLES_MAX, "--generation-deterministic"]);
    command.args(["--request-timeout", "15", "--no-color", "--report", "junit", "--report-junit-path"]).arg(&report);
    let said = show(command.args(choice).current_dir(target()))?;
    let text = fs::read_to_string(&report).with_context(|| format!("reading {}", report.display()))?;
    let counts = counts::junit(&text).context("the report has no counts")?;
    if counts.passed + counts.failed == 0 {
        bail!("it tried no operation");
    }
    Ok((counts, said.succeeded))
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
