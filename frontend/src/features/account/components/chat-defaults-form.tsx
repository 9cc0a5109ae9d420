import { useTranslation } from 'react-i18next';
import { Faces } from '@/components/faces';
import { usePreferences } from '../api/preferences';
import { InstructionsForm } from './instructions-form';

/** What every chat starts with. */
export function ChatDefaultsForm() {
  const { t } = useTranslation('settings');
  const preferences = usePreferences();
  return (
    <section aria-label={t('instructions')}>
      <Faces query={preferences}>{(data) => <InstructionsForm saved={data.instructions ?? ''} />}</Faces>
    </section>
  );
}
