//! A call to a model: read what decides, find the targets, ask the limits, ask the targets in turn.

use std::time::Duration;

use bytes::Bytes;
use dialects::{Dialect, Peek, RequestError};
use models::gateway_error::{GatewayError, GatewayErrorKind};
use models::usage_entry::Outcome;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::ask::{Ask, Operation};
use super::authorize::Caller;
use super::bill::{Asked, Bill, Progress};
use super::cache::{self, Found};
use super::classify;
use super::failure::Failure;
use super::limits::{self, Allowance, Estimate};
use super::queued::{self, Queued};
use super::refused::Refused;
use super::route::{self, Facts, Route, RouteTarget};
use super::{approval, embed, hedge, pass, responses, translated, turns};
use crate::context::Context;
use crate::error::Error;

/// Tokens of an answer that are reserved where the caller sets no limit.
pub(super) const ANSWER_TOKENS: u64 = 2_048;
/// Most tokens of an answer that are reserved; callers often allow more than a model ever says.
const ANSWER_TOKENS_MAX: u64 = 32_768;

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
    /// Whose turn it is where calls wait: the key's, or the user's.
    pub(super) who: Uuid,
    pub(super) progress: Progress,
    /// Told the call's place while it waits.
    pub(super) places: Option<watch::Sender<usize>>,
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
    let peek = peek(&ask).map_err(bad_request)?;
    let input_tokens = peek.estimate_input_tokens();
    let route = find_route(cx, &caller, &ask, &peek, input_tokens)?;
    permit(cx, &caller, (&ask, &peek), &route)?;
    let who = caller.whose();
    let (progress, cancel) = (Progress::default(), CancellationToken::new());
    let mut work = Work { cx, ask: &ask, peek: &peek, route: &route, cancel, who, progress, places: None };
    if ask.operation == Operation::Count {
        return pass::count(&work).await;
    }
    let asked = Asked {
        dialect: name(ask.dialect),
        model: &peek.model,
        streamed: peek.stream && ask.operation != Operation::Embed,
        run_id: None,
        task_type: route.classification.as_ref().map(|found| found.task_type.as_str().to_owned()),
        input_tokens,
    };
    let cached = match cache::find(cx, &caller, (&ask, &peek), &route).await? {
        Some(Found::Hit(answer)) => {
            let reply = cache::give(&work, caller, asked, answer).await?;
            return Ok(kept(keeper, reply).await);
        }
        Some(Found::Miss(cached)) => Some(cached),
        None => None,
    };
    let estimate = estimate(&caller, &peek, &route, input_tokens);
    let admission = limits::admit(cx, &caller, estimate).await?;
    let allowances = admission.allowances.clone();
    let mut bill = Bill::open(cx, caller, admission, asked);
    work.progress = bill.progress();
    if queued::is_told(&work) {
        let headers = work.headers_while_waiting();
        let queued = Queued { cx: cx.clone(), ask, route, who, bill, responses: keeper, cache: cached };
        return Ok(queued.reply(headers, allowances));
    }
    let mut reply = match work.answer(&mut bill).await {
        Ok(reply) => match cached {
            Some(cached) => {
                let closed = bill.listen();
                cached.keep(reply(bill), closed).await
            }
            None => reply(bill),
        },
        Err(failure) => {
            bill.close(Outcome::Failed);
            return Err(Refused { allowances, ..failure.refuse() });
        }
    };
    reply.allowances = allowances;
    Ok(kept(keeper, reply).await)
}

async fn kept(keeper: Option<responses::Keeper>, reply: Reply) -> Reply {
    match keeper {
        Some(keeper) => keeper.keep(reply).await,
        None => reply,
    }
}

/// What decides about a call.
pub(super) fn peek(ask: &Ask) -> Result<Peek<'_>, RequestError> {
    let mut peek = dialects::peek_request(ask.dialect, &ask.body)?;
    if let Some(earlier) = &ask.earlier {
        peek.count_as(&dialects::peek_request(ask.dialect, &earlier.body)?);
    }
    Ok(peek)
}

/// Finishes a reply with the account that it closes at its end.
pub(super) type Finish = Box<dyn FnOnce(Bill) -> Reply + Send>;

impl Work<'_> {
    /// The same call for one of several targets that are asked at once.
    pub(super) fn beside(&self, progress: Progress) -> Self {
        let (cancel, places) = (self.cancel.clone(), self.places.clone());
        Self { cancel, progress, places, ..*self }
    }

    /// Asks the targets in turn until one begins to answer.
    pub(super) async fn answer(&self, bill: &mut Bill) -> Result<Finish, Failure> {
        let deadline = self.route.alias.as_ref().and_then(|alias| alias.first_token_deadline_ms);
        if let (Some(deadline), 2..) = (deadline, self.route.targets.len()) {
            return Box::pin(hedge::race(self, bill, Duration::from_millis(deadline.into()))).await;
        }
        let mut failed = None;
        for (place, target) in self.route.targets.iter().enumerate() {
            let last = place + 1 == self.route.targets.len();
            bill.ask(target);
            match self.one(place).await {
                Ok(finish) => return Ok(finish),
                Err(failure) if !last && failure.leads_on() => {
                    tracing::info!(target = target.name(), "the next target is asked");
                    failed = Some(failure);
                }
                Err(failure) => return Err(failure),
            }
        }
        Err(failed.unwrap_or_else(Failure::no_target))
    }

    /// Asks one target, in its turn.
    pub(super) async fn one(&self, place: usize) -> Result<Finish, Failure> {
        let target = self.route.targets.get(place).ok_or_else(Failure::no_target)?;
        let last = place + 1 == self.route.targets.len();
        let turn = turns::take(self.cx, self.who, target, self.places.as_ref()).await.map_err(Failure::Refused)?;
        let finish = match self.ask.operation {
            Operation::Embed => embed::ask(self, target, last).await?,
            Operation::Chat | Operation::Generate | Operation::Count => self.chat(place, target, last).await?,
        };
        let Some(turn) = turn else { return Ok(finish) };
        Ok(Box::new(move |mut bill| {
            let waited = turn.waited_ms();
            bill.hold(turn);
            let mut reply = finish(bill);
            if let Some(waited) = waited {
                reply.headers.push(("x-pallium-queued-ms", waited.to_string()));
            }
            reply
        }))
    }

    async fn chat(&self, place: usize, target: &RouteTarget, last: bool) -> Result<Finish, Failure> {
        let rescue = self.route.alias.as_ref().is_some_and(|alias| alias.rescue) && self.peek.stream;
        match speaks(target).iter().find(|dialect| **dialect == self.ask.dialect) {
            Some(_) if !rescue => pass::ask(self, target, last).await,
            Some(_) | None => translated::ask(self, place, last).await,
        }
    }

    /// Who answered and why it was chosen.
    pub(super) fn headers(&self, target: &RouteTarget) -> Vec<(&'static str, String)> {
        self.headers_of(&target.name())
    }

    /// The same while it is not sure who answers.
    fn headers_while_waiting(&self) -> Vec<(&'static str, String)> {
        match self.route.targets.as_slice() {
            [target] => self.headers(target),
            _ => self.headers_of("").split_off(1),
        }
    }

    /// The same for an answer of this target's.
    pub(super) fn headers_of(&self, target: &str) -> Vec<(&'static str, String)> {
        let mut headers = vec![("x-pallium-target", ascii(target))];
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

    /// The model's name in an answer that is written here: the vendor's, unless an alias was asked for.
    pub(super) fn told_model<'b>(&'b self, target: &'b RouteTarget) -> &'b str {
        if self.route.alias.is_some() { &self.peek.model } else { &target.model }
    }
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
        answer_tokens: answer_tokens(peek),
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
    let output = answer_tokens(peek);
    let cost = route::dearest(&caller.snapshot, &route.targets, input_tokens, output);
    Estimate { tokens: input_tokens.saturating_add(output), cost }
}

/// Tokens of the answer that are held of budgets.
fn answer_tokens(peek: &Peek<'_>) -> u64 {
    peek.max_output_tokens.unwrap_or(ANSWER_TOKENS).min(ANSWER_TOKENS_MAX).saturating_mul(peek.n)
}

/// What is wrong with a request, in the caller's words.
pub(super) fn bad_request(error: RequestError) -> Refused {
    GatewayError::from(error).into()
}

/// A header's value: what is not ASCII is left out.
fn ascii(text: &str) -> String {
    text.chars().filter(|character| character.is_ascii_graphic() || *character == ' ').collect()
}
