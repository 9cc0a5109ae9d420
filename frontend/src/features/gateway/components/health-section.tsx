import { CircleDollarSign, Plug } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asSentence } from '@/api/as-sentence';
import { EmptyState } from '@/components/empty-state';
import { Faces } from '@/components/faces';
import { Badge } from '@/components/ui/badge';
import { Button, buttonVariants } from '@/components/ui/button';
import { useTargets } from '../api/targets';
import type { ConnectionHealth, TargetHealth } from '@/api/generated';
import { formatMs } from '../model/format';
import { PricesDialog } from './prices-dialog';
import { Section } from './section';

const BREAKERS = { closed: 'primary', half_open: 'warning', open: 'destructive' } as const;

/** How the connections do: what the breakers let through, how fast they answer. */
export function HealthSection() {
  const { t } = useTranslation('gateway');
  const targets = useTargets();
  const connect = (
    <Link to="/admin/connections" className={buttonVariants({ variant: 'outline', size: 'sm' })}>
      <Plug aria-hidden />
      {t('to_connections')}
    </Link>
  );
  return (
    <Section title={t('health')} description={t('health_description')} action={connect}>
      <Faces
        query={targets}
        isEmpty={({ items }) => items.length === 0}
        empty={<EmptyState icon={Plug} title={t('no_health')} description={t('no_health_description')} />}
      >
        {({ items }) => (
          <ul className="flex flex-col gap-3">
            {items.map((connection) => (
              <Connection key={connection.connection_id} connection={connection} />
            ))}
          </ul>
        )}
      </Faces>
    </Section>
  );
}

function Connection({ connection }: { connection: ConnectionHealth }) {
  const { t } = useTranslation('gateway');
  const [pricing, setPricing] = useState(false);
  const { name, enabled, models_error, targets } = connection;
  return (
    <li className="bg-card rounded-xl border px-4 py-3">
      <div className="flex items-center gap-2">
        <h4 className="flex min-w-0 flex-1 items-center gap-2 text-sm font-medium">
          <span className="truncate">{name}</span>
          {!enabled && <Badge>{t('off')}</Badge>}
        </h4>
        <Button variant="ghost" size="sm" className="-mr-2" aria-label={t('prices_of', { name })} onClick={() => setPricing(true)}>
          <CircleDollarSign aria-hidden />
          {t('prices')}
        </Button>
      </div>
      {models_error !== null && <p className="text-destructive text-xs break-words">{asSentence(models_error)}</p>}
      {targets.length === 0 ? (
        <p className="text-muted-foreground text-xs">{t('not_called')}</p>
      ) : (
        <ul className="mt-1 divide-y">
          {targets.map((target) => (
            <Target key={target.model} target={target} />
          ))}
        </ul>
      )}
      <PricesDialog key={String(pricing)} connection={connection} open={pricing} onOpenChange={setPricing} />
    </li>
  );
}

function Target({ target }: { target: TargetHealth }) {
  const { t } = useTranslation('gateway');
  const { model, breaker, retry_after_seconds, calls, failed, latency_p50_ms, first_token_p50_ms } = target;
  const facts = [
    t('calls', { count: calls }),
    failed > 0 ? t('failed_calls', { count: failed }) : '',
    first_token_p50_ms === null ? '' : t('first_token_p50', { time: formatMs(first_token_p50_ms) }),
    latency_p50_ms === null ? '' : t('latency_p50', { time: formatMs(latency_p50_ms) }),
    retry_after_seconds === null ? '' : t('tries_again_in', { time: formatMs(retry_after_seconds * 1000) }),
  ];
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 text-sm">
      <span className="min-w-0 flex-1 basis-40 truncate font-mono text-xs">{model}</span>
      <span className="text-muted-foreground text-xs">{facts.filter(Boolean).join(' · ')}</span>
      <Badge variant={BREAKERS[breaker]} title={t(`breaker_${breaker}_hint`)}>
        {t(`breaker_${breaker}`)}
      </Badge>
    </li>
  );
}
