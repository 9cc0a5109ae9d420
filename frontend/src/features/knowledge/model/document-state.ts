import type { Collection, Document, DocumentState } from '@/api/generated';

/** Every state, in the order in which a document goes through them. */
export const STATES: readonly DocumentState[] = ['queued', 'processing', 'ready', 'failed'];

/** How often what is in work is read again, in milliseconds. */
export const BUSY_MS = 2000;

/** Whether a document changes by itself. */
export function isInWork({ state }: Pick<Document, 'state'>): boolean {
  return state === 'queued' || state === 'processing';
}

/** Whether a collection changes by itself: documents are read, or vectors made. */
export function isBusy({ documents, embedding, next_embedding }: Pick<Collection, 'documents' | 'embedding' | 'next_embedding'>): boolean {
  return documents.processing > 0 || isBuilding(embedding) || isBuilding(next_embedding);
}

function isBuilding(embedding: Collection['embedding']): boolean {
  return embedding !== null && (embedding.state === 'building' || embedding.done < embedding.total);
}
