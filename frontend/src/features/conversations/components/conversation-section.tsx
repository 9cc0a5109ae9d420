import { useTranslation } from 'react-i18next';
import type { ConversationSummary } from '@/api/generated';
import type { DayGroup } from '../model/group-by-day';
import { useSidebar } from '../model/sidebar-store';
import { BinRow } from './bin-row';
import { ConversationRow } from './conversation-row';

/** One stretch of the list under its heading. */
export function ConversationSection({ name, items }: { name: DayGroup['name']; items: ConversationSummary[] }) {
  const { t, i18n } = useTranslation('conversations');
  const inBin = useSidebar(({ view }) => view === 'bin');
  const heading = typeof name === 'string' ? t(`day.${name}`) : monthName(name.month, i18n.language);
  return (
    <section aria-label={heading} className="pt-3">
      <h3 className="text-muted-foreground px-2 pb-1 text-xs font-medium">{heading}</h3>
      <ul className="flex flex-col gap-px">
        {items.map((item) =>
          inBin ? <BinRow key={item.id} conversation={item} /> : <ConversationRow key={item.id} conversation={item} />,
        )}
      </ul>
    </section>
  );
}

function monthName(month: string, language: string): string {
  return new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric' }).format(new Date(`${month}-15T12:00:00`));
}
