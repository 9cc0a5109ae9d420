import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preferences, UpdatePreferences } from '@/api/generated';
import { Faces } from '@/components/faces';
import { Page } from '@/components/page';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import { LANGUAGES } from '@/lib/i18n';
import { toastError } from '@/lib/toast';
import { usePreferences, useUpdatePreferences } from '../api/preferences';
import { ThemeChoice } from './theme-choice';

/** How the app looks and which language it speaks. */
export function AppearancePage() {
  const { t } = useTranslation('settings');
  const preferences = usePreferences();
  return (
    <Page title={t('appearance')} description={t('appearance_description')}>
      <Faces query={preferences}>{(data) => <AppearanceCard preferences={data} />}</Faces>
    </Page>
  );
}

function AppearanceCard({ preferences }: { preferences: Preferences }) {
  const { t } = useTranslation('settings');
  const update = useUpdatePreferences();
  const entersId = useId();
  const change = (body: UpdatePreferences) =>
    update.mutate(body, { onError: (thrown) => toastError(t('not_saved'), thrown) });
  const languages = Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }));

  return (
    <Card className="flex flex-col gap-6">
      <ThemeChoice value={preferences.theme} onChange={(theme) => change({ theme })} />
      <Field label={t('language')}>
        {(control) => (
          <Select<string | null>
            {...control}
            className="sm:max-w-md"
            options={[{ value: null, label: t('language_of_browser') }, ...languages]}
            value={preferences.language}
            onValueChange={(language) => change({ language })}
          />
        )}
      </Field>
      <div className="flex items-center justify-between gap-4 sm:max-w-md">
        <div>
          <p id={entersId} className="text-sm font-medium">
            {t('enter_sends')}
          </p>
          <p id={`${entersId}-hint`} className="text-muted-foreground text-xs">
            {t('enter_sends_hint')}
          </p>
        </div>
        <Switch
          aria-labelledby={entersId}
          aria-describedby={`${entersId}-hint`}
          checked={preferences.enter_sends ?? !window.matchMedia('(pointer: coarse)').matches}
          onCheckedChange={(enter_sends) => change({ enter_sends })}
        />
      </div>
    </Card>
  );
}
