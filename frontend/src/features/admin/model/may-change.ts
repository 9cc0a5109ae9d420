import type { Role, User } from '@/api/generated';

/** Roles that a user may give: an owner any, an admin those below owner. */
export function rolesToGive(actor: User): Role[] {
  return actor.role === 'owner' ? ['member', 'admin', 'owner'] : ['member', 'admin'];
}

/** Nobody touches someone of a higher role, and nobody locks himself out. */
export function mayChange(actor: User, user: User): boolean {
  return actor.id !== user.id && (actor.role === 'owner' || user.role !== 'owner');
}
