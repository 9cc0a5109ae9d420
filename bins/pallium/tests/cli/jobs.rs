//! `pallium worker` and `pallium jobs`.

use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::support::{Home, Said};

/// Long after this a worker has not worked.
const PATIENCE: Duration = Duration::from_secs(60);

/// Killed when the test fails before it has ended.
struct Worker(Child);

impl Drop for Worker {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// Lists jobs until there is one.
fn listed(home: &Home, words: &[&str]) -> Vec<String> {
    let begun = Instant::now();
    loop {
        let said = home.run(&[&["jobs", "list"], words].concat());
        assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
        if !said.out.is_empty() {
            return said.out.lines().map(str::to_owned).collect();
        }
        assert!(begun.elapsed() < PATIENCE, "no job of {words:?}");
    }
}

fn refused(err: &str) -> Said {
    Said { code: Some(1), out: String::new(), err: format!("pallium: {err}\n") }
}

#[test]
fn a_worker_does_the_houses_jobs_and_ends_in_good_order() {
    let home = Home::new();
    let mut worker = Worker(home.command(&["worker", "--providers-find-ollama", "false"]).spawn().unwrap());
    let done = listed(&home, &["--kind", "prune_jobs", "--state", "completed"]);
    let id = done[0].split(' ').next().unwrap();
    assert!(done[0][id.len()..].starts_with(" completed prune_jobs           1/3 "), "{done:?}");
    assert_eq!(home.run(&["jobs", "cancel", id]), refused("this job has already ended"));
    assert_eq!(
        home.run(&["jobs", "retry", id]),
        refused("only a job that was cancelled or given up can be tried again")
    );
    assert!(Command::new("kill").args(["-TERM", &worker.0.id().to_string()]).status().unwrap().success());
    assert_eq!(worker.0.wait().unwrap().code(), Some(0));
}

#[test]
fn what_is_no_job_is_refused() {
    let home = Home::new();
    assert_eq!(home.run(&["jobs", "list"]), Said { code: Some(0), out: String::new(), err: String::new() });
    assert_eq!(home.run(&["jobs", "run-now", "x"]), refused("reading the id `x`: not a UUID"));
    assert_eq!(home.run(&["jobs", "list", "--state", "x"]), refused("there is no state `x`"));
    assert_eq!(home.run(&["jobs", "cancel", "0193a5b0-7d5c-7cc2-a1b2-0123456789ab"]), refused("no such job"));
}
