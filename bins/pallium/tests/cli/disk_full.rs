//! A disk without room: the real binary on a file system of two megabytes.

use serde_json::json;
use testing::{Client, run};

use crate::support::{Home, Server};

/// Mounts a small file system in a namespace of its own, which needs no rights where the kernel
/// lets users have namespaces, and runs the server in it.
fn start_on_small_disk(home: &Home) -> Server {
    let data = home.path("data");
    std::fs::create_dir(&data).unwrap();
    let script = format!(
        "mount -t tmpfs -o size=2m none '{data}' && exec '{}' up --port 0 --data-dir '{data}' --providers-find-ollama false",
        env!("CARGO_BIN_EXE_pallium")
    );
    Server::start(home.wrapped("unshare", &["--user", "--map-root-user", "--mount", "sh", "-c", &script]))
}

async fn register(origin: &str) -> Client {
    let somebody = Client::at(origin);
    let form = json!({ "email": "ada@example.org", "name": "Ada", "password": "correct horse battery" });
    let session = somebody.post("auth/register", form).await.with(201);
    Client { token: session["access_token"].as_str().map(str::to_owned), ..somebody }
}

/// Stores instructions of 90 kB each until something is refused.
async fn fill(client: &Client) -> (usize, testing::Answer) {
    let body = json!({ "parameters": { "system_prompt": "x".repeat(90_000) } });
    for count in 0..100 {
        let answer = client.post("conversations", &body).await;
        if answer.status != 201 {
            return (count, answer);
        }
    }
    panic!("two megabytes held nine");
}

#[test]
fn a_full_disk_is_told_and_nothing_is_half_written() {
    let home = Home::new();
    let server = start_on_small_disk(&home);
    let origin = server.origin.clone();
    run(async move {
        let ada = register(&origin).await;
        let (count, refused) = fill(&ada).await;
        assert_eq!(refused.error(), (507, "storage_full".into()));
        assert_eq!(refused.json()["message"], "the disk is full; nothing was changed. Free some space and try again");
        let kept = ada.get("conversations?limit=200").await.ok();
        assert_eq!(kept["items"].as_array().unwrap().len(), count, "what was answered 201 is there, and no more");
        ada.get("/health").await.ok();
    });
    drop(server);
}
