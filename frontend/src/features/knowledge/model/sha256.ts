const BLOCK = 64;

/** The constants of FIPS 180-4: fractions of the cube roots of the first 64 primes. */
const K = constants(64, 1 / 3);

/**
 * SHA-256 that is fed piece by piece, so that a file is never in memory whole. The browser's own can neither do that
 * nor is it there over plain http.
 */
export class Sha256 {
  readonly #state = constants(8, 1 / 2);
  readonly #words = new Int32Array(64);
  readonly #rest = new Uint8Array(BLOCK);
  #kept = 0;
  #length = 0;

  /** Takes the next piece. */
  update(piece: Uint8Array): this {
    this.#length += piece.length;
    let at = 0;
    if (this.#kept > 0) {
      at = Math.min(BLOCK - this.#kept, piece.length);
      this.#rest.set(piece.subarray(0, at), this.#kept);
      this.#kept += at;
      if (this.#kept < BLOCK) return this;
      this.#mix(this.#rest, 0);
      this.#kept = 0;
    }
    for (; at + BLOCK <= piece.length; at += BLOCK) this.#mix(piece, at);
    this.#rest.set(piece.subarray(at));
    this.#kept = piece.length - at;
    return this;
  }

  /** The hash of all pieces, 64 hex digits. Nothing may be fed afterwards. */
  hex(): string {
    const bits = this.#length * 8;
    const padding = new Uint8Array(BLOCK - ((this.#length + 8) % BLOCK) + 8);
    padding[0] = 0x80;
    const view = new DataView(padding.buffer);
    view.setUint32(padding.length - 8, Math.floor(bits / 2 ** 32));
    view.setUint32(padding.length - 4, bits % 2 ** 32);
    this.update(padding);
    return [...this.#state].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #mix(bytes: Uint8Array, at: number): void {
    const w = this.#words;
    for (let i = 0; i < 16; i++) {
      const from = at + i * 4;
      w[i] = (at4(bytes, from) << 24) | (at4(bytes, from + 1) << 16) | (at4(bytes, from + 2) << 8) | at4(bytes, from + 3);
    }
    for (let i = 16; i < 64; i++) {
      const a = word(w, i - 15);
      const b = word(w, i - 2);
      const s0 = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3);
      const s1 = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10);
      w[i] = (word(w, i - 16) + s0 + word(w, i - 7) + s1) | 0;
    }
    const state = this.#state;
    let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + word(K, i) + word(w, i)) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => (state[i] = (word(state, i) + value) | 0));
  }
}

/** The indices are in range; the type of an array cannot say so. */
function word(words: Int32Array, index: number): number {
  return words[index] as number;
}

function at4(bytes: Uint8Array, index: number): number {
  return bytes[index] as number;
}

/** The first 32 bits of the fractions of roots of the first primes. */
function constants(count: number, power: number): Int32Array {
  const found = new Int32Array(count);
  let at = 0;
  for (let candidate = 2; at < count; candidate++) {
    if (isPrime(candidate)) found[at++] = fraction(candidate, power);
  }
  return found;
}

function isPrime(candidate: number): boolean {
  for (let divisor = 2; divisor * divisor <= candidate; divisor++) {
    if (candidate % divisor === 0) return false;
  }
  return true;
}

function fraction(prime: number, power: number): number {
  const root = prime ** power;
  return ((root - Math.floor(root)) * 2 ** 32) | 0;
}
