import { MOD } from '@/lib/platform';

/** What keys do; each member of `keys` does it alone. */
export type ShortcutGroup = { label: string; rows: { keys: string[][]; label: string }[] };

/** Every key that does something, for the sheet that shows them. */
export const SHORTCUTS: ShortcutGroup[] = [
  {
    label: 'shortcuts_everywhere',
    rows: [
      { keys: [[MOD, 'K']], label: 'open_palette' },
      { keys: [[MOD, 'Shift', 'O']], label: 'new_chat' },
      { keys: [[MOD, 'B']], label: 'toggle_sidebar' },
      { keys: [[MOD, '/'], ['?']], label: 'shortcuts' },
    ],
  },
  {
    label: 'shortcuts_composer',
    rows: [
      { keys: [['Enter']], label: 'shortcut_send' },
      { keys: [['Shift', 'Enter']], label: 'shortcut_newline' },
      { keys: [['Esc']], label: 'shortcut_composer' },
    ],
  },
  {
    label: 'shortcuts_thread',
    rows: [{ keys: [['↑'], ['↓']], label: 'shortcut_messages' }],
  },
];
