//! JSON shapes of what the classifier and the planner say.

use managers::gateway::advise::Decision;
use managers::gateway::classify::Classification;
use managers::gateway::plan::{self, ContextSource, Plan, Strategy, Trust};
use serde::Serialize;
use utoipa::ToSchema;

/// What a text is about.
#[derive(Serialize, ToSchema)]
#[schema(as = Classification)]
pub(crate) struct ClassificationBody {
    /// A type of task of the classifier's tables, or `unknown`.
    task_type: String,
    /// `trivial`, `easy`, `medium` or `hard`.
    complexity: &'static str,
    needs_codebase: bool,
    needs_external_docs: bool,
    needs_memory: bool,
    /// Whether an answer from memory may be out of date.
    freshness_required: bool,
    /// The alias that `auto` takes where no rule says otherwise.
    recommended_alias: &'static str,
    /// From 0 to 1.
    confidence: f64,
}

/// How to go about a text.
#[derive(Serialize, ToSchema)]
#[schema(as = Plan)]
pub(crate) struct PlanBody {
    strategy: StrategyBody,
    /// What to do, in order.
    steps: Vec<&'static str>,
    /// What to leave alone.
    do_not_do: Vec<&'static str>,
    /// What a person must decide first.
    required_decisions: Vec<RequiredDecisionBody>,
    context_sources: Vec<ContextSourceBody>,
    coordination: CoordinationBody,
    recommended_context_limit_tokens: u32,
}

/// The way to an answer.
#[derive(Serialize, ToSchema)]
#[schema(as = Strategy)]
#[serde(rename_all = "snake_case")]
enum StrategyBody {
    Direct,
    RepoSearch,
    DocsFreshness,
    RepoAndDocs,
    HandoffResume,
    ApprovalRequired,
}

/// Something that a person must decide before the call.
#[derive(Serialize, ToSchema)]
#[schema(as = RequiredDecision)]
#[serde(rename_all = "snake_case")]
enum RequiredDecisionBody {
    DeepModelRoute,
    ExternalDocs,
    LargeRepoScan,
}

/// A place where knowledge may come from.
#[derive(Serialize, ToSchema)]
#[schema(as = ContextSource)]
#[serde(tag = "type", rename_all = "snake_case")]
enum ContextSourceBody {
    /// The caller's folder.
    Workspace { path: String },
    /// A page that the text names.
    ExternalDocs { url: String, trust: TrustBody },
}

/// Whether what a host says may be relied on.
#[derive(Serialize, ToSchema)]
#[schema(as = Trust)]
#[serde(rename_all = "snake_case")]
enum TrustBody {
    /// The operator lists the host.
    AllowlistedExternal,
    /// Anybody may have written it.
    UntrustedExternal,
}

/// What others are doing.
#[derive(Serialize, ToSchema)]
#[schema(as = Coordination)]
struct CoordinationBody {
    active_handoffs: Vec<String>,
    active_claims: Vec<String>,
    available_tasks: Vec<String>,
}

/// Where a call would go.
#[derive(Serialize, ToSchema)]
#[schema(as = RouteDecision)]
pub(crate) struct DecisionBody {
    classification: ClassificationBody,
    /// Name of the rule that chose the alias.
    #[schema(required)]
    rule: Option<String>,
    /// The alias that was named or chosen.
    #[schema(required)]
    alias: Option<String>,
    /// The models that would be asked, as `connection/model`, in an order that weights allow.
    targets: Vec<String>,
}

impl From<Classification> for ClassificationBody {
    fn from(it: Classification) -> Self {
        Self {
            task_type: it.task_type,
            complexity: it.complexity.as_str(),
            needs_codebase: it.needs_codebase,
            needs_external_docs: it.needs_external_docs,
            needs_memory: it.needs_memory,
            freshness_required: it.freshness_required,
            recommended_alias: it.recommended_alias.as_str(),
            confidence: it.confidence,
        }
    }
}

impl From<Plan> for PlanBody {
    fn from(it: Plan) -> Self {
        Self {
            strategy: it.strategy.into(),
            steps: it.steps.to_vec(),
            do_not_do: it.do_not_do.to_vec(),
            required_decisions: it.required_decisions.into_iter().map(Into::into).collect(),
            context_sources: it.context_sources.into_iter().map(ContextSourceBody::from).collect(),
            coordination: CoordinationBody {
                active_handoffs: it.coordination.active_handoffs,
                active_claims: it.coordination.active_claims,
                available_tasks: it.coordination.available_tasks,
            },
            recommended_context_limit_tokens: it.recommended_context_limit_tokens,
        }
    }
}

impl From<Strategy> for StrategyBody {
    fn from(it: Strategy) -> Self {
        match it {
            Strategy::Direct => Self::Direct,
            Strategy::RepoSearch => Self::RepoSearch,
            Strategy::DocsFreshness => Self::DocsFreshness,
            Strategy::RepoAndDocs => Self::RepoAndDocs,
            Strategy::HandoffResume => Self::HandoffResume,
            Strategy::ApprovalRequired => Self::ApprovalRequired,
        }
    }
}

impl From<plan::Decision> for RequiredDecisionBody {
    fn from(it: plan::Decision) -> Self {
        match it {
            plan::Decision::DeepModelRoute => Self::DeepModelRoute,
            plan::Decision::ExternalDocs => Self::ExternalDocs,
            plan::Decision::LargeRepoScan => Self::LargeRepoScan,
        }
    }
}

impl From<ContextSource> for ContextSourceBody {
    fn from(it: ContextSource) -> Self {
        match it {
            ContextSource::Workspace { path } => Self::Workspace { path },
            ContextSource::ExternalDocs { url, trust } => {
                let trust = match trust {
                    Trust::AllowlistedExternal => TrustBody::AllowlistedExternal,
                    Trust::UntrustedExternal => TrustBody::UntrustedExternal,
                };
                Self::ExternalDocs { url, trust }
            }
        }
    }
}

impl From<Decision> for DecisionBody {
    fn from(it: Decision) -> Self {
        let Decision { classification, rule, alias, targets } = it;
        Self { classification: classification.into(), rule, alias, targets }
    }
}
