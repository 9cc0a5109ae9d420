import { expect, it } from 'vitest';
import { makesVectors } from './embedding-models';

it.each(['text-embedding-3-small', 'nomic-embed-text:latest', 'bge-m3', 'BAAI/bge-small-en', 'intfloat/e5-base', 'all-minilm', 'jina-v3'])(
  'takes %s for a model that makes vectors',
  (id) => expect(makesVectors({ id })).toBe(true),
);

it.each(['gpt-5', 'claude-opus', 'llama3.3:70b', 'gemma3', 'type5-chat'])('takes %s for a model that talks', (id) => expect(makesVectors({ id })).toBe(false));
