import { Sha256 } from './sha256';

/** How much of a file is in memory at a time. */
const PIECE_BYTES = 4 * 1024 * 1024;

/** What the worker answers: how far it is, and at the end the hash. */
export type HashNews = { done: number } | { sha256: string } | { failed: string };

/** Hashes a file piece by piece, where it is called. */
export async function hashHere(file: Blob, onProgress: (done: number) => void, signal?: AbortSignal): Promise<string> {
  const hash = new Sha256();
  for (let at = 0; at < file.size; at += PIECE_BYTES) {
    signal?.throwIfAborted();
    const piece = await file.slice(at, at + PIECE_BYTES).arrayBuffer();
    hash.update(new Uint8Array(piece));
    onProgress(Math.min(file.size, at + PIECE_BYTES));
  }
  return hash.hex();
}

/** Hashes a file beside the page, so that the page stays smooth. */
export function hashFile(file: Blob, onProgress: (done: number) => void, signal: AbortSignal): Promise<string> {
  if (typeof Worker === 'undefined') return hashHere(file, onProgress, signal);
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module' });
    const end = (settle: () => void) => {
      worker.terminate();
      signal.removeEventListener('abort', abort);
      settle();
    };
    const abort = () => end(() => reject(signal.reason as Error));
    signal.addEventListener('abort', abort);
    worker.onerror = (event) => end(() => reject(new Error(event.message)));
    worker.onmessage = ({ data }: MessageEvent<HashNews>) => {
      if ('done' in data) onProgress(data.done);
      else if ('sha256' in data) end(() => resolve(data.sha256));
      else end(() => reject(new Error(data.failed)));
    };
    worker.postMessage(file);
  });
}
