//! A better title than the first words, by a second, cheap call where a model is set for it.

use std::time::Duration;

use models::chat::{ChatMessage, ChatPart, ChatRequest, ChatRole};
use models::conversation::{Conversation, Title, TitleSource};
use models::message::{MessageRole, plain_text};
use models::notice::Change;
use models::usage_entry::Outcome;

use super::start::Plan;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::gateway::{self, OwnCall};
use crate::{connections, instance};

const INSTRUCTIONS: &str = "Write a title of three to six words for the conversation below, in its language. \
    Answer with the title only: no quotation marks, no full stop, no explanation.";
/// Characters of each message that the model is shown.
const EXCERPT_CHARACTERS: usize = 1_000;
/// Longest title the model is believed to have meant.
const TITLE_CHARACTERS: usize = 80;
/// A title is not worth waiting longer for, at shutdown least of all.
const PATIENCE: Duration = Duration::from_secs(20);

/// Improves the title after the first answer. A failure leaves the first words and is logged.
pub(super) async fn improve(cx: &Context, plan: &Plan) {
    match tokio::time::timeout(PATIENCE, write_title(cx, plan)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::info!(%error, "no title from the model; the first words stay"),
        Err(_) => tracing::info!("no title from the model in time; the first words stay"),
    }
}

async fn write_title(cx: &Context, plan: &Plan) -> Result<()> {
    if plan.run.parent_run_id.is_some() || cx.runs.is_draining() {
        return Ok(());
    }
    let Some(choice) = instance::settings(cx).await?.title_model else { return Ok(()) };
    let Some(talk) = excerpt(cx, plan).await? else { return Ok(()) };
    let (endpoint, model) = connections::resolve(cx, &plan.actor, &choice).await?;
    let request = ChatRequest {
        model: model.id,
        system: Some(INSTRUCTIONS.into()),
        messages: vec![ChatMessage { role: ChatRole::User, parts: vec![ChatPart::Text(talk)] }],
        stream: true,
        ..ChatRequest::default()
    };
    let call = OwnCall {
        user_id: plan.run.owner_id,
        run_id: Some(plan.run.id),
        connection_id: endpoint.connection_id,
        model: &request.model,
        input_tokens: dialects::estimate_tokens(&request),
        max_output_tokens: None,
    };
    let mut bill = gateway::open_own_call(cx, call).await?;
    let answer = cx.providers.complete(&endpoint, &request).await.inspect_err(|_| bill.close(Outcome::Failed))?;
    bill.begun();
    bill.note(answer.usage, answer.text.len() as u64);
    bill.close(Outcome::Completed);
    let Some(title) = clean(&answer.text) else { return Ok(()) };
    let id = plan.run.conversation_id;
    cx.store
        .write(move |db| {
            let Some(mut conversation) = store::conversations::find(db, id)? else { return Ok(()) };
            if may_replace(&conversation) {
                conversation.title = title;
                conversation.title_source = TitleSource::Model;
                store::conversations::update(db, &conversation)?;
            }
            Ok::<_, Error>(())
        })
        .await?;
    cx.notify(plan.run.owner_id, Change::ConversationChanged { conversation_id: id });
    Ok(())
}

fn may_replace(conversation: &Conversation) -> bool {
    match conversation.title_source {
        TitleSource::Default | TitleSource::FirstWords => true,
        TitleSource::Model | TitleSource::User => false,
    }
}

/// The first question and answer, shortened; `None` where the title is not ours to write.
async fn excerpt(cx: &Context, plan: &Plan) -> Result<Option<String>> {
    let (run_id, conversation_id) = (plan.run.id, plan.run.conversation_id);
    cx.store
        .read(move |db| {
            let conversation = store::conversations::find(db, conversation_id)?;
            if !conversation.is_some_and(|c| may_replace(&c)) {
                return Ok(None);
            }
            let (input, answer) = store::messages::for_runs(db, &[run_id])?.remove(&run_id).unwrap_or_default();
            let line = |message: models::message::Message| {
                let who = match message.role {
                    MessageRole::User => "User",
                    MessageRole::Assistant => "Assistant",
                };
                format!("{who}: {}", plain_text(&message.parts).chars().take(EXCERPT_CHARACTERS).collect::<String>())
            };
            let lines: Vec<String> = [input, answer].into_iter().flatten().map(line).collect();
            Ok::<_, Error>((!lines.is_empty()).then(|| lines.join("\n\n")))
        })
        .await
}

/// Models add quotation marks, a heading or a whole essay; what is left must look like a title.
fn clean(answer: &str) -> Option<Title> {
    let line = answer.lines().map(str::trim).find(|line| !line.is_empty())?;
    let line =
        line.trim_start_matches("Title:").trim_matches(|c: char| c.is_whitespace() || "\"'`*#.“”„«»".contains(c));
    (line.chars().count() <= TITLE_CHARACTERS).then(|| Title::parse(line).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_loses_its_decoration_and_an_essay_is_refused() {
        for (answer, title) in [
            ("\"Monads in Rust\"", Some("Monads in Rust")),
            ("\n**Title: Käse**\n\nmore", Some("Title: Käse")),
            ("Title: Brot backen.", Some("Brot backen")),
            ("", None),
            ("\"\"", None),
        ] {
            assert_eq!(clean(answer).as_ref().map(Title::as_str), title, "{answer:?}");
        }
        assert_eq!(clean(&"long ".repeat(40)), None);
    }
}
