import { act, render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Markdown } from './markdown';

it('shows code with its language and a button that copies it', async () => {
  await act(async () => render(<Markdown text={'```python\nprint("hi")\n```'} />));
  expect(await screen.findByRole('figure', { name: 'python' })).toHaveTextContent('print("hi")');
  expect(screen.getByRole('button', { name: 'Copy' })).toBeVisible();
});

it('opens links elsewhere and loads no picture from another server', () => {
  render(<Markdown text="[docs](https://example.com) ![cat](https://example.com/cat.png)" />);
  expect(screen.getByRole('link', { name: 'docs' })).toHaveAttribute('rel', 'noopener noreferrer');
  expect(screen.getByRole('link', { name: 'cat' })).toHaveAttribute('href', 'https://example.com/cat.png');
  expect(screen.queryByRole('img')).toBeNull();
});

it('shows HTML as text and drops dangerous links', () => {
  render(<Markdown text={'<script>alert(1)</script>\n\n[x](javascript:alert(1))'} />);
  expect(screen.getByText('<script>alert(1)</script>')).toBeVisible();
  expect(screen.getByText('x')).not.toHaveAttribute('href', expect.stringContaining('javascript'));
});

it('draws a table from its first row on while it is written', () => {
  const { rerender } = render(<Markdown text="| a | b |" writing />);
  const table = screen.getByRole('table');
  for (const text of ['| a | b |\n|--', '| a | b |\n|---|---|', '| a | b |\n|---|---|\n| 1', '| a | b |\n|---|---|\n| 1 | 2 |']) {
    rerender(<Markdown text={text} writing />);
    expect(screen.getByRole('table')).toBe(table);
  }
  expect(screen.getAllByRole('cell').map((cell) => cell.textContent)).toEqual(['1', '2']);
});

it('draws only the last block again', () => {
  const { rerender } = render(<Markdown text={'one\n\ntwo\n\nthree'} writing />);
  const first = screen.getByText('one');
  rerender(<Markdown text={'one\n\ntwo\n\nthree and more'} writing />);
  expect(screen.getByText('one')).toBe(first);
  expect(screen.getByText('three and more')).toBeVisible();
});
