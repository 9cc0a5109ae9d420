/** A first word that is only a word: names such as `max_tokens` or `gpt-4o` keep their spelling. */
const PLAIN_WORD = /^\p{Ll}[\p{L}’'-]*(?=[.!?…]?(?:[\s,;:]|$))/u;

/** What ends a sentence, also inside quotes or brackets. */
const END = /[.!?…:][”"'’»)\]]*$/;

/** Words of a server as a sentence: with a capital letter and a full stop. */
export function asSentence(words: string): string {
  const text = words.trim();
  if (text === '') return '';
  const begun = PLAIN_WORD.test(text) ? text.charAt(0).toLocaleUpperCase() + text.slice(1) : text;
  return END.test(begun) ? begun : `${begun}.`;
}
