//! The web app: its files are read once into a map, so that a request names a key of the map and
//! never a path of the disk.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use actix_web::http::{Method, header};
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::error::{ApiError, Transport};

/// Hashed names never change their content.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// May be kept, but is asked for again with its ETag each time.
const ASK_AGAIN: &str = "no-cache";
/// Addresses that are not the web app's.
const RESERVED: [&str; 4] = ["api", "v1", "mcp", "assets"];

#[derive(RustEmbed)]
#[folder = "../../frontend/dist"]
struct BuiltIn;

/// The files of one build of the web app.
#[derive(Debug, Default)]
pub struct Frontend(HashMap<String, File>);

#[derive(Debug)]
struct File {
    plain: Bytes,
    brotli: Option<Bytes>,
    media_type: String,
    hash: String,
}

impl Frontend {
    /// The build inside this binary.
    pub fn built_in() -> Self {
        Self::of(BuiltIn::iter().filter_map(|path| BuiltIn::get(&path).map(|file| (path.into_owned(), file))))
    }

    /// A build in a folder, read whole. A link that leads out of the folder is not followed.
    pub fn from_dir(root: &Path) -> io::Result<Self> {
        let mut found = Vec::new();
        let mut folders = vec![PathBuf::new()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(root.join(&folder))? {
                let entry = entry?;
                let (kind, below) = (entry.file_type()?, folder.join(entry.file_name()));
                if kind.is_dir() {
                    folders.push(below);
                } else if kind.is_file() {
                    let file = rust_embed::utils::read_file_from_fs(&root.join(&below))?;
                    found.push((below.to_string_lossy().replace('\\', "/"), file));
                }
            }
        }
        Ok(Self::of(found))
    }

    fn of(files: impl IntoIterator<Item = (String, EmbeddedFile)>) -> Self {
        let mut all: HashMap<String, EmbeddedFile> = files.into_iter().collect();
        let plain: Vec<String> = all.keys().filter(|path| !path.ends_with(".br")).cloned().collect();
        let pairs = plain.into_iter().filter_map(|path| {
            let brotli = all.remove(&format!("{path}.br")).map(bytes_of);
            let file = all.remove(&path)?;
            Some((path, File::new(file, brotli)))
        });
        Self(pairs.collect())
    }

    /// Answers a request for a page or one of its files. An address without a file is a view of the
    /// app, which `index.html` draws.
    pub(crate) fn serve(&self, req: &HttpRequest) -> Result<HttpResponse, ApiError> {
        if !matches!(*req.method(), Method::GET | Method::HEAD) {
            return Err(Transport::MethodNotAllowed { allow: vec![Method::GET, Method::HEAD] }.into());
        }
        let path = req.path().trim_start_matches('/');
        if let Some(file) = self.0.get(path) {
            let cache = if path.starts_with("assets/") { FOREVER } else { ASK_AGAIN };
            return Ok(file.answer(req, cache));
        }
        if !is_view(path) {
            return Err(Transport::NoSuchRoute.into());
        }
        let index = self.0.get("index.html").ok_or(Transport::NotWired("index.html"))?;
        Ok(index.answer(req, ASK_AGAIN))
    }
}

impl File {
    fn new(file: EmbeddedFile, brotli: Option<Bytes>) -> Self {
        let media_type = media_type(file.metadata.mimetype());
        let hash = file.metadata.sha256_hash()[..12].iter().map(|byte| format!("{byte:02x}")).collect();
        Self { plain: bytes_of(file), brotli, media_type, hash }
    }

    fn answer(&self, req: &HttpRequest, cache: &'static str) -> HttpResponse {
        let brotli = self.brotli.as_ref().filter(|_| accepts_brotli(req));
        let etag = format!("\"{}{}\"", self.hash, if brotli.is_some() { "-br" } else { "" });
        let mut answer = if is_fresh(req, &etag) { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        answer.insert_header((header::ETAG, etag.as_str())).insert_header((header::CACHE_CONTROL, cache));
        if self.brotli.is_some() {
            answer.insert_header((header::VARY, "Accept-Encoding"));
        }
        if is_fresh(req, &etag) {
            return answer.finish();
        }
        answer.content_type(self.media_type.as_str());
        match brotli {
            Some(bytes) => answer.insert_header((header::CONTENT_ENCODING, "br")).body(bytes.clone()),
            None => answer.body(self.plain.clone()),
        }
    }
}

/// Whether the app may have a view there: not another face of the server, and not a file's name.
fn is_view(path: &str) -> bool {
    let first = path.split('/').next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    !RESERVED.contains(&first) && !last.contains('.')
}

fn accepts_brotli(req: &HttpRequest) -> bool {
    let accepted = req.headers().get_all(header::ACCEPT_ENCODING).filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let refused = matches!(weight.trim().trim_start_matches("q="), "0" | "0.0" | "0.00" | "0.000");
        name.trim().eq_ignore_ascii_case("br") && !refused
    })
}

fn is_fresh(req: &HttpRequest, etag: &str) -> bool {
    let known = req.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag)
}

fn media_type(mime: &str) -> String {
    let is_text = mime.starts_with("text/") || matches!(mime, "application/javascript" | "application/json");
    if is_text { format!("{mime}; charset=utf-8") } else { mime.to_owned() }
}

fn bytes_of(file: EmbeddedFile) -> Bytes {
    match file.data {
        std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        std::borrow::Cow::Owned(bytes) => Bytes::from(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_are_told_from_files_and_other_faces() {
        for view in ["", "login", "c/0193a5b0-7d5c-7cc2-a1b2-0123456789ab", "settings/connections"] {
            assert!(is_view(view), "{view}");
        }
        for other in
            ["api", "api/v1/nothing", "v1/models", "mcp", "assets/gone.js", "robots.txt", "..%2fetc", "a/..%2F.env"]
        {
            assert!(!is_view(other), "{other}");
        }
    }
}
