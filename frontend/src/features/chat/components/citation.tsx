import { ArrowUpRight, BookOpenText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RunSource } from '@/api/generated';
import { Popover, PopoverContent, PopoverTitle, PopoverTrigger } from '@/components/ui/popover';
import { sourcePlace } from '../model/source-place';
import { SourceLink } from './source-link';

/** A number in an answer that opens what it cites. */
export function Citation({ source }: { source: RunSource }) {
  const { t } = useTranslation('sources');
  const { number, kind, title, text } = source;
  const place = sourcePlace(source, t);
  const Icon = kind === 'document' ? BookOpenText : ArrowUpRight;
  return (
    <Popover>
      <PopoverTrigger
        aria-label={t('citation', { number, title })}
        className="bg-primary-soft text-primary-text hover:bg-primary hover:text-primary-foreground data-popup-open:bg-primary data-popup-open:text-primary-foreground relative mx-0.5 inline-flex h-5 min-w-5 items-center justify-center rounded-md px-1 align-baseline text-xs font-medium tabular-nums transition-colors pointer-coarse:after:absolute pointer-coarse:after:-inset-x-1 pointer-coarse:after:-inset-y-3"
      >
        {number}
      </PopoverTrigger>
      <PopoverContent className="flex w-96 flex-col gap-2 text-sm">
        <PopoverTitle className="font-medium break-words">{title}</PopoverTitle>
        {place !== '' && <p className="text-muted-foreground text-xs break-words">{place}</p>}
        {/* A quote that is long enough to scroll must be reachable by keyboard. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <blockquote tabIndex={0} className="max-h-60 overflow-y-auto border-l-2 pl-3 break-words whitespace-pre-line">
          {text}
        </blockquote>
        <SourceLink source={source} className="text-primary-text flex w-fit items-center gap-1.5 py-1 font-medium underline-offset-4 hover:underline pointer-coarse:min-h-11">
          <Icon className="size-4" aria-hidden />
          {t(kind === 'document' ? 'open_passage' : 'open_page')}
        </SourceLink>
      </PopoverContent>
    </Popover>
  );
}
