import { use, useState } from 'react';
import type { HighlighterCore } from 'shiki/core';
import { createHighlightCode } from './highlight-code';
import { loadHighlighter, type Grammar } from './highlighter';

/** Code in colours. Suspends until the grammar is there. */
export function HighlightedCode({ code, grammar }: { code: string; grammar: Grammar }) {
  const highlighter = use(loadHighlighter(grammar));
  if (highlighter === null) return code;
  return <Spans key={grammar} code={code} grammar={grammar} highlighter={highlighter} />;
}

function Spans({ code, grammar, highlighter }: { code: string; grammar: Grammar; highlighter: HighlighterCore }) {
  const [highlight] = useState(() => createHighlightCode(highlighter, grammar));
  return highlight(code).map(({ text, color }, index) =>
    color === undefined ? (
      text
    ) : (
      <span key={index} style={{ color }}>
        {text}
      </span>
    ),
  );
}
