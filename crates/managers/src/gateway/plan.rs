//! What an agent does well to do with a request: where to look first, what to leave alone, what a
//! person must decide. Pure. The plan advises; that calls wait for the decisions it names is the gateway's part.

use serde::Serialize;
use settings::GatewaySettings;

use super::classify::Classification;
use super::hints::{ARCHITECTURE, CODE_FIX, DOCS_LOOKUP, Tier};
use super::{advice, links, scans};

/// Tokens of context that are worth gathering before the first attempt.
const CONTEXT_LIMIT_TOKENS: u32 = 4_000;
/// Tasks that a plan names at most.
const TASKS_MAX: usize = 5;

/// What needs an approval, and which hosts are trusted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policies {
    /// Calls that would go to the `deep` alias.
    pub require_approval_for_deep: bool,
    /// Calls that need documentation from outside.
    pub require_approval_for_external_docs: bool,
    /// Calls that speak of reading a whole repository.
    pub require_approval_for_large_scans: bool,
    /// Hosts whose pages are allowlisted, subdomains included, in lower case.
    pub allowlisted_hosts: Vec<String>,
}

impl Policies {
    /// The operator's policies.
    pub fn of(settings: &GatewaySettings) -> Self {
        Self {
            require_approval_for_deep: settings.require_approval_for_deep,
            require_approval_for_external_docs: settings.require_approval_for_external_docs,
            require_approval_for_large_scans: settings.require_approval_for_large_scans,
            allowlisted_hosts: settings.allowlisted_hosts.clone(),
        }
    }
}

/// What goes on around the request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Situation {
    /// The folder that the caller works in.
    pub workspace_path: Option<String>,
    /// Work that somebody handed over and nobody has taken up.
    pub active_handoffs: Vec<String>,
    /// Resources that somebody holds.
    pub active_claims: Vec<String>,
    /// Tasks that wait for somebody.
    pub available_tasks: Vec<String>,
}

/// How to go about a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// The way as a whole.
    pub strategy: Strategy,
    /// What to do, in order.
    pub steps: [&'static str; 3],
    /// What to leave alone.
    pub do_not_do: [&'static str; 2],
    /// What a person must decide first.
    pub required_decisions: Vec<Decision>,
    /// Where knowledge may come from.
    pub context_sources: Vec<ContextSource>,
    /// What others are doing.
    pub coordination: Coordination,
    /// Tokens of context that are worth gathering.
    pub recommended_context_limit_tokens: u32,
}

/// The way to an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Strategy {
    /// Answer from what is at hand.
    Direct,
    /// Look into the repository.
    RepoSearch,
    /// Look into current documentation.
    DocsFreshness,
    /// Look into both.
    RepoAndDocs,
    /// Take up what was handed over.
    HandoffResume,
    /// Wait for a person.
    ApprovalRequired,
}

/// Something that a person must decide before the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Whether the `deep` alias may be asked.
    DeepModelRoute,
    /// Whether documentation from outside may be used.
    ExternalDocs,
    /// Whether a whole repository may be read.
    LargeRepoScan,
}

/// A place where knowledge may come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ContextSource {
    /// The caller's folder.
    Workspace {
        /// Its path.
        path: String,
    },
    /// A page that the text names.
    ExternalDocs {
        /// Its address, without a user name or password.
        url: String,
        /// Whether its host is trusted.
        trust: Trust,
    },
}

/// Whether what a host says may be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// The operator lists the host.
    AllowlistedExternal,
    /// Anybody may have written it.
    UntrustedExternal,
}

/// What others are doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coordination {
    /// Work that somebody handed over and nobody has taken up.
    pub active_handoffs: Vec<String>,
    /// Resources that somebody holds.
    pub active_claims: Vec<String>,
    /// The first tasks that wait for somebody.
    pub available_tasks: Vec<String>,
}

/// Plans the request that the classification and the text are of.
pub fn plan(classification: &Classification, text: &str, policies: &Policies, situation: &Situation) -> Plan {
    let required_decisions = required_decisions(classification, text, policies);
    let strategy = if !required_decisions.is_empty() {
        Strategy::ApprovalRequired
    } else if !situation.active_handoffs.is_empty() {
        Strategy::HandoffResume
    } else {
        by_task(classification)
    };
    Plan {
        strategy,
        steps: advice::steps(strategy),
        do_not_do: advice::do_not_do(strategy),
        required_decisions,
        context_sources: context_sources(text, policies, situation),
        coordination: Coordination {
            active_handoffs: situation.active_handoffs.clone(),
            active_claims: situation.active_claims.clone(),
            available_tasks: situation.available_tasks.iter().take(TASKS_MAX).cloned().collect(),
        },
        recommended_context_limit_tokens: CONTEXT_LIMIT_TOKENS,
    }
}

/// What a person must decide before a call like this one. The gateway asks it for every call.
pub fn required_decisions(classification: &Classification, text: &str, policies: &Policies) -> Vec<Decision> {
    let mut decisions = Vec::new();
    if policies.require_approval_for_deep && classification.recommended_alias == Tier::Deep {
        decisions.push(Decision::DeepModelRoute);
    }
    if policies.require_approval_for_external_docs && classification.needs_external_docs {
        decisions.push(Decision::ExternalDocs);
    }
    if policies.require_approval_for_large_scans && scans::asks_for_large_scan(text) {
        decisions.push(Decision::LargeRepoScan);
    }
    decisions
}

fn by_task(classification: &Classification) -> Strategy {
    let (codebase, docs) = (classification.needs_codebase, classification.needs_external_docs);
    match classification.task_type.as_str() {
        ARCHITECTURE if codebase && docs => Strategy::RepoAndDocs,
        DOCS_LOOKUP if classification.freshness_required => Strategy::DocsFreshness,
        CODE_FIX if codebase => Strategy::RepoSearch,
        _ => Strategy::Direct,
    }
}

fn context_sources(text: &str, policies: &Policies, situation: &Situation) -> Vec<ContextSource> {
    let workspace = situation.workspace_path.iter().map(|path| ContextSource::Workspace { path: path.clone() });
    let pages = links::links(text).into_iter().map(|link| {
        let allowlisted = policies.allowlisted_hosts.iter().any(|host| link.is_within(host));
        let trust = if allowlisted { Trust::AllowlistedExternal } else { Trust::UntrustedExternal };
        ContextSource::ExternalDocs { url: link.into_url(), trust }
    });
    workspace.chain(pages).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::classify::classify;
    use crate::gateway::hints::Hints;

    fn planned(text: &str, policies: &Policies, situation: &Situation) -> Plan {
        plan(&classify(&Hints::default(), text), text, policies, situation)
    }

    fn strict() -> Policies {
        Policies {
            require_approval_for_deep: true,
            require_approval_for_external_docs: true,
            require_approval_for_large_scans: true,
            allowlisted_hosts: vec!["docs.rs".into()],
        }
    }

    #[test]
    fn the_strategy_follows_the_task_and_what_it_needs() {
        for (text, expected) in [
            ("Good morning", Strategy::Direct),
            ("Explain this function", Strategy::Direct),
            ("Compare two surveys of the research", Strategy::Direct),
            ("Fix the failing test", Strategy::RepoSearch),
            ("What does the latest documentation say?", Strategy::DocsFreshness),
            ("The architecture and design of a system", Strategy::Direct),
            ("The architecture and design of this repo", Strategy::Direct),
            ("The architecture and design of this repo after the release", Strategy::RepoAndDocs),
        ] {
            assert_eq!(planned(text, &Policies::default(), &Situation::default()).strategy, expected, "{text}");
        }
    }

    #[test]
    fn a_handoff_goes_before_the_task_and_an_approval_before_both() {
        let situation = Situation { active_handoffs: vec!["HAND-1".into()], ..Situation::default() };
        let text = "Fix the test as the docs say";
        let strategy = |policies: Policies, situation: &Situation| planned(text, &policies, situation).strategy;
        assert_eq!(strategy(Policies::default(), &Situation::default()), Strategy::RepoSearch);
        assert_eq!(strategy(Policies::default(), &situation), Strategy::HandoffResume);
        assert_eq!(strategy(strict(), &situation), Strategy::ApprovalRequired);
    }

    #[test]
    fn each_policy_asks_for_its_own_decision() {
        let long = "lorem ipsum ".repeat(101);
        let decisions =
            |text: &str, policies: &Policies| required_decisions(&classify(&Hints::default(), text), text, policies);
        for (text, expected) in [
            ("hello", vec![]),
            (long.as_str(), vec![Decision::DeepModelRoute]),
            ("the current version", vec![Decision::ExternalDocs]),
            ("scan the repo", vec![Decision::LargeRepoScan]),
            ("read all files and the docs", vec![Decision::ExternalDocs, Decision::LargeRepoScan]),
        ] {
            assert_eq!(decisions(text, &strict()), expected, "{text}");
            assert_eq!(decisions(text, &Policies::default()), vec![], "{text}");
        }
    }

    #[test]
    fn a_whole_plan_reads_like_this() {
        let situation = Situation {
            workspace_path: Some("/srv/shop".into()),
            active_handoffs: vec![],
            active_claims: vec!["src/cart.rs".into()],
            available_tasks: (1..=7).map(|number| format!("TASK-{number}")).collect(),
        };
        let text = "Fix the failing test, see https://api.docs.rs/url and https://docs.rs.evil.example/?q=docs.rs";
        let expected = serde_json::json!({
            "strategy": "repo_search",
            "steps": [
                "Search the repository for the names in the request.",
                "Read the code that they lead to, and its tests.",
                "Change as little as solves it, and run the tests."
            ],
            "do_not_do": ["Read the whole repository.", "Change what the request does not mention."],
            "required_decisions": [],
            "context_sources": [
                { "type": "workspace", "path": "/srv/shop" },
                { "type": "external_docs", "url": "https://api.docs.rs/url", "trust": "allowlisted_external" },
                {
                    "type": "external_docs",
                    "url": "https://docs.rs.evil.example/?q=docs.rs",
                    "trust": "untrusted_external"
                }
            ],
            "coordination": {
                "active_handoffs": [],
                "active_claims": ["src/cart.rs"],
                "available_tasks": ["TASK-1", "TASK-2", "TASK-3", "TASK-4", "TASK-5"]
            },
            "recommended_context_limit_tokens": 4000
        });
        let policies = Policies { require_approval_for_external_docs: false, ..strict() };
        assert_eq!(serde_json::to_value(planned(text, &policies, &situation)).unwrap(), expected);
    }
}
