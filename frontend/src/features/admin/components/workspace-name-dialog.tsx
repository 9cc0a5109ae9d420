import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { Workspace } from '@/api/generated';
import { FormError } from '@/components/form-error';
import { SubmitButton } from '@/components/submit-button';
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/text-field';
import { showServerErrors } from '@/lib/form-errors';
import { toast } from '@/lib/toast';
import { z } from '@/lib/z';
import { useSaveWorkspace } from '../api/workspaces';

type Props = {
  /** The workspace that is renamed; absent while one is made. */
  workspace?: Workspace;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

const schema = z.object({ name: z.string().trim().min(1, 'gateway:key_name_missing').max(80, 'gateway:key_name_long') });

/** Makes or renames a workspace. Give it a new `key` for each opening. */
export function WorkspaceNameDialog({ workspace, open, onOpenChange }: Props) {
  const { t } = useTranslation(['gateway', 'admin']);
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{workspace === undefined ? t('create_workspace') : t('rename_of', { name: workspace.name })}</DialogTitle>
          <DialogDescription>{t(workspace === undefined ? 'create_workspace_description' : 'rename_description')}</DialogDescription>
        </DialogHeader>
        <NameForm workspace={workspace} onDone={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}

function NameForm({ workspace, onDone }: { workspace: Workspace | undefined; onDone: () => void }) {
  const { t } = useTranslation(['gateway', 'admin']);
  const save = useSaveWorkspace(workspace?.id);
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { name: workspace?.name ?? '' } });
  const { errors } = form.formState;
  const submit = form.handleSubmit(async ({ name }) => {
    try {
      await save.mutateAsync(name);
      toast(t('common:saved'));
      onDone();
    } catch (thrown) {
      showServerErrors(form, thrown);
    }
  });
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <FormError message={errors.root?.message} />
      <TextField
        label={t('workspace_name')}
        placeholder={t('workspace_name_example')}
        autoComplete="off"
        error={errors.name?.message && t(errors.name.message)}
        {...form.register('name')}
      />
      <SubmitButton pending={save.isPending}>{t(workspace === undefined ? 'create_workspace' : 'common:save')}</SubmitButton>
    </form>
  );
}
