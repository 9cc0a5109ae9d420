//! A call to a model: read what decides, find the targets, ask the limits, ask the targets in turn.

use bytes::Bytes;
use dialects::{Dialect, Peek, RequestError};
use models::chat::{ChatPart, ChatRequest};
use models::gateway_error::{GatewayError, GatewayErrorKind};
use models::price::Nanos;
use models::run::Usage;
use models::usage_entry::Outcome;
use providers::ProviderError;
use tokio_util::sync::CancellationToken;

use super::authorize::Caller;
use super::bill::{Asked, Bill};
use super::classify;
use super::limits::{self, Allowance, Estimate};
use super::refused::{self, Refused};
use super::responses::Earlier;
use super::route::{self, Facts, Route, RouteTarget};
use super::{approval, embed, pass, responses, translated};
use crate::context::Context;
use crate::error::Error;

/// Tokens of an answer that are reserved where the caller sets no limit.
pub(super) const ANSWER_TOKENS: u64 = 2_048;
/// Most tokens of an answer that are reserved; callers often allow more than a model ever says.
const ANSWER_TOKENS_MAX: u64 = 32_768;

/// What a caller asks.
pub struct Ask {
    pub(super) dialect: Dialect,
    pub(super) operation: Operation,
    pub(super) body: Bytes,
    pub(super) headers: Vec<(&'static str, String)>,
    /// Of `/v1/responses`: what the call goes on from.
    pub(super) earlier: Option<Earlier>,
}

/// Kinds of calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operation {
    /// An answer to a conversation.
    Chat,
    /// Ollama's answer to a prompt.
    Generate,
    /// Texts as vectors.
    Embed,
    /// How many tokens a prompt has.
    Count,
}

impl Ask {
    /// An answer to a conversation. The headers are those that mean something to the dialect's vendor.
    pub fn chat(dialect: Dialect, body: Bytes, headers: Vec<(&'static str, String)>) -> Self {
        Self { dialect, operation: Operation::Chat, body, headers, earlier: None }
    }

    /// An answer to a prompt, as Ollama's `/api/generate` has it.
    pub fn generate(dialect: Dialect, body: Bytes, headers: Vec<(&'static str, String)>) -> Self {
        Self { dialect, operation: Operation::Generate, body, headers, earlier: None }
    }

    /// Texts as vectors.
    pub fn embed(dialect: Dialect, body: Bytes, headers: Vec<(&'static str, String)>) -> Self {
        Self { dialect, operation: Operation::Embed, body, headers, earlier: None }
    }

    /// How many tokens a prompt has. It costs nothing and is not limited.
    pub fn count(dialect: Dialect, body: Bytes, headers: Vec<(&'static str, String)>) -> Self {
        Self { dialect, operation: Operation::Count, body, headers, earlier: None }
    }

    /// The words of the conversation. A request that cannot be read has none; whoever is asked says why.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let request = self.decode().unwrap_or_default();
        for part in request.messages.iter().flat_map(|message| &message.parts) {
            if let ChatPart::Text(words) = part {
                text.push_str(words);
                text.push('\n');
            }
        }
        text
    }

    /// The request in no dialect.
    pub(super) fn decode(&self) -> Result<ChatRequest, RequestError> {
        let body = self.earlier.as_ref().map_or(&self.body, |earlier| &earlier.body);
        match self.operation {
            Operation::Generate => dialects::decode_generate(body),
            Operation::Chat | Operation::Embed | Operation::Count => dialects::decode_request(self.dialect, body),
        }
    }
}

/// What is answered.
pub struct Reply {
    /// The type of the body.
    pub content_type: &'static str,
    /// Who answered, why it was chosen, and what was left out.
    pub headers: Vec<(&'static str, String)>,
    /// What is left of the caller's limits.
    pub allowances: Vec<Allowance>,
    /// The body.
    pub body: ReplyBody,
}

/// A body.
pub enum ReplyBody {
    /// In one piece.
    Whole(Bytes),
    /// In pieces as they come. Dropping it ends the vendor's call.
    Stream(futures_util::stream::BoxStream<'static, Bytes>),
}

/// A call in progress: what all targets are asked.
pub(super) struct Work<'a> {
    pub(super) cx: &'a Context,
    pub(super) ask: &'a Ask,
    pub(super) peek: &'a Peek<'a>,
    pub(super) route: &'a Route,
    pub(super) cancel: CancellationToken,
}

/// Why a target did not answer.
pub(super) enum Failure {
    /// It was asked and failed.
    Vendor {
        error: ProviderError,
        /// Whether its words are in the caller's dialect.
        same_dialect: bool,
    },
    /// It cannot be asked this.
    Refused(GatewayError),
}

/// Answers a call.
pub async fn call(cx: &Context, caller: Caller, mut ask: Ask) -> Result<Reply, Refused> {
    cx.gateway.ledger.check()?;
    if cx.runs.is_draining() {
        return Err(Error::Draining.into());
    }
    let keeper = match ask.dialect {
        Dialect::OpenAiResponses => responses::begin(cx, &caller, &mut ask).await?,
        Dialect::OpenAiChat | Dialect::AnthropicMessages | Dialect::Ollama => None,
    };
    let mut peek = dialects::peek_request(ask.dialect, &ask.body).map_err(bad_request)?;
    if let Some(earlier) = &ask.earlier {
        peek.count_as(&dialects::peek_request(ask.dialect, &earlier.body).map_err(bad_request)?);
    }
    let input_tokens = peek.estimate_input_tokens();
    let route = find_route(cx, &caller, &ask, &peek, input_tokens)?;
    permit(cx, &caller, (&ask, &peek), &route)?;
    if ask.operation == Operation::Count {
        return pass::count(&Work { cx, ask: &ask, peek: &peek, route: &route, cancel: CancellationToken::new() })
            .await;
    }
    let estimate = estimate(&caller, &peek, &route, input_tokens);
    let admission = limits::admit(cx, &caller, estimate).await?;
    let allowances = admission.allowances.clone();
    let asked = Asked {
        dialect: name(ask.dialect),
        model: &peek.model,
        streamed: peek.stream && ask.operation != Operation::Embed,
        run_id: None,
        task_type: route.classification.as_ref().map(|found| found.task_type.as_str().to_owned()),
        input_tokens,
    };
    let mut bill = Bill::open(cx, caller, admission, asked);
    let work = Work { cx, ask: &ask, peek: &peek, route: &route, cancel: CancellationToken::new() };
    let mut reply = match work.answer(&mut bill).await {
        Ok(reply) => reply(bill),
        Err(failure) => {
            bill.close(Outcome::Failed);
            return Err(Refused { allowances, ..work.refuse(failure) });
        }
    };
    reply.allowances = allowances;
    Ok(match keeper {
        Some(keeper) => keeper.keep(reply).await,
        None => reply,
    })
}

/// Finishes a reply with the account that it closes at its end.
pub(super) type Finish = Box<dyn FnOnce(Bill) -> Reply + Send>;

impl Work<'_> {
    /// Asks the targets in turn until one begins to answer.
    async fn answer(&self, bill: &mut Bill) -> Result<Finish, Failure> {
        let mut failed = None;
        for (place, target) in self.route.targets.iter().enumerate() {
            let last = place + 1 == self.route.targets.len();
            bill.ask(target);
            let outcome = match self.ask.operation {
                Operation::Embed => embed::ask(self, target, bill, last).await,
                Operation::Chat | Operation::Generate | Operation::Count => self.chat(place, target, bill, last).await,
            };
            match outcome {
                Ok(finish) => return Ok(finish),
                Err(failure) if !last && failure.leads_on() => {
                    tracing::info!(target = target.name(), "the next target is asked");
                    failed = Some(failure);
                }
                Err(failure) => return Err(failure),
            }
        }
        Err(failed.unwrap_or_else(|| Failure::Refused(no_target())))
    }

    async fn chat(&self, place: usize, target: &RouteTarget, bill: &mut Bill, last: bool) -> Result<Finish, Failure> {
        let rescue = self.route.alias.as_ref().is_some_and(|alias| alias.rescue) && self.peek.stream;
        match speaks(target).iter().find(|dialect| **dialect == self.ask.dialect) {
            Some(_) if !rescue => pass::ask(self, target, bill, last).await,
            Some(_) | None => translated::ask(self, place, bill, last).await,
        }
    }

    /// Who answered and why it was chosen.
    pub(super) fn headers(&self, target: &RouteTarget) -> Vec<(&'static str, String)> {
        let mut headers = vec![("x-pallium-target", ascii(&target.name()))];
        if let Some(alias) = &self.route.alias {
            headers.push(("x-pallium-alias", alias.name.as_str().to_owned()));
        }
        if let Some(found) = &self.route.classification {
            headers.push(("x-pallium-task-type", found.task_type.as_str().to_owned()));
            headers.push(("x-pallium-complexity", found.complexity.as_str().to_owned()));
            headers.push(("x-pallium-confidence", format!("{:.2}", found.confidence)));
        }
        if let Some(rule) = &self.route.rule {
            headers.push(("x-pallium-rule", ascii(rule)));
        }
        headers
    }

    fn refuse(&self, failure: Failure) -> Refused {
        match failure {
            Failure::Refused(error) => error.into(),
            Failure::Vendor { error, same_dialect } => {
                let verbatim = same_dialect.then(|| verbatim(&error)).flatten();
                let mut refused = refused::of_vendor(error);
                if let Some((status, bytes)) = verbatim {
                    refused.error.status = status;
                    refused.verbatim = Some(bytes);
                }
                refused
            }
        }
    }
}

impl Failure {
    /// Whether another target may do better.
    fn leads_on(&self) -> bool {
        match self {
            Self::Refused(_) => true,
            Self::Vendor { error, .. } => match error {
                ProviderError::Vendor { status, error, .. } => {
                    !matches!(status, 400 | 413 | 422) || error.kind == models::chat::VendorErrorKind::ContextTooLong
                }
                ProviderError::Connect { .. }
                | ProviderError::FirstByteTimeout { .. }
                | ProviderError::ChunkTimeout { .. }
                | ProviderError::Cut
                | ProviderError::Blocked { .. }
                | ProviderError::Unavailable { .. }
                | ProviderError::UnusableSecret => true,
                ProviderError::TotalTimeout { .. } | ProviderError::TooLarge { .. } | ProviderError::Cancelled => false,
            },
        }
    }
}

impl From<ProviderError> for Failure {
    fn from(error: ProviderError) -> Self {
        Self::Vendor { error, same_dialect: false }
    }
}

/// The vendor's own words about the caller's request. What it says about our key or itself is ours to tell.
fn verbatim(error: &ProviderError) -> Option<(u16, Bytes)> {
    let ProviderError::Vendor { status, body: Some(body), .. } = error else { return None };
    let is_json = || serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok();
    (matches!(status, 400 | 404 | 413 | 422 | 429) && is_json()).then(|| (*status, body.clone()))
}

/// The dialects that a connection's vendor speaks, its own first; none for the demo, which has no wire.
pub(super) fn speaks(target: &RouteTarget) -> &'static [Dialect] {
    use models::connection::ConnectionKind as Kind;
    match target.line.connection.kind {
        Kind::OpenAi => &[Dialect::OpenAiChat, Dialect::OpenAiResponses],
        Kind::Groq | Kind::OpenRouter | Kind::GithubCopilot | Kind::OpenAiCompatible => &[Dialect::OpenAiChat],
        Kind::Anthropic => &[Dialect::AnthropicMessages],
        Kind::Ollama => &[Dialect::Ollama],
        Kind::Demo => &[],
    }
}

/// A route without targets, which `route` does not make.
pub(super) fn no_target() -> GatewayError {
    GatewayError::new(GatewayErrorKind::NotFound, "No target takes this call.").with_code("model_not_found")
}

/// The dialect's name in the ledger.
fn name(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::OpenAiChat => "openai_chat",
        Dialect::OpenAiResponses => "openai_responses",
        Dialect::AnthropicMessages => "anthropic_messages",
        Dialect::Ollama => "ollama",
    }
}

fn find_route(cx: &Context, caller: &Caller, ask: &Ask, peek: &Peek<'_>, input_tokens: u64) -> Result<Route, Refused> {
    let classify = || classify::classify(&cx.gateway.hints, &ask.text());
    let facts = Facts {
        user: caller.user_id(),
        key: caller.key.as_ref().map(|record| record.key.id),
        workspace: caller.workspace_id(),
        input_tokens,
        hour: u8::try_from(chrono::Timelike::hour(&cx.now())).unwrap_or(0),
        classify: &classify,
        lot: lot(cx),
    };
    Ok(route::route(&caller.snapshot, &peek.model, &facts)?)
}

/// A number from 0 up to 1, from the random bits of a fresh id.
fn lot(cx: &Context) -> f64 {
    let (_, low) = cx.id().as_u64_pair();
    (low << 2) as f64 / u64::MAX as f64
}

/// Whether the key may name this, and whether a person has to be asked first.
fn permit(cx: &Context, caller: &Caller, (ask, peek): (&Ask, &Peek<'_>), route: &Route) -> Result<(), Refused> {
    let bare = route.alias.is_none().then(|| route.targets.first().map(|target| target.model.as_str())).flatten();
    if !caller.may_name(&peek.model) && !bare.is_some_and(|model| caller.may_name(model)) {
        let message = format!("This API key may not use `{}`.", peek.model);
        let error = GatewayError::new(GatewayErrorKind::Permission, message).with_code("model_not_allowed");
        return Err(error.with_param("model").into());
    }
    Ok(approval::check(cx, ask, route.alias.as_ref().map(|alias| alias.name.as_str()))?)
}

fn estimate(caller: &Caller, peek: &Peek<'_>, route: &Route, input_tokens: u64) -> Estimate {
    let output = peek.max_output_tokens.unwrap_or(ANSWER_TOKENS).min(ANSWER_TOKENS_MAX).saturating_mul(peek.n);
    let usage = Usage { input_tokens, output_tokens: output, ..Usage::default() };
    let costs = route.targets.iter().filter_map(|target| caller.snapshot.price(&target.line, &target.model));
    let cost = costs.map(|price| price.at(input_tokens).cost(&usage).0).max().unwrap_or(0);
    Estimate { tokens: input_tokens.saturating_add(output), cost: Nanos(cost) }
}

/// What is wrong with a request, in the caller's words.
pub(super) fn bad_request(error: RequestError) -> Refused {
    wrong(error).into()
}

/// What is wrong with a request.
pub(super) fn wrong(error: RequestError) -> GatewayError {
    let message = error.to_string();
    let wrong = GatewayError::new(GatewayErrorKind::InvalidRequest, message);
    match error {
        RequestError::Json { .. } => wrong.with_code("malformed_json"),
        RequestError::Invalid { field, .. } => wrong.with_param(field),
        RequestError::Unsupported { field } => wrong.with_code("unsupported_parameter").with_param(field),
    }
}

/// A header's value: what is not ASCII is left out.
fn ascii(text: &str) -> String {
    text.chars().filter(|character| character.is_ascii_graphic() || *character == ' ').collect()
}
