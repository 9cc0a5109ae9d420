import { render } from '@testing-library/react';
import { expect, it } from 'vitest';
import { CitationContext } from './citation-context';
import { Markdown } from './markdown';

function drawn(text: string): string {
  const draw = (number: number) => (number <= 3 ? <b>{`<${String(number)}>`}</b> : null);
  return render(
    <CitationContext value={draw}>
      <Markdown text={text} />
    </CitationContext>,
  ).container.textContent;
}

it.each([
  ['The range is large [1].', 'The range is large <1>.'],
  ['Both say so [1][2] and [2, 3].', 'Both say so <1><2> and <2><3>.'],
  ['Nobody knows [7].', 'Nobody knows [7].'],
  ['**Bold [1]**\n\n- in a list [2]', 'Bold <1>\nin a list <2>\n'],
  ['Not in `a[1]`.', 'Not in a[1].'],
  ['Nor in a [link](https://example.com) or [1](https://example.com).', 'Nor in a link or 1.'],
])('of %j draws %j', (text, expected) => expect(drawn(text)).toBe(expected));

it('leaves numbers alone where nothing is cited', () => {
  expect(render(<Markdown text="Row [1]." />).container.textContent).toBe('Row [1].');
});
