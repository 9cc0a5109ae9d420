import { describe, expect, it } from 'vitest';
import { ApiError, toApiError } from './api-error';

describe('toApiError', () => {
  it('keeps code, message and fields of the server', () => {
    const errors = [{ field: 'email', message: 'is taken' }];
    const error = toApiError({ code: 'invalid', message: 'Check the fields.', field: 'email', detail: '', errors }, 422);
    expect({ ...error, message: error.message }).toEqual({
      name: 'ApiError',
      code: 'invalid',
      message: 'Check the fields.',
      status: 422,
      field: 'email',
      errors,
    });
  });

  it('calls a server that does not answer unreachable', () => {
    expect(toApiError(new TypeError('Failed to fetch'))).toMatchObject({ code: 'unreachable', status: 0 });
  });

  it('leaves what it made before as it is', () => {
    const error = new ApiError({ code: 'x', message: 'y' }, 404);
    expect(toApiError(error)).toBe(error);
  });
});
