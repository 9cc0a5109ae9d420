//! Guesses of tokens.

use dialects::{estimate_text_tokens, estimate_tokens};
use models::chat::{ChatMessage, ChatPart, ChatRequest, ChatRole};

#[test]
fn text_is_guessed_by_its_length() {
    assert_eq!(estimate_text_tokens("The quick brown fox jumps over the lazy dog."), 11);
    assert_eq!(estimate_text_tokens("今天天气很好"), 6);
    assert_eq!(estimate_text_tokens("ein Käfer"), 3);
    assert_eq!(estimate_text_tokens(""), 0);
}

#[test]
fn pictures_count_by_themselves_and_not_by_their_bytes() {
    let parts = vec![ChatPart::Text("Look".to_owned()), ChatPart::image("image/png", "A".repeat(1_000_000))];
    let messages = vec![ChatMessage { role: ChatRole::User, parts }];
    assert_eq!(estimate_tokens(&ChatRequest { messages, ..ChatRequest::default() }), 1605);
}
