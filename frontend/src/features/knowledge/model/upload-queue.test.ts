import { createHash } from 'node:crypto';
import { renderHook, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { server, startServer } from '@/test/server';
import { document } from './fixtures';
import { cancelUploads, clearUploads, cancelUpload, enqueueFiles, PARALLEL_MAX, retryUpload, useUploads } from './upload-queue';

startServer();

const ID = 'collection-1';
const file = (name: string, text: string) => new File([text], name, { type: 'text/plain' });
const refusal = (status: number, code: string, message: string) => HttpResponse.json({ code, message, detail: message }, { status });

/** A server that takes uploads; `cut` makes a request fail. */
function takes({ cut, begun = () => 0 }: { cut?: (id: string, offset: number) => Response | undefined; begun?: (name: string) => number } = {}) {
  const got = new Map<string, { name: string; bytes: number; sha256: string; text: string }>();
  const added: string[] = [];
  const view = (id: string) => {
    const upload = got.get(id);
    const offset = upload?.text.length ?? 0;
    return { id, offset, bytes: upload?.bytes ?? 0, done: offset === upload?.bytes };
  };
  server.use(
    http.post('*/api/v1/uploads', async ({ request }) => {
      const asked = (await request.json()) as { name: string; bytes: number; sha256: string };
      got.set(asked.name, { ...asked, text: 'x'.repeat(begun(asked.name)) });
      return HttpResponse.json(view(asked.name), { status: 201 });
    }),
    http.put('*/api/v1/uploads/:id', async ({ request, params }) => {
      const id = String(params.id);
      const offset = Number(new URL(request.url).searchParams.get('offset'));
      const refused = cut?.(id, offset);
      if (refused !== undefined) return refused;
      const upload = got.get(id);
      if (upload !== undefined) upload.text = upload.text.slice(0, offset) + (await request.text());
      return HttpResponse.json(view(id));
    }),
    http.get('*/api/v1/uploads/:id', ({ params }) => HttpResponse.json(view(String(params.id)))),
    http.post(`*/api/v1/collections/${ID}/documents`, async ({ request }) => {
      const { upload_id } = (await request.json()) as { upload_id: string };
      added.push(upload_id);
      return HttpResponse.json(document({ id: upload_id, state: 'queued' }), { status: 202 });
    }),
  );
  return { got, added };
}

const queue = () => renderHook(useUploads).result;
const states = (files: ReturnType<typeof useUploads>) => files.map(({ name, status }) => `${name} ${status}`);

beforeEach(() => {
  cancelUploads(ID);
  clearUploads(ID);
});

describe('the queue', () => {
  it('hashes, sends and adds each file', async () => {
    const { got, added } = takes();
    const files = queue();
    enqueueFiles(ID, [file('a.txt', 'one'), file('b.txt', 'two')]);
    await waitFor(() => expect(states(files.current)).toEqual(['a.txt done', 'b.txt done']));
    expect(got.get('a.txt')).toEqual({ name: 'a.txt', bytes: 3, text: 'one', sha256: createHash('sha256').update('one').digest('hex') });
    expect(added.sort()).toEqual(['a.txt', 'b.txt']);
  });

  it(`has ${String(PARALLEL_MAX)} files on their way at most, also of fifty`, async () => {
    let most = 0;
    const files = queue();
    const { added } = takes({
      cut: () => {
        most = Math.max(most, files.current.filter(({ status }) => status === 'hashing' || status === 'sending').length);
        return undefined;
      },
    });
    enqueueFiles(ID, Array.from({ length: 50 }, (_, index) => file(`${String(index)}.txt`, `text ${String(index)}`)));
    await waitFor(() => expect(added).toHaveLength(50), { timeout: 10_000 });
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(PARALLEL_MAX);
  });

  it('goes on from where the server is', async () => {
    const asked: number[] = [];
    const { added } = takes({
      begun: () => 3,
      cut: (_, offset) => {
        asked.push(offset);
        return asked.length === 1 ? refusal(409, 'offset_mismatch', 'the upload is at 3') : undefined;
      },
    });
    enqueueFiles(ID, [file('a.txt', 'abcdef')]);
    await waitFor(() => expect(added).toEqual(['a.txt']), { timeout: 5000 });
    expect(asked).toEqual([3, 3]);
  });

  it('says why a file was refused, and tries again when asked', async () => {
    let full = true;
    takes({ cut: () => (full ? refusal(413, 'too_large', 'the file is too large') : undefined) });
    const files = queue();
    enqueueFiles(ID, [file('a.txt', 'abc')]);
    await waitFor(() => expect(files.current[0]).toMatchObject({ status: 'failed', reason: 'The file is too large.' }));
    full = false;
    retryUpload(files.current[0]?.key ?? '');
    await waitFor(() => expect(states(files.current)).toEqual(['a.txt done']));
  });

  it('stops a file and goes on with the next', async () => {
    const { added } = takes({ cut: (id) => (id === 'stuck.txt' ? (new Promise(() => undefined) as never) : undefined) });
    const files = queue();
    enqueueFiles(ID, [file('stuck.txt', 'abc')]);
    await waitFor(() => expect(states(files.current)).toEqual(['stuck.txt sending']));
    cancelUpload(files.current[0]?.key ?? '');
    enqueueFiles(ID, [file('next.txt', 'abc')]);
    await waitFor(() => expect(states(files.current)).toEqual(['next.txt done']));
    expect(added).toEqual(['next.txt']);
  });
});
