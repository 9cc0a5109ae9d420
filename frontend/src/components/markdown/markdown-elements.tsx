import type { ReactNode } from 'react';
import type { Components, ExtraProps } from 'react-markdown';
import { CitationMark } from './citation-mark';
import { CodeBlock } from './code-block';
import { MarkdownImage } from './markdown-image';
import { MermaidDiagram } from './mermaid-diagram';
import { TaskMark } from './task-mark';

/** How the elements of markdown are drawn where they differ from plain HTML. */
export const components: Components = elements(true);

/** The same, for a block that is still being written. */
export const componentsWhileOpen: Components = elements(false);

function elements(closed: boolean): Components {
  return {
    a: ({ href, children }) => (
      <a href={href} target="_blank" rel="noopener noreferrer">
        {children}
      </a>
    ),
    img: ({ src, alt }) => <MarkdownImage src={src} alt={alt} />,
    cite: ({ node, children }) => <CitationMark number={Number(node?.properties.dataNumber)}>{children}</CitationMark>,
    input: ({ checked }) => <TaskMark done={checked === true} />,
    table: ({ children }) => <ScrollingTable>{children}</ScrollingTable>,
    // A fence brings its own frame, so the one around it goes.
    pre: ({ children }) => children,
    code: ({ className, children, node }) => {
      const text = String(children ?? '').replace(/\n$/, '');
      const language = /language-([^\s]+)/.exec(className ?? '')?.[1] ?? '';
      if (language === 'math' || isInline(className, node)) return <code>{children}</code>;
      if (language === 'mermaid') return <MermaidDiagram source={text} closed={closed} />;
      return <CodeBlock code={text} language={language} />;
    },
  };
}

/** The parser does not say which it is; a fence has a language, or more than one line of source. */
function isInline(className: string | undefined, node: ExtraProps['node']): boolean {
  return className === undefined && node?.position?.start.line === node?.position?.end.line;
}

function ScrollingTable({ children }: { children: ReactNode }) {
  return (
    // A scrolling region must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="table-scroll" tabIndex={0}>
      <table>{children}</table>
    </div>
  );
}
