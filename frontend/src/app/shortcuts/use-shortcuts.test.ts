import { expect, it } from 'vitest';
import { actionOf } from './use-shortcuts';

function press(init: KeyboardEventInit, target: HTMLElement = document.createElement('div')) {
  document.body.append(target);
  let found: ReturnType<typeof actionOf>;
  target.addEventListener('keydown', (event) => (found = actionOf(event)), { once: true });
  target.dispatchEvent(new KeyboardEvent('keydown', init));
  target.remove();
  return found;
}

it.each([
  [{ key: 'k', ctrlKey: true }, 'palette'],
  [{ key: 'k', metaKey: true }, 'palette'],
  [{ key: 'O', ctrlKey: true, shiftKey: true }, 'new_chat'],
  [{ key: 'b', ctrlKey: true }, 'sidebar'],
  [{ key: '/', ctrlKey: true }, 'shortcuts'],
  [{ key: '?', shiftKey: true }, 'shortcuts'],
  [{ key: 'k' }, undefined],
  [{ key: 'k', ctrlKey: true, altKey: true }, undefined],
] as const)('%o asks for %s', (init, action) => {
  expect(press(init)).toBe(action);
});

it('leaves a question mark to the field one types it into', () => {
  expect(press({ key: '?', shiftKey: true }, document.createElement('textarea'))).toBeUndefined();
});
