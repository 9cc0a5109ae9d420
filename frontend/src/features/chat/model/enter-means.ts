/** What the page needs to know of a key. */
export type EnterKey = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'isComposing' | 'keyCode'>;

/**
 * What a key does in a field for messages. An Enter that confirms an input method's word does
 * nothing here (Safari reports it as key 229 after the composition). Without a preference, Enter
 * sends where there is a keyboard, and begins a line on a touch screen.
 */
export function enterMeans(key: EnterKey, enterSends: boolean | null, touch = isTouch()): 'send' | 'nothing' {
  if (key.key !== 'Enter' || key.isComposing || key.keyCode === 229) return 'nothing';
  if (key.ctrlKey || key.metaKey) return 'send';
  if (key.shiftKey) return 'nothing';
  return (enterSends ?? !touch) ? 'send' : 'nothing';
}

function isTouch(): boolean {
  return typeof window.matchMedia === 'function' && window.matchMedia('(pointer: coarse)').matches;
}
