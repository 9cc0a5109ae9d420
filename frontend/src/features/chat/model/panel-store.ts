import { create } from 'zustand';

/** Whether the panel of parameters is open. */
export const useParametersPanel = create<{ open: boolean }>(() => ({ open: false }));

/** Opens the panel, or closes it. */
export function toggleParametersPanel(): void {
  useParametersPanel.setState(({ open }) => ({ open: !open }));
}
