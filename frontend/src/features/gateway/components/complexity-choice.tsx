import { useTranslation } from 'react-i18next';
import { COMPLEXITIES } from '../model/rule-form';

type Complexity = (typeof COMPLEXITIES)[number];
type Props = { value: Complexity[]; onChange: (value: Complexity[]) => void };

/** Which complexities a rule is for; none is all. */
export function ComplexityChoice({ value, onChange }: Props) {
  const { t } = useTranslation('gateway');
  const toggle = (one: Complexity, on: boolean) =>
    onChange(COMPLEXITIES.filter((complexity) => (complexity === one ? on : value.includes(complexity))));
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">{t('complexities')}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-2">
        {COMPLEXITIES.map((complexity) => (
          <label key={complexity} className="flex items-center gap-2 text-sm pointer-coarse:min-h-11">
            <input
              type="checkbox"
              className="accent-primary size-4"
              checked={value.includes(complexity)}
              onChange={(event) => toggle(complexity, event.target.checked)}
            />
            {t(`complexity_${complexity}`)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
