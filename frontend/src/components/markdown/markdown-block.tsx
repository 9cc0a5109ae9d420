import { memo, Suspense, use } from 'react';
import ReactMarkdown, { type Options } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import { CitationContext } from './citation-context';
import { loadMath } from './load-math';
import { components, componentsWhileOpen } from './markdown-elements';
import { normalizeMath } from './normalize-math';
import { rehypeCitations } from './rehype-citations';

const remarkPlugins: Options['remarkPlugins'] = [remarkGfm, [remarkMath, { singleDollarTextMath: false }]];

interface Props {
  source: string;
  closed: boolean;
}

/** One block of a text. Parsed again only when its own text changes. */
export const MarkdownBlock = memo(function MarkdownBlock({ source, closed }: Props) {
  const text = normalizeMath(source);
  if (!text.includes('$$')) return <Parsed source={text} closed={closed} />;
  return (
    <Suspense fallback={<Parsed source={text} closed={closed} />}>
      <ParsedWithMath source={text} closed={closed} />
    </Suspense>
  );
});

function ParsedWithMath(props: Props) {
  return <Parsed {...props} rehypePlugins={use(loadMath())} />;
}

function Parsed({ source, closed, rehypePlugins }: Props & Pick<Options, 'rehypePlugins'>) {
  const cites = use(CitationContext) !== null;
  return (
    <ReactMarkdown
      remarkPlugins={remarkPlugins}
      rehypePlugins={cites ? [...(rehypePlugins ?? []), rehypeCitations] : rehypePlugins}
      components={closed ? components : componentsWhileOpen}
    >
      {source}
    </ReactMarkdown>
  );
}
