import { cn } from '@/lib/cn';

type Props = { name: string; className?: string };

/** The initials of a name. It repeats a name that stands beside it, so it is hidden from readers. */
export function Avatar({ name, className }: Props) {
  return (
    <span
      aria-hidden
      className={cn(
        'bg-primary-soft text-primary-text inline-grid size-8 shrink-0 place-items-center rounded-full text-xs font-semibold select-none',
        className,
      )}
    >
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? '')][0] ?? '?';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toUpperCase();
}
