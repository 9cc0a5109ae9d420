import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '@/components/ui/badge';
import i18n from '@/lib/i18n';
import type { RouteDecision } from '@/api/generated';

const NEEDS = ['needs_codebase', 'needs_external_docs', 'freshness_required'] as const;

/** Who would answer, and why. */
export function DecisionView({ decision: { classification, rule, alias, targets } }: { decision: RouteDecision }) {
  const { t } = useTranslation('gateway');
  const { task_type, complexity, confidence, recommended_alias } = classification;
  const sure = new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(confidence);
  const needs = NEEDS.filter((need) => classification[need]);
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 border-t pt-4 text-sm">
      <Fact name={t('would_answer')}>
        <ol className="flex flex-col gap-0.5 font-mono text-xs break-all">
          {targets.map((target) => (
            <li key={target}>{target}</li>
          ))}
        </ol>
      </Fact>
      <Fact name={t('alias')}>{alias === null ? '–' : <code className="font-mono">{alias}</code>}</Fact>
      <Fact name={t('rule')}>{rule ?? t('no_rule_held')}</Fact>
      <Fact name={t('task_type')}>
        {task_type} · {t('sure', { share: sure })}
      </Fact>
      <Fact name={t('complexity')}>{t(`complexity_${complexity}`)}</Fact>
      <Fact name={t('recommended_alias')}>
        <code className="font-mono">{recommended_alias}</code>
      </Fact>
      {needs.length > 0 && (
        <Fact name={t('needs')}>
          <span className="flex flex-wrap gap-1">
            {needs.map((need) => (
              <Badge key={need}>{t(need)}</Badge>
            ))}
          </span>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
