import i18next, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';

/** Languages that the app speaks, each under its own name. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

/** What is there before the first paint. */
const FIRST = ['common', 'auth', 'chat', 'conversations'] as const;

/** What is loaded with the pages that need it. */
export const LATER = ['admin', 'gateway', 'jobs', 'knowledge', 'settings', 'sources'] as const;

export const NAMESPACES = [...FIRST, ...LATER] as const;

const STORAGE_KEY = 'pallium-language';

// English is in the first bundle: it is what every other language falls back to.
const english = import.meta.glob<Record<string, unknown>>(
  ['../locales/en/*.json', '!../locales/en/{admin,gateway,jobs,knowledge,settings,sources}.json'],
  { eager: true, import: 'default' },
);
const others = import.meta.glob<Record<string, unknown>>(
  ['../locales/de/*.json', '../locales/en/{admin,gateway,jobs,knowledge,settings,sources}.json'],
  { import: 'default' },
);

const backend: BackendModule = {
  type: 'backend',
  init() {},
  async read(language, namespace) {
    const load = others[`../locales/${language}/${namespace}.json`];
    return load === undefined ? {} : await load();
  },
};

const resources = {
  en: Object.fromEntries(FIRST.map((name) => [name, english[`../locales/en/${name}.json`] ?? {}])),
};

/** True when the text names a language the app speaks. */
export function isLanguage(text: string | null | undefined): text is Language {
  return text !== null && text !== undefined && text in LANGUAGES;
}

/** The language this browser used last, or the first it prefers, or English. */
export function initialLanguage(): Language {
  const stored = localStorage.getItem(STORAGE_KEY);
  if (isLanguage(stored)) return stored;
  const preferred = navigator.languages.map((tag) => tag.split('-')[0]).find(isLanguage);
  return preferred ?? 'en';
}

/** Speaks another language; `null` goes back to the browser's. */
export async function setLanguage(language: Language | null): Promise<void> {
  if (language === null) localStorage.removeItem(STORAGE_KEY);
  else localStorage.setItem(STORAGE_KEY, language);
  await i18next.changeLanguage(language ?? initialLanguage());
}

i18next.on('languageChanged', (language) => {
  document.documentElement.lang = language;
});

/** Resolves when the first language is loaded; the page waits for it, so no key is ever seen. */
export const i18nReady = i18next
  .use(backend)
  .use(initReactI18next)
  .init({
    lng: initialLanguage(),
    fallbackLng: 'en',
    supportedLngs: Object.keys(LANGUAGES),
    ns: [...FIRST],
    defaultNS: 'common',
    partialBundledLanguages: true,
    resources,
    interpolation: { escapeValue: false },
  });

export default i18next;
