/** Whether the keyboard has a command key. */
export const IS_APPLE = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** What the key is called that shortcuts are pressed with. */
export const MOD = IS_APPLE ? '⌘' : 'Ctrl';
