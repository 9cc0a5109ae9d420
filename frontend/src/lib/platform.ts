/** Whether the keyboard has a command key. */
export const IS_APPLE = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** What the key is called that shortcuts are pressed with. */
export const MOD = IS_APPLE ? '⌘' : 'Ctrl';

/** Touched and without a mouse: most likely without a keyboard too. */
export const TOUCH_ONLY = '(hover: none) and (pointer: coarse)';
