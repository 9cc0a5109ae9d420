import { lazy, Suspense, type ComponentProps } from 'react';
import type { ParametersForm } from './parameters-form';

const Form = lazy(() => import('./parameters-form').then((module) => ({ default: module.ParametersForm })));

/** The parameters, whose code is fetched when the panel is first opened. */
export function LazyParametersForm(props: ComponentProps<typeof ParametersForm>) {
  return (
    <Suspense fallback={<div className="flex-1" />}>
      <Form {...props} />
    </Suspense>
  );
}
