import { useTranslation } from 'react-i18next';
import { Faces } from '@/components/faces';
import { Page } from '@/components/page';
import { useInstanceSettings } from '../api/instance-settings';
import { InstanceCard } from './instance-card';

/** What holds for everybody on this instance. */
export function InstancePage() {
  const { t } = useTranslation('admin');
  const settings = useInstanceSettings();
  return (
    <Page title={t('instance')} description={t('instance_description')}>
      <Faces query={settings}>{(data) => <InstanceCard settings={data} />}</Faces>
    </Page>
  );
}
