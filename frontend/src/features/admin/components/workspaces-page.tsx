import { Building2, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { Faces } from '@/components/faces';
import { LoadMore } from '@/components/load-more';
import { Page } from '@/components/page';
import { Button } from '@/components/ui/button';
import { useWorkspaces } from '../api/workspaces';
import { WorkspaceNameDialog } from './workspace-name-dialog';
import { WorkspaceRow } from './workspace-row';

/** The workspaces that several share, who belongs to them, and what may be spent there. */
export function WorkspacesPage() {
  // Most words are loaded with the page, so that no dialog waits for them.
  const { t } = useTranslation(['gateway', 'admin']);
  const workspaces = useWorkspaces();
  const [creating, setCreating] = useState(false);
  const create = (
    <Button onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      {t('create_workspace')}
    </Button>
  );
  return (
    <Page title={t('admin:workspaces')} description={t('workspaces_description')} actions={create}>
      <Faces
        query={workspaces}
        isEmpty={({ pages }) => pages.every(({ items }) => items.length === 0)}
        empty={<EmptyState icon={Building2} title={t('no_workspaces')} description={t('no_workspaces_description')} action={create} />}
      >
        {({ pages }) => (
          <ul className="bg-card divide-y rounded-xl border">
            {pages.flatMap(({ items }) => items.map((workspace) => <WorkspaceRow key={workspace.id} workspace={workspace} />))}
          </ul>
        )}
      </Faces>
      <LoadMore query={workspaces} />
      <WorkspaceNameDialog key={String(creating)} open={creating} onOpenChange={setCreating} />
    </Page>
  );
}
