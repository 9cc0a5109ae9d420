import type { Run } from '@/api/generated';
import { formatMoment } from '@/lib/format';
import { formatDuration } from './format-duration';
import type { LiveTurn } from './turn-reducer';

/** Something to know about an answer. */
export interface AnswerFact {
  fact: 'at' | 'first_token' | 'duration' | 'speed' | 'input' | 'cached' | 'output' | 'reasoning';
  value: string;
}

/** What is known about an answer: times, tokens, speed. */
export function answerFacts(run: Run, { usage }: LiveTurn, language: string): AnswerFact[] {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const first = between(run.created_at, run.first_token_at);
  const whole = between(run.created_at, run.finished_at);
  const writing = between(run.first_token_at, run.finished_at);
  const speed = usage && writing && writing > 0 ? (usage.output_tokens * 1000) / writing : null;
  const facts: [AnswerFact['fact'], string | null][] = [
    ['at', formatMoment(run.created_at)],
    ['first_token', first === null ? null : formatDuration(first, language)],
    ['duration', whole === null ? null : formatDuration(whole, language)],
    ['input', usage && number.format(usage.input_tokens)],
    ['cached', usage && usage.cache_read_tokens > 0 ? number.format(usage.cache_read_tokens) : null],
    ['output', usage && number.format(usage.output_tokens)],
    ['reasoning', usage && usage.reasoning_tokens > 0 ? number.format(usage.reasoning_tokens) : null],
    ['speed', speed === null ? null : number.format(speed)],
  ];
  return facts.flatMap(([fact, value]) => (value === null ? [] : [{ fact, value }]));
}

function between(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : Date.parse(to) - Date.parse(from);
}
