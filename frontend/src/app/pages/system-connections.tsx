import { ConnectionsPage } from '@/features/connections/components/connections-page';

/** The connections that the instance offers to everybody. */
export function SystemConnections() {
  return <ConnectionsPage show="system" />;
}
