import { CircleAlert, CircleCheck, PlugZap } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ConnectionTest } from '@/api/generated';
import { errorMessage } from '@/api/api-error';
import { asSentence } from '@/api/as-sentence';
import { Button } from '@/components/ui/button';
import { Spinner } from '@/components/ui/spinner';
import { useTestConnection } from '../api/test-connection';

/** Asks the vendor now, and says how long it took or why it refused. */
export function TestButton({ id }: { id: string }) {
  const { t } = useTranslation('settings');
  const test = useTestConnection(id);
  return (
    <>
      <Button variant="outline" size="sm" disabled={test.isPending} onClick={() => test.mutate()}>
        {test.isPending ? <Spinner /> : <PlugZap aria-hidden />}
        {t('test')}
      </Button>
      <div role="status" className="order-last basis-full empty:hidden">
        {test.data !== undefined && <TestResult result={test.data} />}
        {test.error !== null && <Failed message={errorMessage(test.error)} />}
      </div>
    </>
  );
}

function TestResult({ result }: { result: ConnectionTest }) {
  const { t } = useTranslation('settings');
  if (!result.ok) return <Failed message={asSentence(result.error?.message ?? t('test_failed'))} />;
  return (
    <p className="text-success flex items-start gap-2 text-sm">
      <CircleCheck className="mt-0.5 size-4 shrink-0" aria-hidden />
      {t('test_ok', { latency: result.latency_ms, count: result.model_count })}
    </p>
  );
}

function Failed({ message }: { message: string }) {
  return (
    <p className="text-destructive flex items-start gap-2 text-sm break-words">
      <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
      {message}
    </p>
  );
}
