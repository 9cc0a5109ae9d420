import { useRef } from 'react';

/**
 * For a menu whose row becomes a field: the field has the focus already when the menu goes. Giving
 * it back to what had it before the menu would end the renaming before it began.
 */
export function useRenameFromMenu(onRename: () => void) {
  const chosen = useRef(false);
  const rename = () => {
    chosen.current = true;
    onRename();
  };
  const finalFocus = () => {
    const givesBack = !chosen.current;
    chosen.current = false;
    return givesBack;
  };
  return { rename, finalFocus };
}
