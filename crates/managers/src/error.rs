//! Why a verb was not done, named for what the caller may do about it.

use std::error::Error as _;
use std::time::Duration;

use models::invalid::Invalid;
use models::run::RunFailure;
use providers::{ProviderError, WebSearchError};
use store::StoreError;

/// Shorthand for a verb's outcome.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a verb was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Correct these fields.
    #[error("some fields are not valid")]
    Invalid(Vec<Invalid>),
    /// Log in (again).
    #[error("{}", .0.sentence())]
    Unauthenticated(Unauthenticated),
    /// Ask someone with more rights, or change a setting.
    #[error("{}", .0.sentence())]
    Denied(Denied),
    /// No such thing, or not the caller's.
    #[error("no such {}", .0.words())]
    NotFound(Noun),
    /// The thing is not in the state that the verb needs.
    #[error("{}", .0.sentence())]
    Conflict(Conflict),
    /// Wait this long.
    #[error("too many attempts; try again in {} seconds", .retry_after.as_secs().max(1))]
    TooMany {
        /// When the next attempt is heard.
        retry_after: Duration,
    },
    /// Wait, or ask for a larger limit or budget.
    #[error("{message}")]
    OverLimit {
        /// Which limit, and whose.
        message: String,
        /// When it is back, where that is known.
        retry_after: Option<Duration>,
    },
    /// Send less.
    #[error("the file has more than {limit} bytes")]
    TooLarge {
        /// Most bytes accepted.
        limit: u64,
    },
    /// Send another kind of file.
    #[error("this kind of file cannot be read; send a document, a text, or a PNG, JPEG, GIF or WebP image")]
    UnsupportedFile,
    /// Save the file in another way: it cannot be read.
    #[error(transparent)]
    Unreadable(documents::Error),
    /// Try again on another replica or in a moment.
    #[error("the server is shutting down; try again in a moment")]
    Draining,
    /// Try again in a moment.
    #[error("the database is busy; try again in a moment")]
    Busy,
    /// Free some space.
    #[error("the disk is full; nothing was changed. Free some space and try again")]
    StorageFull,
    /// The vendor did not do its part.
    #[error("{}", .0.user_message())]
    Vendor(ProviderError),
    /// The search service did not do its part: try again, or ask its operator.
    #[error(transparent)]
    WebSearch(WebSearchError),
    /// Our fault. The cause goes to the log, not to the caller.
    #[error("{doing}")]
    Internal {
        /// What was being done.
        doing: &'static str,
        /// Why it failed.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl Error {
    /// Wraps a failure that the caller can do nothing about.
    pub fn internal(doing: &'static str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal { doing, source: source.into() }
    }

    /// The stable code of `docs/reference/errors.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "invalid",
            Self::Unauthenticated(why) => why.code(),
            Self::Denied(why) => why.code(),
            Self::NotFound(noun) => noun.not_found_code(),
            Self::Conflict(why) => why.code(),
            Self::TooMany { .. } => "too_many_attempts",
            Self::OverLimit { .. } => "limit_reached",
            Self::TooLarge { .. } => "upload_too_large",
            Self::UnsupportedFile => "unsupported_file",
            Self::Unreadable(error) => unreadable_code(error),
            Self::Draining => "draining",
            Self::Busy => "busy",
            Self::StorageFull => "storage_full",
            Self::Vendor(error) => error.code(),
            Self::WebSearch(WebSearchError::TimedOut) => "web_search_timed_out",
            Self::WebSearch(_) => "web_search_failed",
            Self::Internal { .. } => "internal",
        }
    }

    /// The same reason as a run's failure, for a run that is already under way.
    pub fn to_failure(&self) -> RunFailure {
        let (message, retryable) = match self {
            Self::Vendor(error) => (error.user_message(), error.retryable()),
            Self::Internal { .. } => {
                ("something went wrong on the server; try again, and tell its operator if it stays".into(), true)
            }
            other => (other.to_string(), true),
        };
        RunFailure { code: self.code().into(), message, retryable }
    }
}

impl From<Invalid> for Error {
    fn from(invalid: Invalid) -> Self {
        Self::Invalid(vec![invalid])
    }
}

impl From<documents::Error> for Error {
    fn from(error: documents::Error) -> Self {
        match error {
            documents::Error::Unsupported { .. } => Self::UnsupportedFile,
            other => Self::Unreadable(other),
        }
    }
}

impl From<WebSearchError> for Error {
    fn from(error: WebSearchError) -> Self {
        Self::WebSearch(error)
    }
}

impl From<ProviderError> for Error {
    fn from(error: ProviderError) -> Self {
        Self::Vendor(error)
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => Self::Busy,
            StoreError::Full => Self::StorageFull,
            // The caller may try again; the operator has to know why.
            error @ StoreError::Connect { .. } => {
                tracing::error!(error = %error, cause = error.source().map(tracing::field::display), "no database");
                Self::Busy
            }
            other => Self::internal("asking the database", other),
        }
    }
}

/// The stable code of a file that cannot be read; documents that failed carry it too.
pub fn unreadable_code(error: &documents::Error) -> &'static str {
    match error {
        documents::Error::Encrypted => "file_encrypted",
        documents::Error::Unsupported { .. } => "unsupported_file",
        documents::Error::Corrupt { .. } => "file_damaged",
        documents::Error::LimitExceeded { .. } => "file_exceeds_limit",
        documents::Error::TimedOut => "file_timed_out",
    }
}

/// One of each reason why a file cannot be read, for the generated reference.
pub fn unreadable_examples() -> Vec<Error> {
    let all = [
        documents::Error::Encrypted,
        documents::Error::corrupt("the list of pages"),
        documents::Error::LimitExceeded { limit: documents::Limit::Pages },
        documents::Error::TimedOut,
    ];
    all.map(Error::from).into()
}

macro_rules! reasons {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $sentence:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every reason, for the generated reference.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// What the user reads: what is the matter and what to do next.
            pub fn sentence(self) -> &'static str {
                match self { $(Self::$variant => $sentence),+ }
            }
        }
    };
}

reasons! {
    /// Why the caller is not known.
    Unauthenticated {
        /// No token came with the request.
        Missing = "login_required", "log in to do this";
        /// The token is malformed, forged or expired.
        BadToken = "invalid_token", "the access token is not valid or has expired; refresh it or log in again";
        /// The API key is not known, or it was revoked or has expired.
        BadKey = "invalid_api_key", "this API key is not known, was revoked or has expired; use another one";
        /// Wrong e-mail address or password.
        BadCredentials = "invalid_credentials", "the e-mail address or the password is wrong";
        /// The login was ended, or the refresh token was used before.
        LoginEnded = "login_ended", "this login has ended; log in again";
        /// The account is disabled.
        Disabled = "account_disabled", "this account is disabled; ask an administrator";
    }
}

reasons! {
    /// Why a known caller may not do this.
    Denied {
        /// The role does not allow it.
        Role = "forbidden", "your role does not allow this; ask an administrator";
        /// An API key may not manage keys, users or logins.
        ByKey = "login_needed", "an API key may not do this; log in instead";
        /// The API key has not the scope `api`.
        Scope = "scope_missing", "this API key has not the scope `api`; use one that has it";
        /// Strangers may not make accounts.
        RegistrationClosed = "registration_closed", "registration is closed on this server; ask its administrator for an account";
        /// The first account needs the link that the server printed.
        SetupTokenRequired = "setup_token_required", "open the setup link that the server printed at its first start";
        /// The setting does not allow GitHub Copilot.
        CopilotOff = "copilot_off", "GitHub Copilot is turned off on this server; its operator may turn it on with the setting gateway.github_copilot";
        /// No SearXNG is named in the settings.
        WebSearchOff = "web_search_off", "search on the web is not set up on this server; its operator may name a SearXNG with the setting web_search.searxng_url";
        /// The current password is wrong.
        WrongPassword = "wrong_password", "the current password is wrong";
    }
}

reasons! {
    /// Why the thing is not in the state that the verb needs.
    Conflict {
        /// The address has an account.
        EmailTaken = "email_taken", "this e-mail address already has an account";
        /// The name is used by another of the same kind.
        NameTaken = "name_taken", "this name is already used; choose another";
        /// The instance would be left without an owner.
        LastOwner = "last_owner", "the last owner must stay an owner; make someone else an owner first";
        /// An answer is under way in this conversation.
        RunInProgress = "run_in_progress", "an answer is under way in this conversation; stop it or wait for its end";
        /// The run has not ended.
        RunNotFinished = "run_not_finished", "this answer is still under way; stop it or wait for its end";
        /// The run has ended.
        RunFinished = "run_finished", "this answer has already ended";
        /// The answer was not cut.
        NothingToContinue = "nothing_to_continue", "this answer was not cut; send a new message instead";
        /// The run is not on the branch that is shown.
        RunNotOnBranch = "run_not_on_branch", "this message is on another branch; switch to it first";
        /// The conversation is not in the bin.
        NotInBin = "not_in_bin", "only a conversation in the bin can be removed for good";
        /// The conversation is in the bin.
        InBin = "in_bin", "this conversation is in the bin; restore it first";
        /// The API key works no more.
        KeyRevoked = "api_key_revoked", "this API key was revoked; make a new one";
        /// The job has ended.
        JobEnded = "job_ended", "this job has already ended";
        /// The job was neither cancelled nor given up.
        JobNotDead = "job_not_dead", "only a job that was cancelled or given up can be tried again";
        /// The job does not wait for its time.
        JobNotScheduled = "job_not_scheduled", "only a job that waits for its time can be begun early";
        /// Another job has its unique key.
        JobPresent = "job_present", "the same work already waits or runs in another job";
        /// A piece of a file that does not begin where the last one ended.
        UploadOffset = "upload_offset", "this piece does not begin where the last one ended; read the upload and go on from its offset";
        /// The bytes of a file are not those that were promised.
        UploadHash = "upload_hash", "the file is not the one that was announced; send it again";
        /// Not all of the file has arrived.
        UploadUnfinished = "upload_unfinished", "not all of this file has arrived; send the rest first";
        /// The document is being read.
        DocumentBusy = "document_busy", "this document is being read; wait for its end";
        /// The request under this idempotency key has no answer yet.
        RequestInProgress = "request_in_progress", "the same request is still being worked on; try again in a moment";
        /// The same idempotency key came with another request.
        KeyReused = "idempotency_key_reused", "this idempotency key was used for another request; use a new one";
    }
}

reasons! {
    /// What was not found.
    Noun {
        /// A user.
        User = "user_not_found", "user";
        /// A login.
        Login = "login_not_found", "login";
        /// A connection.
        Connection = "connection_not_found", "connection";
        /// A conversation.
        Conversation = "conversation_not_found", "conversation";
        /// A run.
        Run = "run_not_found", "run";
        /// A folder.
        Folder = "folder_not_found", "folder";
        /// A tag.
        Tag = "tag_not_found", "tag";
        /// An attachment.
        Attachment = "attachment_not_found", "attachment";
        /// An API key.
        ApiKey = "api_key_not_found", "API key";
        /// A name for models.
        Alias = "alias_not_found", "alias";
        /// A routing rule.
        RoutingRule = "routing_rule_not_found", "routing rule";
        /// A workspace.
        Workspace = "workspace_not_found", "workspace";
        /// A member of a workspace.
        Member = "member_not_found", "member of this workspace";
        /// A job.
        Job = "job_not_found", "job";
        /// A collection.
        Collection = "collection_not_found", "collection";
        /// A document.
        Document = "document_not_found", "document";
        /// A source of documents.
        Source = "source_not_found", "source";
        /// A file on its way here.
        Upload = "upload_not_found", "upload";
        /// A schedule.
        Schedule = "schedule_not_found", "schedule";
        /// A price that was set for a connection's model.
        Price = "price_not_found", "price of this model at this connection";
    }
}

reasons! {
    /// Why an answer ended before the model was done. A run carries it; no request fails with it.
    Interrupted {
        /// The user pressed stop.
        ByUser = "stopped_by_user", "you stopped this answer";
        /// The server was told to stop.
        ByShutdown = "server_stopped", "the server stopped during this answer";
        /// The process died; the next one found the answer.
        ByCrash = "server_crashed", "the server ended unexpectedly during this answer";
    }
}

/// One of each failure of a vendor and of the search service, for the generated reference.
pub fn vendor_examples() -> Vec<Error> {
    let search = [WebSearchError::Unreachable, WebSearchError::TimedOut].map(Error::WebSearch);
    ProviderError::examples().into_iter().map(Error::Vendor).chain(search).collect()
}

impl Noun {
    /// The stable code.
    pub fn not_found_code(self) -> &'static str {
        self.code()
    }

    /// The noun in words.
    pub fn words(self) -> &'static str {
        self.sentence()
    }
}
