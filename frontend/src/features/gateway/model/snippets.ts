/** Programs that can call with a key. */
export const SNIPPETS = ['openai', 'anthropic', 'curl'] as const;
export type Snippet = (typeof SNIPPETS)[number];

/** A first call with the key: `origin` is this server's, without a slash at the end. */
export function snippet(kind: Snippet, call: { origin: string; key: string; model: string }): string {
  // In one pass: a key or a model may contain any of these words.
  return TEMPLATES[kind].replace(/ORIGIN|KEY|MODEL/g, (word) => ({ ORIGIN: call.origin, KEY: call.key })[word] ?? call.model);
}

const TEMPLATES: Record<Snippet, string> = {
  openai: `from openai import OpenAI

client = OpenAI(base_url="ORIGIN/v1", api_key="KEY")
answer = client.chat.completions.create(
    model="MODEL",
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.choices[0].message.content)`,
  anthropic: `from anthropic import Anthropic

client = Anthropic(base_url="ORIGIN", api_key="KEY")
answer = client.messages.create(
    model="MODEL",
    max_tokens=1024,
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.content[0].text)`,
  curl: `curl ORIGIN/v1/chat/completions \\
  -H "Authorization: Bearer KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "MODEL", "messages": [{"role": "user", "content": "Hello"}]}'`,
};
