import { Program } from './process';

const BIN = process.env.SCRIPTED_VENDOR_BIN ?? '../target/debug/scripted-vendor';

/** A step of a scripted answer; see `crates/testing/src/vendor/script.rs`. */
export type Step =
  | { type: 'text'; text: string }
  | { type: 'reasoning'; text: string }
  | { type: 'wait'; gate: string }
  | { type: 'delay'; ms: number }
  | { type: 'usage'; input: number; output: number }
  | { type: 'finish'; reason: 'stop' | 'length' };

/** A request that the vendor got, and how it ended. */
export type Recorded = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: { messages?: { role: string; content: unknown }[]; model?: string } | null;
  outcome: 'open' | 'answered' | 'disconnected';
};

/** Words with numbers, so that none can be lost or doubled unseen. The end is not among them. */
export function words(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, index) => `w${String(from + index)}`).join(' ');
}

/** Steps that say each of these words, with the space after it, in a chunk of its own. */
export function sayWords(from: number, to: number, pauseMs = 0): Step[] {
  return Array.from({ length: to - from }, (_, index): Step[] => [
    { type: 'text', text: `w${String(from + index)} ` },
    ...(pauseMs === 0 ? [] : [{ type: 'delay' as const, ms: pauseMs }]),
  ]).flat();
}

export const text = (said: string): Step => ({ type: 'text', text: said });
export const gate = (name: string): Step => ({ type: 'wait', gate: name });
export const finish: Step = { type: 'finish', reason: 'stop' };

/** The scripted vendor: a real HTTP server that says what it is told and records what it gets. */
export class Vendor {
  readonly #origin: string;
  readonly #program: Program;

  private constructor(origin: string, program: Program) {
    this.#origin = origin;
    this.#program = program;
  }

  static async start(): Promise<Vendor> {
    const program = new Program(BIN, ['--port', '0']);
    return new Vendor(await program.address(), program);
  }

  /** The address of an OpenAI-compatible connection. */
  get baseUrl(): string {
    return `${this.#origin}/v1`;
  }

  /** Answers the next question that contains `when` with these steps. */
  async answer(when: string, steps: Step[]): Promise<void> {
    await this.#post('__script', { when, reply: { type: 'chat', steps } });
  }

  /** Answers the next question that contains `when` with a status and a body. */
  async refuse(when: string, code: number, body: unknown): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    await this.#post('__script', { when, reply: { type: 'status', code, headers, body: JSON.stringify(body) } });
  }

  /** Answers the next read of the models with a status and a body. */
  async refuseModels(code: number, body: unknown): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const reply = { type: 'status', code, headers, body: JSON.stringify(body) };
    await this.#post('__script', { path: '/v1/models', reply });
  }

  async release(name: string): Promise<void> {
    await this.#post(`__release/${name}`);
  }

  async reset(): Promise<void> {
    await this.#post('__reset');
  }

  /** The chat requests whose last question contains `said`, oldest first. */
  async asked(said: string): Promise<Recorded[]> {
    const answer = await fetch(`${this.#origin}/__requests`);
    const all = (await answer.json()) as Recorded[];
    return all.filter(({ body }) => JSON.stringify(body?.messages?.at(-1)?.content ?? '').includes(said));
  }

  async discard(): Promise<void> {
    await this.#program.end('SIGKILL');
  }

  async #post(path: string, body?: unknown): Promise<void> {
    const init = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(`${this.#origin}/${path}`, { method: 'POST', ...init });
    if (!answer.ok) throw new Error(`the vendor refused ${path}: ${await answer.text()}`);
  }
}
