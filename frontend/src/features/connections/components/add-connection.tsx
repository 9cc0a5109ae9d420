import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection, ConnectionKind, ConnectionKindInfo, Scope } from '@/api/generated';
import { Faces } from '@/components/faces';
import { Button } from '@/components/ui/button';
import { useCreateConnection } from '../api/create-connection';
import { useConnectionKinds } from '../api/list-connection-kinds';
import { toCreate } from '../model/connection-form';
import { ConnectionForm } from './connection-form';
import { CopilotLogin } from './copilot-login';
import { KindCards } from './kind-cards';
import { KindIcon } from './kind-icon';

type Props = {
  scope: Scope | 'choose';
  /** Kinds that are offered elsewhere on the page. */
  leaveOut?: ConnectionKind[];
  onCreated: (connection: Connection) => void;
};

/** Choose a vendor, then give what it needs. A vendor that one logs in to is never the system's: the login is one person's. */
export function AddConnection({ scope, leaveOut = [], onCreated }: Props) {
  const kinds = useConnectionKinds();
  const [kind, setKind] = useState<ConnectionKindInfo>();
  const create = useCreateConnection();

  return (
    <Faces query={kinds}>
      {({ items }) =>
        kind === undefined ? (
          <KindCards kinds={items.filter((item) => !leaveOut.includes(item.kind) && !(item.device_login && scope === 'system'))} onChoose={setKind} />
        ) : (
          <div className="flex flex-col gap-4">
            <ChosenKind kind={kind} onBack={() => setKind(undefined)} />
            {kind.device_login ? (
              <CopilotLogin kind={kind} onCreated={onCreated} />
            ) : (
              <ConnectionForm
                kind={kind}
                scope={scope}
                onSubmit={async (values) => onCreated(await create.mutateAsync(toCreate(kind, values)))}
              />
            )}
          </div>
        )
      }
    </Faces>
  );
}

function ChosenKind({ kind, onBack }: { kind: ConnectionKindInfo; onBack: () => void }) {
  const { t } = useTranslation('settings');
  return (
    <div className="flex items-center gap-3">
      <Button variant="ghost" size="icon" aria-label={t('other_vendor')} onClick={onBack}>
        <ArrowLeft aria-hidden />
      </Button>
      <KindIcon kind={kind.kind} />
      <div className="min-w-0">
        <p className="text-sm font-medium">{kind.name}</p>
        <p className="text-muted-foreground text-xs">{t(`kind_${kind.kind}`)}</p>
      </div>
    </div>
  );
}
