//! What a person who configures Pallium can rely on.

#![expect(clippy::unwrap_used, reason = "a test that cannot prepare its case has failed")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use pallium_settings::{LogFormat, Origin, Settings, SettingsError, Sources, keys};

const DATA: &str = "/srv/pallium";
const MASTER_KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

/// Sources with a data folder and nothing else.
fn sources() -> Sources {
    Sources { env: env(&[("PALLIUM_DATA_DIR", DATA)]), ..Sources::default() }
}

fn env(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn flag(key: &str, value: &str) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

struct File {
    path: PathBuf,
    _dir: tempfile::TempDir,
}

fn file(text: &str) -> File {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("pallium.toml");
    std::fs::write(&path, text).unwrap();
    File { path, _dir: dir }
}

fn message(result: Result<Settings, SettingsError>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn a_flag_wins_over_env_over_file_over_default() {
    let file = file("[server]\nport = 1\nworkers = 3\nhost = '::1'\n");
    let mut sources = sources();
    sources.flags = vec![flag("server.port", "3")];
    sources.env.extend(env(&[("PALLIUM_SERVER_PORT", "2"), ("PALLIUM_SERVER_WORKERS", "4")]));
    sources.file = Some(file.path.clone());

    let settings = Settings::load(sources).unwrap();

    let server = &settings.server;
    assert_eq!((server.port, server.workers, server.host), (3, 4, "::1".parse().unwrap()));
    assert_eq!(
        ["server.port", "server.workers", "server.host", "server.drain_timeout", "server.nothing"]
            .map(|key| settings.origin(key).cloned()),
        [
            Some(Origin::Flag),
            Some(Origin::Env("PALLIUM_SERVER_WORKERS".to_owned())),
            Some(Origin::File(format!("{}:server.host", file.path.display()))),
            Some(Origin::Default),
            None
        ]
    );
}

#[test]
fn every_default_is_a_value_that_its_key_accepts() {
    let settings = Settings::load(sources()).unwrap();
    assert_eq!(settings.rows().len(), keys().len());
    assert_eq!(settings.server.port, 8005);
    assert_eq!(settings.server.body_bytes_max, 5 * 1024 * 1024);
    assert_eq!(settings.auth.refresh_token_ttl, Duration::from_secs(30 * 24 * 3600));
    assert_eq!(settings.log.format, LogFormat::Auto);
    assert_eq!(settings.database.url.expose(), "sqlite:/srv/pallium/pallium.db");
}

#[test]
fn the_data_folder_follows_xdg_then_home() {
    let dir = |pairs: &[(&str, &str)]| {
        Settings::load(Sources { env: env(pairs), ..Sources::default() }).map(|settings| settings.data.dir)
    };
    assert_eq!(dir(&[("XDG_DATA_HOME", "/x"), ("HOME", "/h")]).unwrap(), PathBuf::from("/x/pallium"));
    assert_eq!(dir(&[("XDG_DATA_HOME", "x"), ("HOME", "/h")]).unwrap(), PathBuf::from("/h/.local/share/pallium"));
    assert!(matches!(dir(&[]), Err(SettingsError::NoDataDir)));
}

#[test]
fn database_url_is_known_by_both_names_and_ours_wins() {
    let mut sources = sources();
    sources.env.extend(env(&[("DATABASE_URL", "postgres://other/db")]));
    assert_eq!(Settings::load(sources.clone()).unwrap().database.url.expose(), "postgres://other/db");
    sources.env.extend(env(&[("PALLIUM_DATABASE_URL", "postgres://ours/db")]));
    assert_eq!(Settings::load(sources).unwrap().database.url.expose(), "postgres://ours/db");
}

#[test]
fn an_empty_variable_counts_as_not_set() {
    let mut sources = sources();
    sources.env.extend(env(&[("PALLIUM_PORT", "")]));
    assert_eq!(Settings::load(sources).unwrap().server.port, 8005);
}

#[test]
fn secrets_appear_neither_in_rows_nor_in_debug_nor_in_errors() {
    let mut sources = sources();
    sources.flags =
        vec![flag("security.master_key", MASTER_KEY), flag("database.url", "postgres://me:hunter2@db/pallium")];
    let settings = Settings::load(sources.clone()).unwrap();
    let row = |key: &str| settings.rows().iter().find(|row| row.info.key == key).unwrap().value.clone();
    assert_eq!(row("security.master_key"), "***");
    assert_eq!(row("database.url"), "postgres://***@db/pallium");
    let debug = format!("{settings:?}");
    assert!(!debug.contains(MASTER_KEY) && !debug.contains("hunter2"), "{debug}");

    sources.flags = vec![flag("security.master_key", "short-secret")];
    assert_eq!(
        message(Settings::load(sources.clone())),
        "setting `security.master_key` is `***` (flag); it takes 32 bytes in base64, such as `openssl rand -base64 32` prints"
    );
    let file = file("[security]\nmaster_key = hunter2\n");
    sources.file = Some(file.path.clone());
    assert!(!message(Settings::load(sources)).contains("hunter2"));
}

#[test]
fn a_bad_value_says_key_value_origin_and_what_is_accepted() {
    let mut sources = sources();
    sources.env.extend(env(&[("PALLIUM_PORT", "80050")]));
    assert_eq!(
        message(Settings::load(sources)),
        "setting `server.port` is `80050` (env PALLIUM_PORT); it takes a whole number from 0 to 65535"
    );
}

#[test]
fn an_unknown_key_in_the_file_names_itself_and_the_nearest() {
    for (text, key, near) in [
        ("[server]\nprot = 1\n", "server.prot", "server.port"),
        ("[http]\ntrusted_proxies = []\n", "http.trusted_proxies", "server.trusted_proxies"),
        ("port = 1\n", "port", "server.port"),
    ] {
        let file = file(text);
        let expected = format!("unknown setting `{key}` (file {}:{key}); did you mean `{near}`?", file.path.display());
        let sources = Sources { file: Some(file.path.clone()), ..sources() };
        assert_eq!(message(Settings::load(sources)), expected);
    }
}

#[test]
fn an_unknown_flag_is_refused() {
    let sources = Sources { flags: vec![flag("server.prt", "1")], ..sources() };
    assert_eq!(message(Settings::load(sources)), "unknown setting `server.prt` (flag); did you mean `server.port`?");
}

#[test]
fn a_file_that_is_missing_or_no_toml_is_named() {
    let missing = Sources { file: Some("/nowhere/pallium.toml".into()), ..sources() };
    assert_eq!(message(Settings::load(missing)), "reading the configuration file /nowhere/pallium.toml");
    let file = file("[server]\nport 1\n");
    let broken = Sources { file: Some(file.path.clone()), ..sources() };
    let message = message(Settings::load(broken));
    let start = format!("parsing the configuration file {}: line 2: ", file.path.display());
    assert!(message.starts_with(&start), "{message}");
}

#[test]
fn proxies_are_believed_only_inside_the_configured_ranges() {
    let file = file("[server]\ntrusted_proxies = ['127.0.0.1', '10.0.0.0/8']\n");
    let settings = Settings::load(Sources { file: Some(file.path.clone()), ..sources() }).unwrap();
    let trusts = |address: &str| settings.server.trusts(address.parse().unwrap());
    assert_eq!(["127.0.0.1", "10.9.8.7", "192.168.0.1"].map(trusts), [true, true, false]);
    assert!(!Settings::load(sources()).unwrap().server.trusts("127.0.0.1".parse().unwrap()));
}

#[test]
fn hosts_and_prose_are_kept_as_they_are_meant() {
    let mut sources = sources();
    sources.flags = vec![
        flag("gateway.allowlisted_hosts", "Docs.RS, bücher.example"),
        flag("gateway.preamble", "Be brief.\nBe kind."),
    ];
    let settings = Settings::load(sources.clone()).unwrap();
    assert_eq!(settings.gateway.allowlisted_hosts, ["docs.rs", "xn--bcher-kva.example"]);
    assert_eq!(settings.gateway.preamble, "Be brief.\nBe kind.");
    let shown = settings.rows().iter().find(|row| row.info.key == "gateway.preamble").unwrap();
    assert_eq!(shown.value, "Be brief.\\nBe kind.");
    sources.flags = vec![flag("gateway.allowlisted_hosts", "https://docs.rs")];
    let refused = message(Settings::load(sources));
    assert!(
        refused.starts_with("setting `gateway.allowlisted_hosts` is `https://docs.rs` (flag); it takes host names")
    );
}

#[test]
fn hints_are_read_from_json_or_toml_and_mistakes_name_the_file() {
    let read = |name: &str, text: &str| {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        let flags = vec![flag("gateway.hints_file", &path.display().to_string())];
        let settings = Settings::load(Sources { flags, ..sources() }).unwrap();
        let read = settings.gateway.read_hints::<BTreeMap<String, u32>>();
        read.map_err(|error| error.to_string().replace(&path.display().to_string(), name))
    };
    let one = Ok(Some(BTreeMap::from([("a".to_owned(), 1)])));
    assert_eq!(
        [read("h.json", r#"{ "a": 1 }"#), read("h.toml", "a = 1"), read("h", "a = 1")],
        [one.clone(), one.clone(), one]
    );
    let refused = read("h.toml", "b = 1\na = 'x'").unwrap_err();
    assert_eq!(refused, "parsing the configuration file h.toml: line 2: invalid type: string \"x\", expected u32");
    let refused = read("h.json", "a = 1").unwrap_err();
    assert_eq!(refused, "parsing the configuration file h.json: expected value at line 1 column 1");
    assert_eq!(Settings::load(sources()).unwrap().gateway.read_hints::<u32>().unwrap(), None);
}

#[test]
fn flags_and_variables_are_unique() {
    let mut names: Vec<&str> = keys().iter().flat_map(|info| info.env.iter().map(String::as_str)).collect();
    names.extend(keys().iter().map(|info| info.flag.as_str()));
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn the_reference_is_fresh() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/settings.md");
    let page = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        page == pallium_settings::reference::markdown(),
        "run: cargo run -q -p pallium-settings --example settings-reference > docs/reference/settings.md"
    );
}
