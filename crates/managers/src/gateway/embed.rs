//! Embeddings.

use bytes::Bytes;
use dialects::{Dialect, ModelRename};
use models::gateway_error::{GatewayError, GatewayErrorKind};
use models::run::Usage;
use models::usage_entry::Outcome;
use providers::{Forward, HeaderMap, ProviderError};

use super::call::{self, Finish, Reply, ReplyBody, Work};
use super::failure::Failure;
use super::pass;
use super::route::RouteTarget;

/// Asks a target for vectors. They pass through where caller and vendor speak the same dialect; read and
/// written again are they only where the dialects differ.
pub(super) async fn ask(work: &Work<'_>, target: &RouteTarget, last: bool) -> Result<Finish, Failure> {
    let Some(&to) = call::speaks(target).first() else { return Err(none(target)) };
    let dialect = work.ask.dialect;
    let same = is_open_ai(dialect) == is_open_ai(to);
    let (mut forwarded, translated) = if same && to != Dialect::AnthropicMessages {
        (pass::send(work, target, path(to), last).await?, None)
    } else {
        let mut request = dialects::decode_embeddings_request(dialect, &work.ask.body)
            .map_err(|error| Failure::Refused(error.into()))?;
        request.model.clone_from(&target.model);
        let encoded =
            dialects::encode_embeddings_request(to, &request).map_err(|error| Failure::Refused(error.into()))?;
        let forward = Forward {
            path: encoded.path.to_owned(),
            model: target.model.clone(),
            body: vec![Bytes::from(encoded.body)],
            headers: HeaderMap::new(),
            stream: false,
            deadlines: pass::deadlines(work),
            retries: Some(work.cx.settings.gateway.retries),
            last_resort: last,
            sent: work.progress.sent.clone(),
        };
        (work.cx.providers.forward(&target.line.endpoint, &forward, &work.cancel).await?, Some(request))
    };
    work.progress.begin(work.cx.now());
    let bytes = pass::read_whole(&mut forwarded).await?;
    let answer = dialects::decode_embeddings(to, &bytes).map_err(|error| {
        forwarded.blame();
        ProviderError::Vendor { status: forwarded.status, error, retry_after: None, body: None }
    })?;
    let usage = answer.input_tokens.map(|input_tokens| Usage { input_tokens, ..Usage::default() });
    let body = match translated {
        Some(request) => {
            let named = models::embedding::Embeddings { model: work.told_model(target).to_owned(), ..answer };
            dialects::encode_embeddings(dialect, &request, &named, work.peek.estimate_input_tokens()).into()
        }
        None if work.route.alias.is_none() => bytes,
        None => ModelRename::new(dialect, false, &work.peek.model).push(&bytes).into_owned().into(),
    };
    let headers = work.headers(target);
    Ok(Box::new(move |mut bill| {
        bill.note(usage, 0);
        bill.close(Outcome::Completed);
        Reply { content_type: "application/json", headers, allowances: Vec::new(), body: ReplyBody::Whole(body) }
    }))
}

fn is_open_ai(dialect: Dialect) -> bool {
    dialect != Dialect::Ollama
}

/// Where a vendor of this dialect makes vectors.
fn path(dialect: Dialect) -> &'static str {
    if is_open_ai(dialect) { "/embeddings" } else { "/api/embed" }
}

fn none(target: &RouteTarget) -> Failure {
    let message = format!("`{}` has no embeddings. Name another model.", target.name());
    Failure::Refused(GatewayError::new(GatewayErrorKind::InvalidRequest, message).with_param("model"))
}
