import { memo, useMemo, type RefCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Document } from '@/api/generated';
import { Faces } from '@/components/faces';
import { cn } from '@/lib/cn';
import { useDocumentText } from '../api/document-content';
import { cutAtMark, splitText, toUnits, type Range, type TextBlock } from '../model/passage-mark';

type Props = { document: Document; /** The passage to show, in characters of the text. */ mark: Range | null };

/** A document's text to read, scrolled to the passage. */
export function DocumentText({ document, mark }: Props) {
  const text = useDocumentText(document);
  return <Faces query={text}>{({ markdown }) => <Blocks markdown={markdown} mark={mark} />}</Faces>;
}

function Blocks({ markdown, mark }: { markdown: string; mark: Range | null }) {
  const { t } = useTranslation('knowledge');
  const blocks = useMemo(() => splitText(markdown), [markdown]);
  const range = useMemo(() => (mark === null ? null : toUnits(markdown, mark)), [markdown, mark]);
  if (blocks.length === 0) return <p className="text-muted-foreground text-sm">{t('no_text')}</p>;
  const firstMarked = range === null ? -1 : blocks.findIndex(({ start, text }) => start + text.length > range.start && start < range.end);
  return (
    <article aria-label={t('view_text')} className="flex max-w-prose flex-col gap-3 leading-relaxed break-words">
      {blocks.map((block, index) => (
        <Block key={block.start} block={block} mark={touches(block, range) ? range : null} target={index === firstMarked} />
      ))}
    </article>
  );
}

function touches({ start, text }: TextBlock, range: Range | null): boolean {
  return range !== null && start < range.end && start + text.length > range.start;
}

const SHAPES = {
  heading: 'mt-3 font-serif font-semibold first:mt-0',
  table: 'overflow-x-auto font-mono text-xs whitespace-pre',
  code: 'bg-muted overflow-x-auto rounded-lg p-3 font-mono text-xs whitespace-pre',
  text: 'whitespace-pre-wrap',
} as const;

/** One block. Far from the view a browser does not lay it out, so that a book opens as fast as a letter. */
const Block = memo(function Block({ block, mark, target }: { block: TextBlock; mark: Range | null; target: boolean }) {
  const { kind, level } = block;
  // The marks of a heading say what its size says.
  const hidden = kind === 'heading' ? level + 1 : 0;
  const { before, marked, after } = cutAtMark({ start: block.start + hidden, text: block.text.slice(hidden) }, mark);
  const scrolls = kind === 'table' || kind === 'code';
  return (
    <div
      {...(kind === 'heading' && { role: 'heading', 'aria-level': Math.min(6, level + 1) })}
      // A scrolling region must be reachable by keyboard.
      {...(scrolls && { tabIndex: 0 })}
      className={cn(SHAPES[kind], kind === 'heading' && (level === 1 ? 'text-2xl' : level === 2 ? 'text-xl' : 'text-base'))}
      style={target || mark !== null ? undefined : { contentVisibility: 'auto', containIntrinsicSize: 'auto 4rem' }}
    >
      {before}
      {marked !== '' && (
        <mark ref={target ? showMark : undefined} className="bg-warning-soft text-foreground decoration-warning scroll-my-24 rounded-sm underline decoration-2 underline-offset-4">
          {marked}
        </mark>
      )}
      {after}
    </div>
  );
});

/** Scrolls to the passage once it is drawn. */
const showMark: RefCallback<HTMLElement> = (element) => {
  if (element === null) return;
  // What is laid out on the way there changes heights; a second look finds the place.
  element.scrollIntoView({ block: 'center' });
  requestAnimationFrame(() => element.scrollIntoView({ block: 'center' }));
};
