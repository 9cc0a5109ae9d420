//! Makes sure that there is a web app to embed: a clean checkout gets a page that says how to build
//! the real one.

use std::fs;
use std::io;
use std::path::Path;

const DIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../frontend/dist");

const PLACEHOLDER: &str = "<!doctype html>
<html lang=\"en\">
<head><meta charset=\"utf-8\"><title>Pallium</title></head>
<body><p>This server was built without its web app. Run <code>cargo xtask run</code> to build both.</p></body>
</html>
";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={DIST}");
    let index = Path::new(DIST).join("index.html");
    if !index.exists() {
        fs::create_dir_all(DIST)?;
        fs::write(index, PLACEHOLDER)?;
    }
    Ok(())
}
