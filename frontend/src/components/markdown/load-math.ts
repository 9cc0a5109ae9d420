import type { Options } from 'react-markdown';

type RehypePlugins = NonNullable<Options['rehypePlugins']>;

let loading: Promise<RehypePlugins> | undefined;

/** Fetches KaTeX and its fonts, when the first formula is met. Without them a formula shows its source. */
export function loadMath(): Promise<RehypePlugins> {
  loading ??= Promise.all([import('rehype-katex'), import('katex/dist/katex.min.css')]).then(
    ([{ default: katex }]) => [[katex, { strict: false, trust: false }]] as RehypePlugins,
    () => [],
  );
  return loading;
}
