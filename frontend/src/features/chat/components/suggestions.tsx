import { useTranslation } from 'react-i18next';
import { setDraft } from '../model/drafts';

const IDEAS = ['explain', 'write', 'code', 'plan'] as const;

/** Ideas for a first message; choosing one puts it into the composer. */
export function Suggestions() {
  const { t } = useTranslation('chat');
  const choose = (text: string) => {
    setDraft(null, text);
    document.getElementById('composer')?.focus();
  };
  return (
    <ul className="grid w-full max-w-2xl grid-cols-1 gap-2 sm:grid-cols-2" aria-label={t('suggestions')}>
      {IDEAS.map((idea) => (
        <li key={idea}>
          <button
            type="button"
            onClick={() => choose(t(`suggestion.${idea}.text`))}
            className="bg-card hover:bg-accent h-full w-full rounded-xl border px-4 py-3 text-left transition-colors"
          >
            <span className="block text-sm font-medium">{t(`suggestion.${idea}.title`)}</span>
            <span className="text-muted-foreground block text-sm">{t(`suggestion.${idea}.hint`)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
