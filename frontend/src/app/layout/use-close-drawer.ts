import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useShell } from '@/lib/shell-store';

/** On a phone, whoever chose a page wants to see it. */
export function useCloseDrawer(): void {
  const router = useRouter();
  useEffect(() => router.subscribe('onBeforeNavigate', () => useShell.setState({ drawerOpen: false })), [router]);
}
