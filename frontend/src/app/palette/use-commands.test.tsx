import { screen } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { rememberSession } from '@/lib/auth-store';
import { TOUCH_ONLY } from '@/lib/platform';
import { session } from '@/test/builders';
import { renderRouted } from '@/test/render-routed';
import { useCommands } from './use-commands';

function Labels() {
  return useCommands().map(({ id, label }) => <p key={id}>{label}</p>);
}

beforeEach(() => {
  rememberSession(session('good'));
  vi.restoreAllMocks();
});

it('offers the sheet of shortcuts where there may be a keyboard', async () => {
  await renderRouted(<Labels />);
  expect(screen.getByText('Keyboard shortcuts')).toBeVisible();
});

it('offers no sheet of shortcuts on a screen that is only touched', async () => {
  const all = window.matchMedia;
  vi.spyOn(window, 'matchMedia').mockImplementation((query) => ({ ...all(query), matches: query === TOUCH_ONLY }));
  await renderRouted(<Labels />);
  expect(screen.getByText('New chat')).toBeVisible();
  expect(screen.queryByText('Keyboard shortcuts')).not.toBeInTheDocument();
});
