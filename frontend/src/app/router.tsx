import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { authStore } from '@/lib/auth-store';
import { requireAdmin, requireLogin, requireStranger } from './guards';
import { Root } from './layout/root';
import { NotFound } from './pages/not-found';
import { RootNotFound } from './pages/root-not-found';
import { Pending } from './pages/pending';
import { RouteError } from './pages/route-error';
import { counts, texts } from './search-params';

const root = createRootRoute({ component: Root, notFoundComponent: RootNotFound });

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: texts('redirect'),
  beforeLoad: requireStranger,
  component: lazyRouteComponent(() => import('./pages/login-page'), 'LoginPage'),
});

const registration = lazyRouteComponent(() => import('./pages/register-page'), 'RegisterPage');

const register = createRoute({
  getParentRoute: () => root,
  path: '/register',
  validateSearch: texts('token'),
  beforeLoad: requireStranger,
  component: registration,
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: texts('token'),
  beforeLoad: requireStranger,
  component: registration,
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  beforeLoad: requireLogin,
  component: lazyRouteComponent(() => import('./pages/welcome-page'), 'WelcomePage'),
});

const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  beforeLoad: requireLogin,
  component: lazyRouteComponent(() => import('./layout/app-layout'), 'AppLayout'),
});

// One component above both routes, so that the first message of a new chat does not remount it.
const chat = createRoute({
  getParentRoute: () => app,
  id: 'chat',
  component: lazyRouteComponent(() => import('@/features/chat/components/chat-screen'), 'ChatScreen'),
});
const home = createRoute({ getParentRoute: () => chat, path: '/', component: () => null });
const conversation = createRoute({
  getParentRoute: () => chat,
  path: '/c/$conversationId',
  validateSearch: texts('run', 'message'),
  component: () => null,
});

const collections = createRoute({
  getParentRoute: () => app,
  path: '/knowledge',
  component: lazyRouteComponent(() => import('@/features/knowledge/components/collections-page'), 'CollectionsPage'),
});
const collection = createRoute({
  getParentRoute: () => app,
  path: '/knowledge/$collectionId',
  validateSearch: texts('view', 'q', 'state', 'document'),
  component: lazyRouteComponent(() => import('@/features/knowledge/components/collection-page'), 'CollectionPage'),
});
const knowledgeDocument = createRoute({
  getParentRoute: () => app,
  path: '/knowledge/documents/$documentId',
  validateSearch: counts('start', 'end', 'page'),
  component: lazyRouteComponent(() => import('@/features/knowledge/components/document-page'), 'DocumentPage'),
});

const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/settings-layout'), 'SettingsLayout'),
});
const settingsIndex = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/profile', replace: true });
  },
});
const profile = createRoute({
  getParentRoute: () => settings,
  path: '/profile',
  component: lazyRouteComponent(() => import('@/features/account/components/profile-page'), 'ProfilePage'),
});
const appearance = createRoute({
  getParentRoute: () => settings,
  path: '/appearance',
  component: lazyRouteComponent(() => import('@/features/account/components/appearance-page'), 'AppearancePage'),
});
const connections = createRoute({
  getParentRoute: () => settings,
  path: '/connections',
  component: lazyRouteComponent(() => import('./pages/own-connections'), 'OwnConnections'),
});
const apiKeys = createRoute({
  getParentRoute: () => settings,
  path: '/api-keys',
  component: lazyRouteComponent(() => import('@/features/gateway/components/api-keys-page'), 'ApiKeysPage'),
});
const usage = createRoute({
  getParentRoute: () => settings,
  path: '/usage',
  component: lazyRouteComponent(() => import('@/features/gateway/components/own-usage-page'), 'OwnUsagePage'),
});
const logins = createRoute({
  getParentRoute: () => settings,
  path: '/logins',
  component: lazyRouteComponent(() => import('@/features/account/components/logins-page'), 'LoginsPage'),
});

const admin = createRoute({
  getParentRoute: () => app,
  path: '/admin',
  beforeLoad: requireAdmin,
  component: lazyRouteComponent(() => import('./pages/admin-layout'), 'AdminLayout'),
});
const adminIndex = createRoute({
  getParentRoute: () => admin,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/admin/users', replace: true });
  },
});
const users = createRoute({
  getParentRoute: () => admin,
  path: '/users',
  component: lazyRouteComponent(() => import('@/features/admin/components/users-page'), 'UsersPage'),
});
const workspaces = createRoute({
  getParentRoute: () => admin,
  path: '/workspaces',
  component: lazyRouteComponent(() => import('@/features/admin/components/workspaces-page'), 'WorkspacesPage'),
});
const systemConnections = createRoute({
  getParentRoute: () => admin,
  path: '/connections',
  component: lazyRouteComponent(() => import('./pages/system-connections'), 'SystemConnections'),
});
const gatewayModels = createRoute({
  getParentRoute: () => admin,
  path: '/models',
  component: lazyRouteComponent(() => import('@/features/gateway/components/models-page'), 'ModelsPage'),
});
const allKeys = createRoute({
  getParentRoute: () => admin,
  path: '/api-keys',
  component: lazyRouteComponent(() => import('@/features/gateway/components/all-keys-page'), 'AllKeysPage'),
});
const usageOfAll = createRoute({
  getParentRoute: () => admin,
  path: '/usage',
  component: lazyRouteComponent(() => import('@/features/gateway/components/usage-page'), 'UsagePage'),
});
const playground = createRoute({
  getParentRoute: () => admin,
  path: '/playground',
  component: lazyRouteComponent(() => import('@/features/gateway/components/playground-page'), 'PlaygroundPage'),
});
const jobs = createRoute({
  getParentRoute: () => admin,
  path: '/jobs',
  validateSearch: texts('view', 'state', 'kind', 'owner', 'job'),
  component: lazyRouteComponent(() => import('@/features/jobs/components/jobs-page'), 'JobsPage'),
});
const instance = createRoute({
  getParentRoute: () => admin,
  path: '/instance',
  component: lazyRouteComponent(() => import('@/features/admin/components/instance-page'), 'InstancePage'),
});
const audit = createRoute({
  getParentRoute: () => admin,
  path: '/audit',
  component: lazyRouteComponent(() => import('@/features/admin/components/audit-page'), 'AuditPage'),
});

const routeTree = root.addChildren([
  login,
  register,
  setup,
  welcome,
  app.addChildren([
    chat.addChildren([home, conversation]),
    collections,
    collection,
    knowledgeDocument,
    settings.addChildren([settingsIndex, profile, appearance, connections, apiKeys, usage, logins]),
    admin.addChildren([
      adminIndex,
      users,
      workspaces,
      systemConnections,
      gatewayModels,
      allKeys,
      usageOfAll,
      playground,
      jobs,
      instance,
      audit,
    ]),
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPendingComponent: Pending,
  defaultErrorComponent: RouteError,
  defaultNotFoundComponent: NotFound,
});

// When the login ends while a page is open, its guard runs again and leads to the login page.
authStore.subscribe((now, before) => {
  if (before.status === 'authenticated' && now.status === 'anonymous') void router.invalidate();
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
