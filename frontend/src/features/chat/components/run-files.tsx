import { Paperclip } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RunFile } from '@/api/generated';

/** Which files of the message the model was given whole, which were searched, and which could not be read. */
export function RunFiles({ files }: { files: RunFile[] }) {
  const { t } = useTranslation('sources');
  if (files.length === 0) return null;
  const named = (how: RunFile['how']) =>
    files.filter((file) => file.how === how).map(({ name, reason }) => (reason === null ? name : `${name} (${reason})`));
  const lines = (['whole', 'searched', 'failed'] as const).flatMap((how) => {
    const names = named(how);
    return names.length === 0 ? [] : [{ how, text: t(`read_${how}`, { names: names.join(', ') }) }];
  });
  return (
    <div className="text-muted-foreground flex items-start gap-1.5 text-xs">
      <Paperclip className="mt-0.5 size-3 shrink-0" aria-hidden />
      <span className="min-w-0 break-words">
        {lines.map(({ how, text }, index) => (
          <span key={how} className={how === 'failed' ? 'text-destructive' : undefined}>
            {index > 0 && ' · '}
            {text}
          </span>
        ))}
      </span>
    </div>
  );
}
