import { Brain, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Markdown } from '@/components/markdown/markdown';
import { formatDuration } from '../model/format-duration';
import type { LivePart } from '../model/turn-reducer';

/** Shorter thoughts, and those that came with a replay, say nothing of their duration. */
const TOLD_MIN_MS = 1000;

/** What the model thought before it answered; folded, and opened by whoever wants to know. */
export function Reasoning({ text, live, thinking }: { text: string; live: LivePart; thinking: boolean }) {
  const { t, i18n } = useTranslation('chat');
  if (text === '' && !thinking) return null;
  const took = (live.endedAt ?? 0) - (live.startedAt ?? Infinity);
  const done = took < TOLD_MIN_MS ? t('thought') : t('thought_for', { duration: formatDuration(took, i18n.language) });
  return (
    <details className="group/reasoning text-muted-foreground text-sm">
      <summary className="hover:text-foreground flex w-fit cursor-pointer list-none items-center gap-1.5 rounded-md py-1 pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
        <Brain className="size-4" aria-hidden />
        <span className={thinking ? 'animate-pulse' : undefined}>{thinking ? t('thinking') : done}</span>
        <ChevronRight className="size-3.5 transition-transform group-open/reasoning:rotate-90" aria-hidden />
      </summary>
      <div className="mt-1 border-l-2 pl-4">
        <Markdown text={text} writing={thinking} />
      </div>
    </details>
  );
}
