import { useEffect } from 'react';
import { isLanguage, setLanguage } from '@/lib/i18n';
import { applyTheme } from '@/lib/theme';
import { usePreferences } from '../api/preferences';

/** Keeps the document's theme and language in step with what the user prefers. */
export function useApplyPreferences(): void {
  const { data } = usePreferences();
  const theme = data?.theme;
  const language = data?.language;

  useEffect(() => {
    if (theme !== undefined) applyTheme(theme);
  }, [theme]);
  useEffect(() => {
    if (language !== undefined) void setLanguage(isLanguage(language) ? language : null);
  }, [language]);
}
