import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useUser } from '@/lib/auth-store';
import type { KeyValues } from '../model/key-form';
import { SwitchRow } from './switch-row';

type Props = {
  /** Whose key it is; absent while one is made. */
  ownerId: string | undefined;
  /** Whether the key has the scope. */
  had: boolean;
};

/** Whether the key opens Pallium's own API, inside the form of a key. Nobody gives it for another. */
export function KeyApiSwitch({ ownerId, had }: Props) {
  const { t } = useTranslation('gateway');
  const user = useUser();
  const { control, setValue } = useFormContext<KeyValues>();
  const [checked, chosen] = useWatch({ control, name: ['api', 'owner_id'] });
  const owner = ownerId ?? (chosen === '' ? user.id : chosen);
  const mayGive = owner === user.id || had;
  return (
    <SwitchRow
      label={t('scope_api')}
      hint={t(mayGive ? 'scope_api_hint' : 'scope_api_own')}
      checked={checked && mayGive}
      disabled={!mayGive}
      onChange={(next) => setValue('api', next)}
    />
  );
}
