//! `pallium user`.

use crate::support::Home;

const CREATE: [&str; 8] = ["user", "create", "--email", "ada@example.org", "--name", "Ada", "--role", "owner"];

#[test]
fn accounts_are_made_listed_and_given_new_passwords() {
    let home = Home::new();
    let made = home.run_with_input(&CREATE, "correct horse battery\n");
    assert!(made.out.starts_with("made ada@example.org (owner, "), "{} {}", made.out, made.err);
    let list = home.run(&["user", "list"]).out;
    assert_eq!(list.split_whitespace().skip(1).collect::<Vec<_>>(), ["owner", "enabled", "ada@example.org", "(Ada)"]);
    let reset = home.run_with_input(&["user", "reset-password", "--email", "ADA@example.org"], "another long one\n");
    assert_eq!(reset.out, "set the password of ada@example.org and ended its logins\n");
}

#[test]
fn every_wrong_field_is_told_at_once() {
    let said =
        Home::new().run_with_input(&["user", "create", "--email", "x", "--name", "", "--role", "admin"], "short\n");
    assert_eq!(said.code, Some(1));
    let fields: Vec<&str> =
        said.err.trim_start_matches("pallium: ").lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(fields, ["email", "name", "password"]);
}

#[test]
fn a_taken_address_is_refused() {
    let home = Home::new();
    home.run_with_input(&CREATE, "correct horse battery\n");
    let again = home.run_with_input(&CREATE, "correct horse battery\n");
    assert_eq!((again.code, again.err.as_str()), (Some(1), "pallium: this e-mail address already has an account\n"));
}

#[test]
fn an_unknown_account_has_no_password_to_reset() {
    let said = Home::new().run_with_input(&["user", "reset-password", "--email", "no@example.org"], "long enough\n");
    assert_eq!((said.code, said.err.as_str()), (Some(1), "pallium: no such user\n"));
}

#[test]
fn a_password_is_no_argument() {
    let said = Home::new().run(&["user", "create", "--email", "a@b.c", "--name", "A", "--password", "secret"]);
    assert_eq!(said.code, Some(2));
}
