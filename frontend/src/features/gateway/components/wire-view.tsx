import { useTranslation } from 'react-i18next';
import { FormError } from '@/components/form-error';
import { Badge } from '@/components/ui/badge';
import { Spinner } from '@/components/ui/spinner';
import { formatMs } from '../model/format';
import type { Wire } from '../model/use-wire';

/** What came back: status, headers, and the bytes as they come. */
export function WireView({ wire }: { wire: Wire }) {
  const { t } = useTranslation('gateway');
  const { state, status, headers, text, firstMs, totalMs } = wire;
  const open = state === 'waiting' || state === 'streaming';
  return (
    <section aria-label={t('answer')} className="flex min-w-0 flex-col gap-3">
      <div role="status" className="flex flex-wrap items-center gap-2 text-sm">
        {open && <Spinner />}
        {status !== undefined && <Badge variant={status < 400 ? 'primary' : 'destructive'}>{status}</Badge>}
        <span>{t(`wire_${state}`)}</span>
        <span className="text-muted-foreground text-xs">
          {firstMs !== undefined && t('first_piece_after', { time: formatMs(firstMs) })}
          {totalMs !== undefined && ` · ${t('in_all', { time: formatMs(totalMs) })}`}
        </span>
      </div>
      <FormError message={wire.error} />
      {headers.length > 0 && <Headers headers={headers} />}
      {text !== '' && (
        // A region that scrolls must be reached by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <pre tabIndex={0} role="region" aria-label={t('wire')} className={paperClass}>
          {text}
        </pre>
      )}
    </section>
  );
}

function Headers({ headers }: { headers: Wire['headers'] }) {
  const { t } = useTranslation('gateway');
  const ours = headers.filter(([name]) => name.startsWith('x-pallium'));
  const others = headers.filter(([name]) => !name.startsWith('x-pallium'));
  return (
    <details open className="text-xs">
      <summary className="text-muted-foreground cursor-pointer py-1 font-medium">{t('headers')}</summary>
      <dl className="bg-muted grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 rounded-lg p-3 font-mono">
        {[...ours, ...others].map(([name, value]) => (
          <div key={name} className="contents">
            <dt className={name.startsWith('x-pallium') ? 'text-primary-text font-semibold' : 'text-muted-foreground'}>{name}</dt>
            <dd className="min-w-0 break-all">{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

const paperClass =
  'bg-muted max-h-[60vh] min-h-24 overflow-auto rounded-lg p-3 font-mono text-xs leading-relaxed whitespace-pre-wrap break-all';
