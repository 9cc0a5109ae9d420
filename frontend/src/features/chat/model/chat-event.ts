import * as z from 'zod/mini';

/**
 * The AG-UI frames of a run that this page understands. Anything else is skipped, so that a newer
 * server can say more than an older page knows.
 */
const usage = z.object({
  input_tokens: z.number(),
  output_tokens: z.number(),
  cache_read_tokens: z._default(z.number(), 0),
  cache_write_tokens: z._default(z.number(), 0),
  reasoning_tokens: z._default(z.number(), 0),
});

const failure = z.object({ code: z.string(), message: z.string(), retryable: z.boolean() });

const finishReason = z.catch(z.enum(['stop', 'length', 'tool_calls', 'content_filter', 'refusal', 'other']), 'other');

const result = z.discriminatedUnion('status', [
  z.object({ status: z.literal('completed'), finish_reason: finishReason }),
  z.object({ status: z.literal('interrupted'), failure: z.optional(failure) }),
]);

const framed = z.discriminatedUnion('type', [
  z.object({ type: z.literal('RUN_STARTED'), runId: z.string() }),
  z.object({ type: z.literal('TEXT_MESSAGE_START'), messageId: z.string() }),
  z.object({ type: z.literal('TEXT_MESSAGE_CONTENT'), messageId: z.string(), delta: z.string() }),
  z.object({ type: z.literal('TEXT_MESSAGE_END'), messageId: z.string() }),
  z.object({ type: z.literal('REASONING_MESSAGE_START'), messageId: z.string() }),
  z.object({ type: z.literal('REASONING_MESSAGE_CONTENT'), messageId: z.string(), delta: z.string() }),
  z.object({ type: z.literal('REASONING_END'), messageId: z.string() }),
  z.object({ type: z.literal('TOOL_CALL_START'), toolCallId: z.string(), toolCallName: z.string() }),
  z.object({ type: z.literal('TOOL_CALL_ARGS'), toolCallId: z.string(), delta: z.string() }),
  z.object({ type: z.literal('TOOL_CALL_END'), toolCallId: z.string() }),
  z.object({ type: z.literal('RUN_FINISHED'), result }),
  z.extend(failure, { type: z.literal('RUN_ERROR') }),
]);

const place = z.nullable(z.number());

const source = z.object({
  number: z.number(),
  kind: z.enum(['document', 'web']),
  title: z.string(),
  text: z.string(),
  document_id: z.nullable(z.string()),
  url: z.nullable(z.string()),
  page: place,
  start: place,
  end: place,
  heading_path: z.array(z.string()),
});

const file = z.object({
  attachment_id: z.string(),
  document_id: z.nullable(z.string()),
  name: z.string(),
  how: z.enum(['whole', 'searched', 'failed']),
  reason: z.nullable(z.string()),
});

const custom = z.discriminatedUnion('name', [
  z.object({ name: z.literal('image'), value: z.object({ attachment_id: z.string() }) }),
  z.object({ name: z.literal('usage'), value: usage }),
  z.object({ name: z.literal('title'), value: z.object({ title: z.string() }) }),
  z.object({ name: z.literal('refusal'), value: z.object({ text: z.string() }) }),
  z.object({ name: z.literal('sources'), value: z.object({ sources: z.array(source), files: z.array(file) }) }),
]);

const customFrame = z.intersection(z.object({ type: z.literal('CUSTOM') }), custom);

/** One event of a run, as the page reads it. */
export type ChatEvent = z.infer<typeof framed> | z.infer<typeof customFrame>;

/** Reads one frame; `null` for one that this page does not know. */
export function parseChatEvent(data: string): ChatEvent | null {
  const json = parseJson(data);
  const known = framed.safeParse(json);
  if (known.success) return known.data;
  const extra = customFrame.safeParse(json);
  return extra.success ? extra.data : null;
}

/** Whether nothing follows the event. */
export function isTerminal(event: ChatEvent): boolean {
  return event.type === 'RUN_FINISHED' || event.type === 'RUN_ERROR';
}

function parseJson(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
