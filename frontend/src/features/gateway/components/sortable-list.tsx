import { GripVertical } from 'lucide-react';
import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { moved } from '../model/moved';

type Props<T> = {
  items: T[];
  keyOf: (item: T) => string;
  nameOf: (item: T) => string;
  /** Called with the new order when an item was put down, or moved by an arrow key. */
  onMove: (items: T[]) => void;
  label: string;
  className?: string;
  children: (item: T, index: number) => ReactNode;
};

type Drag = { from: number; to: number };

/** A list whose rows are dragged by a handle, or moved with the arrow keys while the handle has the focus. */
export function SortableList<T>({ items, keyOf, nameOf, onMove, label, className, children }: Props<T>) {
  const { t } = useTranslation('gateway');
  const list = useRef<HTMLUListElement>(null);
  const [drag, setDrag] = useState<Drag>();
  const [said, setSaid] = useState('');
  const shown = drag === undefined ? items : moved(items, drag.from, drag.to);

  const put = (from: number, to: number) => {
    const item = items[from];
    if (item === undefined || from === to || to < 0 || to >= items.length) return;
    onMove(moved(items, from, to));
    setSaid(t('moved_to', { name: nameOf(item), place: to + 1, count: items.length }));
  };
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    put(index, index + step);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (drag === undefined || list.current === null) return;
    const to = placeAt(list.current, event.clientY, drag.to);
    if (to !== drag.to) setDrag({ ...drag, to });
  };
  const onPointerUp = () => {
    if (drag !== undefined) put(drag.from, drag.to);
    setDrag(undefined);
  };

  return (
    <>
      <ul ref={list} aria-label={label} className={className}>
        {shown.map((item, index) => (
          <li key={keyOf(item)} className={cn('flex items-start gap-1 py-2 pr-3 pl-1', drag?.to === index && 'bg-accent rounded-lg')}>
            <button
              type="button"
              aria-label={t('move', { name: nameOf(item) })}
              title={t('move_hint')}
              className="text-muted-foreground hover:text-foreground grid size-9 shrink-0 cursor-grab touch-none place-items-center rounded-md active:cursor-grabbing pointer-coarse:size-11"
              onKeyDown={(event) => onKeyDown(event, index)}
              onPointerDown={(event) => {
                event.currentTarget.setPointerCapture(event.pointerId);
                setDrag({ from: index, to: index });
              }}
              onPointerMove={onPointerMove}
              onPointerUp={onPointerUp}
              onPointerCancel={() => setDrag(undefined)}
            >
              <GripVertical className="size-4" aria-hidden />
            </button>
            <div className="min-w-0 flex-1">{children(item, index)}</div>
          </li>
        ))}
      </ul>
      <p role="status" className="sr-only">
        {said}
      </p>
    </>
  );
}

/** The place of the row that a pointer is over; beyond either end, that end. */
function placeAt(list: HTMLUListElement, y: number, now: number): number {
  const rows = [...list.children].map((row) => row.getBoundingClientRect());
  const over = rows.findIndex(({ top, bottom }) => y >= top && y < bottom);
  if (over >= 0) return over;
  if (y < (rows[0]?.top ?? y)) return 0;
  return y >= (rows.at(-1)?.bottom ?? Infinity) ? rows.length - 1 : now;
}
