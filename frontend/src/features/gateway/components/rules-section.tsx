import { Pencil, Plus, Route, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { Faces } from '@/components/faces';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Switch } from '@/components/ui/switch';
import { toast, toastError } from '@/lib/toast';
import { useDeleteRule, useReorderRules, useRules, useUpdateRule } from '../api/rules';
import type { RoutingRule } from '@/api/generated';
import { conditionFacts } from '../model/rule-form';
import { RuleDialog } from './rule-dialog';
import { Section } from './section';
import { SortableList } from './sortable-list';

/** The rules that pick an alias for `auto`, in the order in which they are asked. */
export function RulesSection() {
  const { t } = useTranslation('gateway');
  const rules = useRules();
  const reorder = useReorderRules();
  const [editing, setEditing] = useState<RoutingRule | 'new'>();
  const create = (
    <Button variant="outline" size="sm" onClick={() => setEditing('new')}>
      <Plus aria-hidden />
      {t('create_rule')}
    </Button>
  );
  return (
    <Section title={t('rules')} description={t('rules_description')} action={create}>
      <Faces
        query={rules}
        isEmpty={({ items }) => items.length === 0}
        empty={<EmptyState icon={Route} title={t('no_rules')} description={t('no_rules_description')} />}
      >
        {({ items }) => (
          <SortableList
            items={items}
            keyOf={({ id }) => id}
            nameOf={({ name }) => name}
            label={t('rules')}
            className="bg-card divide-y rounded-xl border"
            onMove={(next) => reorder.mutate(next, { onError: (thrown) => toastError(t('common:not_saved'), thrown) })}
          >
            {(rule) => <RuleRow rule={rule} onEdit={() => setEditing(rule)} />}
          </SortableList>
        )}
      </Faces>
      <RuleDialog
        key={typeof editing === 'object' ? editing.id : editing}
        rule={editing === 'new' ? undefined : editing}
        open={editing !== undefined}
        onOpenChange={(open) => !open && setEditing(undefined)}
      />
    </Section>
  );
}

function RuleRow({ rule, onEdit }: { rule: RoutingRule; onEdit: () => void }) {
  const { t } = useTranslation('gateway');
  const [deleting, setDeleting] = useState(false);
  const update = useUpdateRule(rule.id);
  const remove = useDeleteRule(rule.id);
  const { name, enabled, alias, when } = rule;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <div className="min-w-0 flex-1 basis-full sm:basis-40">
        <h4 className="truncate text-sm font-medium">
          {name} → <code className="font-mono">{alias}</code>
        </h4>
        <p className="text-muted-foreground text-xs">{conditionFacts(when, t)}</p>
      </div>
      <div className="ml-auto flex items-center gap-2">
        <Switch
          aria-label={t('enable_rule', { name })}
          checked={enabled}
          disabled={update.isPending}
          onCheckedChange={(next) =>
            update.mutate({ enabled: next }, { onError: (thrown) => toastError(t('common:not_saved'), thrown) })
          }
        />
        <IconButton label={t('edit_rule', { name })} onClick={onEdit}>
          <Pencil aria-hidden />
        </IconButton>
        <IconButton label={t('delete_of', { name })} onClick={() => setDeleting(true)}>
          <Trash2 aria-hidden />
        </IconButton>
      </div>
      <AlertDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={t('delete_rule', { name })}
        description={t('delete_rule_description')}
        confirm={t('common:delete')}
        onConfirm={() =>
          remove.mutate(undefined, {
            onSuccess: () => toast(t('deleted', { name })),
            onError: (thrown) => toastError(t('not_deleted'), thrown),
          })
        }
      />
    </div>
  );
}
