//! Who may do what. One function decides; what it does not allow is denied.

use models::api_key::ApiKey;
use models::attachment::Attachment;
use models::auth_session::AuthSession;
use models::connection::Connection;
use models::conversation::{Conversation, Folder, Tag};
use models::ids::{ApiKeyId, AuthSessionId, UserId};
use models::job::JobRecord;
use models::knowledge::{Collection, Document, Source};
use models::run::Run;
use models::upload::Upload;
use models::user::{Role, User};
use models::workspace::{Workspace, WorkspaceRole};

use crate::error::{Denied, Error, Noun, Result};

/// Who asks. Made anew for each request from the database, so that a demoted or disabled user
/// loses access at once.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The user.
    pub user: User,
    /// What the request came with.
    pub proof: Proof,
    /// Address the request came from.
    pub address: String,
}

/// How a request shows who it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// The access token of a login.
    Login(AuthSessionId),
    /// An API key with the scope `api`: all of its owner's rights but those over keys, users and
    /// logins, so that a key that leaked cannot make itself permanent.
    Key(ApiKeyId),
}

impl Actor {
    /// The user's id.
    pub fn id(&self) -> UserId {
        self.user.id
    }

    /// Whether the user manages the instance.
    pub fn is_admin(&self) -> bool {
        self.user.role >= Role::Admin
    }

    /// The login the request came with; an API key is denied.
    pub fn login(&self) -> Result<AuthSessionId> {
        match self.proof {
            Proof::Login(id) => Ok(id),
            Proof::Key(_) => Err(Error::Denied(Denied::ByKey)),
        }
    }
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// See that it exists and what it holds.
    View,
    /// Use it without changing it, such as calling a model.
    Use,
    /// Make, change or remove it.
    Change,
}

/// What it is to be done to.
#[derive(Debug, Clone, Copy)]
pub enum Resource<'a> {
    /// A conversation.
    Conversation(&'a Conversation),
    /// A run.
    Run(&'a Run),
    /// A folder.
    Folder(&'a Folder),
    /// A tag.
    Tag(&'a Tag),
    /// An attachment.
    Attachment(&'a Attachment),
    /// A login.
    Login(&'a AuthSession),
    /// An API key.
    ApiKey(&'a ApiKey),
    /// A connection, the system's or a user's.
    Connection(&'a Connection),
    /// A job, the house's or a user's.
    Job(&'a JobRecord),
    /// A collection, where the actor has this role in its workspace.
    Collection(&'a Collection, Option<WorkspaceRole>),
    /// A document, and the collection that has it; a file in a chat has none.
    Document(&'a Document, Option<(&'a Collection, Option<WorkspaceRole>)>),
    /// A source of this collection.
    Source(&'a Source, &'a Collection, Option<WorkspaceRole>),
    /// A file on its way here.
    Upload(&'a Upload),
    /// A user's account.
    Account(&'a User),
    /// A workspace, where the actor has this role.
    Workspace(&'a Workspace, Option<WorkspaceRole>),
    /// Someone of the last role in a workspace where the actor has the first one.
    Member(&'a Workspace, Option<WorkspaceRole>, WorkspaceRole),
    /// What is the instance's: the list of users, the audit log, settings, system connections, the
    /// names, rules and prices of the model gateway, schedules, and everyone's usage.
    Instance,
}

/// Decides. Another's thing is not found, as if it did not exist; a thing that the caller may see
/// but not change is denied.
pub fn check(actor: &Actor, action: Action, resource: Resource<'_>) -> Result<()> {
    let needs_login = matches!(
        resource,
        Resource::Login(_)
            | Resource::ApiKey(_)
            | Resource::Account(_)
            | Resource::Workspace(..)
            | Resource::Member(..)
    );
    match resource {
        Resource::Conversation(it) => own(actor, it.owner_id, Noun::Conversation),
        Resource::Run(it) => own(actor, it.owner_id, Noun::Run),
        Resource::Folder(it) => own(actor, it.owner_id, Noun::Folder),
        Resource::Tag(it) => own(actor, it.owner_id, Noun::Tag),
        Resource::Attachment(it) => own(actor, it.owner_id, Noun::Attachment),
        Resource::Login(it) => own(actor, it.user_id, Noun::Login),
        Resource::ApiKey(it) if actor.is_admin() || it.owner_id == actor.id() => Ok(()),
        Resource::ApiKey(_) => Err(Error::NotFound(Noun::ApiKey)),
        Resource::Connection(it) => connection(actor, action, it),
        Resource::Job(it) if actor.is_admin() || it.owner_id == Some(actor.id()) => Ok(()),
        Resource::Job(_) => Err(Error::NotFound(Noun::Job)),
        Resource::Collection(it, role) => collection(actor, action, it, role, Noun::Collection),
        Resource::Document(_, Some((it, role))) => collection(actor, action, it, role, Noun::Document),
        Resource::Document(it, None) => own(actor, it.owner_id, Noun::Document),
        Resource::Source(_, it, role) => collection(actor, action, it, role, Noun::Source),
        Resource::Upload(it) => own(actor, it.owner_id, Noun::Upload),
        Resource::Account(it) => account(actor, action, it),
        Resource::Workspace(it, role) => workspace(actor, action, it, role),
        Resource::Member(it, own, other) => member(actor, action, it, own, other),
        Resource::Instance => admin(actor),
    }?;
    if needs_login && action == Action::Change { actor.login().map(drop) } else { Ok(()) }
}

fn own(actor: &Actor, owner: UserId, noun: Noun) -> Result<()> {
    if owner == actor.id() { Ok(()) } else { Err(Error::NotFound(noun)) }
}

fn admin(actor: &Actor) -> Result<()> {
    if actor.is_admin() { Ok(()) } else { Err(Error::Denied(Denied::Role)) }
}

fn connection(actor: &Actor, action: Action, it: &Connection) -> Result<()> {
    match (it.owner_id, action) {
        (Some(owner), _) => own(actor, owner, Noun::Connection),
        (None, Action::View | Action::Use) => Ok(()),
        (None, Action::Change) => admin(actor),
    }
}

/// A collection is its owner's. Those who belong to its workspace see and search it, and the workspace's admins change
/// it. The instance's admins have no say: what is in it is not theirs to read.
fn collection(actor: &Actor, action: Action, it: &Collection, role: Option<WorkspaceRole>, noun: Noun) -> Result<()> {
    if it.owner_id == actor.id() {
        return Ok(());
    }
    let role = it.workspace_id.and(role).ok_or(Error::NotFound(noun))?;
    match action {
        Action::View | Action::Use => Ok(()),
        Action::Change if role >= WorkspaceRole::Admin => Ok(()),
        Action::Change => Err(Error::Denied(Denied::Role)),
    }
}

/// A private workspace is its user's alone. A shared one is seen by those who belong to it, and
/// managed by those of them who have the role, and by the instance's admins.
fn workspace(actor: &Actor, action: Action, it: &Workspace, role: Option<WorkspaceRole>) -> Result<()> {
    if let Some(user) = it.private_of {
        return own(actor, user, Noun::Workspace);
    }
    if role.is_none() && !actor.is_admin() {
        return Err(Error::NotFound(Noun::Workspace));
    }
    let allowed = match action {
        Action::View => true,
        Action::Use => role >= Some(WorkspaceRole::Member),
        Action::Change => role >= Some(WorkspaceRole::Admin) || actor.is_admin(),
    };
    if allowed { Ok(()) } else { Err(Error::Denied(Denied::Role)) }
}

/// A workspace's admins manage those below them; its owners and the instance's admins manage everyone.
fn member(
    actor: &Actor,
    action: Action,
    it: &Workspace,
    own: Option<WorkspaceRole>,
    other: WorkspaceRole,
) -> Result<()> {
    workspace(actor, action, it, own)?;
    let above = own == Some(WorkspaceRole::Owner) || own > Some(other) || actor.is_admin();
    if action != Action::Change || above { Ok(()) } else { Err(Error::Denied(Denied::Role)) }
}

/// Admins manage members; owners manage everyone. Nobody else sees another's account.
fn account(actor: &Actor, action: Action, it: &User) -> Result<()> {
    if it.id == actor.id() && action != Action::Change {
        return Ok(());
    }
    admin(actor)?;
    match (action, actor.user.role) {
        (Action::View | Action::Use, _) | (Action::Change, Role::Owner) => Ok(()),
        (Action::Change, role) if it.role < role => Ok(()),
        (Action::Change, _) => Err(Error::Denied(Denied::Role)),
    }
}
