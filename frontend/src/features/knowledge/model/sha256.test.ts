import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { Sha256 } from './sha256';

const expected = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const bytes = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 31 + 7) % 256);

it('hashes nothing', () => {
  expect(new Sha256().hex()).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

it.each([1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000])('hashes %i bytes as others do', (length) => {
  expect(new Sha256().update(bytes(length)).hex()).toBe(expected(bytes(length)));
});

it('does not care how the bytes are cut', () => {
  const whole = bytes(10_000);
  for (const size of [1, 7, 63, 64, 65, 1000]) {
    const hash = new Sha256();
    for (let at = 0; at < whole.length; at += size) hash.update(whole.subarray(at, at + size));
    expect(hash.hex(), `pieces of ${String(size)}`).toBe(expected(whole));
  }
});
