//! `deny.toml`, as far as it is enforced here.
//!
//! The file is what cargo-deny reads. Its lists have one entry per line, so that no TOML parser is
//! needed: a licence is `"MIT",` and a ban is `{ crate = "x", wrappers = ["a"], reason = "…" },`.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context as _, Result, bail};

use super::graph::Graph;
use crate::workspace::root;

/// What the file allows and forbids.
pub(super) struct Policy {
    /// SPDX names of the licences that a package may have.
    pub(super) licences: BTreeSet<String>,
    pub(super) bans: Vec<Ban>,
}

/// A crate that only some packages may use.
pub(super) struct Ban {
    name: String,
    wrappers: BTreeSet<String>,
    reason: String,
}

impl Policy {
    /// Reads the file; fails when a list has no entries, since then it was not understood.
    pub(super) fn read() -> Result<Self> {
        let text = fs::read_to_string(root().join("deny.toml")).context("reading deny.toml")?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self> {
        let mut licences = BTreeSet::new();
        let mut bans = Vec::new();
        let mut list = "";
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line {
                "allow = [" | "deny = [" => list = line,
                "]" => list = "",
                _ if list == "allow = [" => licences.extend(strings(line)),
                _ if list == "deny = [" => bans.push(Ban::parse(line)?),
                _ => {}
            }
        }
        if licences.is_empty() || bans.is_empty() {
            bail!("deny.toml has no list `allow` of licences or no list `deny` of crates, one entry per line");
        }
        Ok(Self { licences, bans })
    }
}

impl Ban {
    fn parse(line: &str) -> Result<Self> {
        let understood = || format!("deny.toml has a ban that is not understood: {line}");
        let (_, after) = line.split_once("crate =").with_context(understood)?;
        let name = strings(after).next().with_context(understood)?;
        let reason =
            line.split_once("reason =").and_then(|(_, after)| strings(after).next()).with_context(understood)?;
        let wrappers = line.split_once("wrappers = [").and_then(|(_, after)| after.split_once(']'));
        let wrappers = wrappers.map(|(list, _)| strings(list).collect()).unwrap_or_default();
        Ok(Self { name, wrappers, reason })
    }

    /// Who uses the crate without being allowed to.
    pub(super) fn broken(&self, graph: &Graph) -> Vec<String> {
        let unexpected = graph.users(&self.name).filter(|user| !self.wrappers.contains(*user));
        unexpected.map(|user| format!("`{user}` may not use `{}`: {}", self.name, self.reason)).collect()
    }
}

/// The quoted texts of a line.
fn strings(line: &str) -> impl Iterator<Item = String> {
    line.split('"').skip(1).step_by(2).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ban_names_its_crate_wrappers_and_reason() {
        let policy = Policy::parse(
            "[licenses]\nallow = [\n  # why\n  \"MIT\",\n]\n[bans]\ndeny = [\n  { crate = \"a\", wrappers = [\"b\", \"c\"], reason = \"one, two\" },\n  { crate = \"d\", reason = \"never\" },\n]\n",
        )
        .unwrap();
        assert_eq!(policy.licences, ["MIT".to_owned()].into());
        let bans: Vec<_> =
            policy.bans.iter().map(|ban| (ban.name.as_str(), ban.wrappers.len(), ban.reason.as_str())).collect();
        assert_eq!(bans, [("a", 2, "one, two"), ("d", 0, "never")]);
    }

    #[test]
    fn a_file_that_is_not_understood_is_an_error() {
        assert!(Policy::parse("[bans]\ndeny = [{ crate = \"a\" }]\n").is_err());
    }
}
