import type { ReactNode } from 'react';
import { Button, type ButtonProps } from '@/components/ui/button';
import { Spinner } from '@/components/ui/spinner';

type Props = ButtonProps & { pending: boolean; children: ReactNode };

/** Sends a form; while it is under way it cannot be sent again. */
export function SubmitButton({ pending, children, ...props }: Props) {
  return (
    <Button type="submit" disabled={pending} {...props}>
      {pending && <Spinner />}
      {children}
    </Button>
  );
}
