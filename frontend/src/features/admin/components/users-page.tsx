import { Plus, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { Faces } from '@/components/faces';
import { LoadMore } from '@/components/load-more';
import { Page } from '@/components/page';
import { Button } from '@/components/ui/button';
import { useUsers } from '../api/list-users';
import { CreateUserDialog } from './create-user-dialog';
import { UserRow } from './user-row';

/** Who has an account, and what they may do. */
export function UsersPage() {
  const { t } = useTranslation('admin');
  const users = useUsers();
  const [creating, setCreating] = useState(false);
  const create = (
    <Button onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      {t('create_user')}
    </Button>
  );
  return (
    <Page title={t('users')} description={t('users_description')} actions={create}>
      <Faces
        query={users}
        isEmpty={({ pages }) => pages.every(({ items }) => items.length === 0)}
        empty={<EmptyState icon={Users} title={t('no_users')} action={create} />}
      >
        {({ pages }) => (
          <ul className="bg-card divide-y rounded-xl border">
            {pages.flatMap(({ items }) => items.map((user) => <UserRow key={user.id} user={user} />))}
          </ul>
        )}
      </Faces>
      <LoadMore query={users} />
      <CreateUserDialog open={creating} onOpenChange={setCreating} />
    </Page>
  );
}
