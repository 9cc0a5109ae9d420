import { lazy, Suspense, type ComponentProps } from 'react';
import type { ComposerAttachments } from './composer-attachments';

const Attachments = lazy(() => import('./composer-attachments').then((module) => ({ default: module.ComposerAttachments })));

/** The attachments of the draft, whose code is fetched with the first of them. */
export function LazyComposerAttachments(props: ComponentProps<typeof ComposerAttachments>) {
  if (props.attachments.length === 0) return null;
  return (
    <Suspense fallback={<div className="h-16" />}>
      <Attachments {...props} />
    </Suspense>
  );
}
