//! `cargo xtask layers`: the arrows of the architecture, what is deliberately absent, and the
//! licences, held against the manifests and the sources.

mod absences;
mod arrows;
mod graph;
mod licences;
mod policy;

use anyhow::{Result, bail};

use graph::Graph;
use policy::Policy;

/// Fails with every broken rule.
pub(crate) fn layers() -> Result<()> {
    let policy = Policy::read()?;
    let graph = Graph::read()?;
    let mut broken = arrows::broken(&graph);
    broken.extend(policy.bans.iter().flat_map(|ban| ban.broken(&graph)));
    broken.extend(licences::broken(&graph, &policy.licences));
    broken.extend(absences::broken()?);
    if !broken.is_empty() {
        bail!("{} rules are broken:\n  {}", broken.len(), broken.join("\n  "));
    }
    println!(
        "layers: {} rooms, {} packages, {} bans and {} absences hold",
        arrows::ROOMS.len(),
        graph.packages.len(),
        policy.bans.len(),
        absences::ABSENCES.len()
    );
    Ok(())
}
