// The scripted vendor behind the gateway: what it is told to say, and what it was asked. It stands behind two
// connections, as a vendor of OpenAI's dialect and as one of Anthropic's.

import { env } from 'node:process';

/** One model of each vendor, by the names of their connections. */
/** What the vendors call their model: answers carry their own name for it, unless an alias was asked. */
export const MODEL = 'scripted-mini';
export const OPENAI_VENDOR = 'chat/scripted-mini';
export const ANTHROPIC_VENDOR = 'messages/scripted-mini';
export const MODELS = [OPENAI_VENDOR, ANTHROPIC_VENDOR];

/** The smallest picture: one pixel. */
export const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
export const PICTURE = `data:image/png;base64,${PNG}`;

/** Sends JSON; the answer's JSON, or nothing where it has no body. */
export async function post(url, body = null, token = undefined) {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url}: ${answer.status}: ${text}`);
  return text ? JSON.parse(text) : undefined;
}

async function get(path) {
  const answer = await fetch(env.VENDOR_URL + path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/** Forgets scripts and requests. */
export const reset = () => post(`${env.VENDOR_URL}/__reset`);

const script = (it) => post(`${env.VENDOR_URL}/__script`, it);

/** Answers the next call with these steps. */
export const says = (...steps) => script({ reply: { type: 'chat', steps } });

/** Does not answer the next call. */
export const holds = () => script({ hold: 'never', reply: { type: 'chat', steps: [text('Good day'), finish()] } });

/** Answers the next call of a path, or of chat, with a status and a body. */
export const answers = (code, body, headers = {}, path = null) =>
  script({
    path,
    reply: {
      type: 'status',
      code,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    },
  });

/** Answers the next call with an error in the words of a model's vendor. */
export const fails = (model, code, kind, message, headers = {}) =>
  answers(
    code,
    model === ANTHROPIC_VENDOR
      ? { type: 'error', error: { type: kind, message } }
      : { error: { message, type: kind, param: null, code: null } },
    headers,
  );

export const text = (words) => ({ type: 'text', text: words });
export const toolCall = (id, name, args) => ({ type: 'tool_call', id, name, arguments: JSON.stringify(args) });
export const usage = (input, output) => ({ type: 'usage', input, output });
/** In OpenAI's words: `stop`, `length`, `tool_calls`. */
export const finish = (reason = 'stop') => ({ type: 'finish', reason });
export const STALL = { type: 'stall' };
export const CUT = { type: 'cut' };

/** What the vendor was asked, oldest first. */
export const bodies = async () => (await get('/__requests')).map((request) => request.body);

/** How a request ended; waits for its end. */
export const outcome = async (index = 0) => (await get(`/__requests/${index}`)).outcome;

/** The text of a message, a result or a system prompt. */
export const words = (content) =>
  Array.isArray(content) ? content.map((part) => part.text ?? '').join('') : (content ?? '');

const parts = (body) =>
  body.messages.flatMap((message) => (Array.isArray(message.content) ? message.content : []));

/** Ids of calls and what the tools returned, as the vendor was told. */
export const toolResults = (body, model) =>
  model === OPENAI_VENDOR
    ? body.messages.filter((it) => it.role === 'tool').map((it) => [it.tool_call_id, words(it.content)])
    : parts(body)
        .filter((it) => it.type === 'tool_result')
        .map((it) => [it.tool_use_id, words(it.content)]);

/** Names of the tools that the vendor was told of. */
export const tools = (body, model) =>
  (body.tools ?? []).map((tool) => (model === OPENAI_VENDOR ? tool.function.name : tool.name));

/** Addresses of the pictures that the vendor was shown. */
export const pictures = (body, model) =>
  model === OPENAI_VENDOR
    ? parts(body)
        .filter((it) => it.type === 'image_url')
        .map((it) => it.image_url.url)
    : parts(body)
        .filter((it) => it.type === 'image')
        .map(({ source: it }) => (it.type === 'url' ? it.url : `data:${it.media_type};base64,${it.data}`));

/** Names of the fields that the vendor's answer must have. */
export const fields = (body, model) => {
  const schema = model === OPENAI_VENDOR ? body.response_format.json_schema.schema : body.output_config.format.schema;
  return Object.keys(schema.properties);
};

/** The instructions that the vendor was given. */
export const system = (body, model) =>
  model === OPENAI_VENDOR
    ? body.messages
        .filter((it) => it.role === 'system' || it.role === 'developer')
        .map((it) => words(it.content))
        .join('')
    : words(body.system);
