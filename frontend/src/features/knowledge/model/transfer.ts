import { ApiError, toApiError } from '@/api/client';
import { createDocument, createUpload, getUpload, putUpload, type Document, type Upload } from '@/api/generated';
import { retryDelay, waitForRetry } from '@/lib/retry-delay';
import { hashFile } from './hash-file';

/** How much goes in one request; what a broken line costs at most. */
const PIECE_BYTES = 2 * 1024 * 1024;

/** How often in a row a piece is sent again before the file counts as failed. */
const ATTEMPTS_MAX = 5;

/** Hears how far a file is. */
export type TransferListener = { onHashed: (done: number) => void; onSent: (done: number) => void };

/**
 * Brings a file into a collection: first its hash, so that the server knows what it has of it already, then the rest
 * of its bytes, then a document of it. What broke goes on from where the server says it is.
 */
export async function transfer(collectionId: string, file: File, listener: TransferListener, signal: AbortSignal): Promise<Document> {
  const sha256 = await hashFile(file, listener.onHashed, signal);
  const begin = () => createUpload({ body: { name: file.name, bytes: file.size, sha256 }, signal });
  const { id } = await sendRest(file, await persist(begin, signal), listener, signal);
  return persist(() => createDocument({ path: { id: collectionId }, body: { upload_id: id }, signal }), signal);
}

async function sendRest(file: File, begun: Upload, { onSent }: TransferListener, signal: AbortSignal): Promise<Upload> {
  let upload = begun;
  let attempt = 0;
  while (!upload.done) {
    onSent(upload.offset);
    const { id, offset } = upload;
    try {
      const body = file.slice(offset, offset + PIECE_BYTES);
      // Read here: a file that is gone from the disk fails as one, and not as a broken line that is tried again.
      const bytes = await body.arrayBuffer();
      upload = await putUpload({ path: { id }, query: { offset }, body, bodySerializer: () => bytes, signal });
      if (!upload.done && upload.offset <= offset) throw new ApiError({ code: 'upload_stuck', message: 'the upload does not go on' }, 503);
      attempt = 0;
    } catch (error) {
      if (!mayGoOn(error) || ++attempt > ATTEMPTS_MAX) throw error;
      await waitForRetry(retryDelay(attempt - 1), signal);
      signal.throwIfAborted();
      upload = await persist(() => getUpload({ path: { id }, signal }), signal);
    }
  }
  onSent(file.size);
  return upload;
}

/** Calls again while only the way or the server fails. */
async function persist<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (attempt >= ATTEMPTS_MAX || !mayPass(error)) throw error;
      await waitForRetry(retryDelay(attempt), signal);
      signal.throwIfAborted();
    }
  }
}

function mayPass(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.code === 'unreachable' || error.status === 429 || error.status >= 500;
}

/** 409: the server has another offset, because an answer was lost or another page sends the same file. */
function mayGoOn(error: unknown): boolean {
  return mayPass(error) || toApiError(error).status === 409;
}
