import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstanceSettings, UpdateInstanceSettings } from '@/api/generated';
import { Faces } from '@/components/faces';
import { Card } from '@/components/ui/card';
import { Switch } from '@/components/ui/switch';
import { toast, toastError } from '@/lib/toast';
import { useUpdateInstanceSettings } from '../api/instance-settings';
import { useModels } from '../api/list-models';
import { ModelField } from './model-field';

/** Registration and the models that the instance itself uses. Every change is saved at once. */
export function InstanceCard({ settings }: { settings: InstanceSettings }) {
  const { t } = useTranslation('admin');
  const id = useId();
  const models = useModels();
  const update = useUpdateInstanceSettings();
  const change = (body: UpdateInstanceSettings) =>
    update.mutate(body, {
      onSuccess: () => toast(t('common:saved')),
      onError: (thrown) => toastError(t('common:not_saved'), thrown),
    });

  return (
    <Card className="flex flex-col gap-6">
      <div className="flex items-center justify-between gap-4">
        <div>
          <p id={id} className="text-sm font-medium">
            {t('registration')}
          </p>
          <p id={`${id}-hint`} className="text-muted-foreground text-xs">
            {t('registration_hint')}
          </p>
        </div>
        <Switch
          aria-labelledby={id}
          aria-describedby={`${id}-hint`}
          checked={settings.registration_enabled}
          disabled={update.isPending}
          onCheckedChange={(registration_enabled) => change({ registration_enabled })}
        />
      </div>
      <Faces query={models}>
        {({ items }) => (
          <>
            <ModelField
              label={t('default_model')}
              hint={t('default_model_hint')}
              none={t('first_offered')}
              models={items.filter(({ system }) => system)}
              value={settings.default_model}
              disabled={update.isPending}
              onChange={(default_model) => change({ default_model })}
            />
            <ModelField
              label={t('title_model')}
              hint={t('title_model_hint')}
              none={t('first_words')}
              models={items.filter(({ system }) => system)}
              value={settings.title_model}
              disabled={update.isPending}
              onChange={(title_model) => change({ title_model })}
            />
          </>
        )}
      </Faces>
    </Card>
  );
}
