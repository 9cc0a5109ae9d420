import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { toggleSidebar, useShell } from '@/lib/shell-store';

/** Listens for the keys that work everywhere. */
export function useShortcuts(): void {
  const navigate = useNavigate();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = actionOf(event);
      if (action === undefined) return;
      event.preventDefault();
      switch (action) {
        case 'palette':
          return useShell.setState((now) => ({ paletteOpen: !now.paletteOpen }));
        case 'shortcuts':
          return useShell.setState((now) => ({ shortcutsOpen: !now.shortcutsOpen }));
        case 'sidebar':
          return toggleSidebar();
        case 'new_chat':
          void navigate({ to: '/' });
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [navigate]);
}

type Action = 'palette' | 'shortcuts' | 'sidebar' | 'new_chat';

/** What a key press asks for. Keys without Ctrl or ⌘ mean nothing while one types. */
export function actionOf(event: KeyboardEvent): Action | undefined {
  if (event.isComposing || event.altKey) return undefined;
  if (event.ctrlKey || event.metaKey) {
    const key = event.key.toLowerCase();
    if (event.shiftKey) return key === 'o' ? 'new_chat' : undefined;
    if (key === 'k') return 'palette';
    if (key === 'b') return 'sidebar';
    return key === '/' ? 'shortcuts' : undefined;
  }
  return event.key === '?' && !isTyping(event.target) ? 'shortcuts' : undefined;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select, [role="textbox"], [role="combobox"]'))
  );
}
