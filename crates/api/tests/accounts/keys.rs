//! Keys of vendors: encrypted at rest, never answered, never logged, and opened after a rotation.

use std::fmt::Write;
use std::path::Path;
use std::sync::{Mutex, OnceLock};

use serde_json::json;
use testing::vendor::ScriptedVendor;
use testing::{TestApp, on_both_databases};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

const KEY: &str = "sk-never-shown-5f2c9e77-1a2b";

/// Everything that this process logs, at every level.
fn logged() -> &'static Mutex<String> {
    static LOGGED: OnceLock<Mutex<String>> = OnceLock::new();
    LOGGED.get_or_init(Mutex::default)
}

struct Recorder;

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        writeln!(self.0, "{field}={value:?}").unwrap();
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut Fields(&mut logged().lock().unwrap()));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Fields(&mut logged().lock().unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Fields(&mut logged().lock().unwrap()));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Whether any file of a folder holds the text.
fn on_disk(dir: &Path, text: &str) -> bool {
    std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        if path.is_dir() {
            return on_disk(&path, text);
        }
        // A file that goes away meanwhile, such as a temporary one of SQLite, holds nothing.
        std::fs::read(&path).is_ok_and(|bytes| bytes.windows(text.len()).any(|window| window == text.as_bytes()))
    })
}

on_both_databases! {
    async fn hole_8_keys_are_never_returned_or_logged(app: TestApp) {
        static INSTALLED: std::sync::Once = std::sync::Once::new();
        INSTALLED.call_once(|| tracing::subscriber::set_global_default(Recorder).unwrap());
        let vendor = ScriptedVendor::start().await;
        vendor.require_key("refuses every other key");
        let owner = app.owner().await;
        let form = json!({
            "kind": "openai_compatible", "base_url": vendor.base_url(), "api_key": KEY, "scope": "system",
        });
        let created = owner.post("connections", &form).await;
        let path = format!("connections/{}", created.json()["id"].as_str().unwrap());
        let answers = [
            created,
            owner.get(&path).await,
            owner.get("connections").await,
            owner.act(&format!("{path}/test")).await,
            owner.act(&format!("{path}/refresh-models")).await,
            owner.patch(&path, json!({ "api_key": KEY })).await,
            owner.patch(&path, json!({ "api_key": format!("{KEY} with a space") })).await,
            owner.patch(&path, json!({ "api_key": [KEY] })).await,
            owner.post("connections", json!({ "kind": KEY })).await,
            owner.get("audit").await,
        ];
        assert_eq!(vendor.requests().len(), 4);
        for answer in answers.iter().filter(|answer| !answer.asked.ends_with("/connections") || answer.status < 400) {
            assert!(!answer.text().contains(KEY), "{}: {}", answer.asked, answer.text());
        }
        assert!(!on_disk(app.data_dir(), KEY));
        let log = logged().lock().unwrap().clone();
        assert!(log.contains("connections"), "nothing was recorded");
        assert!(!log.contains(KEY));
        assert!(!log.contains(crate::support::PASSWORD));
    }

    async fn connections_work_after_a_rotation_of_the_master_key(app: TestApp) {
        let vendor = ScriptedVendor::start().await;
        vendor.require_key(KEY);
        let owner = app.owner().await;
        let form = json!({ "kind": "openai_compatible", "base_url": vendor.base_url(), "api_key": KEY });
        let path = format!("connections/{}", owner.post("connections", form).await.with(201)["id"].as_str().unwrap());
        let before = std::fs::read_to_string(app.data_dir().join("master.key")).unwrap();

        let again = app.again();
        let rotation = managers::keyring::rotate_file(app.context(), app.data_dir()).await.unwrap();
        assert_eq!(rotation.secrets, 1);
        app.stop().await.unwrap();
        let app = again.start().await;

        assert_ne!(std::fs::read_to_string(app.data_dir().join("master.key")).unwrap(), before);
        // Access tokens end with the key that signed them; the login goes on.
        assert_eq!(owner_again(&app, &owner).get("auth/me").await.error(), (401, "invalid_token".into()));
        let owner = app.login("owner@example.org").await;
        assert_eq!(owner.act(&format!("{path}/test")).await.ok()["ok"], true);
    }

    async fn a_rotation_that_a_crash_cut_short_is_finished_by_the_next(app: TestApp) {
        let vendor = ScriptedVendor::start().await;
        vendor.require_key(KEY);
        let owner = app.owner().await;
        let form = json!({ "kind": "openai_compatible", "base_url": vendor.base_url(), "api_key": KEY });
        let path = format!("connections/{}", owner.post("connections", form).await.with(201)["id"].as_str().unwrap());

        // Both files are there and the secrets are wrapped by the next key: the last step is missing.
        let again = app.again();
        let (old, next) = (app.data_dir().join("master.key"), app.data_dir().join("master.key.next"));
        let before = std::fs::read(&old).unwrap();
        managers::keyring::rotate_file(app.context(), app.data_dir()).await.unwrap();
        std::fs::rename(&old, &next).unwrap();
        std::fs::write(&old, before).unwrap();
        std::fs::set_permissions(&old, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        app.stop().await.unwrap();

        let app = again.start().await;
        let owner = app.login("owner@example.org").await;
        assert_eq!(owner.act(&format!("{path}/test")).await.ok()["ok"], true);
        managers::keyring::rotate_file(app.context(), app.data_dir()).await.unwrap();
        assert!(!app.data_dir().join("master.key.next").exists());
        let again = app.again();
        app.stop().await.unwrap();
        let app = again.start().await;
        let owner = app.login("owner@example.org").await;
        assert_eq!(owner.act(&format!("{path}/test")).await.ok()["ok"], true);
    }
}

/// The same person with the token of before, at a server that was started anew.
fn owner_again(app: &TestApp, owner: &testing::Client) -> testing::Client {
    crate::support::with_token(&app.anonymous(), owner.token.as_deref().unwrap())
}
