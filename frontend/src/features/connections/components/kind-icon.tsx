import type { ConnectionKind } from '@/api/generated';
import { cn } from '@/lib/cn';

/** Letters instead of the vendors' marks, which are theirs. */
const SIGNS: Record<ConnectionKind, { letters: string; className: string }> = {
  openai: { letters: 'OA', className: 'bg-[#dfe8e2] text-[#22463a] dark:bg-[#24352e] dark:text-[#b8d8ca]' },
  anthropic: { letters: 'An', className: 'bg-[#f3e0d5] text-[#6d3418] dark:bg-[#40291d] dark:text-[#edc3aa]' },
  groq: { letters: 'Gq', className: 'bg-[#f6dfd9] text-[#7b2a1a] dark:bg-[#43231d] dark:text-[#f2b9ab]' },
  openrouter: { letters: 'OR', className: 'bg-[#e3e2f1] text-[#3b3873] dark:bg-[#2a2943] dark:text-[#c3c0ef]' },
  github_copilot: { letters: 'GC', className: 'bg-[#e6e3ea] text-[#443758] dark:bg-[#322b3d] dark:text-[#d3c6e8]' },
  ollama: { letters: 'Ol', className: 'bg-[#e9e6e0] text-[#403a32] dark:bg-[#34302b] dark:text-[#dcd5c9]' },
  openai_compatible: { letters: '{ }', className: 'bg-[#dde8ef] text-[#21465c] dark:bg-[#20333f] dark:text-[#b3d2e4]' },
  demo: { letters: 'De', className: 'bg-primary-soft text-primary-text' },
};

type Props = { kind: ConnectionKind; className?: string };

/** A sign that tells vendors apart at a glance. */
export function KindIcon({ kind, className }: Props) {
  const sign = SIGNS[kind];
  return (
    <span
      aria-hidden
      className={cn('grid size-9 shrink-0 place-items-center rounded-lg text-xs font-bold', sign.className, className)}
    >
      {sign.letters}
    </span>
  );
}
