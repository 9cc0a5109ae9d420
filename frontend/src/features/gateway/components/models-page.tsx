import { useTranslation } from 'react-i18next';
import { Page } from '@/components/page';
import { AliasesSection } from './aliases-section';
import { HealthSection } from './health-section';
import { RulesSection } from './rules-section';
import { TestBox } from './test-box';

/** Which models answer whom: how they do, the names for them, and the rules that choose. */
export function ModelsPage() {
  const { t } = useTranslation('gateway');
  return (
    <Page title={t('models')} description={t('models_description')}>
      <div className="flex flex-col gap-10">
        <HealthSection />
        <AliasesSection />
        <RulesSection />
        <TestBox />
      </div>
    </Page>
  );
}
