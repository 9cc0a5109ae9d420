//! Which room may use which. Arrows point down only.

use super::graph::Graph;

/// A package of ours and the ones it may use; `testing` uses and is used in tests only.
pub(super) const ROOMS: &[(&str, &[&str])] = &[
    ("models", &[]),
    ("settings", &["models"]),
    ("dialects", &["models"]),
    ("documents", &[]),
    ("extractor", &["documents"]),
    ("store", &["models"]),
    ("providers", &["models", "settings", "dialects"]),
    ("managers", &["models", "settings", "dialects", "documents", "extractor", "store", "providers"]),
    ("api", &["models", "settings", "dialects", "managers"]),
    ("router", &["models", "settings", "extractor", "store", "providers", "managers", "api"]),
    ("job-worker", &["models", "store", "managers"]),
    (
        "pallium",
        &[
            "models",
            "settings",
            "dialects",
            "documents",
            "extractor",
            "store",
            "providers",
            "managers",
            "api",
            "router",
            "job-worker",
        ],
    ),
    (
        "testing",
        &[
            "models",
            "settings",
            "documents",
            "extractor",
            "store",
            "providers",
            "managers",
            "api",
            "router",
            "job-worker",
        ],
    ),
    ("xtask", &[]),
];

/// What points where it must not.
pub(super) fn broken(graph: &Graph) -> Vec<String> {
    let mut broken = Vec::new();
    for (user, used) in &graph.edges {
        let (user, used) = (room(user), room(used));
        let (Some(user), Some(used)) = (user, used) else { continue };
        if !allowed(user, used) {
            broken.push(format!("`{user}` may not use `{used}`"));
        }
    }
    for (user, used) in &graph.test_edges {
        let (Some(user), Some(used)) = (room(user), room(used)) else { continue };
        if used != "testing" && !is_below(user, used) {
            broken.push(format!("tests of `{user}` may not use `{used}`"));
        }
    }
    let unknown = graph.packages.keys().filter_map(|package| package.strip_prefix("pallium-"));
    broken.extend(
        unknown
            .filter(|name| !ROOMS.iter().any(|(known, _)| known == name))
            .map(|name| format!("`{name}` has no row in xtask/src/layers/arrows.rs")),
    );
    broken
}

/// The room that a package is, by its short name.
fn room(package: &str) -> Option<&'static str> {
    let short = package.strip_prefix("pallium-").unwrap_or(package);
    ROOMS.iter().map(|(name, _)| *name).find(|name| *name == short)
}

/// Whether arrows lead from one room to the other. Tests may look through the rooms between.
fn is_below(user: &str, used: &str) -> bool {
    let below = ROOMS.iter().filter(|(name, _)| *name == user).flat_map(|(_, below)| below.iter());
    below.into_iter().any(|room| *room == used || is_below(room, used))
}

fn allowed(user: &str, used: &str) -> bool {
    ROOMS.iter().any(|(name, below)| *name == user && below.contains(&used))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_may_look_down_through_other_rooms_and_never_up() {
        assert!(is_below("api", "store"));
        assert!(!allowed("api", "store"));
        assert!(!is_below("store", "api"));
    }

    #[test]
    fn no_arrow_leads_back_to_its_room() {
        assert_eq!(ROOMS.iter().find(|(room, _)| is_below(room, room)), None);
    }
}
