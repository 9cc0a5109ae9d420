import { NotFound } from './not-found';

/** An address that belongs to no route, so no frame stands around it. */
export function RootNotFound() {
  return (
    <main id="main" className="flex min-h-dvh">
      <NotFound />
    </main>
  );
}
