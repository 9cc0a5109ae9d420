//! `docs/reference/settings.md`, made from the table.

use crate::key::SECTIONS;
use crate::{KeyInfo, keys};

const HEAD: &str = "\
# Settings

<!-- Generated from crates/settings: cargo run -q -p pallium-settings --example settings-reference > docs/reference/settings.md -->

A flag wins over the environment, the environment over `pallium.toml`, the file over the default.
An empty environment variable counts as not set. `pallium config show` prints the values in force and where each came from.
";

/// The whole page as Markdown.
pub fn markdown() -> String {
    let mut page = HEAD.to_owned();
    for section in SECTIONS {
        page.push_str(&format!("\n## `[{}]`\n\n{}\n", section.name, section.about.trim()));
        let prefix = format!("{}.", section.name);
        keys().iter().filter(|info| info.key.starts_with(&prefix)).for_each(|info| entry(&mut page, info));
    }
    page
}

fn entry(page: &mut String, info: &KeyInfo) {
    let env: Vec<String> = info.env.iter().map(|name| format!("`{name}`")).collect();
    let default = if info.default.is_empty() { "none".to_owned() } else { format!("`{}`", info.default) };
    let secret = if info.secret { " It is never shown." } else { "" };
    page.push_str(&format!(
        "\n### `{key}`\n\n{about}{secret}\n\n- Flag: `--{flag}`; environment: {env}\n- Takes {accepts}\n- Default: {default}\n",
        key = info.key,
        about = info.description,
        flag = info.flag,
        env = env.join(", "),
        accepts = info.accepts,
    ));
}
