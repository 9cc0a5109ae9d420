import { ChevronRight, Wrench } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Part } from '@/api/generated';
import { CodeBlock } from '@/components/markdown/code-block';
import { Spinner } from '@/components/ui/spinner';
import { formatDuration } from '../model/format-duration';
import { prettyJson } from '../model/pretty-json';
import type { LivePart } from '../model/turn-reducer';

/** A tool that the model asks for, with its arguments. */
export function ToolCallCard({ call, live, writing }: { call: Extract<Part, { type: 'tool_call' }>; live: LivePart; writing: boolean }) {
  const { t, i18n } = useTranslation('chat');
  const { startedAt, endedAt } = live;
  return (
    <details className="group/tool bg-card rounded-xl border text-sm">
      <summary className="flex cursor-pointer list-none items-center gap-2 px-3 py-2 pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
        {writing ? <Spinner /> : <Wrench className="text-muted-foreground size-4" aria-hidden />}
        <span className="sr-only">{t('tool_call')}</span>
        <code className="min-w-0 truncate">{call.name}</code>
        <span className="text-muted-foreground ml-auto text-xs">
          {startedAt !== null && endedAt !== null && formatDuration(endedAt - startedAt, i18n.language)}
        </span>
        <ChevronRight className="text-muted-foreground size-4 transition-transform group-open/tool:rotate-90" aria-hidden />
      </summary>
      <div className="border-t p-3">
        <CodeBlock code={prettyJson(call.arguments)} language="json" />
      </div>
    </details>
  );
}
