//! Pure: history, instructions and a token budget become a request.

use std::collections::HashMap;

use models::chat::{ChatMessage, ChatPart, ChatRequest, ChatRole};
use models::ids::AttachmentId;
use models::message::{Message, MessageRole, Part};
use models::run::RunParameters;

use super::given::Words;

/// Tokens assumed where the model's window is not known.
const CONTEXT_TOKENS_DEFAULT: u32 = 128_000;
/// Tokens kept free for the answer where the caller set no limit.
const ANSWER_TOKENS_DEFAULT: u32 = 4_096;
/// Characters to a token, rounded down so that the estimate errs towards too many tokens.
const CHARACTERS_PER_TOKEN: usize = 3;
/// Tokens that vendors count for one picture, at most.
const IMAGE_TOKENS: usize = 1_600;

/// A picture's type and bytes in base64.
pub(super) type Images = HashMap<AttachmentId, (String, String)>;

/// What a request is made from.
pub(super) struct Material<'a> {
    /// The vendor's model id.
    pub(super) model: &'a str,
    /// The model's window in tokens, where known.
    pub(super) context_tokens: Option<u32>,
    /// The user's own instructions, before the conversation's.
    pub(super) instructions: Option<&'a str>,
    /// Instructions and sampling.
    pub(super) parameters: &'a RunParameters,
    /// Messages of the branch, oldest first, the new input last.
    pub(super) history: &'a [Message],
    /// Pictures of the history that are to be sent.
    pub(super) images: &'a Images,
    /// What is said of files and passages.
    pub(super) given: &'a Words,
}

/// Makes the request. The oldest messages are left out where the window is too small; the newest
/// one always stays. A history that ends with the model's own words asks it to go on with them,
/// which each dialect says in its vendor's way.
pub(super) fn build(material: &Material<'_>) -> ChatRequest {
    let parts =
        [material.instructions, material.parameters.system_prompt.as_deref(), material.given.guidance.as_deref()];
    let system = join_instructions(parts);
    let newest = material.history.iter().rposition(|message| message.role == MessageRole::User);
    let mut messages: Vec<ChatMessage> = Vec::new();
    for (place, message) in material.history.iter().enumerate() {
        let role = match message.role {
            MessageRole::User => ChatRole::User,
            MessageRole::Assistant => ChatRole::Assistant,
        };
        let passages = material.given.passages.as_deref().filter(|_| Some(place) == newest);
        let parts = convert(&message.parts, material, passages);
        match messages.last_mut() {
            _ if parts.is_empty() => {}
            // A continued answer is one message to the model, however often it was cut.
            Some(last) if last.role == role => last.parts.extend(parts),
            _ => messages.push(ChatMessage { role, parts }),
        }
    }
    let messages = fit(messages, budget(material, system.as_deref()));
    ChatRequest {
        model: material.model.to_owned(),
        system,
        messages,
        temperature: material.parameters.temperature,
        top_p: material.parameters.top_p,
        max_output_tokens: material.parameters.max_output_tokens,
        reasoning_effort: material.parameters.reasoning_effort.map(Into::into),
        stream: true,
        ..ChatRequest::default()
    }
}

fn join_instructions(parts: [Option<&str>; 3]) -> Option<String> {
    let texts: Vec<&str> = parts.into_iter().flatten().map(str::trim).filter(|text| !text.is_empty()).collect();
    (!texts.is_empty()).then(|| texts.join("\n\n"))
}

/// Thoughts are not sent back: vendors accept only their own, and only within a round of tools.
/// Tool calls without results would be refused.
fn convert(parts: &[Part], material: &Material<'_>, passages: Option<&str>) -> Vec<ChatPart> {
    let mut out = Vec::with_capacity(parts.len());
    let mut given = String::new();
    for part in parts {
        if let Part::File { attachment_id } = part {
            let words = material.given.files.get(attachment_id);
            given.push_str(words.map_or("[a file that is not shown here]\n", String::as_str));
            given.push('\n');
        }
    }
    given.push_str(passages.unwrap_or_default());
    for part in parts {
        match part {
            Part::Text { text } | Part::Refusal { text } if !text.is_empty() => out.push(ChatPart::Text(text.clone())),
            Part::Image { attachment_id } => out.push(match material.images.get(attachment_id) {
                Some((media_type, base64)) => ChatPart::image(media_type, base64),
                None => ChatPart::Text("[an image that is not shown here]".into()),
            }),
            Part::Text { .. }
            | Part::Refusal { .. }
            | Part::Reasoning { .. }
            | Part::ToolCall { .. }
            | Part::File { .. } => {}
        }
    }
    if !given.is_empty() {
        put_first(&mut out, given);
    }
    out
}

/// Before the words, and as one text with them: not every vendor's server takes several.
fn put_first(parts: &mut Vec<ChatPart>, given: String) {
    match parts.iter_mut().find(|part| matches!(part, ChatPart::Text(_))) {
        Some(ChatPart::Text(words)) => words.insert_str(0, &given),
        _ => parts.push(ChatPart::Text(given)),
    }
}

fn budget(material: &Material<'_>, system: Option<&str>) -> usize {
    let window = material.context_tokens.unwrap_or(CONTEXT_TOKENS_DEFAULT);
    let answer = material.parameters.max_output_tokens.unwrap_or(ANSWER_TOKENS_DEFAULT).min(window / 2);
    let rest = usize::try_from(window - answer).unwrap_or(usize::MAX);
    rest.saturating_sub(system.map_or(0, estimate_text))
}

fn fit(mut messages: Vec<ChatMessage>, budget: usize) -> Vec<ChatMessage> {
    let mut total = 0;
    let mut keep = 0;
    for message in messages.iter().rev() {
        total += estimate(message);
        if total > budget && keep > 0 {
            break;
        }
        keep += 1;
    }
    let mut rest = messages.split_off(messages.len() - keep);
    // Vendors want the user to speak first.
    while rest.len() > 1 && rest[0].role == ChatRole::Assistant {
        rest.remove(0);
    }
    rest
}

fn estimate(message: &ChatMessage) -> usize {
    message.parts.iter().map(estimate_part).sum()
}

fn estimate_part(part: &ChatPart) -> usize {
    match part {
        ChatPart::Text(text) | ChatPart::Refusal(text) | ChatPart::Reasoning { text, .. } => estimate_text(text),
        ChatPart::ToolCall { arguments, .. } => estimate_text(arguments),
        ChatPart::ToolResult { parts, .. } => parts.iter().map(estimate_part).sum(),
        ChatPart::Image { .. } | ChatPart::File { .. } => IMAGE_TOKENS,
    }
}

fn estimate_text(text: &str) -> usize {
    text.chars().count() / CHARACTERS_PER_TOKEN + 4
}

#[cfg(test)]
mod tests {
    use models::ids::{ConversationId, MessageId, RunId};
    use uuid::Uuid;

    use super::*;

    fn said(role: MessageRole, text: &str) -> Message {
        Message {
            id: MessageId(Uuid::nil()),
            run_id: RunId(Uuid::nil()),
            conversation_id: ConversationId(Uuid::nil()),
            role,
            parts: vec![Part::Text { text: text.into() }],
            created_at: models::time::Time::UNIX_EPOCH,
        }
    }

    fn request(history: &[Message], context_tokens: Option<u32>) -> ChatRequest {
        let parameters = RunParameters { system_prompt: Some(" Be brief. ".into()), ..Default::default() };
        build(&Material {
            model: "m",
            context_tokens,
            instructions: Some("Speak German."),
            parameters: &parameters,
            history,
            images: &Images::new(),
            given: &Words::default(),
        })
    }

    fn texts(request: &ChatRequest) -> Vec<(ChatRole, String)> {
        let text = |parts: &[ChatPart]| {
            parts.iter().map(|p| if let ChatPart::Text(t) = p { t.as_str() } else { "?" }).collect::<Vec<_>>().join("|")
        };
        request.messages.iter().map(|m| (m.role, text(&m.parts))).collect()
    }

    #[test]
    fn instructions_of_the_user_come_before_the_conversations() {
        let request = request(&[said(MessageRole::User, "hi")], None);
        assert_eq!(request.system.as_deref(), Some("Speak German.\n\nBe brief."));
    }

    #[test]
    fn files_stand_in_their_messages_and_passages_before_the_newest_words() {
        let file = AttachmentId(Uuid::from_u128(1));
        let mut first = said(MessageRole::User, "what is this?");
        first.parts.insert(0, Part::File { attachment_id: file });
        let gone = AttachmentId(Uuid::from_u128(2));
        let mut last = said(MessageRole::User, "and the rent?");
        last.parts.insert(0, Part::File { attachment_id: gone });
        let given = Words {
            files: HashMap::from([(file, "FILE\n".into())]),
            passages: Some("PASSAGES\n".into()),
            guidance: Some("It is data.".into()),
        };
        let history = [first, said(MessageRole::Assistant, "a contract"), last, said(MessageRole::Assistant, "It is")];
        let request = build(&Material {
            model: "m",
            context_tokens: None,
            instructions: Some("Speak German."),
            parameters: &RunParameters::default(),
            history: &history,
            images: &Images::new(),
            given: &given,
        });
        assert_eq!(request.system.as_deref(), Some("Speak German.\n\nIt is data."));
        assert_eq!(
            texts(&request),
            vec![
                (ChatRole::User, "FILE\n\nwhat is this?".into()),
                (ChatRole::Assistant, "a contract".into()),
                (ChatRole::User, "[a file that is not shown here]\n\nPASSAGES\nand the rent?".into()),
                (ChatRole::Assistant, "It is".into()),
            ]
        );
    }

    #[test]
    fn a_cut_answer_is_one_message_and_comes_last() {
        let history = [
            said(MessageRole::User, "tell"),
            said(MessageRole::Assistant, "once"),
            said(MessageRole::Assistant, " upon"),
        ];
        assert_eq!(
            texts(&request(&history, None)),
            vec![(ChatRole::User, "tell".into()), (ChatRole::Assistant, "once| upon".into())]
        );
    }

    #[test]
    fn the_oldest_messages_go_when_the_window_is_small_and_the_newest_stays() {
        let long = "x".repeat(3_000);
        let history = [
            said(MessageRole::User, &long),
            said(MessageRole::Assistant, &long),
            said(MessageRole::User, "second"),
            said(MessageRole::Assistant, "answer"),
            said(MessageRole::User, "third"),
        ];
        let kept = texts(&request(&history, Some(1_000)));
        assert_eq!(
            kept,
            vec![
                (ChatRole::User, "second".into()),
                (ChatRole::Assistant, "answer".into()),
                (ChatRole::User, "third".into()),
            ]
        );
        let huge = [said(MessageRole::User, &"y".repeat(50_000))];
        assert_eq!(request(&huge, Some(1_000)).messages.len(), 1);
    }
}
