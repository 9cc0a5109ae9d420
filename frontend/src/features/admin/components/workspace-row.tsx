import { Building2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Workspace } from '@/api/generated';
import { Badge } from '@/components/ui/badge';
import { formatMoment } from '@/lib/format';
import { limitFacts } from '@/lib/limit-facts';
import { WorkspaceMenu } from './workspace-menu';

/** One workspace: what it is called, and what may be spent in it. */
export function WorkspaceRow({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation(['gateway', 'admin']);
  const facts = limitFacts(workspace.limits, t);
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <span className="bg-primary-soft text-primary-text grid size-9 shrink-0 place-items-center rounded-lg">
        <Building2 className="size-4" aria-hidden />
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <h3 className="flex flex-wrap items-center gap-2 text-sm font-medium">
          <span className="truncate">{workspace.name}</span>
          {workspace.role !== null && <Badge variant="outline">{t(`workspace_role_${workspace.role}`)}</Badge>}
        </h3>
        <p className="text-muted-foreground text-xs">
          {facts.length === 0 ? t('workspace_unlimited') : facts.join(' · ')}
        </p>
        <p className="text-muted-foreground text-xs">{t('admin:since', { when: formatMoment(workspace.created_at) })}</p>
      </div>
      <WorkspaceMenu workspace={workspace} />
    </li>
  );
}
