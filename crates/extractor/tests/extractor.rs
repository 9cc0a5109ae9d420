//! The host with the real worker, and with programs that behave worse than it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::PathBuf;
use std::time::Duration;

use documents::{Error, Input, Limit, Limits};
use pallium_extractor::{Extractor, Options};

const CSV: &[u8] = b"name,price\nApple,1\nPear,2\n";

fn worker() -> Options {
    Options::new(PathBuf::from(env!("CARGO_BIN_EXE_extract-worker")), vec![])
}

fn program(path: &str, arguments: &[&str]) -> Options {
    let arguments = arguments.iter().map(|it| (*it).to_owned()).collect();
    Options { deadline: Duration::from_millis(300), ..Options::new(PathBuf::from(path), arguments) }
}

/// The workers that this process has started.
fn children() -> Vec<u32> {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap().map(|task| task.unwrap().path().join("children"));
    let lists = tasks.filter_map(|path| std::fs::read_to_string(path).ok()).collect::<String>();
    lists.split_whitespace().map(|pid| pid.parse().unwrap()).collect()
}

#[tokio::test]
async fn a_worker_reads_one_file_after_another_as_the_readers_do() {
    let extractor = Extractor::new(worker());
    let expected = documents::extract(
        &Input { bytes: CSV, media_type: Some("text/csv"), name: Some("a.csv") },
        &Limits::default(),
    );
    assert!(expected.is_ok());
    for _ in 0..3 {
        assert_eq!(extractor.extract(CSV, Some("text/csv"), Some("a.csv")).await, expected);
    }
    assert_eq!(children().len(), 1, "it is kept warm");
}

#[tokio::test]
async fn a_worker_can_open_nothing() {
    let extractor = Extractor::new(worker());
    extractor.extract(CSV, None, Some("a.csv")).await.unwrap();
    let [pid] = children()[..] else { panic!("one worker") };
    let limits = std::fs::read_to_string(format!("/proc/{pid}/limits")).unwrap();
    let line = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    assert_eq!(line.split_whitespace().skip(3).take(2).collect::<Vec<_>>(), ["0", "0"]);
}

#[tokio::test]
async fn files_at_the_same_time_have_workers_of_their_own() {
    let extractor = Extractor::new(worker());
    let files = (0..6).map(|_| extractor.extract(CSV, None, Some("a.csv")));
    let answers = futures_util::future::join_all(files).await;
    assert!(answers.iter().all(|answer| *answer == answers[0]) && answers[0].is_ok());
    assert_eq!(children().len(), 2);
}

#[tokio::test]
async fn a_file_that_is_damaged_leaves_the_worker_alive() {
    let extractor = Extractor::new(worker());
    let zip = b"PK\x03\x04 and nothing that follows";
    let broken = extractor.extract(zip, None, Some("a.docx")).await;
    assert!(matches!(broken, Err(Error::Corrupt { .. } | Error::Unsupported { .. })), "{broken:?}");
    let before = children();
    extractor.extract(CSV, None, Some("a.csv")).await.unwrap();
    assert_eq!(children(), before);
}

#[tokio::test]
async fn a_worker_that_does_not_answer_is_killed_in_time() {
    let extractor = Extractor::new(program("/bin/sleep", &["600"]));
    assert_eq!(extractor.extract(CSV, None, Some("a.csv")).await, Err(Error::TimedOut));
    assert_eq!(children(), Vec::<u32>::new());
}

#[tokio::test]
async fn a_worker_that_dies_is_the_files_fault_and_the_next_file_gets_another() {
    let extractor = Extractor::new(program("/bin/false", &[]));
    for _ in 0..2 {
        let error = extractor.extract(CSV, None, Some("a.csv")).await.unwrap_err();
        assert_eq!(error, Error::corrupt("no reader survived it"));
    }
    assert_eq!(children(), Vec::<u32>::new());
}

#[tokio::test]
async fn a_worker_without_memory_says_so() {
    let extractor = Extractor::new(Options { memory_bytes: 1 << 20, ..worker() });
    let large = CSV.repeat(200_000);
    let error = extractor.extract(&large, None, Some("a.csv")).await.unwrap_err();
    assert_eq!(error, Error::LimitExceeded { limit: Limit::Memory });
}

#[tokio::test]
async fn a_file_above_the_limit_reaches_no_worker() {
    let limits = Limits { bytes_in: 10, ..Limits::default() };
    let extractor = Extractor::new(Options { limits, ..program("/bin/false", &[]) });
    let error = extractor.extract(CSV, None, None).await.unwrap_err();
    assert_eq!(error, Error::LimitExceeded { limit: Limit::BytesIn });
}

#[tokio::test]
async fn plain_text_is_read_in_place() {
    let extractor = Extractor::new(program("/bin/false", &[]));
    let read = extractor.extract(b"Hello.\n\nWorld.\n", Some("text/plain"), Some("a.txt")).await.unwrap();
    assert_eq!(documents::markdown(&read.document).text, "Hello.\n\nWorld.\n");
}

#[tokio::test]
async fn a_worker_writes_and_cuts_what_it_reads() {
    let extractor = Extractor::new(worker());
    let rules = documents::ChunkRules::default();
    for (bytes, name) in [(CSV, "a.csv"), (b"Hello.\n\nWorld.\n".as_slice(), "a.txt")] {
        let file = Input { bytes, media_type: None, name: Some(name) };
        assert_eq!(extractor.read(&file, &rules).await, documents::read(&file, &Limits::default(), &rules));
    }
}

#[tokio::test]
async fn an_answer_of_many_pieces_arrives_whole() {
    let extractor = Extractor::new(worker());
    let large = CSV.repeat(20_000);
    let expected =
        documents::extract(&Input { bytes: &large, media_type: None, name: Some("a.csv") }, &Limits::default());
    assert_eq!(extractor.extract(&large, None, Some("a.csv")).await, expected);
}
