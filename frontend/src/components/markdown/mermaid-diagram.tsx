import { Suspense, use, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from './code-block';
import { drawDiagram } from './draw-diagram';
import { useInView } from './use-in-view';

/** A diagram; drawn when its text is whole and it comes into view, its source otherwise. */
export function MermaidDiagram({ source, closed }: { source: string; closed: boolean }) {
  const ref = useRef<HTMLDivElement>(null);
  const seen = useInView(ref);
  const code = <CodeBlock code={source} language="mermaid" />;
  return (
    <div ref={ref}>
      {closed && seen ? (
        <Suspense fallback={code}>
          <Drawn source={source} />
        </Suspense>
      ) : (
        code
      )}
    </div>
  );
}

function Drawn({ source }: { source: string }) {
  const { t } = useTranslation('chat');
  const drawing = use(drawDiagram(source, document.documentElement.classList.contains('dark')));
  const code = <CodeBlock code={source} language="mermaid" />;
  if (drawing.status === 'failed') return code;
  return (
    <figure className="diagram">
      <img src={drawing.url} width={drawing.width} height={drawing.height} alt={t('diagram')} />
      <details>
        <summary>{t('diagram_source')}</summary>
        {code}
      </details>
    </figure>
  );
}
