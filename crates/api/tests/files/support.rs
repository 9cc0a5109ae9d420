//! What the tests of files do over and over.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use reqwest::Method;
use serde_json::{Value, json};
use testing::vendor::ScriptedVendor;
use testing::{Answer, Client, Frame, TestApp};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// Sends a form of files, all under one name.
pub(crate) async fn send_files(client: &Client, path: &str, part: &str, files: &[(&str, &[u8])]) -> Answer {
    let mut body = Vec::new();
    for (name, bytes) in files {
        body.extend_from_slice(b"--cut\r\n");
        let head = format!("content-disposition: form-data; name=\"{part}\"; filename=\"{name}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--cut--\r\n");
    let request = client.request(Method::POST, path).header("content-type", "multipart/form-data; boundary=cut");
    client.send(request.body(body)).await
}

/// A web server on a loopback port that answers each path as it is told, and records what was asked.
pub(crate) struct ScriptedWeb {
    pub(crate) origin: String,
    asked: Arc<Mutex<Vec<String>>>,
    _serving: JoinSet<()>,
}

/// Status, media type and body, by path.
type Pages = HashMap<String, (u16, String, String)>;

impl ScriptedWeb {
    pub(crate) async fn start(pages: &[(&str, u16, &str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::default());
        let pages: Pages = pages
            .iter()
            .map(|(path, status, kind, body)| ((*path).to_owned(), (*status, (*kind).to_owned(), (*body).to_owned())))
            .collect();
        let (pages, noted) = (Arc::new(pages), Arc::clone(&asked));
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                answer(socket, &pages, &noted).await;
            }
        });
        Self { origin, asked, _serving: serving }
    }

    /// The targets of all requests so far.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

async fn answer(mut socket: TcpStream, pages: &Pages, asked: &Mutex<Vec<String>>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let Ok(byte) = socket.read_u8().await else { return };
        head.push(byte);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let target = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let path = target.split('?').next().unwrap_or_default().to_owned();
    asked.lock().unwrap().push(target);
    let missing = (404, "text/plain".to_owned(), "nothing here".to_owned());
    let (status, kind, body) = pages.get(&path).unwrap_or(&missing);
    let location = if (300..400).contains(status) { format!("location: {body}\r\n") } else { String::new() };
    let answer = format!(
        "HTTP/1.1 {status} Scripted\r\ncontent-type: {kind}\r\n{location}content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    // A client that left is no failure of the test.
    drop(socket.write_all(answer.as_bytes()).await);
}

/// An owner, a vendor, and a conversation with the vendor's model.
pub(crate) struct Talk {
    pub(crate) vendor: ScriptedVendor,
    pub(crate) owner: Client,
    pub(crate) runs: String,
}

impl Talk {
    pub(crate) async fn new(app: &TestApp) -> Self {
        let vendor = ScriptedVendor::start().await;
        let model = app.connect(&vendor).await;
        let owner = app.owner().await;
        let conversation = owner.post("conversations", json!({ "model": model })).await.with(201);
        Self { vendor, owner, runs: format!("conversations/{}/runs", text(&conversation, "id")) }
    }

    /// Uploads a file into the chat.
    pub(crate) async fn upload(&self, name: &str, bytes: &[u8]) -> Value {
        send_files(&self.owner, "attachments", "file", &[(name, bytes)]).await.with(201)
    }

    /// Starts a run, waits for its end, and gives the turn.
    pub(crate) async fn finish(&self, body: &Value) -> Value {
        let frames = self.listen(body).await;
        let run = text(&frames[0].data, "runId");
        self.owner.get(&format!("runs/{run}")).await.ok()
    }

    /// Starts a run and gives all its frames.
    pub(crate) async fn listen(&self, body: &Value) -> Vec<Frame> {
        self.owner.stream(self.owner.request(Method::POST, &self.runs).json(body)).await.rest().await
    }

    /// The messages of the vendor's last request whose answer was streamed: titles are asked for whole.
    pub(crate) fn told(&self) -> Vec<Value> {
        let requests = self.vendor.requests();
        let last = requests.iter().rev().find(|request| request.body["stream"] == true).unwrap();
        last.body["messages"].as_array().unwrap().clone()
    }
}

/// A collection with one file, which is read.
pub(crate) async fn collection(client: &Client, name: &str, file: (&str, &[u8])) -> Value {
    let collection = client.post("collections", json!({ "name": name })).await.with(201);
    let path = format!("collections/{}/documents", text(&collection, "id"));
    let document = send_files(client, &path, "file", &[file]).await.with(202);
    let path = format!("documents/{}", text(&document, "id"));
    loop {
        let now = client.get(&path).await.ok();
        match now["state"].as_str() {
            Some("ready") => return collection,
            Some("queued" | "processing") => tokio::task::yield_now().await,
            _ => panic!("not read: {now}"),
        }
    }
}

/// A message with files.
pub(crate) fn send(words: &str, files: &[&Value]) -> Value {
    let ids: Vec<&Value> = files.iter().map(|file| &file["id"]).collect();
    json!({ "action": "send", "input": { "text": words, "attachment_ids": ids } })
}

pub(crate) fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_else(|| panic!("no {field} in {value}")).to_owned()
}
