import { ConnectionsPage } from '@/features/connections/components/connections-page';

/** The connections that the user can chat with. */
export function OwnConnections() {
  return <ConnectionsPage show="all" />;
}
