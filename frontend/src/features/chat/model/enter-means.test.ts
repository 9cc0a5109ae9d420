import { expect, it } from 'vitest';
import { enterMeans, type EnterKey } from './enter-means';

const key: EnterKey = { key: 'Enter', shiftKey: false, ctrlKey: false, metaKey: false, isComposing: false, keyCode: 13 };

it.each<[string, Partial<EnterKey>, boolean | null, boolean, 'send' | 'nothing']>([
  ['Enter sends where there is a keyboard', {}, null, false, 'send'],
  ['Enter begins a line on a touch screen', {}, null, true, 'nothing'],
  ['a preference wins over the screen', {}, true, true, 'send'],
  ['a preference wins over the keyboard', {}, false, false, 'nothing'],
  ['Shift+Enter begins a line', { shiftKey: true }, true, false, 'nothing'],
  ['Ctrl+Enter always sends', { ctrlKey: true }, false, false, 'send'],
  ['⌘+Enter always sends', { metaKey: true }, false, true, 'send'],
  ['Enter inside a composition sends nothing', { isComposing: true }, true, false, 'nothing'],
  ['Enter that ends a composition in Safari sends nothing', { keyCode: 229 }, true, false, 'nothing'],
  ['other keys do nothing', { key: 'a' }, true, false, 'nothing'],
])('%s', (_, change, preference, touch, expected) => {
  expect(enterMeans({ ...key, ...change }, preference, touch)).toBe(expected);
});
