import { Monitor, Moon, Sun, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Theme } from '@/api/generated';
import { cn } from '@/lib/cn';

const THEMES: { value: Theme; icon: LucideIcon }[] = [
  { value: 'system', icon: Monitor },
  { value: 'light', icon: Sun },
  { value: 'dark', icon: Moon },
];

type Props = { value: Theme; onChange: (theme: Theme) => void };

/** System, light or dark. */
export function ThemeChoice({ value, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <fieldset className="grid grid-cols-3 gap-2 sm:max-w-md sm:gap-3">
      <legend className="mb-2 text-sm font-medium">{t('theme')}</legend>
      {THEMES.map(({ value: theme, icon: Icon }) => (
        <label
          key={theme}
          className={cn(
            'has-focus-visible:outline-ring flex min-h-20 cursor-pointer flex-col items-center justify-center gap-2 rounded-xl border p-3 text-sm has-focus-visible:outline-2 has-focus-visible:outline-offset-2',
            theme === value ? 'border-primary bg-primary-soft text-primary-text font-medium' : 'hover:bg-accent',
          )}
        >
          <input
            type="radio"
            name="theme"
            className="sr-only"
            checked={theme === value}
            onChange={() => onChange(theme)}
          />
          <Icon className="size-5" aria-hidden />
          {t(`theme_${theme}`)}
        </label>
      ))}
    </fieldset>
  );
}
