import { Brain, Eye, Wrench } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OfferedModel } from '@/api/generated';

const ICONS = { vision: Eye, tools: Wrench, reasoning: Brain };

/** What a model can do, and how much it can keep in mind. */
export function CapabilityBadges({ model: { capabilities, context_tokens } }: { model: OfferedModel }) {
  const { t, i18n } = useTranslation('chat');
  const compact = new Intl.NumberFormat(i18n.language, { notation: 'compact' });
  return (
    <span className="text-muted-foreground flex shrink-0 items-center gap-1.5 text-xs">
      {(['vision', 'tools', 'reasoning'] as const).map((name) => {
        const Icon = ICONS[name];
        return (
          capabilities[name] && (
            <span key={name} title={t(`capability.${name}`)}>
              <Icon className="size-3.5" aria-hidden />
              <span className="sr-only">{t(`capability.${name}`)}</span>
            </span>
          )
        );
      })}
      {context_tokens !== null && (
        <span title={t('context_tokens', { count: context_tokens })} className="tabular-nums">
          {compact.format(context_tokens)}
        </span>
      )}
    </span>
  );
}
