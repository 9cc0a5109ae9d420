//! Clients that people use, against a running server with a scripted vendor behind it.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, bail};

use super::Failure;
use super::counts::{self, Counts};
use crate::child::Background;
use crate::command::{command, run as run_command, show};
use crate::http;
use crate::server::{Server, free_port};
use crate::workspace::{binary, files, root, target};

/// Programs that the clients share. Every other one is a client.
const SHARED: &[&str] = &["checks", "vendor"];
/// Connections to the vendor: their names, which the clients know, kinds, and paths of their addresses.
const CONNECTIONS: &[(&str, &str, &str)] =
    &[("chat", "openai_compatible", "/v1"), ("messages", "anthropic", ""), ("responses", "openai", "/v1")];
/// Settings under which every failure reaches the client, who then tries again himself.
const VARIABLES: &[(&str, &str)] = &[
    ("PALLIUM_AUTH_ACCESS_TOKEN_TTL", "1h"),
    ("PALLIUM_GATEWAY_RETRIES", "0"),
    ("PALLIUM_PROVIDERS_FIND_OLLAMA", "false"),
    ("PALLIUM_LOG_LEVEL", "error"),
];
/// Seconds until a client that hangs is ended.
const PATIENCE: &str = "300";
/// How long the vendor may take until it answers.
const START_PATIENCE: Duration = Duration::from_secs(20);

#[derive(Clone, Copy)]
enum Language {
    Python,
    Node,
}

/// Installs the clients, starts vendor and server, and runs every client, also after one has failed.
pub(super) fn run() -> Result<Counts, Failure> {
    let environments = [(Language::Python, Language::Python.install()?), (Language::Node, Language::Node.install()?)];
    let vendor = Vendor::start()?;
    let pallium = binary("debug", "pallium");
    let server = Server::start(&pallium, "clients", VARIABLES)?;
    server.make_owner(&pallium)?;
    let token = server.log_in()?;
    connect(&server, &vendor, &token)?;
    let (mut sum, mut all_well) = (Counts::default(), true);
    for (language, environment) in &environments {
        for program in language.clients()? {
            let mut client = language.command(environment, &program);
            client.env("GATEWAY_URL", format!("http://{}", server.address)).env("GATEWAY_TOKEN", &token);
            let said = show(client.env("VENDOR_URL", vendor.origin()))?;
            let counted = counts::clients(&said.text);
            sum += counted.unwrap_or_default();
            all_well &= said.succeeded && counted.is_some_and(|counts| counts.failed == 0 && counts.skipped == 0);
        }
    }
    if all_well { Ok(sum) } else { Err(Failure { counts: sum, error: anyhow!("it failed; see above") }) }
}

impl Language {
    /// The clients' own folder.
    fn sources(self) -> PathBuf {
        let name = match self {
            Self::Python => "python",
            Self::Node => "node",
        };
        root().join("tests/clients").join(name)
    }

    /// The programs to run.
    fn clients(self) -> Result<Vec<PathBuf>> {
        let mut clients = files(&self.sources(), &[".py", ".mjs"])?;
        clients.retain(|path| !SHARED.iter().any(|name| path.file_stem().is_some_and(|stem| stem == *name)));
        if clients.is_empty() {
            bail!("there is no client in {}", self.sources().display());
        }
        Ok(clients)
    }

    /// Installs the packages into a folder below `target` when their list has changed.
    fn install(self) -> Result<PathBuf> {
        let sources = self.sources();
        let (name, list) = match self {
            Self::Python => ("python", "requirements.txt"),
            Self::Node => ("node", "package-lock.json"),
        };
        let environment = target().join("clients").join(name);
        let wanted = fs::read(sources.join(list)).with_context(|| format!("reading {list} of {name}"))?;
        let installed = environment.join("installed");
        if !fs::read(&installed).is_ok_and(|list| list == wanted) {
            fs::create_dir_all(&environment).with_context(|| format!("making {}", environment.display()))?;
            self.fill(&environment, &sources)?;
            fs::write(&installed, wanted).with_context(|| format!("writing {}", installed.display()))?;
        }
        if let Self::Node = self {
            // Modules look for packages beside themselves.
            copy(&files(&sources, &[".mjs"])?, &environment)?;
        }
        Ok(environment)
    }

    fn fill(self, environment: &Path, sources: &Path) -> Result<()> {
        match self {
            Self::Python => {
                run_command(command("python3 -m venv --clear").arg(environment))?;
                let mut pip = Command::new(environment.join("bin/pip"));
                pip.args(["install", "--quiet", "--no-input", "--disable-pip-version-check", "-r"]);
                run_command(pip.arg(sources.join("requirements.txt")))
            }
            Self::Node => {
                let list = ["package.json", "package-lock.json", ".npmrc"].map(|name| sources.join(name));
                copy(&list, environment)?;
                run_command(command("npm ci --silent").current_dir(environment))
            }
        }
    }

    fn command(self, environment: &Path, program: &Path) -> Command {
        let mut limited = command("timeout");
        limited.arg(PATIENCE);
        match self {
            // Without files of bytecode beside the sources.
            Self::Python => limited.arg(environment.join("bin/python")).arg("-B").arg(program),
            Self::Node => limited.arg("node").arg(environment.join(program.file_name().unwrap_or_default())),
        };
        limited
    }
}

fn copy(from: &[PathBuf], folder: &Path) -> Result<()> {
    for file in from {
        let name = file.file_name().context("a file without a name")?;
        fs::copy(file, folder.join(name)).with_context(|| format!("copying {}", file.display()))?;
    }
    Ok(())
}

/// A running vendor that says what the clients tell it to.
struct Vendor {
    _process: Background,
    address: SocketAddr,
}

impl Vendor {
    fn start() -> Result<Self> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?));
        let mut command = Command::new(binary("debug", "scripted-vendor"));
        command.args(["--port", &address.port().to_string()]);
        let mut process = Background::start(&command)?;
        let deadline = Instant::now() + START_PATIENCE;
        while !http::get(address, "/__requests", None).is_ok_and(|answer| answer.status == 200) {
            if let Some(status) = process.ended()? {
                bail!("the scripted vendor ended with {status} before it answered");
            }
            if Instant::now() > deadline {
                bail!("the scripted vendor did not answer within {} s", START_PATIENCE.as_secs());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(Self { _process: process, address })
    }

    fn origin(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// Makes the connections that everyone may use.
fn connect(server: &Server, vendor: &Vendor, token: &str) -> Result<()> {
    for (name, kind, path) in CONNECTIONS {
        let json = format!(
            r#"{{"kind":"{kind}","name":"{name}","base_url":"{}{path}","api_key":"vendors-key","scope":"system"}}"#,
            vendor.origin()
        );
        let answer = http::post(server.address, "/api/v1/connections", Some(token), &json)?;
        if answer.status != 201 {
            bail!("making the connection `{name}`: status {}: {}", answer.status, answer.body);
        }
    }
    Ok(())
}
