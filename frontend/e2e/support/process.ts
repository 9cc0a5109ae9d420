import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Lines of a process that are kept to explain why it failed. */
const LINES_KEPT = 200;

/** A program that a test started, and what it printed. */
export class Program {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];

  constructor(path: string, args: string[], env: NodeJS.ProcessEnv = {}) {
    this.#child = spawn(path, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.#keep(line));
    }
  }

  /** The first address it prints; fails with what it said when it ends before. */
  async address(): Promise<string> {
    const { stdout } = this.#child;
    if (stdout === null) throw new Error('the program has no output');
    const ended = once(this.#child, 'close').then(() => {
      throw new Error(`the program ended at once:\n${this.#lines.join('\n')}`);
    });
    const found = new Promise<string>((resolve) => {
      createInterface({ input: stdout }).on('line', (line) => {
        const origin = /https?:\/\/[\d.:]+/.exec(line)?.[0];
        if (origin !== undefined) resolve(origin);
      });
    });
    return Promise.race([found, ended]);
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = once(this.#child, 'close');
    this.#child.kill(signal);
    await closed;
  }

  /** Everything it printed that has not been forgotten. */
  output(): string {
    return this.#lines.join('\n');
  }

  #keep(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > LINES_KEPT) this.#lines.shift();
  }
}
