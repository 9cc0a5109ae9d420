// Vercel's AI SDK, with its providers for OpenAI's chat, OpenAI's responses and Anthropic's messages.

import assert from 'node:assert/strict';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { APICallError, Output, embed, generateText, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import * as checks from './checks.mjs';
import { all, on, raises } from './checks.mjs';
import * as vendor from './vendor.mjs';
import { OPENAI_VENDOR, finish, says, text, toolCall, usage } from './vendor.mjs';

// It would warn with every call of a model whose name it does not know.
globalThis.AI_SDK_LOG_WARNINGS = false;

const KEY = await checks.key();
const baseURL = `${checks.GATEWAY}/v1`;
const providers = (apiKey) => {
  const openai = createOpenAI({ baseURL, apiKey });
  const anthropic = createAnthropic({ baseURL, apiKey });
  return { chat: openai.chat, responses: openai.responses, messages: anthropic, embedding: openai.embedding };
};
const PROVIDERS = providers(KEY);

const weather = tool({
  description: 'The weather of a city.',
  inputSchema: z.object({ city: z.string() }),
  execute: ({ city }) => `in ${city}`,
});
const City = z.object({ name: z.string(), people: z.number() });

/** A check of every provider with a model of every vendor. */
function everywhere(title, check) {
  for (const name of ['chat', 'responses', 'messages']) {
    for (const id of vendor.MODELS) {
      on(id, `${title}, ${name}`, () => check({ model: PROVIDERS[name](id), maxRetries: 0 }, id, name));
    }
  }
}

everywhere('a whole answer', async (call, id) => {
  await says(text('Good '), text('day'), usage(7, 2), finish());
  const answer = await generateText({ ...call, system: 'Be kind.', prompt: 'Hi' });
  assert.deepEqual([answer.text, answer.finishReason], ['Good day', 'stop']);
  assert.deepEqual([answer.usage.inputTokens, answer.usage.outputTokens], [7, 2]);
  assert.equal(vendor.system((await vendor.bodies())[0], id), 'Be kind.');
});

everywhere('a streamed answer with usage', async (call) => {
  await says(text('Good '), text('day'), usage(7, 2), finish());
  const answer = streamText({ ...call, prompt: 'Hi' });
  assert.deepEqual(await all(answer.textStream), ['Good ', 'day']);
  const { inputTokens, outputTokens } = await answer.usage;
  assert.deepEqual([inputTokens, outputTokens, await answer.finishReason], [7, 2, 'stop']);
});

everywhere('a tool is called and its result answered', async (call, id) => {
  await says(text('I look.'), toolCall('call_1', 'weather', { city: 'Bern' }), finish('tool_calls'));
  await says(text('It rains.'), finish());
  const answer = await generateText({ ...call, prompt: 'Hi', tools: { weather }, stopWhen: stepCountIs(3) });
  assert.equal(answer.text, 'It rains.');
  const body = (await vendor.bodies())[1];
  assert.deepEqual(vendor.toolResults(body, id), [['call_1', 'in Bern']]);
  assert.deepEqual(vendor.tools(body, id), ['weather']);
});

everywhere('tools are called in parallel in a stream', async (call, id) => {
  const calls = [toolCall('call_1', 'weather', { city: 'Bern' }), toolCall('call_2', 'weather', { city: 'Rome' })];
  await says(...calls, finish('tool_calls'));
  await says(text('Rain and sun.'), finish());
  const answer = streamText({ ...call, prompt: 'Hi', tools: { weather }, stopWhen: stepCountIs(3) });
  assert.equal(await answer.text, 'Rain and sun.');
  assert.deepEqual(vendor.toolResults((await vendor.bodies())[1], id), [
    ['call_1', 'in Bern'],
    ['call_2', 'in Rome'],
  ]);
});

everywhere('a conversation goes on', async (call, id) => {
  await says(text('Good day'), finish());
  const first = await generateText({ ...call, prompt: 'Hi' });
  await says(text('As I said'), finish());
  const messages = [
    { role: 'user', content: 'Hi' },
    ...first.response.messages,
    { role: 'user', content: 'Again' },
  ];
  assert.equal((await generateText({ ...call, messages })).text, 'As I said');
  const said = (await vendor.bodies())[1].messages.map((it) => [it.role, vendor.words(it.content)]);
  assert.deepEqual(said, [
    ['user', 'Hi'],
    ['assistant', 'Good day'],
    ['user', 'Again'],
  ]);
});

everywhere('an answer that fits a schema', async (call, id, name) => {
  // For models that it does not know to have schemas, Anthropic's provider forces a tool instead.
  const json = { name: 'Bern', people: 146000 };
  const forced = name === 'messages';
  await says(
    forced ? toolCall('call_1', 'json', json) : text(JSON.stringify(json)),
    finish(forced ? 'tool_calls' : 'stop'),
  );
  const answer = await generateText({ ...call, prompt: 'A city', output: Output.object({ schema: City }) });
  assert.deepEqual(answer.output, json);
  const [body] = await vendor.bodies();
  assert.deepEqual(forced ? vendor.tools(body, id) : vendor.fields(body, id), forced ? ['json'] : ['name', 'people']);
});

everywhere('pictures', async (call, id) => {
  const content = [
    { type: 'text', text: 'What is this?' },
    { type: 'image', image: vendor.PICTURE },
  ];
  await generateText({ ...call, messages: [{ role: 'user', content }] });
  assert.deepEqual(vendor.pictures((await vendor.bodies())[0], id), [vendor.PICTURE]);
});

everywhere('an unknown key is 401', async (call, id, name) => {
  const model = providers('pk_unknown')[name](id);
  const error = await raises(APICallError, generateText({ model, maxRetries: 0, prompt: 'Hi' }));
  assert.deepEqual([error.statusCode, error.isRetryable], [401, false]);
});

everywhere('an unknown model is 404', async (call, id, name) => {
  const model = PROVIDERS[name]('no-such-model');
  const error = await raises(APICallError, generateText({ model, maxRetries: 0, prompt: 'Hi' }));
  assert.deepEqual([error.statusCode, error.isRetryable], [404, false]);
});

everywhere("the vendor's 400 is a 400", async (call, id) => {
  await vendor.fails(id, 400, 'invalid_request_error', 'the prompt is strange');
  const error = await raises(APICallError, generateText({ ...call, prompt: 'Hi' }));
  assert.deepEqual([error.statusCode, error.message, error.isRetryable], [400, 'the prompt is strange', false]);
});

everywhere("the vendor's 429 is a 429 with its time", async (call, id) => {
  await vendor.fails(id, 429, 'rate_limit_error', 'slow down', { 'retry-after': '7' });
  const error = await raises(APICallError, generateText({ ...call, prompt: 'Hi' }));
  assert.deepEqual([error.statusCode, error.responseHeaders['retry-after'], error.isRetryable], [429, '7', true]);
});

everywhere('a failing vendor is asked again', async (call, id) => {
  await vendor.fails(id, 429, 'rate_limit_error', 'slow down', { 'retry-after': '1' });
  await says(text('Now'), finish());
  const began = performance.now();
  assert.equal((await generateText({ ...call, maxRetries: 1, prompt: 'Hi' })).text, 'Now');
  // Timers of Node may fire a millisecond early.
  assert.ok(performance.now() - began >= 990);
});

everywhere('a stream that is cut ends with an error', async (call) => {
  await says(text('Good '), vendor.CUT);
  const stream = streamText({ ...call, prompt: 'Hi', onError: () => {} });
  const parts = await all(stream.fullStream);
  assert.ok(parts.some((part) => part.type === 'error'));
});

everywhere("a client that leaves a stream ends the vendor's call", async (call) => {
  await says(text('Good '), vendor.STALL);
  const leaving = new AbortController();
  const answer = streamText({ ...call, prompt: 'Hi', abortSignal: leaving.signal });
  for await (const words of answer.textStream) if (words) leaving.abort();
  assert.equal(await vendor.outcome(), 'disconnected');
});

everywhere("a client that does not wait for a whole answer ends the vendor's call", async (call) => {
  await vendor.holds();
  const abortSignal = AbortSignal.timeout(500);
  await assert.rejects(generateText({ ...call, prompt: 'Hi', abortSignal }));
  assert.equal(await vendor.outcome(), 'disconnected');
});

on(OPENAI_VENDOR, 'embeddings', async (id) => {
  const data = [{ object: 'embedding', index: 0, embedding: [1, 0.5] }];
  const counts = { prompt_tokens: 2, total_tokens: 2 };
  await vendor.answers(200, { object: 'list', model: id, data, usage: counts }, {}, '/v1/embeddings');
  const answer = await embed({ model: PROVIDERS.embedding(id), value: 'Good day' });
  assert.deepEqual([answer.embedding, answer.usage.tokens], [[1, 0.5], 2]);
});

await checks.run('ai (Node)');
