import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from './copy-button';
import { HighlightedCode } from './highlighted-code';
import { grammarOf } from './highlighter';

/** A block of code with its language and a button that copies it. */
export function CodeBlock({ code, language }: { code: string; language: string }) {
  const { t } = useTranslation('chat');
  const grammar = grammarOf(language);
  const label = language || t('code');
  return (
    <figure className="code-block" aria-label={label}>
      <figcaption>
        <span>{label}</span>
        <CopyButton text={() => code} className="code-copy" />
      </figcaption>
      {/* A scrolling region must be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0}>
        <code>
          {grammar === null ? (
            code
          ) : (
            <Suspense fallback={code}>
              <HighlightedCode code={code} grammar={grammar} />
            </Suspense>
          )}
        </code>
      </pre>
    </figure>
  );
}
