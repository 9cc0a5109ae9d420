import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@/components/ui/dialog';
import type { ConnectionHealth } from '@/api/generated';
import type { ModelPrice } from '../model/prices';
import { PriceForm } from './price-form';
import { PriceList } from './price-list';

type Props = { connection: ConnectionHealth; open: boolean; onOpenChange: (open: boolean) => void };

/** What the models of a connection cost: all of them, then one to be changed. */
export function PricesDialog({ connection, open, onOpenChange }: Props) {
  const { t } = useTranslation('gateway');
  const [editing, setEditing] = useState<ModelPrice>();
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent className="max-w-xl">
        <DialogHeader>
          <DialogTitle className="break-words">
            {editing === undefined ? t('prices_of', { name: connection.name }) : t('price_of', { model: editing.model })}
          </DialogTitle>
          <DialogDescription>{t(editing === undefined ? 'prices_description' : 'price_description')}</DialogDescription>
        </DialogHeader>
        {editing === undefined ? (
          <PriceList connection={connection} onEdit={setEditing} />
        ) : (
          <PriceForm connectionId={connection.connection_id} of={editing} onDone={() => setEditing(undefined)} />
        )}
      </DialogContent>
    </Dialog>
  );
}
