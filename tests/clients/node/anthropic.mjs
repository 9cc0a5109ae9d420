// Anthropic's own client.

import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import { z } from 'zod';
import * as checks from './checks.mjs';
import { all, everywhere, on, once, raises } from './checks.mjs';
import * as vendor from './vendor.mjs';
import { ANTHROPIC_VENDOR, OPENAI_VENDOR, finish, says, text, toolCall, usage } from './vendor.mjs';

const KEY = await checks.key();
const connect = (options = {}) =>
  new Anthropic({ baseURL: checks.GATEWAY, apiKey: KEY, maxRetries: 0, ...options });
const client = connect();

const HI = { max_tokens: 64, messages: [{ role: 'user', content: 'Hi' }] };
const WEATHER = {
  name: 'weather',
  description: 'The weather of a city.',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const City = z.object({ name: z.string(), people: z.number() });

everywhere('a whole answer', async (model) => {
  await says(text('Good '), text('day'), usage(7, 2), finish());
  const answer = await client.messages.create({ model, system: 'Be kind.', ...HI });
  assert.deepEqual([answer.content[0].text, answer.stop_reason, answer.model], ['Good day', 'end_turn', vendor.MODEL]);
  assert.deepEqual([answer.usage.input_tokens, answer.usage.output_tokens], [7, 2]);
  assert.equal(vendor.system((await vendor.bodies())[0], model), 'Be kind.');
});

everywhere('a streamed answer with usage in its end', async (model) => {
  await says(text('Good '), text('day'), usage(7, 2), finish());
  const stream = client.messages.stream({ model, ...HI });
  const events = await all(stream);
  const words = events.filter((it) => it.type === 'content_block_delta').map((it) => it.delta.text);
  assert.deepEqual(words, ['Good ', 'day']);
  assert.deepEqual(
    events.slice(-2).map((it) => it.type),
    ['message_delta', 'message_stop'],
  );
  const answer = await stream.finalMessage();
  assert.deepEqual([answer.usage.input_tokens, answer.usage.output_tokens], [7, 2]);
});

everywhere('a tool is called and its result answered', async (model) => {
  await says(text('I look.'), toolCall('call_1', 'weather', { city: 'Bern' }), finish('tool_calls'));
  const first = await client.messages.create({ model, tools: [WEATHER], ...HI });
  const [words, call] = first.content;
  assert.deepEqual([words.text, first.stop_reason], ['I look.', 'tool_use']);
  assert.deepEqual([call.id, call.name, call.input], ['call_1', 'weather', { city: 'Bern' }]);
  await says(text('It rains.'), finish());
  const result = { type: 'tool_result', tool_use_id: call.id, content: 'rain' };
  const messages = [
    ...HI.messages,
    { role: 'assistant', content: first.content },
    { role: 'user', content: [result] },
  ];
  const second = await client.messages.create({ model, max_tokens: 64, messages, tools: [WEATHER] });
  assert.equal(second.content[0].text, 'It rains.');
  const body = (await vendor.bodies())[1];
  assert.deepEqual(vendor.toolResults(body, model), [['call_1', 'rain']]);
  assert.deepEqual(vendor.tools(body, model), ['weather']);
});

everywhere('tools are called in parallel in a stream', async (model) => {
  const calls = [toolCall('call_1', 'weather', { city: 'Bern' }), toolCall('call_2', 'weather', { city: 'Rome' })];
  await says(...calls, finish('tool_calls'));
  const { content } = await client.messages.stream({ model, tools: [WEATHER], ...HI }).finalMessage();
  assert.deepEqual(
    content.map((it) => [it.id, it.input]),
    [
      ['call_1', { city: 'Bern' }],
      ['call_2', { city: 'Rome' }],
    ],
  );
});

everywhere('an answer that fits a schema', async (model) => {
  await says(text('{"name":"Bern","people":146000}'), finish());
  const format = zodOutputFormat(City);
  const answer = await client.messages.parse({ model, output_config: { format }, ...HI });
  assert.deepEqual(answer.parsed_output, { name: 'Bern', people: 146000 });
  assert.deepEqual(vendor.fields((await vendor.bodies())[0], model), ['name', 'people']);
});

everywhere('pictures', async (model) => {
  const sources = [
    { type: 'base64', media_type: 'image/png', data: vendor.PNG },
    { type: 'url', url: 'https://example.org/cat.png' },
  ];
  const pictures = sources.map((source) => ({ type: 'image', source }));
  const content = [{ type: 'text', text: 'What is this?' }, ...pictures];
  await client.messages.create({ model, max_tokens: 64, messages: [{ role: 'user', content }] });
  const seen = vendor.pictures((await vendor.bodies())[0], model);
  assert.deepEqual(seen, [vendor.PICTURE, 'https://example.org/cat.png']);
});

on(ANTHROPIC_VENDOR, 'tokens are counted by the vendor', async (model) => {
  await vendor.answers(200, { input_tokens: 42 }, {}, '/v1/messages/count_tokens');
  assert.equal((await client.messages.countTokens({ model, messages: HI.messages })).input_tokens, 42);
});

on(OPENAI_VENDOR, 'tokens are estimated where the vendor does not count', async (model) => {
  assert.ok((await client.messages.countTokens({ model, messages: HI.messages })).input_tokens > 0);
  assert.deepEqual(await vendor.bodies(), []);
});

once('an unknown key is 401', async () => {
  const call = connect({ apiKey: 'pk_unknown' }).messages.create({ model: ANTHROPIC_VENDOR, ...HI });
  assert.equal((await raises(Anthropic.AuthenticationError, call)).type, 'authentication_error');
});

once('an unknown model is 404', async () => {
  const call = client.messages.create({ model: 'no-such-model', ...HI });
  assert.equal((await raises(Anthropic.NotFoundError, call)).type, 'not_found_error');
});

everywhere("the vendor's 400 is a 400", async (model) => {
  await vendor.fails(model, 400, 'invalid_request_error', 'the prompt is strange');
  const error = await raises(Anthropic.BadRequestError, client.messages.create({ model, ...HI }));
  assert.match(error.message, /the prompt is strange/);
});

everywhere('a failing vendor is a server error', async (model) => {
  await vendor.fails(model, 500, 'api_error', 'broken');
  // In its own dialect a vendor's words are passed on, its status among them.
  const kind = model === vendor.ANTHROPIC_VENDOR ? Anthropic.InternalServerError : Anthropic.ServiceUnavailableError;
  await raises(kind, client.messages.create({ model, ...HI }));
});

everywhere("the vendor's 429 is a 429 with its time", async (model) => {
  await vendor.fails(model, 429, 'rate_limit_error', 'slow down', { 'retry-after': '7' });
  const error = await raises(Anthropic.RateLimitError, client.messages.create({ model, ...HI }));
  assert.deepEqual([error.headers.get('retry-after'), error.type], ['7', 'rate_limit_error']);
});

everywhere('the client waits as long as the vendor says', async (model) => {
  await vendor.fails(model, 429, 'rate_limit_error', 'slow down', { 'retry-after': '1' });
  await says(text('Now'), finish());
  const began = performance.now();
  const answer = await connect({ maxRetries: 1 }).messages.create({ model, ...HI });
  assert.equal(answer.content[0].text, 'Now');
  // Timers of Node may fire a millisecond early.
  assert.ok(performance.now() - began >= 990);
});

once('a key that calls too often is 429', async () => {
  const limited = connect({ apiKey: await checks.key({ requests_per_minute: 1 }) });
  await limited.messages.create({ model: ANTHROPIC_VENDOR, ...HI });
  const again = limited.messages.create({ model: ANTHROPIC_VENDOR, ...HI });
  const error = await raises(Anthropic.RateLimitError, again);
  assert.ok(Number(error.headers.get('retry-after')) >= 1);
});

everywhere('a stream that is cut raises', async (model) => {
  await says(text('Good '), vendor.CUT);
  const stream = await client.messages.create({ model, stream: true, ...HI });
  const error = await raises(Anthropic.APIError, all(stream));
  assert.equal(error.type, 'api_error');
});

everywhere("a client that leaves a stream ends the vendor's call", async (model) => {
  await says(text('Good '), vendor.STALL);
  const stream = await client.messages.create({ model, stream: true, ...HI });
  for await (const event of stream) if (event.type === 'content_block_delta') stream.controller.abort();
  assert.equal(await vendor.outcome(), 'disconnected');
});

everywhere("a client that leaves before the first token ends the vendor's call", async (model) => {
  await vendor.holds();
  const signal = AbortSignal.timeout(500);
  const call = client.messages.create({ model, stream: true, ...HI }, { signal });
  await raises(Anthropic.APIUserAbortError, call);
  assert.equal(await vendor.outcome(), 'disconnected');
});

everywhere("a client that does not wait for a whole answer ends the vendor's call", async (model) => {
  await vendor.holds();
  await raises(Anthropic.APIConnectionTimeoutError, connect({ timeout: 500 }).messages.create({ model, ...HI }));
  assert.equal(await vendor.outcome(), 'disconnected');
});

once('models', async () => {
  const ids = (await all(client.models.list())).map((model) => model.id);
  assert.ok(vendor.MODELS.every((model) => ids.includes(model)));
  assert.equal((await client.models.retrieve(ANTHROPIC_VENDOR)).type, 'model');
  await raises(Anthropic.NotFoundError, client.models.retrieve('no-such-model'));
});

await checks.run('anthropic (Node)');
