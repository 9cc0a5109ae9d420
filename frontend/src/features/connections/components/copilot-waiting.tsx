import { CircleAlert, CircleCheck, ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { errorMessage } from '@/api/api-error';
import type { Connection, CopilotLogin } from '@/api/generated';
import { CopyButton } from '@/components/markdown/copy-button';
import { Button, buttonVariants } from '@/components/ui/button';
import { Spinner } from '@/components/ui/spinner';
import { formatMoment } from '@/lib/format';
import { useLoginState } from '../api/copilot-login';

type Props = {
  login: CopilotLogin;
  /** Asks for another code. */
  onAgain: () => void;
  onCreated: (connection: Connection) => void;
};

/** From the code to the connection, or to why there is none. */
export function CopilotWaiting({ login, onAgain, onCreated }: Props) {
  const { t } = useTranslation('settings');
  const { data, error } = useLoginState(login);
  const { connection } = data;
  if (connection !== null) {
    return (
      <Ended icon={<CircleCheck className="text-primary-text size-8" aria-hidden />} text={t('copilot_connected')}>
        <Button onClick={() => onCreated(connection)}>{t('copilot_done')}</Button>
      </Ended>
    );
  }
  if (error !== null || data.status !== 'pending') {
    const text = error === null ? t(`copilot_${data.status}`) : errorMessage(error);
    return (
      <Ended icon={<CircleAlert className="text-destructive size-8" aria-hidden />} text={text}>
        <Button onClick={onAgain}>{t('copilot_again')}</Button>
      </Ended>
    );
  }
  return <Code login={login} />;
}

function Ended({ icon, text, children }: { icon: ReactNode; text: string; children: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-4 py-4 text-center">
      {icon}
      <p role="status" className="text-sm">
        {text}
      </p>
      {children}
    </div>
  );
}

function Code({ login: { user_code, verification_url, expires_at } }: { login: CopilotLogin }) {
  const { t } = useTranslation('settings');
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm">{t('copilot_enter')}</p>
      <div className="bg-muted flex items-center justify-center gap-2 rounded-xl py-3">
        <code className="font-mono text-2xl font-semibold tracking-widest select-all sm:text-3xl">{user_code}</code>
        <CopyButton
          text={() => user_code}
          className="text-muted-foreground hover:bg-accent hover:text-foreground grid size-9 shrink-0 place-items-center rounded-lg pointer-coarse:size-11"
        />
      </div>
      <a href={verification_url} target="_blank" rel="noreferrer" className={buttonVariants()}>
        <ExternalLink aria-hidden />
        {t('copilot_open', { address: verification_url.replace(/^https?:\/\//, '') })}
      </a>
      <p role="status" className="text-muted-foreground flex items-center justify-center gap-2 text-xs">
        <Spinner />
        {t('copilot_waiting', { when: formatMoment(expires_at) })}
      </p>
    </div>
  );
}
