//! Vectors by a model that knows words and a few synonyms: texts that share words are near each other.

use serde_json::{Value, json};

/// Length of a vector, unless the model's name ends in another number.
const DIMENSIONS: usize = 64;
/// Words that mean the same to the model though they share no letter.
const SYNONYMS: [(&str, &str); 2] = [("hound", "dog"), ("automobile", "car")];

/// The answer to `POST /v1/embeddings`.
pub(super) fn open_ai(body: &Value) -> Value {
    let item =
        |(index, vector): (usize, Vec<f32>)| json!({ "object": "embedding", "index": index, "embedding": vector });
    let data: Vec<Value> = vectors(body).into_iter().enumerate().map(item).collect();
    json!({ "object": "list", "data": data, "model": body["model"], "usage": { "prompt_tokens": 7, "total_tokens": 7 } })
}

/// The answer to `POST /api/embed`.
pub(super) fn ollama(body: &Value) -> Value {
    json!({ "model": body["model"], "embeddings": vectors(body), "prompt_eval_count": 7 })
}

fn vectors(body: &Value) -> Vec<Vec<f32>> {
    let length = dimensions(body["model"].as_str().unwrap_or_default());
    let texts = match &body["input"] {
        Value::Array(texts) => texts.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect::<Vec<_>>(),
    };
    texts.into_iter().map(|text| vector(text, length)).collect()
}

fn dimensions(model: &str) -> usize {
    model.rsplit('-').next().and_then(|end| end.parse().ok()).unwrap_or(DIMENSIONS)
}

fn vector(text: &str, length: usize) -> Vec<f32> {
    let mut vector = vec![0.0_f32; length];
    // No vector is all zero: such a one has no direction.
    vector[0] = 0.1;
    for word in text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word = SYNONYMS.iter().find(|(known, _)| *known == word).map_or(word, |(_, meaning)| meaning);
        vector[place(word, length)] += 1.0;
    }
    vector
}

/// FNV-1a.
fn place(word: &str, length: usize) -> usize {
    let hash = word
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    usize::try_from(hash % length as u64).unwrap_or_default()
}
