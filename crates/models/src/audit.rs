//! What happened that someone may have to answer for.

use crate::ids::{AuditEntryId, UserId};
use crate::time::Time;

/// An entry of the audit log. It is written in the transaction of the change it records.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry {
    /// Names the entry.
    pub id: AuditEntryId,
    /// When it happened.
    pub at: Time,
    /// Who did it; `None` before a login succeeded or for the operator's command line.
    pub actor_id: Option<UserId>,
    /// What was done.
    pub action: AuditAction,
    /// The id of what it was done to, or an empty string.
    pub resource: String,
    /// Address of the caller, or an empty string.
    pub address: String,
    /// Facts that help the reader; never a secret.
    pub detail: serde_json::Value,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// The closed list of audited actions.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum AuditAction { $($(#[$doc])* $name),+ }

        impl AuditAction {
            /// The stable spelling, `noun.verb`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            /// Reads the stable spelling.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

actions! {
    /// An account was made.
    UserCreated = "user.created",
    /// A role, a name or the disabled mark changed.
    UserChanged = "user.changed",
    /// A password was changed or reset.
    PasswordChanged = "user.password_changed",
    /// A login succeeded.
    LoginSucceeded = "login.succeeded",
    /// A login was refused.
    LoginFailed = "login.failed",
    /// A login was ended by its user.
    LoginRevoked = "login.revoked",
    /// An old refresh token came back: the login was ended.
    RefreshReused = "login.refresh_reused",
    /// A connection was made.
    ConnectionCreated = "connection.created",
    /// A connection changed.
    ConnectionChanged = "connection.changed",
    /// A connection was removed.
    ConnectionDeleted = "connection.deleted",
    /// Instance settings changed.
    InstanceChanged = "instance.changed",
    /// A key was made.
    ApiKeyCreated = "api_key.created",
    /// A key's name, scopes, models, limits or end changed.
    ApiKeyChanged = "api_key.changed",
    /// A key's text was exchanged for a new one.
    ApiKeyRotated = "api_key.rotated",
    /// A key was ended.
    ApiKeyRevoked = "api_key.revoked",
    /// A name for models was made or changed.
    AliasChanged = "alias.changed",
    /// A name for models was removed.
    AliasDeleted = "alias.deleted",
    /// A routing rule was made, changed or moved.
    RoutingRuleChanged = "routing_rule.changed",
    /// A routing rule was removed.
    RoutingRuleDeleted = "routing_rule.deleted",
    /// What a user may spend changed.
    LimitsChanged = "limits.changed",
    /// A shared workspace was made.
    WorkspaceCreated = "workspace.created",
    /// A workspace's name or limits changed.
    WorkspaceChanged = "workspace.changed",
    /// A shared workspace was deleted, and its keys were revoked.
    WorkspaceDeleted = "workspace.deleted",
    /// Someone became a member of a workspace, left it or has another role there.
    MembershipChanged = "workspace.membership_changed",
    /// What a model costs at a connection changed.
    PriceChanged = "price.changed",
    /// A job was put into the queue by hand.
    JobQueued = "job.queued",
    /// A job was cancelled.
    JobCancelled = "job.cancelled",
    /// A job was tried again, or begun before its time.
    JobRetried = "job.retried",
    /// Kinds of jobs were paused.
    JobsPaused = "jobs.paused",
    /// Kinds of jobs were resumed.
    JobsResumed = "jobs.resumed",
    /// A schedule was switched on or off, or begun by hand.
    ScheduleChanged = "schedule.changed",
    /// Secrets were wrapped with a new master key.
    SecretsRotated = "secrets.rotated",
}
