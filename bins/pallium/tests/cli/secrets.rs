//! `pallium secrets rotate`.

use crate::support::{Home, Server};

#[test]
fn rotation_replaces_the_key_file() {
    let home = Home::new();
    home.run(&["user", "list"]);
    let file = home.dir.path().join(".local/share/pallium/master.key");
    let old = std::fs::read_to_string(&file).unwrap();
    let said = home.run(&["secrets", "rotate"]);
    assert_eq!(said.out, "wrapped 0 secrets; start the server with the new master key\n", "{}", said.err);
    assert_ne!(std::fs::read_to_string(&file).unwrap(), old);
}

#[test]
fn rotation_waits_for_the_server_to_stop() {
    let home = Home::new();
    let server = Server::start(home.command(&["up", "--port", "0"]));
    let said = home.run(&["secrets", "rotate"]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.starts_with("pallium: another Pallium server uses this database"), "{}", said.err);
    assert_eq!(server.terminate(), Some(0));
}
