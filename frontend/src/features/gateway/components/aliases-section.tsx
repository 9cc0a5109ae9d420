import { Pencil, Plus, Tags, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { Faces } from '@/components/faces';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { toast, toastError } from '@/lib/toast';
import { useAliases, useDeleteAlias } from '../api/aliases';
import { useSystemModels } from '../api/models';
import type { ModelAlias } from '@/api/generated';
import { choiceOf, targetName } from '../model/alias-form';
import { formatDuration, formatMs } from '../model/format';
import { AliasDialog } from './alias-dialog';
import { Section } from './section';

/** The names for lists of models. */
export function AliasesSection() {
  const { t } = useTranslation('gateway');
  const aliases = useAliases();
  const [editing, setEditing] = useState<ModelAlias | 'new'>();
  const create = (
    <Button variant="outline" size="sm" onClick={() => setEditing('new')}>
      <Plus aria-hidden />
      {t('create_alias')}
    </Button>
  );
  return (
    <Section title={t('aliases')} description={t('aliases_description')} action={create}>
      <Faces
        query={aliases}
        isEmpty={({ items }) => items.length === 0}
        empty={<EmptyState icon={Tags} title={t('no_aliases')} description={t('no_aliases_description')} />}
      >
        {({ items }) => (
          <ul className="bg-card divide-y rounded-xl border">
            {items.map((alias) => (
              <AliasRow key={alias.name} alias={alias} onEdit={() => setEditing(alias)} />
            ))}
          </ul>
        )}
      </Faces>
      <AliasDialog
        key={typeof editing === 'object' ? editing.name : editing}
        alias={editing === 'new' ? undefined : editing}
        open={editing !== undefined}
        onOpenChange={(open) => !open && setEditing(undefined)}
      />
    </Section>
  );
}

function AliasRow({ alias, onEdit }: { alias: ModelAlias; onEdit: () => void }) {
  const { t } = useTranslation('gateway');
  const models = useSystemModels().data ?? [];
  const [deleting, setDeleting] = useState(false);
  const remove = useDeleteAlias();
  const { name, targets, rescue, first_token_deadline_ms, cache_seconds, cache_shared } = alias;
  return (
    <li className="flex items-start gap-2 px-4 py-3">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <h4 className="flex flex-wrap items-center gap-2 text-sm font-medium">
          <code className="font-mono">{name}</code>
          {rescue && <Badge variant="primary">{t('rescue')}</Badge>}
          {first_token_deadline_ms !== null && <Badge>{t('hedges_after', { time: formatMs(first_token_deadline_ms) })}</Badge>}
          {cache_seconds !== null && <Badge>{t(cache_shared ? 'cached_for_all' : 'cached_for', { time: formatDuration(cache_seconds) })}</Badge>}
        </h4>
        <ol className="text-muted-foreground flex flex-col gap-0.5 text-xs">
          {targets.map((target, index) => (
            <li key={`${String(index)} ${choiceOf(target)}`} className="break-words">
              {index + 1}. {targetName(choiceOf(target), models)}
              {(target.weight ?? 0) > 0 && ` · ${t('weight_of', { weight: target.weight })}`}
              {target.max_input_tokens != null && ` · ${t('up_to_tokens', { count: target.max_input_tokens })}`}
            </li>
          ))}
        </ol>
      </div>
      <IconButton label={t('edit_alias', { name })} onClick={onEdit}>
        <Pencil aria-hidden />
      </IconButton>
      <IconButton label={t('delete_of', { name })} onClick={() => setDeleting(true)}>
        <Trash2 aria-hidden />
      </IconButton>
      <AlertDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={t('delete_alias', { name })}
        description={t('delete_alias_description')}
        confirm={t('common:delete')}
        onConfirm={() =>
          remove.mutate(name, {
            onSuccess: () => toast(t('deleted', { name })),
            onError: (thrown) => toastError(t('not_deleted'), thrown),
          })
        }
      />
    </li>
  );
}
