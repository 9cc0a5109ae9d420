import { zodResolver } from '@hookform/resolvers/zod';
import { useNavigate } from '@tanstack/react-router';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { Collection } from '@/api/generated';
import { FormError } from '@/components/form-error';
import { SubmitButton } from '@/components/submit-button';
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { Textarea } from '@/components/ui/textarea';
import { showServerErrors } from '@/lib/form-errors';
import { toast } from '@/lib/toast';
import { z } from '@/lib/z';
import { useCreateCollection, useUpdateCollection } from '../api/collections';
import { useWorkspaces } from '../api/workspaces';

type Props = { /** The one that is changed; absent while one is made. */ collection?: Collection; onClose: () => void };

const schema = z.object({
  name: z.string().trim().min(1, 'knowledge:name_missing').max(120, 'knowledge:name_long'),
  description: z.string().trim().max(2000, 'knowledge:description_long'),
  workspace_id: z.nullable(z.string()),
});

/** Makes a collection, or changes what it is called and what it is about. */
export function CollectionDialog({ collection, onClose }: Props) {
  const { t } = useTranslation('knowledge');
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{collection === undefined ? t('create_collection') : t('edit_of', { name: collection.name })}</DialogTitle>
          <DialogDescription>{t('collection_dialog_description')}</DialogDescription>
        </DialogHeader>
        <CollectionForm collection={collection} onClose={onClose} />
      </DialogContent>
    </Dialog>
  );
}

function CollectionForm({ collection, onClose }: { collection: Collection | undefined; onClose: () => void }) {
  const { t } = useTranslation('knowledge');
  const navigate = useNavigate();
  const workspaces = useWorkspaces() ?? [];
  const create = useCreateCollection();
  const update = useUpdateCollection(collection?.id ?? '');
  const form = useForm({
    resolver: zodResolver(schema),
    defaultValues: { name: collection?.name ?? '', description: collection?.description ?? '', workspace_id: collection?.workspace_id ?? null },
  });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async ({ name, description, workspace_id }) => {
    try {
      if (collection === undefined) {
        // Words only at first: a model is sent the texts, so it is chosen by the user, in the collection.
        const { id } = await create.mutateAsync({ name, description, workspace_id });
        onClose();
        await navigate({ to: '/knowledge/$collectionId', params: { collectionId: id } });
      } else {
        await update.mutateAsync({ name, description });
        toast(t('common:saved'));
        onClose();
      }
    } catch (thrown) {
      showServerErrors(form, thrown);
    }
  });
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <FormError message={errors.root?.message} />
      <TextField
        label={t('name')}
        placeholder={t('name_example')}
        autoComplete="off"
        error={errors.name?.message && t(errors.name.message)}
        {...form.register('name')}
      />
      <Field label={t('description')} hint={t('description_hint')} error={errors.description?.message && t(errors.description.message)}>
        {(control) => <Textarea {...control} {...form.register('description')} />}
      </Field>
      {collection === undefined && workspaces.length > 0 && (
        <Controller
          control={form.control}
          name="workspace_id"
          render={({ field }) => (
            <Field label={t('who_may_search')} hint={t('who_may_search_hint')}>
              {(control) => (
                <Select
                  {...control}
                  aria-label={t('who_may_search')}
                  value={field.value}
                  onValueChange={field.onChange}
                  options={[{ value: null, label: t('only_me') }, ...workspaces.map(({ id, name }) => ({ value: id, label: name }))]}
                />
              )}
            </Field>
          )}
        />
      )}
      <SubmitButton pending={isSubmitting}>{t(collection === undefined ? 'create_collection' : 'common:save')}</SubmitButton>
    </form>
  );
}
