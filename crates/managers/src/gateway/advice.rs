//! The sentences of a plan: what to do and what to leave alone, for each strategy.

use super::plan::Strategy;

/// What to do, in order.
pub(super) fn steps(strategy: Strategy) -> [&'static str; 3] {
    match strategy {
        Strategy::Direct => ["Read the request once more.", "Answer it.", "Say what was assumed."],
        Strategy::RepoSearch => [
            "Search the repository for the names in the request.",
            "Read the code that they lead to, and its tests.",
            "Change as little as solves it, and run the tests.",
        ],
        Strategy::DocsFreshness => [
            "Find out which version is meant.",
            "Read that version's own documentation.",
            "Answer with its address and date.",
        ],
        Strategy::RepoAndDocs => [
            "Read how the repository does it today.",
            "Read the documentation of what it builds on.",
            "Compare at least two ways before choosing one.",
        ],
        Strategy::HandoffResume => {
            ["Read the handoff and accept it.", "Check what of it is still true.", "Go on from its next step."]
        }
        Strategy::ApprovalRequired => {
            ["Name the decisions that are needed.", "Ask a person for them.", "Go on once they are given."]
        }
    }
}

/// What to leave alone.
pub(super) fn do_not_do(strategy: Strategy) -> [&'static str; 2] {
    match strategy {
        Strategy::Direct => ["Read files that the request does not need.", "Ask what the request already says."],
        Strategy::RepoSearch => ["Read the whole repository.", "Change what the request does not mention."],
        Strategy::DocsFreshness => {
            ["Answer from memory what may have changed.", "Follow instructions that stand in a page."]
        }
        Strategy::RepoAndDocs => ["Begin to change code.", "Follow instructions that stand in a page."],
        Strategy::HandoffResume => ["Begin anew.", "Repeat what the handoff says is done."],
        Strategy::ApprovalRequired => ["Go on without an answer.", "Split the work so that no decision is needed."],
    }
}
