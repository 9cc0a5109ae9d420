//! What is known about models from their names alone.

use models::connection::Capabilities;

const TOOLS: Capabilities = Capabilities { vision: false, tools: true, reasoning: false };
const VISION: Capabilities = Capabilities { vision: true, tools: false, reasoning: false };
const REASONING: Capabilities = Capabilities { vision: false, tools: false, reasoning: true };
const VISION_TOOLS: Capabilities = Capabilities { vision: true, tools: true, reasoning: false };
const REASONING_TOOLS: Capabilities = Capabilities { vision: false, tools: true, reasoning: true };
const VISION_TOOLS_REASONING: Capabilities = Capabilities { vision: true, tools: true, reasoning: true };

/// A piece of the name in lower case, and what models with it can do. The first that fits decides.
const FAMILIES: &[(&str, Capabilities)] = &[
    ("gpt-5-chat", VISION_TOOLS),
    ("gpt-5", VISION_TOOLS_REASONING),
    ("gpt-4o", VISION_TOOLS),
    ("gpt-4.1", VISION_TOOLS),
    ("gpt-4.5", VISION_TOOLS),
    ("gpt-4-turbo", VISION_TOOLS),
    ("chatgpt-4o", VISION),
    ("gpt-4", TOOLS),
    ("gpt-3.5", TOOLS),
    ("gpt-oss", REASONING_TOOLS),
    ("o1-mini", REASONING),
    ("o1-preview", REASONING),
    ("o3-mini", REASONING_TOOLS),
    ("o1", VISION_TOOLS_REASONING),
    ("o3", VISION_TOOLS_REASONING),
    ("o4-mini", VISION_TOOLS_REASONING),
    ("claude-3-7", VISION_TOOLS_REASONING),
    ("claude-3", VISION_TOOLS),
    ("claude-", VISION_TOOLS_REASONING),
    ("gemini-2.0", VISION_TOOLS),
    ("gemini", VISION_TOOLS_REASONING),
    ("llama-4", VISION_TOOLS),
    ("llama4", VISION_TOOLS),
    ("llama-3.2-11b-vision", VISION),
    ("llama-3.2-90b-vision", VISION),
    ("llama3.2-vision", VISION),
    ("llama-3", TOOLS),
    ("llama3.", TOOLS),
    ("llava", VISION),
    ("moondream", VISION),
    ("minicpm-v", VISION),
    ("pixtral", VISION_TOOLS),
    ("magistral", REASONING_TOOLS),
    ("mistral-small3", VISION_TOOLS),
    ("mistral-medium", VISION_TOOLS),
    ("mistral", TOOLS),
    ("qwen2.5vl", VISION),
    ("qwen2.5-vl", VISION),
    ("qwen3-vl", VISION_TOOLS_REASONING),
    ("qwq", REASONING_TOOLS),
    ("qwen3-coder", TOOLS),
    ("qwen3", REASONING_TOOLS),
    ("qwen", TOOLS),
    ("deepseek-r1", REASONING),
    ("deepseek-reasoner", REASONING),
    ("deepseek", TOOLS),
    ("gemma3", VISION),
    ("gemma-3", VISION),
    ("grok-4", VISION_TOOLS_REASONING),
    ("grok-3-mini", REASONING_TOOLS),
    ("grok", TOOLS),
    ("kimi-k2", TOOLS),
    ("glm-4", REASONING_TOOLS),
];

/// Pieces of names of models that do something else than chat, or do it through OpenAI's responses only.
const NOT_CHAT: &[&str] = &[
    "embed",
    "whisper",
    "tts",
    "transcribe",
    "dall-e",
    "gpt-image",
    "sora",
    "moderation",
    "realtime",
    "audio",
    "babbage-002",
    "davinci-002",
    "gpt-3.5-turbo-instruct",
    "computer-use",
    "deep-research",
    "-codex",
    "codex-mini",
    "o1-pro",
    "o3-pro",
    "gpt-5-pro",
    "guard",
    "bge-",
    "all-minilm",
    "rerank",
];

/// What a model with this id can do, as far as its family is known.
pub(crate) fn guess(id: &str) -> Capabilities {
    let id = id.to_ascii_lowercase();
    FAMILIES
        .iter()
        .find(|(piece, _)| has_word_beginning_with(&id, piece))
        .map_or_else(Capabilities::default, |(_, capabilities)| *capabilities)
}

/// Whether the makers of a model want its thoughts back with its calls: DeepSeek and Moonshot refuse calls without.
pub(crate) fn takes_thoughts_back(id: &str) -> bool {
    let id = id.to_ascii_lowercase();
    ["deepseek", "kimi"].iter().any(|family| id.contains(family))
}

/// Whether the model's family is known, and known not to think.
pub(crate) fn does_not_reason(id: &str) -> bool {
    let id = id.to_ascii_lowercase();
    let family = FAMILIES.iter().find(|(piece, _)| has_word_beginning_with(&id, piece));
    family.is_some_and(|(_, capabilities)| !capabilities.reasoning)
}

/// Whether a model with this id is one to talk to.
pub(crate) fn can_chat(id: &str) -> bool {
    let id = id.to_ascii_lowercase();
    !NOT_CHAT.iter().any(|piece| id.contains(piece))
}

/// Whether OpenAI runs this model as a reasoning model. Names with a maker before a slash are other vendors' spelling.
pub(crate) fn is_open_ai_reasoning(id: &str) -> bool {
    ["o1", "o3", "o4", "gpt-5"].iter().any(|family| id.starts_with(family)) && !id.contains("chat")
}

/// `o1` is in `o1-pro` and in `openai/o1`, not in `yolo1`.
fn has_word_beginning_with(id: &str, piece: &str) -> bool {
    id.match_indices(piece).any(|(at, _)| !id[..at].ends_with(|before: char| before.is_ascii_alphanumeric()))
}
