import type { FieldValues, Path, UseFormReturn } from 'react-hook-form';
import { errorMessage, fieldMessage, toApiError } from '@/api/api-error';
import { asSentence } from '@/api/as-sentence';

/**
 * Puts the server's complaints on the fields they are about. What is about no field of this form
 * becomes `errors.root`.
 */
export function showServerErrors<T extends FieldValues>(form: UseFormReturn<T>, thrown: unknown): void {
  const error = toApiError(thrown);
  const complaints = error.errors.length > 0 ? error.errors : [{ field: error.field ?? '', message: errorMessage(error) }];
  const fields = Object.keys(form.getValues());
  const elsewhere = complaints.filter(({ field }) => !fields.includes(field));
  const here = complaints.filter(({ field }) => fields.includes(field));
  here.forEach(({ field, message }, index) => {
    form.setError(field as Path<T>, { type: 'server', message: asSentence(message) }, { shouldFocus: index === 0 });
  });
  if (elsewhere.length > 0) {
    form.setError('root', { type: 'server', message: elsewhere.map(fieldMessage).join(' ') });
  }
}
