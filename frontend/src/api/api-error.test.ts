import { describe, expect, it } from 'vitest';
import { ApiError, errorMessage, toApiError } from './api-error';

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

describe('errorMessage', () => {
  it('makes a sentence of what the server says', () => {
    expect(errorMessage({ code: 'busy', message: 'the database is busy; try again in a moment', detail: '' })).toBe(
      'The database is busy; try again in a moment.',
    );
  });

  it('names the fields that are wrong, in place of saying that some are', () => {
    const errors = [
      { field: 'input.text', message: 'must have at most 10 characters' },
      { field: 'parameters.top_p', message: 'must be from 0 to 1' },
    ];
    expect(errorMessage({ code: 'invalid', message: 'some fields are not valid', detail: '', errors })).toBe(
      'Input text: must have at most 10 characters. Parameters top p: must be from 0 to 1.',
    );
  });

  it('says what to do when the server does not answer', () => {
    expect(errorMessage(new TypeError('Failed to fetch'))).toBe(
      'The server cannot be reached. Check your connection and try again.',
    );
  });
});
