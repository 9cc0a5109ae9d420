//! `pallium config show` and where values come from.

use crate::support::{Home, Said};

const KEY: &str = "c2l4dGVlbiBieXRlcyEhc2l4dGVlbiBieXRlcyEhISE=";

#[track_caller]
fn line(said: &Said, key: &str) -> String {
    assert_eq!(said.code, Some(0), "{}", said.err);
    let found = said.out.lines().find(|line| line.split_whitespace().next() == Some(key));
    let words: Vec<&str> =
        found.unwrap_or_else(|| panic!("{key} is missing in {}", said.out)).split_whitespace().collect();
    words.join(" ")
}

#[test]
fn every_setting_is_shown_with_its_origin() {
    let said = Home::new().run(&["config", "show"]);
    assert_eq!(line(&said, "server.port"), "server.port = 8005 # default");
    assert_eq!(line(&said, "server.public_url"), "server.public_url = (not set) # default");
    assert_eq!(said.out.lines().count(), settings::keys().len());
}

#[test]
fn a_flag_wins_over_the_environment_the_environment_over_the_file_the_file_over_the_default() {
    let home = Home::new().with("PALLIUM_PORT", "2").with("PALLIUM_HOST", "127.0.0.3");
    let file = home.path("pallium.toml");
    std::fs::write(&file, "[server]\nport = 1\nhost = \"127.0.0.2\"\nbody_bytes_max = \"1MiB\"\n").unwrap();
    let said = home.run(&["config", "show", "--port", "3"]);
    assert_eq!(line(&said, "server.port"), "server.port = 3 # flag");
    assert_eq!(line(&said, "server.host"), "server.host = 127.0.0.3 # env PALLIUM_HOST");
    let body = line(&said, "server.body_bytes_max");
    assert!(
        body.starts_with("server.body_bytes_max = 1MiB # file ")
            && body.ends_with("pallium.toml:server.body_bytes_max"),
        "{body}"
    );
    assert_eq!(line(&said, "log.format"), "log.format = auto # default");
}

#[test]
fn a_named_file_is_read_instead_of_the_usual_one() {
    let home = Home::new();
    std::fs::write(home.path("other.toml"), "[server]\nport = 4\n").unwrap();
    let said = home.run(&["config", "show", "--config", &home.path("other.toml")]);
    assert!(line(&said, "server.port").starts_with("server.port = 4 # file "));
}

#[test]
fn secrets_are_not_shown() {
    let home = Home::new().with("PALLIUM_MASTER_KEY", KEY).with("DATABASE_URL", "postgres://me:hunter2@db/pallium");
    let said = home.run(&["config", "show"]);
    assert_eq!(line(&said, "security.master_key"), "security.master_key = *** # env PALLIUM_MASTER_KEY");
    assert_eq!(line(&said, "database.url"), "database.url = postgres://***@db/pallium # env DATABASE_URL");
    assert!(!said.out.contains(KEY) && !said.out.contains("hunter2"), "{}", said.out);
}

#[test]
fn a_wrong_value_names_the_setting_and_its_origin_and_exits_2() {
    let said = Home::new().with("PALLIUM_PORT", "high").run(&["config", "show"]);
    let err = "pallium: setting `server.port` is `high` (env PALLIUM_PORT); it takes a whole number from 0 to 65535\n";
    assert_eq!(said, Said { code: Some(2), out: String::new(), err: err.into() });
}

#[test]
fn an_unknown_key_of_the_file_exits_2_with_the_nearest_one() {
    let home = Home::new();
    std::fs::write(home.path("pallium.toml"), "[server]\nprot = 1\n").unwrap();
    let said = home.run(&["config", "show"]);
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("server.prot") && said.err.contains("server.port"), "{}", said.err);
}

#[test]
fn an_unknown_flag_exits_2() {
    let said = Home::new().run(&["config", "show", "--prot", "1"]);
    assert_eq!((said.code, said.err.contains("'--port'")), (Some(2), true), "{}", said.err);
}

#[test]
fn the_version_is_the_packages() {
    let said = Home::new().run(&["version"]);
    assert_eq!(
        said,
        Said { code: Some(0), out: format!("pallium {}\n", env!("CARGO_PKG_VERSION")), err: String::new() }
    );
}

#[test]
fn the_openapi_document_is_printed_the_same_each_time() {
    let home = Home::new();
    let (first, second) = (home.run(&["openapi"]), home.run(&["openapi"]));
    assert_eq!((first.code, first.out.starts_with("{\n  \"openapi\": \"3.1.0\"")), (Some(0), true));
    assert_eq!(first, second);
}

#[test]
fn nobody_who_reads_on_is_no_failure() {
    let home = Home::new();
    let mut child = home.command(&["config", "show"]).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));
}
