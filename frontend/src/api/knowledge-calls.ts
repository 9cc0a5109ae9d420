/** The knowledge routes, called as the generated client calls the others; its functions take the place of these. */
import { client } from './client';
import type { Job } from './generated';
import type {
  Chunk,
  Collection,
  CreateCollection,
  CreateSource,
  CreateUpload,
  Document,
  DocumentText,
  ListDocuments,
  Page,
  SearchKnowledge,
  SearchReport,
  Source,
  UpdateCollection,
  UpdateSource,
  Upload,
  WebSearchHealth,
} from './knowledge-types';

type Cancel = { signal?: AbortSignal };
type Id = { path: { id: string } };
type PageQuery = { query?: { cursor?: string; limit?: number } };
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Options = Cancel & {
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  headers?: Record<string, string>;
  parseAs?: 'blob';
  bodySerializer?: null;
};

async function call<T>(method: Method, url: string, options: Options = {}): Promise<T> {
  const json = options.body === undefined ? {} : { 'Content-Type': 'application/json' };
  return (await client[method]<{ 200: T }, unknown, true, 'data'>({
    url: `/api/v1${url}`,
    responseStyle: 'data',
    ...options,
    headers: { ...json, ...options.headers },
  })) as T;
}

export const listCollections = (options: PageQuery & Cancel = {}) => call<Page<Collection>>('get', '/collections', options);
export const createCollection = (options: { body: CreateCollection }) => call<Collection>('post', '/collections', options);
export const getCollection = (options: Id & Cancel) => call<Collection>('get', '/collections/{id}', options);
export const updateCollection = (options: Id & { body: UpdateCollection }) => call<Collection>('patch', '/collections/{id}', options);
export const deleteCollection = (options: Id) => call<undefined>('delete', '/collections/{id}', options);

export const listDocuments = (options: Id & { query?: ListDocuments } & Cancel) =>
  call<Page<Document>>('get', '/collections/{id}/documents', options);
export const addDocument = (options: Id & { body: { upload_id: string } } & Cancel) =>
  call<Document>('post', '/collections/{id}/documents', options);
export const getDocument = (options: Id & Cancel) => call<Document>('get', '/documents/{id}', options);
export const deleteDocument = (options: Id) => call<undefined>('delete', '/documents/{id}', options);
export const retryDocument = (options: Id) => call<Document>('post', '/documents/{id}/retry', options);
export const getDocumentText = (options: Id & Cancel) => call<DocumentText>('get', '/documents/{id}/text', options);
export const listChunks = (options: Id & PageQuery & Cancel) => call<Page<Chunk>>('get', '/documents/{id}/chunks', options);
export const getDocumentFile = (options: Id & Cancel) => call<Blob>('get', '/documents/{id}/file', { ...options, parseAs: 'blob' });

export const createUpload = (options: { body: CreateUpload } & Cancel) => call<Upload>('post', '/uploads', options);
export const getUpload = (options: Id & Cancel) => call<Upload>('get', '/uploads/{id}', options);
export const putUpload = (options: Id & { query: { offset: number }; body: ArrayBuffer } & Cancel) =>
  call<Upload>('put', '/uploads/{id}', { ...options, headers: { 'Content-Type': 'application/octet-stream' }, bodySerializer: null });

export const listSources = (options: Id & PageQuery & Cancel) => call<Page<Source>>('get', '/collections/{id}/sources', options);
export const createSource = (options: Id & { body: CreateSource }) => call<Source>('post', '/collections/{id}/sources', options);
export const updateSource = (options: Id & { body: UpdateSource }) => call<Source>('patch', '/sources/{id}', options);
export const deleteSource = (options: Id) => call<undefined>('delete', '/sources/{id}', options);
export const syncSource = (options: Id) => call<Job>('post', '/sources/{id}/sync', options);

export const searchKnowledge = (options: { body: SearchKnowledge } & Cancel) => call<SearchReport>('post', '/knowledge/search', options);
export const webSearchHealth = (options: Cancel = {}) => call<WebSearchHealth>('get', '/searxng/health', options);

/** Where an answer of these routes is kept, in the manner of the generated keys. */
export function knowledgeKey(id: string, params: { path?: { id: string }; query?: object } = {}) {
  return [{ _id: id, ...params }] as const;
}
