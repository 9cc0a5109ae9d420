import { Info } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Turn } from '@/api/generated';
import { Button } from '@/components/ui/button';
import { Popover, PopoverContent, PopoverTitle, PopoverTrigger } from '@/components/ui/popover';
import { useModel } from '../api/list-models';
import { answerFacts } from '../model/answer-facts';
import type { LiveTurn } from '../model/turn-reducer';

/** Which model answered, when, how fast, and what it took. */
export function AnswerDetails({ turn, view }: { turn: Turn; view: LiveTurn }) {
  const { t, i18n } = useTranslation('chat');
  const model = useModel(turn.run.model);
  const name = model?.name ?? turn.run.model.model;
  return (
    <Popover>
      <PopoverTrigger render={<Button variant="ghost" size="icon-sm" aria-label={t('details')} title={t('details')} />}>
        <Info aria-hidden />
      </PopoverTrigger>
      <PopoverContent className="w-auto max-w-[calc(100vw-1rem)] min-w-64 text-sm">
        <PopoverTitle className="mb-2 font-medium break-words">{name}</PopoverTitle>
        <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1">
          {answerFacts(turn.run, view, i18n.language).map(({ fact, value }) => (
            <div key={fact} className="contents">
              <dt className="text-muted-foreground">{t(`fact.${fact}`)}</dt>
              <dd className="text-right whitespace-nowrap tabular-nums">{value}</dd>
            </div>
          ))}
        </dl>
      </PopoverContent>
    </Popover>
  );
}
