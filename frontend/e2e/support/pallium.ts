import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Program } from './process';

const BIN = process.env.PALLIUM_BIN ?? '../target/debug/pallium';
/** A build that is served in place of the one inside the program; a folder without a manifest is none. */
const BUILD = process.env.PALLIUM_FRONTEND_DIR ?? resolve('dist');

/** A server of its own with an empty data folder. */
export class Pallium {
  origin = '';
  readonly #dataDir: string;
  readonly #settings: NodeJS.ProcessEnv;
  #program: Program | undefined;

  private constructor(dataDir: string, settings: NodeJS.ProcessEnv) {
    this.#dataDir = dataDir;
    this.#settings = settings;
  }

  /** Starts one; `settings` are environment variables besides the usual ones. */
  static async start(settings: NodeJS.ProcessEnv = {}): Promise<Pallium> {
    const pallium = new Pallium(await mkdtemp(join(tmpdir(), 'pallium-e2e-')), settings);
    await pallium.#run('0');
    return pallium;
  }

  /** `kill -9`, in the middle of whatever it does. */
  async kill(): Promise<void> {
    await this.#program?.end('SIGKILL');
  }

  /** Starts it again on the same data folder and address. */
  async startAgain(): Promise<void> {
    await this.#run(new URL(this.origin).port);
  }

  /** Ends it and deletes its data. Open answers are of no interest any more, so it need not drain. */
  async discard(): Promise<void> {
    await this.kill();
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  async #run(port: string): Promise<void> {
    const args = ['up', '--data-dir', this.#dataDir, '--port', port];
    if (existsSync(join(BUILD, '.vite/manifest.json'))) args.push('--frontend-dir', BUILD);
    this.#program = new Program(BIN, args, {
      PALLIUM_PROVIDERS_FIND_OLLAMA: 'false',
      // Hashing a password costs a second without optimisation; how hard it is, is not the claim here.
      PALLIUM_AUTH_ARGON2_MEMORY_KIB: '8192',
      PALLIUM_AUTH_ARGON2_PASSES: '1',
      ...this.#settings,
    });
    this.origin = await this.#program.address();
  }
}
