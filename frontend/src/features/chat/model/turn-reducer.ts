import type { ChatEvent } from './chat-event';
import type { FinishReason, Part, Run, RunFile, RunSource, RunStatus, Turn, Usage } from '@/api/generated';

/** Why a run ended without completing. */
type Failure = NonNullable<Run['failure']>;

/** A part of an answer while it is being written. */
export interface LivePart {
  /** What the events call it: a message id, or the id of a tool call. */
  key: string
  part: Part
  /** When this page saw it begin and end, in milliseconds; unknown for what came with the thread. */
  startedAt: number | null
  endedAt: number | null
}

/** What a run looks like at this moment. */
export interface LiveTurn {
  status: RunStatus
  parts: LivePart[]
  usage: Usage | null
  finishReason: FinishReason | null
  failure: Failure | null
  title: string | null
  /** What the model was given to read, by the numbers that it cites. */
  sources: RunSource[]
  /** What became of the files of the message. */
  files: RunFile[]
  /** Number of the last event that is part of this state. */
  sequence: number
}

/** An event as it came off the wire. A frame without a number is the first half of a pair. */
export interface NumberedEvent {
  sequence: number | null
  at: number
  event: ChatEvent
}

/** The state that a turn read from the server is in. */
export function liveTurnOf(turn: Turn): LiveTurn {
  return {
    status: turn.run.status,
    parts: (turn.answer?.parts ?? []).map((part, index) => ({
      key: keyOf(part, turn.answer?.id ?? '', index),
      part,
      startedAt: null,
      endedAt: null,
    })),
    usage: turn.run.usage ?? null,
    finishReason: turn.run.finish_reason ?? null,
    failure: turn.run.failure ?? null,
    title: null,
    sources: turn.run.sources,
    files: turn.run.files,
    sequence: turn.last_sequence,
  };
}

/** Folds one event in. A replayed event changes nothing, so a stream may be resumed anywhere. */
export function reduceTurn(turn: LiveTurn, { sequence, at, event }: NumberedEvent): LiveTurn {
  if (sequence === null || sequence <= turn.sequence) return turn;
  return { ...apply(turn, event, at), sequence };
}

/** Part 0 of an answer has the answer's id; part n has the id followed by `-n`. */
function keyOf(part: Part, answerId: string, index: number): string {
  if (part.type === 'tool_call') return part.id;
  return index === 0 ? answerId : `${answerId}-${String(index)}`;
}

function apply(turn: LiveTurn, event: ChatEvent, at: number): LiveTurn {
  switch (event.type) {
    case 'RUN_STARTED':
      return { ...turn, status: 'running' };
    case 'TEXT_MESSAGE_START':
      return push(turn, event.messageId, { type: 'text', text: '' }, at);
    case 'REASONING_MESSAGE_START':
      return push(turn, event.messageId, { type: 'reasoning', text: '' }, at);
    case 'TEXT_MESSAGE_CONTENT':
      return append(turn, event.messageId, { type: 'text', text: event.delta }, at);
    case 'REASONING_MESSAGE_CONTENT':
      return append(turn, event.messageId, { type: 'reasoning', text: event.delta }, at);
    case 'TOOL_CALL_START':
      return push(turn, event.toolCallId, { type: 'tool_call', id: event.toolCallId, name: event.toolCallName, arguments: '' }, at);
    case 'TOOL_CALL_ARGS':
      return appendArguments(turn, event.toolCallId, event.delta);
    case 'TEXT_MESSAGE_END':
    case 'REASONING_END':
      return close(turn, event.messageId, at);
    case 'TOOL_CALL_END':
      return close(turn, event.toolCallId, at);
    case 'CUSTOM':
      return applyCustom(turn, event, at);
    case 'RUN_FINISHED':
      return finish(turn, event.result, at);
    case 'RUN_ERROR':
      return { ...closeAll(turn, at), status: 'failed', failure: failureOf(event) };
  }
}

function applyCustom(turn: LiveTurn, event: Extract<ChatEvent, { type: 'CUSTOM' }>, at: number): LiveTurn {
  switch (event.name) {
    case 'usage':
      return { ...turn, usage: event.value };
    case 'title':
      return { ...turn, title: event.value.title };
    case 'image':
      return push(turn, event.value.attachment_id, { type: 'image', attachment_id: event.value.attachment_id }, at);
    case 'refusal':
      return append(turn, 'refusal', { type: 'refusal', text: event.value.text }, at);
    case 'sources':
      return { ...turn, ...event.value };
  }
}

function finish(turn: LiveTurn, result: Extract<ChatEvent, { type: 'RUN_FINISHED' }>['result'], at: number): LiveTurn {
  const closed = closeAll(turn, at);
  if (result.status === 'completed') return { ...closed, status: 'completed', finishReason: result.finish_reason };
  return { ...closed, status: 'interrupted', failure: result.failure ?? null };
}

function failureOf({ code, message, retryable }: Failure): Failure {
  return { code, message, retryable };
}

function push(turn: LiveTurn, key: string, part: Part, at: number): LiveTurn {
  return { ...turn, parts: [...turn.parts, { key, part, startedAt: at, endedAt: null }] };
}

/** Appends to the named part. One that was never announced begins here. */
function append(turn: LiveTurn, key: string, more: Extract<Part, { text: string }>, at: number): LiveTurn {
  const index = indexOf(turn, key);
  const target = turn.parts[index];
  if (target === undefined || target.part.type !== more.type) return push(turn, key, more, at);
  return replace(turn, index, { ...target, part: { ...target.part, text: target.part.text + more.text } });
}

function appendArguments(turn: LiveTurn, key: string, delta: string): LiveTurn {
  const index = indexOf(turn, key);
  const target = turn.parts[index];
  if (target?.part.type !== 'tool_call') return turn;
  return replace(turn, index, { ...target, part: { ...target.part, arguments: target.part.arguments + delta } });
}

function close(turn: LiveTurn, key: string, at: number): LiveTurn {
  const index = indexOf(turn, key);
  const target = turn.parts[index];
  return target ? replace(turn, index, { ...target, endedAt: at }) : turn;
}

function closeAll(turn: LiveTurn, at: number): LiveTurn {
  return { ...turn, parts: turn.parts.map((part) => ({ ...part, endedAt: part.endedAt ?? at })) };
}

function replace(turn: LiveTurn, index: number, part: LivePart): LiveTurn {
  return { ...turn, parts: turn.parts.map((old, at) => (at === index ? part : old)) };
}

function indexOf(turn: LiveTurn, key: string): number {
  return turn.parts.findLastIndex((part) => part.key === key);
}
