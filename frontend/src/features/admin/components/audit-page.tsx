import { ScrollText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { Faces } from '@/components/faces';
import { LoadMore } from '@/components/load-more';
import { Page } from '@/components/page';
import { useAudit } from '../api/list-audit';
import { useUsers } from '../api/list-users';
import { AuditRow } from './audit-row';

/** What happened that someone may have to answer for. */
export function AuditPage() {
  const { t } = useTranslation('admin');
  const audit = useAudit();
  const users = useUsers();
  const known = users.data?.pages.flatMap(({ items }) => items) ?? [];
  const nameOf = (id: string | null) => (id === null ? t('nobody') : (known.find((user) => user.id === id)?.name ?? id));

  return (
    <Page title={t('audit')} description={t('audit_description')}>
      <Faces
        query={audit}
        isEmpty={({ pages }) => pages.every(({ items }) => items.length === 0)}
        empty={<EmptyState icon={ScrollText} title={t('no_audit')} description={t('no_audit_description')} />}
      >
        {({ pages }) => (
          <ol className="bg-card divide-y rounded-xl border">
            {pages.flatMap(({ items }) =>
              items.map((entry) => <AuditRow key={entry.id} entry={entry} actor={nameOf(entry.actor_id)} />),
            )}
          </ol>
        )}
      </Faces>
      <LoadMore query={audit} />
    </Page>
  );
}
