import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection, ConnectionKindInfo } from '@/api/generated';
import { PasswordField } from '@/components/ui/password-field';

type Props = Omit<ComponentProps<typeof PasswordField>, 'label' | 'hint'> & {
  kind: ConnectionKindInfo;
  existing: Connection | undefined;
};

/** Takes a vendor's key. A key that is kept is never shown, only how it ends. */
export function KeyField({ kind, existing, ...input }: Props) {
  const { t } = useTranslation('settings');
  const kept = existing?.has_secret === true;
  return (
    <PasswordField
      label={t(kind.needs_secret ? 'api_key' : 'api_key_optional')}
      autoComplete="off"
      placeholder={kept ? t('api_key_kept', { hint: existing.secret_hint ?? '' }) : ''}
      hint={
        kind.key_url === null ? undefined : (
          <a href={kind.key_url} target="_blank" rel="noreferrer" className="text-primary-text underline underline-offset-2">
            {t('get_key', { name: kind.name })}
          </a>
        )
      }
      {...input}
    />
  );
}
