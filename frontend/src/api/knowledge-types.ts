/**
 * What the knowledge routes take and answer, as the contract says it. The generated types take their place as soon as
 * `openapi.json` has the routes.
 */
import type { Attachment, ModelChoice, Parameters, Part, Run } from './generated';

/** One page of a list. */
export type Page<T> = { items: T[]; next_cursor: string | null };

/** The vectors of a collection: by which model, and how far they are. */
export type Embedding = {
  connection_id: string;
  model: string;
  /** Known after the first answer of the model. */
  dimensions: number | null;
  state: 'serving' | 'building';
  /** Chunks that have a vector, of all. */
  done: number;
  total: number;
};

/** How many documents are in which state. */
export type DocumentCounts = { total: number; ready: number; processing: number; failed: number; stale: number };

/** What conversations may search. */
export type Collection = {
  id: string;
  name: string;
  description: string;
  /** Whose members may search it; `null` for the owner alone. */
  workspace_id: string | null;
  can_change: boolean;
  /** The vectors that serve; `null` where words alone are searched. */
  embedding: Embedding | null;
  /** The vectors of another model that are being made while the old ones serve. */
  next_embedding: Embedding | null;
  documents: DocumentCounts;
  chunks: number;
  bytes: number;
  created_at: string;
  updated_at: string;
};

export type CreateCollection = {
  name: string;
  description?: string;
  workspace_id?: string | null;
  embedding?: ModelChoice | null;
};

/** What is absent stays; `embedding: null` takes the vectors away. */
export type UpdateCollection = { name?: string; description?: string; embedding?: ModelChoice | null };

export type DocumentState = 'queued' | 'processing' | 'ready' | 'failed';

/** A code for programs and a sentence for people. */
export type Remark = { code: string; message: string };

/** A file, a page or another text that was read. */
export type Document = {
  id: string;
  collection_id: string | null;
  source_id: string | null;
  attachment_id: string | null;
  name: string;
  /** Where it is in its source. */
  path: string | null;
  media_type: string;
  bytes: number;
  sha256: string;
  state: DocumentState;
  error: Remark | null;
  warnings: Remark[];
  title: string | null;
  author: string | null;
  language: string | null;
  pages: number | null;
  characters: number;
  chunks: number;
  /** Whether its source has it otherwise now, or no more. */
  stale: boolean;
  indexed_at: string | null;
  created_at: string;
  updated_at: string;
};

export type ListDocuments = { q?: string; state?: DocumentState; source_id?: string; cursor?: string; limit?: number };

/** The text of a document; places in it are counted in characters. */
export type DocumentText = { markdown: string; characters: number };

/** A piece of a document that a search can find. */
export type Chunk = {
  id: string;
  index: number;
  heading_path: string[];
  page: number | null;
  start: number;
  end: number;
  text: string;
  tokens: number;
  /** Whether the collection's model has made a vector of it. */
  embedded: boolean;
};

/** A file on its way, which can go on where it was cut off. */
export type Upload = { id: string; offset: number; bytes: number; done: boolean };

export type CreateUpload = { name: string; bytes: number; sha256: string };

export type SourceKind = 'folder' | 'url' | 'git';

/** A place whose documents a collection follows. */
export type Source = {
  id: string;
  collection_id: string;
  kind: SourceKind;
  location: string;
  reference: string | null;
  ignore: string | null;
  depth: number;
  refresh_minutes: number | null;
  state: 'idle' | 'syncing' | 'failed';
  error: string | null;
  documents: number;
  synced_at: string | null;
  next_sync_at: string | null;
  created_at: string;
};

export type CreateSource = {
  kind: SourceKind;
  location: string;
  reference?: string | null;
  ignore?: string | null;
  depth?: number;
  refresh_minutes?: number | null;
};

export type UpdateSource = { reference?: string | null; ignore?: string | null; depth?: number; refresh_minutes?: number | null };

export type SearchKnowledge = {
  query: string;
  collection_ids: string[];
  document_ids?: string[];
  limit?: number;
  rerank?: ModelChoice | null;
  explain?: boolean;
};

/** Neighbouring chunks as one text: what a model is given and an answer cites. */
export type Passage = {
  document_id: string;
  document_name: string;
  title: string | null;
  collection_id: string | null;
  heading_path: string[];
  page: number | null;
  start: number;
  end: number;
  text: string;
  score: number;
  chunk_ids: string[];
};

export type Ranked = { rank: number; score: number };

export type CutReason = 'below_limit' | 'same_text' | 'too_many_of_document' | 'token_budget' | 'ranked_down';

/** A chunk that a search looked at, and what became of it. */
export type Candidate = {
  chunk_id: string;
  document_id: string;
  document_name: string;
  index: number;
  page: number | null;
  text: string;
  lexical: Ranked | null;
  vector: Ranked | null;
  fused: number;
  reranked: number | null;
  fate: 'taken' | 'merged' | 'cut';
  reason: CutReason | null;
};

export type SearchReport = {
  passages: Passage[];
  candidates: Candidate[];
  /** Whether words alone were searched. */
  lexical_only: boolean;
  notes: string[];
  took_ms: { embed: number; lexical: number; vector: number; rerank: number; total: number };
};

/** Whether this server can search the web. */
export type WebSearchHealth = { status: string };

/** Something that an answer was given to read, by the number that it is cited with. */
export type RunSource = {
  number: number;
  kind: 'document' | 'web';
  title: string;
  document_id: string | null;
  url: string | null;
  page: number | null;
  start: number | null;
  end: number | null;
  heading_path: string[];
  text: string;
};

/** What became of a file of a message. */
export type RunFile = {
  attachment_id: string;
  document_id: string | null;
  name: string;
  how: 'whole' | 'searched' | 'failed';
  reason: string | null;
};

/** What chats have besides, until the generated types say it. */
export type AttachmentWithDocument = Attachment & {
  document?: { id: string; state: DocumentState; error: Remark | null; characters: number } | null;
};
export type FilePart = { type: 'file'; attachment_id: string };
export type ChatPart = Part | FilePart;
export type RunWithSources = Run & { sources?: RunSource[]; files?: RunFile[] };
export type ChatParameters = Parameters & { collection_ids?: string[]; web_search?: boolean };
