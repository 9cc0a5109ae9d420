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

/** The sentence to show for whatever a call threw. */
export function errorMessage(thrown: unknown): string {
  return toApiError(thrown).message;
}

function isErrorBody(value: unknown): value is ErrorBody {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}
