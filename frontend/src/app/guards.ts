import { notFound, redirect } from '@tanstack/react-router';
import { getInstanceOptions } from '@/api/generated/@tanstack/react-query.gen';
import { ensureSession } from '@/features/auth/model/ensure-session';
import { queryClient } from '@/lib/query-client';

/** Lets only those in who are logged in; others log in first and come back. */
export async function requireLogin({ location }: { location: { href: string; pathname: string } }) {
  const auth = await ensureSession();
  if (auth.status === 'authenticated') return;
  const instance = await queryClient.ensureQueryData(getInstanceOptions());
  if (instance.needs_owner) throw redirect({ to: '/register' });
  throw redirect({ to: '/login', search: location.pathname === '/' ? {} : { redirect: location.href } });
}

/** Lets only those in who are not logged in. On a first start the owner's account comes first. */
export async function requireStranger({ location }: { location: { pathname: string } }) {
  const [auth, instance] = await Promise.all([ensureSession(), queryClient.ensureQueryData(getInstanceOptions())]);
  if (auth.status === 'authenticated') throw redirect({ to: '/' });
  if (instance.needs_owner && location.pathname === '/login') throw redirect({ to: '/register' });
}

/** To members, administration is a page that does not exist. */
export async function requireAdmin() {
  const auth = await ensureSession();
  if (auth.status !== 'authenticated' || auth.user.role === 'member') throw notFound();
}
