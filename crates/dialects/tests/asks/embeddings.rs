//! Embeddings between OpenAI's spelling and Ollama's.

use dialects::{Dialect, decode_embeddings, decode_embeddings_request, encode_embeddings, encode_embeddings_request};
use models::embedding::{EmbeddingInput, EmbeddingRequest, Embeddings};

fn request(input: EmbeddingInput) -> EmbeddingRequest {
    EmbeddingRequest { model: "e".to_owned(), input, dimensions: None, base64: false, user: None, ignored: Vec::new() }
}

fn texts(texts: &[&str]) -> EmbeddingInput {
    EmbeddingInput::Texts(texts.iter().map(|text| (*text).to_owned()).collect())
}

#[test]
fn every_form_of_input_is_read() {
    for (input, expected) in [
        (r#""a""#, texts(&["a"])),
        (r#"["a","b"]"#, texts(&["a", "b"])),
        ("[1,2]", EmbeddingInput::Tokens(vec![vec![1, 2]])),
        ("[[1],[2,3]]", EmbeddingInput::Tokens(vec![vec![1], vec![2, 3]])),
    ] {
        let body = format!(r#"{{"model":"e","input":{input}}}"#);
        assert_eq!(decode_embeddings_request(Dialect::OpenAiChat, body.as_bytes()), Ok(request(expected)));
    }
}

#[test]
fn a_request_reaches_the_other_vendor() {
    let body = br#"{"model":"e","input":"a","dimensions":256,"encoding_format":"base64","user":"u"}"#;
    let read = decode_embeddings_request(Dialect::OpenAiChat, body).unwrap();
    assert!(read.base64);
    let encoded = encode_embeddings_request(Dialect::Ollama, &read).unwrap();
    assert_eq!(
        (encoded.path, encoded.body.as_slice()),
        ("/api/embed", br#"{"model":"e","input":["a"],"dimensions":256}"#.as_slice())
    );
    let body = br#"{"model":"e","input":["a"],"truncate":true}"#;
    let read = decode_embeddings_request(Dialect::Ollama, body).unwrap();
    assert_eq!(read.ignored, ["truncate"]);
    let encoded = encode_embeddings_request(Dialect::OpenAiChat, &read).unwrap();
    assert_eq!((encoded.path, encoded.body.as_slice()), ("/embeddings", br#"{"model":"e","input":["a"]}"#.as_slice()));
    let tokens = encode_embeddings_request(Dialect::Ollama, &request(EmbeddingInput::Tokens(vec![vec![1]])));
    assert_eq!(tokens.unwrap_err().field, "input");
    assert_eq!(encode_embeddings_request(Dialect::AnthropicMessages, &read).unwrap_err().field, "model");
}

#[test]
fn vectors_survive_in_every_spelling() {
    let answer = Embeddings {
        model: "e".to_owned(),
        vectors: vec![vec![0.1, -2.5e-8], vec![1.0, 3.4e38]],
        input_tokens: Some(7),
    };
    for (dialect, base64) in [(Dialect::OpenAiChat, false), (Dialect::OpenAiChat, true), (Dialect::Ollama, false)] {
        let request = EmbeddingRequest { base64, ..request(texts(&["a", "b"])) };
        let body = encode_embeddings(dialect, &request, &answer, 0);
        assert_eq!(decode_embeddings(dialect, &body), Ok(answer.clone()), "{dialect:?} {base64}");
    }
}

#[test]
fn an_uncounted_answer_gets_the_estimate() {
    let answer = Embeddings { vectors: vec![vec![0.5]], ..Embeddings::default() };
    let body = encode_embeddings(Dialect::OpenAiChat, &request(texts(&["a"])), &answer, 3);
    let expected = r#"{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5]}],"model":"e","usage":{"prompt_tokens":3,"total_tokens":3}}"#;
    assert_eq!(String::from_utf8(body).unwrap(), expected);
}
