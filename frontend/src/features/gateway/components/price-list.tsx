import { Pencil, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Faces } from '@/components/faces';
import { Badge } from '@/components/ui/badge';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { formatUsd } from '@/lib/format';
import { toast, toastError } from '@/lib/toast';
import { useSystemModels } from '../api/models';
import { useDeletePrice, usePrices } from '../api/prices';
import type { ConnectionHealth } from '@/api/generated';
import { modelPrices, priceFacts, searchPrices, type ModelPrice } from '../model/prices';

/** Most rows at once; a vendor may have hundreds of models. */
const ROWS_MAX = 50;

type Props = { connection: ConnectionHealth; onEdit: (price: ModelPrice) => void };

/** The models of a connection with their prices. */
export function PriceList({ connection, onEdit }: Props) {
  const { t } = useTranslation('gateway');
  const prices = usePrices();
  const offered = useSystemModels().data ?? [];
  const [text, setText] = useState('');
  return (
    <Faces query={prices}>
      {(data) => {
        const found = searchPrices(modelPrices(connection, offered, data), text);
        return (
          <>
            <Input
              type="search"
              aria-label={t('search_models')}
              placeholder={t('search_models')}
              autoComplete="off"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            {found.length === 0 && <p className="text-muted-foreground py-4 text-center text-sm">{t('no_models')}</p>}
            <ul className="divide-y">
              {found.slice(0, ROWS_MAX).map((price) => (
                <PriceRow key={price.model} connectionId={connection.connection_id} price={price} onEdit={() => onEdit(price)} />
              ))}
            </ul>
            {found.length > ROWS_MAX && (
              <p className="text-muted-foreground text-xs">{t('more_models', { count: found.length - ROWS_MAX })}</p>
            )}
          </>
        );
      }}
    </Faces>
  );
}

function PriceRow({ connectionId, price, onEdit }: { connectionId: string; price: ModelPrice; onEdit: () => void }) {
  const { t } = useTranslation('gateway');
  const remove = useDeletePrice();
  const { model, source } = price;
  const drop = () =>
    remove.mutate(
      { connection_id: connectionId, model },
      {
        onSuccess: () => toast(t('price_dropped', { model })),
        onError: (thrown) => toastError(t('common:not_saved'), thrown),
      },
    );
  return (
    <li className="flex items-center gap-1 py-2">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <code className="font-mono text-xs break-all">{model}</code>
          {source === 'own' && <Badge variant="primary">{t('price_own')}</Badge>}
        </p>
        <p className="text-muted-foreground text-xs">{priceFacts(price, formatUsd, t)}</p>
      </div>
      {source === 'own' && (
        <IconButton label={t('drop_price', { model })} disabled={remove.isPending} onClick={drop}>
          <RotateCcw aria-hidden />
        </IconButton>
      )}
      <IconButton label={t('set_price', { model })} onClick={onEdit}>
        <Pencil aria-hidden />
      </IconButton>
    </li>
  );
}
