//! `pallium db`.

use testing::{Database, TestDatabase};

use crate::support::{Home, Said};

#[track_caller]
fn states(said: &Said) -> Vec<&str> {
    assert_eq!(said.code, Some(0), "{}", said.err);
    said.out.lines().filter_map(|line| line.split_whitespace().next()).collect()
}

/// On both databases: the URL is the only difference.
fn on_both(claim: impl Fn(&Home, &TestDatabase)) {
    for database in [Database::Sqlite, Database::Postgres] {
        let home = Home::new();
        let made = TestDatabase::make(database, home.dir.path());
        claim(&home.with("DATABASE_URL", made.url()), &made);
    }
}

#[test]
fn migrations_are_listed_applied_and_undone() {
    on_both(|home, _| {
        let pending = home.run(&["db", "status"]);
        assert!(!states(&pending).is_empty() && states(&pending).iter().all(|state| *state == "pending"));
        assert_eq!(home.run(&["db", "migrate"]).out, "the database is up to date\n");
        let applied = home.run(&["db", "status"]);
        assert!(states(&applied).iter().all(|state| *state == "applied"), "{}", applied.out);
        let newest = applied.out.lines().last().unwrap().trim_start_matches("applied").trim().to_owned();
        assert_eq!(home.run(&["db", "revert"]).out, format!("reverted {newest}\n"));
        assert_eq!(states(&home.run(&["db", "status"])).last(), Some(&"pending"));
        assert_eq!(home.run(&["db", "migrate"]).code, Some(0));
    });
}

#[test]
fn every_migration_can_be_undone_and_applied_again() {
    on_both(|home, _| {
        home.run(&["db", "migrate"]);
        let count = home.run(&["db", "status"]).out.lines().count();
        for _ in 0..count {
            let said = home.run(&["db", "revert"]);
            assert_eq!(said.code, Some(0), "{}", said.err);
        }
        assert_eq!(home.run(&["db", "revert"]).code, Some(1));
        assert_eq!(home.run(&["db", "migrate"]).code, Some(0));
    });
}

#[test]
fn a_newer_schema_is_refused_by_name() {
    let home = Home::new();
    let made = TestDatabase::make(Database::Postgres, home.dir.path());
    let home = home.with("DATABASE_URL", made.url());
    home.run(&["db", "migrate"]);
    made.execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231235959')");
    for words in [&["db", "migrate"][..], &["up", "--port", "0"]] {
        let said = home.run(words);
        assert_eq!(said.code, Some(1), "{}", said.out);
        let reason = "the database has migration 29991231235959, which this version of Pallium does not know";
        assert!(said.err.contains(reason), "{}", said.err);
    }
}

#[test]
fn a_database_that_cannot_be_reached_is_named_without_its_password() {
    let home = Home::new().with("DATABASE_URL", "postgres://me:hunter2@127.0.0.1:1/none");
    let said = home.run(&["db", "status"]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.starts_with("pallium: opening the database: ") && !said.err.contains("hunter2"), "{}", said.err);
}
