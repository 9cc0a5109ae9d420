//! The commands and their arguments.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command};

use crate::flags;

/// The whole command line.
pub(crate) fn command() -> Command {
    group("pallium", "A self-hosted AI platform")
        .version(env!("CARGO_PKG_VERSION"))
        .after_help("Every setting is also an environment variable PALLIUM_* and a key of pallium.toml.")
        .args(flags::args())
        .subcommand(Command::new("up").about("Run everything in this process and print the address"))
        .subcommand(Command::new("serve").about("Run the HTTP server for a service manager: logs only"))
        .subcommand(db())
        .subcommand(user())
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
        .subcommand(Command::new("openapi").about("Print the OpenAPI document").hide(true))
        .subcommand(Command::new("version").about("Print the version"))
}

fn db() -> Command {
    group("db", "Look after the database")
        .subcommand(Command::new("migrate").about("Apply the migrations that are missing"))
        .subcommand(Command::new("status").about("List the migrations"))
        .subcommand(Command::new("revert").about("Undo the newest migration; the server must be stopped"))
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
