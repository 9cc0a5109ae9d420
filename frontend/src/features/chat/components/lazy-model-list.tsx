import { lazy, Suspense, type ComponentProps } from 'react';
import type { ModelList } from './model-list';

const List = lazy(() => import('./model-list').then((module) => ({ default: module.ModelList })));

/** The list of models, whose code is fetched when it is first opened. */
export function LazyModelList(props: ComponentProps<typeof ModelList>) {
  return (
    <Suspense fallback={<div className="h-80" />}>
      <List {...props} />
    </Suspense>
  );
}
