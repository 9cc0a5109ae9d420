import { useTranslation } from 'react-i18next';
import type { Theme } from '@/api/generated';
import { DropdownMenuContent, DropdownMenuRadioGroup, DropdownMenuRadioItem } from '@/components/ui/dropdown-menu';
import { usePreferences, useUpdatePreferences } from '@/features/account/api/preferences';

const THEMES: Theme[] = ['system', 'light', 'dark'];

/** The themes, as a submenu. */
export function ThemeMenu() {
  const { t } = useTranslation();
  const { data } = usePreferences();
  const update = useUpdatePreferences();
  return (
    <DropdownMenuContent>
      <DropdownMenuRadioGroup
        value={data?.theme ?? 'system'}
        onValueChange={(theme: Theme) => update.mutate({ theme })}
      >
        {THEMES.map((theme) => (
          <DropdownMenuRadioItem key={theme} value={theme}>
            {t(`theme_${theme}`)}
          </DropdownMenuRadioItem>
        ))}
      </DropdownMenuRadioGroup>
    </DropdownMenuContent>
  );
}
