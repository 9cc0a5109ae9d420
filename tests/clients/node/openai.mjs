// OpenAI's own client.

import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { zodResponseFormat, zodTextFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import * as checks from './checks.mjs';
import { all, everywhere, on, once, raises } from './checks.mjs';
import * as vendor from './vendor.mjs';
import { ANTHROPIC_VENDOR, OPENAI_VENDOR, finish, says, text, toolCall, usage } from './vendor.mjs';

const KEY = await checks.key();
const connect = (options = {}) =>
  new OpenAI({ baseURL: `${checks.GATEWAY}/v1`, apiKey: KEY, maxRetries: 0, ...options });
const client = connect();

const HI = [{ role: 'user', content: 'Hi' }];
const PARAMETERS = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const WEATHER = {
  type: 'function',
  function: { name: 'weather', description: 'The weather of a city.', parameters: PARAMETERS },
};
const City = z.object({ name: z.string(), people: z.number() });

everywhere('a whole answer', async (model) => {
  await says(text('Good '), text('day'), usage(7, 2), finish());
  const messages = [{ role: 'system', content: 'Be kind.' }, ...HI];
  const answer = await client.chat.completions.create({ model, messages });
  assert.equal(answer.choices[0].message.content, 'Good day');
  assert.equal(answer.choices[0].finish_reason, 'stop');
  assert.equal(answer.model, vendor.MODEL);
  assert.deepEqual([answer.usage.prompt_tokens, answer.usage.completion_tokens], [7, 2]);
  assert.equal(vendor.system((await vendor.bodies())[0], model), 'Be kind.');
});

everywhere('a streamed answer with usage in the last chunk', async (model) => {
  await says(text('Good '), text('day'), usage(7, 2), finish());
  const options = { include_usage: true };
  const stream = await client.chat.completions.create({ model, messages: HI, stream: true, stream_options: options });
  const chunks = await all(stream);
  const last = chunks.pop();
  const words = chunks.map((chunk) => chunk.choices[0].delta.content).filter(Boolean);
  assert.deepEqual(words, ['Good ', 'day']);
  assert.deepEqual(last.choices, []);
  assert.deepEqual([last.usage.prompt_tokens, last.usage.completion_tokens], [7, 2]);
});

everywhere('a tool is called and its result answered', async (model) => {
  await says(toolCall('call_1', 'weather', { city: 'Bern' }), finish('tool_calls'));
  await says(text('It rains.'), finish());
  const weather = { ...WEATHER.function, function: ({ city }) => `rain in ${city}`, parse: JSON.parse };
  const runner = client.chat.completions.runTools({
    model,
    messages: HI,
    tools: [{ type: 'function', function: weather }],
  });
  assert.equal(await runner.finalContent(), 'It rains.');
  const body = (await vendor.bodies())[1];
  assert.deepEqual(vendor.toolResults(body, model), [['call_1', 'rain in Bern']]);
  assert.deepEqual(vendor.tools(body, model), ['weather']);
});

everywhere('tools are called in parallel in a stream', async (model) => {
  const calls = [toolCall('call_1', 'weather', { city: 'Bern' }), toolCall('call_2', 'weather', { city: 'Rome' })];
  await says(...calls, finish('tool_calls'));
  await says(text('Rain and sun.'), finish());
  const weather = { ...WEATHER.function, function: ({ city }) => `in ${city}`, parse: JSON.parse };
  const runner = client.chat.completions.runTools({
    model,
    messages: HI,
    stream: true,
    tools: [{ type: 'function', function: weather }],
  });
  assert.equal(await runner.finalContent(), 'Rain and sun.');
  const results = vendor.toolResults((await vendor.bodies())[1], model);
  assert.deepEqual(results, [
    ['call_1', 'in Bern'],
    ['call_2', 'in Rome'],
  ]);
});

everywhere('an answer that fits a schema', async (model) => {
  await says(text('{"name":"Bern","people":146000}'), finish());
  const format = zodResponseFormat(City, 'city');
  const answer = await client.chat.completions.parse({ model, messages: HI, response_format: format });
  assert.deepEqual(answer.choices[0].message.parsed, { name: 'Bern', people: 146000 });
  assert.deepEqual(vendor.fields((await vendor.bodies())[0], model), ['name', 'people']);
});

everywhere('pictures', async (model) => {
  const urls = [vendor.PICTURE, 'https://example.org/cat.png'];
  const pictures = urls.map((url) => ({ type: 'image_url', image_url: { url } }));
  const content = [{ type: 'text', text: 'What is this?' }, ...pictures];
  await client.chat.completions.create({ model, messages: [{ role: 'user', content }] });
  assert.deepEqual(vendor.pictures((await vendor.bodies())[0], model), urls);
});

everywhere('a response', async (model) => {
  await says(text('Good '), text('day'), usage(7, 2), finish());
  const answer = await client.responses.create({ model, instructions: 'Be kind.', input: 'Hi' });
  assert.deepEqual([answer.output_text, answer.status], ['Good day', 'completed']);
  assert.deepEqual([answer.usage.input_tokens, answer.usage.output_tokens], [7, 2]);
  assert.equal(vendor.system((await vendor.bodies())[0], model), 'Be kind.');
});

everywhere('a streamed response that fits a schema', async (model) => {
  await says(text('{"name":"Bern",'), text('"people":146000}'), finish());
  const format = zodTextFormat(City, 'city');
  const stream = client.responses.stream({ model, input: 'Hi', text: { format } });
  const events = await all(stream);
  const words = events.filter((it) => it.type === 'response.output_text.delta').map((it) => it.delta);
  assert.deepEqual(words, ['{"name":"Bern",', '"people":146000}']);
  assert.deepEqual((await stream.finalResponse()).output_parsed, { name: 'Bern', people: 146000 });
});

everywhere('a response that calls a tool and is told its result', async (model) => {
  await says(toolCall('call_1', 'weather', { city: 'Bern' }), finish('tool_calls'));
  const tools = [{ type: 'function', name: 'weather', parameters: PARAMETERS, strict: false }];
  const first = await client.responses.create({ model, input: HI, tools });
  assert.deepEqual(
    first.output.map((it) => [it.type, it.call_id, it.arguments]),
    [['function_call', 'call_1', '{"city":"Bern"}']],
  );
  await says(text('It rains.'), finish());
  const result = { type: 'function_call_output', call_id: 'call_1', output: 'rain' };
  const second = await client.responses.create({ model, input: [...HI, ...first.output, result], tools });
  assert.equal(second.output_text, 'It rains.');
  assert.deepEqual(vendor.toolResults((await vendor.bodies())[1], model), [['call_1', 'rain']]);
});

once('an unknown key is 401', async () => {
  const error = await raises(OpenAI.AuthenticationError, connect({ apiKey: 'pk_unknown' }).models.list());
  assert.equal(error.status, 401);
});

once('an unknown model is 404', async () => {
  const call = client.chat.completions.create({ model: 'no-such-model', messages: HI });
  assert.equal((await raises(OpenAI.NotFoundError, call)).code, 'model_not_found');
});

everywhere("the vendor's 400 is a 400", async (model) => {
  await vendor.fails(model, 400, 'invalid_request_error', 'the prompt is strange');
  const error = await raises(OpenAI.BadRequestError, client.chat.completions.create({ model, messages: HI }));
  assert.match(error.message, /the prompt is strange/);
});

everywhere('a failing vendor is a server error', async (model) => {
  await vendor.fails(model, 500, 'api_error', 'broken');
  await raises(OpenAI.InternalServerError, client.chat.completions.create({ model, messages: HI }));
});

everywhere("the vendor's 429 is a 429 with its time", async (model) => {
  await vendor.fails(model, 429, 'rate_limit_error', 'slow down', { 'retry-after': '7' });
  const error = await raises(OpenAI.RateLimitError, client.chat.completions.create({ model, messages: HI }));
  assert.equal(error.headers.get('retry-after'), '7');
});

everywhere('the client waits as long as the vendor says', async (model) => {
  await vendor.fails(model, 429, 'rate_limit_error', 'slow down', { 'retry-after': '1' });
  await says(text('Now'), finish());
  const began = performance.now();
  const answer = await connect({ maxRetries: 1 }).chat.completions.create({ model, messages: HI });
  assert.equal(answer.choices[0].message.content, 'Now');
  // Timers of Node may fire a millisecond early.
  assert.ok(performance.now() - began >= 990);
});

once('a key that calls too often is 429', async () => {
  const limited = connect({ apiKey: await checks.key({ requests_per_minute: 1 }) });
  await limited.chat.completions.create({ model: OPENAI_VENDOR, messages: HI });
  const again = limited.chat.completions.create({ model: OPENAI_VENDOR, messages: HI });
  const error = await raises(OpenAI.RateLimitError, again);
  assert.ok(Number(error.headers.get('retry-after')) >= 1);
});

everywhere('a stream that is cut raises', async (model) => {
  await says(text('Good '), vendor.CUT);
  const stream = await client.chat.completions.create({ model, messages: HI, stream: true });
  await raises(OpenAI.APIError, all(stream));
});

everywhere("a client that leaves a stream ends the vendor's call", async (model) => {
  await says(text('Good '), vendor.STALL);
  const stream = await client.chat.completions.create({ model, messages: HI, stream: true });
  for await (const chunk of stream) if (chunk.choices[0].delta.content) stream.controller.abort();
  assert.equal(await vendor.outcome(), 'disconnected');
});

everywhere("a client that leaves before the first token ends the vendor's call", async (model) => {
  await vendor.holds();
  const signal = AbortSignal.timeout(500);
  const call = client.chat.completions.create({ model, messages: HI, stream: true }, { signal });
  await raises(OpenAI.APIUserAbortError, call);
  assert.equal(await vendor.outcome(), 'disconnected');
});

everywhere("a client that does not wait for a whole answer ends the vendor's call", async (model) => {
  await vendor.holds();
  const call = connect({ timeout: 500 }).chat.completions.create({ model, messages: HI });
  await raises(OpenAI.APIConnectionTimeoutError, call);
  assert.equal(await vendor.outcome(), 'disconnected');
});

on(OPENAI_VENDOR, 'embeddings', async (model) => {
  // The client asks for base64 unless it is told otherwise: 1 and 0.5 as little-endian floats.
  const data = [{ object: 'embedding', index: 0, embedding: 'AACAPwAAAD8=' }];
  const counts = { prompt_tokens: 2, total_tokens: 2 };
  const body = { object: 'list', model: 'scripted-mini', data, usage: counts };
  await vendor.answers(200, body, {}, '/v1/embeddings');
  const answer = await client.embeddings.create({ model, input: ['Good day'] });
  assert.deepEqual([answer.data[0].embedding, answer.usage.prompt_tokens, answer.model], [[1, 0.5], 2, vendor.MODEL]);
});

on(ANTHROPIC_VENDOR, 'a vendor without embeddings is 400', async (model) => {
  await raises(OpenAI.BadRequestError, client.embeddings.create({ model, input: ['Good day'] }));
});

once('models', async () => {
  const ids = (await all(client.models.list())).map((model) => model.id);
  assert.ok(vendor.MODELS.every((model) => ids.includes(model)));
  assert.equal((await client.models.retrieve(OPENAI_VENDOR)).id, OPENAI_VENDOR);
  await raises(OpenAI.NotFoundError, client.models.retrieve('no-such-model'));
});

await checks.run('openai (Node)');
