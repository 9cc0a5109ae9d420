import { useTranslation } from 'react-i18next';
import type { ConnectionKindInfo } from '@/api/generated';
import { KindIcon } from './kind-icon';

type Props = { kinds: ConnectionKindInfo[]; onChoose: (kind: ConnectionKindInfo) => void };

/** One card per vendor. */
export function KindCards({ kinds, onChoose }: Props) {
  const { t } = useTranslation('settings');
  return (
    <ul className="grid gap-2 sm:grid-cols-2">
      {kinds.map((kind) => (
        <li key={kind.kind}>
          <button
            type="button"
            onClick={() => onChoose(kind)}
            className="bg-card hover:border-primary hover:bg-primary-soft/40 flex h-full w-full items-center gap-3 rounded-xl border p-3 text-left transition-colors"
          >
            <KindIcon kind={kind.kind} />
            <span className="min-w-0">
              <span className="block text-sm font-medium">{kind.name}</span>
              <span className="text-muted-foreground block text-xs">{t(`kind_${kind.kind}`)}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
