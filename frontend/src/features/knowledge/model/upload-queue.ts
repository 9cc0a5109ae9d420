import { create } from 'zustand';
import { errorMessage } from '@/api/client';
import { getCollectionQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { queryClient } from '@/lib/query-client';
import { transfer } from './transfer';

/** How many files are on their way at the same time. */
export const PARALLEL_MAX = 3;

/** A file on its way into a collection. */
export type QueuedFile = { key: string; collectionId: string; name: string; bytes: number } & FileProgress;

export type FileProgress =
  | { status: 'waiting' }
  | { status: 'hashing'; done: number }
  | { status: 'sending'; done: number }
  | { status: 'done' }
  | { status: 'failed'; reason: string };

const useStore = create<{ files: QueuedFile[] }>(() => ({ files: [] }));

const contents = new Map<string, File>();
const running = new Map<string, AbortController>();
let count = 0;

/** The files that are on their way into a collection, or failed. */
export function useUploads(): QueuedFile[] {
  return useStore(({ files }) => files);
}

/** Puts files into the queue of a collection. */
export function enqueueFiles(collectionId: string, files: Iterable<File>): void {
  const queued = Array.from(files, (file): QueuedFile => {
    const key = `upload-${String(count++)}`;
    contents.set(key, file);
    return { key, collectionId, name: file.name, bytes: file.size, status: 'waiting' };
  });
  useStore.setState((state) => ({ files: [...state.files, ...queued] }));
  startNext();
}

/** Tries a file again; what the server has of it stays there. */
export function retryUpload(key: string): void {
  note(key, { status: 'waiting' });
  startNext();
}

/** Takes a file out of the queue, and stops it where it is on its way. */
export function cancelUpload(key: string): void {
  running.get(key)?.abort(new DOMException('cancelled', 'AbortError'));
  forget(({ key: other }) => other === key);
}

/** Stops everything that waits or is on its way into a collection. */
export function cancelUploads(collectionId: string): void {
  const mine = useStore.getState().files.filter((file) => file.collectionId === collectionId && isOpen(file));
  mine.forEach(({ key }) => cancelUpload(key));
}

/** Forgets what is done or failed. */
export function clearUploads(collectionId: string): void {
  forget((file) => file.collectionId === collectionId && !isOpen(file));
}

/** Whether a file waits or is on its way. */
export function isOpen({ status }: Pick<QueuedFile, 'status'>): boolean {
  return status === 'waiting' || status === 'hashing' || status === 'sending';
}

function startNext(): void {
  while (running.size < PARALLEL_MAX) {
    const next = useStore.getState().files.find(({ status, key }) => status === 'waiting' && !running.has(key));
    if (next === undefined) break;
    void run(next);
  }
  warnBeforeLeaving(running.size > 0);
}

async function run({ key, collectionId, bytes }: QueuedFile): Promise<void> {
  const file = contents.get(key);
  if (file === undefined) return;
  const stop = new AbortController();
  running.set(key, stop);
  note(key, { status: 'hashing', done: 0 });
  try {
    const progress = {
      onHashed: (done: number) => note(key, { status: 'hashing', done }),
      onSent: (done: number) => note(key, { status: 'sending', done: Math.min(done, bytes) }),
    };
    await transfer(collectionId, file, progress, stop.signal);
    note(key, { status: 'done' });
    contents.delete(key);
    void queryClient.invalidateQueries({ queryKey: getCollectionQueryKey({ path: { id: collectionId } }) });
  } catch (error) {
    if (!stop.signal.aborted) note(key, { status: 'failed', reason: errorMessage(error) });
  } finally {
    running.delete(key);
    startNext();
  }
}

function note(key: string, progress: FileProgress): void {
  useStore.setState(({ files }) => ({ files: files.map((file) => (file.key === key ? withProgress(file, progress) : file)) }));
}

function withProgress({ key, collectionId, name, bytes }: QueuedFile, progress: FileProgress): QueuedFile {
  return { key, collectionId, name, bytes, ...progress };
}

function forget(which: (file: QueuedFile) => boolean): void {
  const { files } = useStore.getState();
  files.filter(which).forEach(({ key }) => contents.delete(key));
  useStore.setState({ files: files.filter((file) => !which(file)) });
}

function warnBeforeLeaving(active: boolean): void {
  if (active) window.addEventListener('beforeunload', warn);
  else window.removeEventListener('beforeunload', warn);
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
