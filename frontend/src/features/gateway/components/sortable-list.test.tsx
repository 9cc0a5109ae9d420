import { screen, within } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { renderPart } from '@/test/render';
import { SortableList } from './sortable-list';

function Letters({ onMove }: { onMove: (items: string[]) => void }) {
  const [items, setItems] = useState(['a', 'b', 'c']);
  const move = (next: string[]) => {
    setItems(next);
    onMove(next);
  };
  return (
    <SortableList items={items} keyOf={(it) => it} nameOf={(it) => it} label="Letters" onMove={move}>
      {(it) => it}
    </SortableList>
  );
}

const shown = () => within(screen.getByRole('list', { name: 'Letters' })).getAllByRole('listitem').map((row) => row.textContent);

describe('a list that is sorted by hand', () => {
  it('moves a row with the arrow keys, keeps the focus on it, and says where it is', async () => {
    const onMove = vi.fn();
    const { person } = renderPart(<Letters onMove={onMove} />);
    screen.getByRole('button', { name: 'Move a' }).focus();
    await person.keyboard('{ArrowDown}{ArrowDown}');
    expect(onMove.mock.calls).toEqual([[['b', 'a', 'c']], [['b', 'c', 'a']]]);
    expect(shown()).toEqual(['b', 'c', 'a']);
    expect(screen.getByRole('button', { name: 'Move a' })).toHaveFocus();
    expect(screen.getByText('a is now 3 of 3')).toBeInTheDocument();
  });

  it('stops at both ends', async () => {
    const onMove = vi.fn();
    const { person } = renderPart(<Letters onMove={onMove} />);
    screen.getByRole('button', { name: 'Move a' }).focus();
    await person.keyboard('{ArrowUp}');
    screen.getByRole('button', { name: 'Move c' }).focus();
    await person.keyboard('{ArrowDown}');
    expect(onMove).not.toHaveBeenCalled();
  });

  it('moves a row that is dragged, once, when it is put down', async () => {
    const onMove = vi.fn();
    const { person } = renderPart(<Letters onMove={onMove} />);
    Element.prototype.setPointerCapture = () => {};
    screen.getAllByRole('listitem').forEach((row, index) => {
      row.getBoundingClientRect = () => new DOMRect(0, index * 10, 100, 10);
    });
    const handle = screen.getByRole('button', { name: 'Move a' });
    await person.pointer([
      { target: handle, keys: '[MouseLeft>]' },
      { target: handle, coords: { x: 1, y: 15 } },
      { target: handle, keys: '[/MouseLeft]' },
    ]);
    expect(onMove.mock.calls).toEqual([[['b', 'a', 'c']]]);
  });
});
