//! `pallium up`.

use serde_json::Value;
use testing::{Client, run};

use crate::support::{Home, Server};

#[test]
fn the_first_start_prints_the_address_and_the_setup_link() {
    let home = Home::new();
    let mut server = Server::start(home.command(&["up", "--port", "0"]));
    let link = server.line();
    let prefix = format!("Make the first account here (the link works once): {}/setup?token=", server.origin);
    assert!(link.starts_with(&prefix) && link.len() > prefix.len() + 20, "{link}");
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn once_there_is_an_account_no_link_is_printed() {
    let home = Home::new();
    let words = ["user", "create", "--email", "ada@example.org", "--name", "Ada", "--role", "owner"];
    home.run_with_input(&words, "correct horse battery\n");
    let mut server = Server::start(home.command(&["up", "--port", "0"]));
    let origin = server.origin.clone();
    run(async move {
        Client::at(&origin).get("/ready").await.with(200);
    });
    server.tell_to_stop();
    assert_eq!(server.line(), "", "the output ends after the address");
}

#[test]
fn the_data_folder_is_made_private() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let server = Server::start(home.command(&["up", "--port", "0", "--data-dir", &home.path("data")]));
    let mode = |name: &str| std::fs::metadata(home.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("data"), mode("data/master.key"), mode("data/pallium.db")), (0o700, 0o600, 0o600));
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn a_second_server_on_the_same_data_is_refused() {
    let home = Home::new();
    let server = Server::start(home.command(&["up", "--port", "0"]));
    let second = home.run(&["up", "--port", "0"]);
    assert_eq!((second.code, second.out.as_str()), (Some(1), ""));
    assert!(second.err.contains("another Pallium server uses this database"), "{}", second.err);
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn a_taken_port_is_told_with_a_way_out() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let said = Home::new().run(&["up", "--port", &port]);
    assert_eq!(said.code, Some(1));
    let words =
        format!("pallium: listening on 127.0.0.1:{port}; if another program uses the port, choose one with --port");
    assert!(said.err.contains(&words), "{}", said.err);
}

#[test]
fn a_wrong_log_level_is_told() {
    let said = Home::new().run(&["up", "--port", "0", "--log-level", "loud=loud=loud"]);
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.err.contains("reading log.level `loud=loud=loud`"), "{}", said.err);
}

#[test]
fn the_log_is_json_where_no_terminal_is_and_names_the_request() {
    let home = Home::new();
    let server = Server::start(home.command(&["up", "--port", "0"]));
    let origin = server.origin.clone();
    run(async move {
        let somebody = Client::at(&origin);
        let request = somebody.request(reqwest::Method::GET, "instance").header("x-request-id", "the-test");
        somebody.send(request).await.with(200);
    });
    let log = server.terminate_and_read_log();
    let lines = log.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    // The worker begins beside the server, sooner or later.
    let lines: Vec<Value> = lines.filter(|line| line["message"] != "running jobs").collect();
    let messages: Vec<&str> = lines.iter().filter_map(|line| line["message"].as_str()).collect();
    assert_eq!(messages, ["listening", "answered", "draining", "stopped"]);
    assert_eq!(lines[1]["span"]["request.id"], "the-test");
    assert_eq!(lines[1]["status"], 200);
}
