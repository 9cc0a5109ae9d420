/** A path of this app, or the start page: a link must not lead a login to another site. */
export function safePath(path: string | undefined): string {
  if (path === undefined) return '/';
  const url = new URL(path, window.location.origin);
  return url.origin === window.location.origin && path.startsWith('/') ? url.pathname + url.search + url.hash : '/';
}
