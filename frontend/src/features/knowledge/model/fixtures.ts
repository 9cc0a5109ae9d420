import type { Collection, CollectionEmbedding, Document, Passage, SearchCandidate, Source } from '@/api/generated';

export const COLLECTION_ID = '01890000-0000-7000-8000-000000000501';
const AT = '2026-01-01T00:00:00Z';

/** Vectors that serve and are whole; `change` says what is special. */
export function embedding(change: Partial<CollectionEmbedding> = {}): CollectionEmbedding {
  return { connection_id: 'connection-1', model: 'embed-small', dimensions: 768, state: 'serving', done: 40, total: 40, ...change };
}

/** A collection of three documents that are ready. */
export function collection(change: Partial<Collection> = {}): Collection {
  return {
    id: COLLECTION_ID,
    name: 'Handbook',
    description: '',
    workspace_id: null,
    can_change: true,
    embedding: embedding(),
    next_embedding: null,
    documents: { total: 3, ready: 3, processing: 0, failed: 0, stale: 0 },
    chunks: 40,
    bytes: 1_200_000,
    created_at: AT,
    updated_at: AT,
    ...change,
  };
}

/** A document that is ready. */
export function document(change: Partial<Document> = {}): Document {
  return {
    id: 'document-1',
    collection_id: COLLECTION_ID,
    source_id: null,
    attachment_id: null,
    name: 'tides.pdf',
    path: null,
    media_type: 'application/pdf',
    bytes: 420_000,
    sha256: 'a'.repeat(64),
    state: 'ready',
    error: null,
    warnings: [],
    title: 'On tides',
    author: null,
    language: 'en',
    pages: 12,
    characters: 24_000,
    chunks: 18,
    stale: false,
    indexed_at: AT,
    created_at: AT,
    updated_at: AT,
    ...change,
  };
}

/** A folder that is followed. */
export function source(change: Partial<Source> = {}): Source {
  return {
    id: 'source-1',
    collection_id: COLLECTION_ID,
    kind: 'folder',
    location: '/srv/handbook',
    reference: null,
    ignore: null,
    depth: 0,
    refresh_minutes: 60,
    state: 'idle',
    error: null,
    documents: 3,
    synced_at: AT,
    next_sync_at: AT,
    created_at: AT,
    ...change,
  };
}

/** A passage of the document. */
export function passage(change: Partial<Passage> = {}): Passage {
  return {
    document_id: 'document-1',
    document_name: 'tides.pdf',
    title: 'On tides',
    collection_id: COLLECTION_ID,
    heading_path: ['The moon', 'Spring tides'],
    page: 3,
    start: 100,
    end: 160,
    text: 'Twice a month the sun and the moon pull together.',
    score: 0.031,
    chunk_ids: ['chunk-1'],
    ...change,
  };
}

/** A candidate that became part of a passage. */
export function candidate(change: Partial<SearchCandidate> = {}): SearchCandidate {
  return {
    chunk_id: 'chunk-1',
    document_id: 'document-1',
    document_name: 'tides.pdf',
    index: 4,
    page: 3,
    text: 'Twice a month the sun and the moon pull together.',
    lexical: { rank: 1, score: 7.2 },
    vector: { rank: 2, score: 0.81 },
    fused: 0.0325,
    reranked: null,
    fate: 'taken',
    reason: null,
    ...change,
  };
}
