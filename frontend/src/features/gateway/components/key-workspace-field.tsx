import { useWatch, useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { useSharedWorkspaces } from '../api/workspaces';
import type { KeyValues } from '../model/key-form';

/** What a new key spends from, inside its form: its owner's own, or a workspace. Nothing where there is no choice. */
export function KeyWorkspaceField() {
  const { t } = useTranslation('gateway');
  const { control, setValue, formState } = useFormContext<KeyValues>();
  const [owner, value] = useWatch({ control, name: ['owner_id', 'workspace_id'] });
  // For somebody else the server knows where he works.
  const offered = (useSharedWorkspaces().data ?? []).filter(({ role }) => owner !== '' || (role !== null && role !== 'viewer'));
  if (offered.length === 0) return null;
  const message = formState.errors.workspace_id?.message;
  return (
    <Field label={t('workspace')} hint={t('workspace_hint')} error={message}>
      {(field) => (
        <Select<string | null>
          {...field}
          value={value === '' ? null : value}
          onValueChange={(next) => setValue('workspace_id', next ?? '')}
          options={[{ value: null, label: t('own_workspace') }, ...offered.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )}
    </Field>
  );
}
