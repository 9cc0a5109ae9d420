//! The commands and their arguments.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, value_parser};

use crate::rehearse::{self, Faults};
use crate::{extract, flags};

/// The whole command line.
pub(crate) fn command() -> Command {
    group("pallium", "A self-hosted AI platform")
        .version(env!("CARGO_PKG_VERSION"))
        .after_help("Every setting is also an environment variable PALLIUM_* and a key of pallium.toml.")
        .args(flags::args())
        .subcommand(Command::new("up").about("Run everything in this process and print the address"))
        .subcommand(Command::new("serve").about("Run the HTTP server for a service manager: logs only"))
        .subcommand(Command::new("worker").about("Run jobs and schedules without a server, beside one or more"))
        .subcommand(db())
        .subcommand(jobs())
        .subcommand(user())
        .subcommand(copilot())
        .subcommand(
            group("secrets", "Protect stored secrets")
                .subcommand(Command::new("rotate").about("Wrap every stored secret with a new master key")),
        )
        .subcommand(
            group("config", "Look at the settings")
                .subcommand(Command::new("show").about("Print every setting and where it came from")),
        )
        .subcommand(text("classify", "Print what a request is about and the alias that it is worth"))
        .subcommand(text("plan", "Print how to go about a request"))
        .subcommand(group("gateway", "Try the model gateway").subcommand(rehearse()))
        .subcommand(extract())
        .subcommand(Command::new(extract::WORKER).about("Read files for another process").hide(true))
        .subcommand(Command::new("openapi").about("Print the OpenAPI document").hide(true))
        .subcommand(Command::new("version").about("Print the version"))
}

fn extract() -> Command {
    let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    Command::new("extract")
        .about("Print what a file says: PDF, office documents, web pages, mail, books, tables, text")
        .arg(Arg::new("file").value_name("FILE").required(true).help("The file"))
        .arg(flag("markdown").conflicts_with("json").help("As Markdown, which is what is printed anyway"))
        .arg(flag("json").help("Format, metadata, blocks and warnings as JSON"))
}

fn db() -> Command {
    group("db", "Look after the database")
        .subcommand(Command::new("migrate").about("Apply the migrations that are missing"))
        .subcommand(Command::new("status").about("List the migrations"))
        .subcommand(Command::new("revert").about("Undo the newest migration; the server must be stopped"))
}

fn jobs() -> Command {
    let id = || Arg::new("id").value_name("ID").required(true).help("The job's id");
    group("jobs", "Look after the queue of machine work")
        .subcommand(
            Command::new("list")
                .about("List jobs, the newest first")
                .arg(Arg::new("state").long("state").value_name("STATE").help("Only jobs in this state"))
                .arg(Arg::new("kind").long("kind").value_name("KIND").help("Only jobs of this kind"))
                .arg(
                    Arg::new("limit")
                        .long("limit")
                        .value_name("NUMBER")
                        .value_parser(value_parser!(u32).range(1..=1000))
                        .default_value("50")
                        .help("Most jobs"),
                ),
        )
        .subcommand(Command::new("retry").about("Try a job again that was cancelled or given up").arg(id()))
        .subcommand(Command::new("cancel").about("Cancel a job").arg(id()))
        .subcommand(Command::new("run-now").about("Begin a job now that waits for its time").arg(id()))
}

fn user() -> Command {
    group("user", "Manage accounts; passwords are asked for, or read from standard input")
        .subcommand(
            Command::new("create")
                .about("Make an account")
                .arg(required("email", "Login name"))
                .arg(required("name", "What others see"))
                .arg(
                    Arg::new("role")
                        .long("role")
                        .default_value("member")
                        .value_parser(PossibleValuesParser::new(["member", "admin", "owner"]))
                        .help("What the user may do"),
                ),
        )
        .subcommand(
            Command::new("reset-password")
                .about("Set a password, enable the account and end its logins")
                .arg(required("email", "Login name")),
        )
        .subcommand(Command::new("list").about("List the accounts"))
}

fn copilot() -> Command {
    let email = || required("email", "Login name of the user whose seat it is");
    group("copilot", "Log users in to GitHub Copilot; off until gateway.github_copilot is on, see its terms")
        .subcommand(Command::new("login").about("Log a user in with a code that is entered in a browser").arg(email()))
        .subcommand(Command::new("status").about("Tell whether the logins work"))
        .subcommand(Command::new("logout").about("Remove a user's connections and the stored token").arg(email()))
}

/// Its flags have variables of their own: the settings are the server's.
fn rehearse() -> Command {
    let flag = |name: &'static str, variable: &'static str| Arg::new(name).long(name).env(variable);
    let span = |name, variable| flag(name, variable).value_name("DURATION").value_parser(rehearse::duration);
    Command::new("rehearse")
        .about("Run a model vendor that fails, to try applications against failure")
        .arg(
            // Takes the place of the server's port, which may be in use by the server itself.
            Arg::new("server.port")
                .long("port")
                .value_name("PORT")
                .env("PALLIUM_REHEARSE_PORT")
                .default_value("8006")
                .help("Port of 127.0.0.1; 0 takes a free one"),
        )
        .arg(span("delay", "PALLIUM_REHEARSE_DELAY").default_value("20ms").help("Pause before each piece of an answer"))
        .arg(span("slow", "PALLIUM_REHEARSE_SLOW").default_value("10s").help("How late an answer with slow headers is"))
        .arg(
            flag("faults", "PALLIUM_REHEARSE_FAULTS")
                .value_name("FAULT=PERCENT,…")
                .value_parser(value_parser!(Faults))
                .default_value("cut=5,stall=2,429=10,500=5,503=2,garbage=3,slow-headers=2,refuse=1")
                .help("What goes wrong, in percent of the calls: these, and any status from 400 to 599"),
        )
        .arg(
            flag("seed", "PALLIUM_REHEARSE_SEED")
                .value_name("NUMBER")
                .value_parser(value_parser!(u64))
                .default_value("1")
                .help("The same seed gives the same faults in the same order"),
        )
}

/// A command about the text of a request.
fn text(name: &'static str, about: &'static str) -> Command {
    let text = Arg::new("text").value_name("TEXT").required(true).help("The text; `-` reads it from standard input");
    Command::new(name).about(about).arg(text)
}

/// A command that only its subcommands do something.
fn group(name: &'static str, about: &'static str) -> Command {
    Command::new(name).about(about).subcommand_required(true).arg_required_else_help(true)
}

fn required(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).required(true).action(ArgAction::Set).help(help)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_consistent() {
        super::command().debug_assert();
    }
}
