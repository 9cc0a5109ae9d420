import { z } from './z';
import { PASSWORD_CHARACTERS_MIN } from './limits';

/** A password that somebody sets; the server decides, this only answers sooner. */
export const newPassword = z.string().min(PASSWORD_CHARACTERS_MIN, 'auth:password_short');

/** What every account is made of, for the schema of a form. */
export const accountShape = {
  name: z.string().trim().min(1, 'auth:name_missing'),
  email: z.string().trim().pipe(z.email('auth:email_wrong')),
  password: newPassword,
};
