//! Which package uses which, as cargo resolved it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};

use crate::command::{command, output};

/// Every package that is built for this machine, with every feature.
pub(super) struct Graph {
    /// Package name to its licence; several versions are joined by `AND`, so that each must pass.
    pub(super) packages: BTreeMap<String, String>,
    /// Who uses whom in what is shipped.
    pub(super) edges: BTreeSet<(String, String)>,
    /// Whom the workspace's own packages use in tests only.
    pub(super) test_edges: BTreeSet<(String, String)>,
}

const SHIPPED: &str = "cargo tree --workspace --all-features --edges normal,build --prefix depth --format |{p}|{l}";
const TESTS: &str = "cargo tree --workspace --all-features --edges dev --depth 1 --prefix depth --format |{p}|{l}";

impl Graph {
    /// Asks cargo.
    pub(super) fn read() -> Result<Self> {
        let shipped = output(&mut command(SHIPPED))?;
        let tests = output(&mut command(TESTS))?;
        let mut packages = BTreeMap::new();
        let edges = edges_in(&shipped, &mut packages)?;
        let test_edges = edges_in(&tests, &mut packages)?;
        Ok(Self { packages, edges, test_edges })
    }

    /// The packages that use this one directly in what is shipped.
    pub(super) fn users(&self, package: &str) -> impl Iterator<Item = &str> {
        self.edges.iter().filter(move |(_, used)| used == package).map(|(user, _)| user.as_str())
    }
}

/// Reads lines such as `2|serde v1.0.0 (proc-macro)|MIT OR Apache-2.0 (*)`.
fn edges_in(tree: &str, packages: &mut BTreeMap<String, String>) -> Result<BTreeSet<(String, String)>> {
    let mut edges = BTreeSet::new();
    let mut path: Vec<String> = Vec::new();
    for line in tree.lines().filter(|line| !line.is_empty()) {
        let mut fields = line.split('|');
        let (depth, package, licence) = (fields.next(), fields.next(), fields.next());
        let (Some(depth), Some(package)) = (depth.and_then(|digits| digits.parse::<usize>().ok()), package) else {
            // Headings such as `[build-dependencies]` stand between the lines of packages.
            continue;
        };
        let name = package.split(' ').next().unwrap_or_default().to_owned();
        let licence = licence.unwrap_or_default().trim_end_matches("(*)").trim().to_owned();
        note(packages, &name, licence);
        path.truncate(depth);
        if let Some(user) = path.last() {
            edges.insert((user.clone(), name.clone()));
        }
        path.push(name);
    }
    packages.contains_key("pallium").then_some(edges).context("`cargo tree` named no package of ours")
}

fn note(packages: &mut BTreeMap<String, String>, name: &str, licence: String) {
    let known = packages.entry(name.to_owned()).or_insert_with(|| licence.clone());
    if *known != licence && !known.split(" AND ").any(|part| part == format!("({licence})")) {
        *known = format!("({known}) AND ({licence})");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_goes_from_the_last_line_above_with_less_depth() {
        let tree = "0|pallium v1 (path)|MIT\n1|a v1|MIT\n2|b v2 (proc-macro)|Zlib\n1|c v1|MIT (*)\n\n0|xtask v1|MIT\n1|b v3|ISC\n";
        let mut packages = BTreeMap::new();
        let found = edges_in(tree, &mut packages).unwrap();
        let pair = |user: &str, used: &str| (user.to_owned(), used.to_owned());
        assert_eq!(found, [pair("a", "b"), pair("pallium", "a"), pair("pallium", "c"), pair("xtask", "b")].into());
        assert_eq!(packages["b"], "(Zlib) AND (ISC)");
        assert_eq!(packages["c"], "MIT");
    }
}
