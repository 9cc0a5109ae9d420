import { expect, it } from 'vitest';
import { asSentence } from './as-sentence';

it.each([
  ['this login has ended; log in again', 'This login has ended; log in again.'],
  ['The answer was stopped.', 'The answer was stopped.'],
  ['the disk is full; nothing was changed. Free some space and try again', 'The disk is full; nothing was changed. Free some space and try again.'],
  ['is this right?', 'Is this right?'],
  ['it said “no.”', 'It said “no.”'],
  ['send the body as `Content-Type: application/json`', 'Send the body as `Content-Type: application/json`.'],
  ['max_tokens is too large', 'max_tokens is too large.'],
  ['gpt-4o is overloaded', 'gpt-4o is overloaded.'],
  ['api.example.com cannot be reached: no route', 'api.example.com cannot be reached: no route.'],
  ['ärgerlich', 'Ärgerlich.'],
  ['stopped. try again', 'Stopped. try again.'],
  [' wait… ', 'Wait…'],
  ['', ''],
])('%o reads %o', (words, sentence) => {
  expect(asSentence(words)).toBe(sentence);
});
