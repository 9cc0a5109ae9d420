import i18n from '@/lib/i18n';
import { asSentence } from './as-sentence';
import type { ErrorBody, FieldError } from './generated';

/** A failed call: a stable code, a sentence for the user, and the fields it is about. */
export class ApiError extends Error {
  readonly code: string;
  /** HTTP status; 0 when the server was not reached. */
  readonly status: number;
  readonly field: string | undefined;
  readonly errors: FieldError[];

  constructor(body: Pick<ErrorBody, 'code' | 'message' | 'field' | 'errors'>, status: number) {
    super(body.message);
    this.name = 'ApiError';
    this.code = body.code;
    this.status = status;
    this.field = body.field ?? undefined;
    this.errors = body.errors ?? [];
  }
}

/** Reads whatever a call threw. */
export function toApiError(thrown: unknown, status = 0): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (isErrorBody(thrown)) return new ApiError(thrown, status);
  if (thrown instanceof TypeError) return new ApiError({ code: 'unreachable', message: thrown.message }, 0);
  const message = thrown instanceof Error ? thrown.message : String(thrown || status);
  return new ApiError({ code: 'unexpected', message }, status);
}

/** What to show for whatever a call threw: sentences, which name the fields that are wrong. */
export function errorMessage(thrown: unknown): string {
  const { code, message, errors } = toApiError(thrown);
  if (code === 'unreachable') return i18n.t('common:unreachable');
  if (errors.length === 0) return asSentence(message);
  return errors.map(fieldMessage).join(' ');
}

/** A complaint about a field that is not in view, so that it needs a name. */
export function fieldMessage({ field, message }: FieldError): string {
  const words = field.split(/[._]/).filter((word) => !/^\d*$/.test(word));
  const name = words.join(' ');
  return asSentence(name === '' ? message : `${name}: ${message}`);
}

function isErrorBody(value: unknown): value is ErrorBody {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}
