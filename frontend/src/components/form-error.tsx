import { CircleAlert } from 'lucide-react';

/** A complaint about the form as a whole. */
export function FormError({ message }: { message: string | undefined }) {
  if (message === undefined) return null;
  return (
    <p role="alert" className="bg-destructive-soft text-destructive flex items-start gap-2 rounded-lg px-3 py-2 text-sm">
      <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
      {message}
    </p>
  );
}
