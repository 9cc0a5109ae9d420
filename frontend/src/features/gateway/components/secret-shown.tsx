import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '@/components/markdown/copy-button';
import { Button } from '@/components/ui/button';
import { DialogFooter } from '@/components/ui/dialog';
import { Tabs, TabsList, TabsPanel, TabsTab } from '@/components/ui/tabs';
import { useFirstModel } from '../api/models';
import { snippet, SNIPPETS } from '../model/snippets';

/** A key's text, this once, and what to do with it. */
export function SecretShown({ secret, onDone }: { secret: string; onDone: () => void }) {
  const { t } = useTranslation('gateway');
  const model = useFirstModel().data ?? 'auto';
  const origin = window.location.origin;
  return (
    <>
      <p className="bg-warning-soft text-warning flex items-start gap-2 rounded-lg px-3 py-2 text-sm">
        <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
        {t('shown_once')}
      </p>
      <div className="bg-muted flex items-center gap-2 rounded-lg py-1 pr-1 pl-3">
        <input
          readOnly
          aria-label={t('key')}
          className="min-w-0 flex-1 rounded-md bg-transparent py-1 font-mono text-sm"
          value={secret}
          onFocus={(event) => event.target.select()}
        />
        <CopyButton text={() => secret} className={copyClass} />
      </div>
      <Tabs defaultValue="openai" className="flex min-w-0 flex-col gap-2">
        <TabsList aria-label={t('first_call')}>
          {SNIPPETS.map((kind) => (
            <TabsTab key={kind} value={kind}>
              {t(`snippet_${kind}`)}
            </TabsTab>
          ))}
        </TabsList>
        {SNIPPETS.map((kind) => (
          <TabsPanel key={kind} value={kind}>
            <SnippetBox text={snippet(kind, { origin, key: secret, model })} label={t(`snippet_${kind}`)} />
          </TabsPanel>
        ))}
      </Tabs>
      <DialogFooter>
        <Button onClick={onDone}>{t('key_kept')}</Button>
      </DialogFooter>
    </>
  );
}

function SnippetBox({ text, label }: { text: string; label: string }) {
  return (
    <div className="bg-muted relative rounded-lg">
      {/* A region that scrolls must be reached by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} role="region" aria-label={label} className="overflow-x-auto p-3 pr-12 font-mono text-xs leading-relaxed">
        {text}
      </pre>
      <CopyButton text={() => text} className={`${copyClass} absolute top-1 right-1`} />
    </div>
  );
}

const copyClass =
  'text-muted-foreground hover:bg-accent hover:text-foreground grid size-9 shrink-0 place-items-center rounded-lg pointer-coarse:size-11';
