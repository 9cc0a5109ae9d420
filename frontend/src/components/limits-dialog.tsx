import { Suspense, type ComponentProps } from 'react';
import type { Limits } from '@/api/generated';
import { Faces, Loading } from './faces';
import { LimitsForm } from './limits-form';
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from './ui/dialog';

type Props = {
  title: string;
  description: string;
  /** What holds now; read while the dialog is open. */
  query: ComponentProps<typeof Faces<Limits>>['query'];
  onSubmit: (limits: Limits) => Promise<void>;
  onClose: () => void;
};

/** Limits and budgets of somebody or something, in an open dialog. */
export function LimitsDialog({ title, description, query, onSubmit, onClose }: Props) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent className="max-w-xl">
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
          <DialogDescription>{description}</DialogDescription>
        </DialogHeader>
        {/* The words of the fields are loaded with the first page that needs them. */}
        <Suspense fallback={<Loading />}>
          <Faces query={query}>{(limits) => <LimitsForm limits={limits} onSubmit={onSubmit} />}</Faces>
        </Suspense>
      </DialogContent>
    </Dialog>
  );
}
