import { screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { rememberSession } from '@/lib/auth-store';
import { connection, kind, session } from '@/test/builders';
import { renderPart } from '@/test/render';
import { server, startServer } from '@/test/server';
import { CopilotLogin } from './copilot-login';

startServer();
const COPILOT = kind({ kind: 'github_copilot', name: 'GitHub Copilot', device_login: true, notice: 'Read the terms first.' });
const LOGIN = {
  ...{ login: 'ticket', user_code: 'WDJB-MJHT', verification_url: 'https://github.com/login/device' },
  // The pace is GitHub's; a test need not wait for it.
  ...{ expires_at: '2026-01-01T00:15:00Z', interval_seconds: 0.01, notice: 'Read the terms first.' },
};
const MADE = connection({ kind: 'github_copilot', name: 'GitHub Copilot' });

beforeEach(() => {
  rememberSession(session('fresh'));
  server.use(http.post('*/api/v1/copilot/login', () => HttpResponse.json(LOGIN)));
});

/** Answers the polls in their order, the last one again and again. */
function polls(...states: object[]) {
  const asked: unknown[] = [];
  server.use(
    http.post('*/api/v1/copilot/login/poll', async ({ request }) => {
      asked.push(await request.json());
      return HttpResponse.json(states[Math.min(asked.length, states.length) - 1]);
    }),
  );
  return asked;
}

const pending = { status: 'pending', interval_seconds: 0.01, connection: null };
const ended = (status: string) => ({ status, interval_seconds: null, connection: null });

describe('a login at GitHub', () => {
  it('says what to know, shows the code, and waits until it was entered', async () => {
    const asked = polls(pending, pending, { status: 'connected', interval_seconds: null, connection: MADE });
    const onCreated = vi.fn();
    const { person } = renderPart(<CopilotLogin kind={COPILOT} onCreated={onCreated} />);
    expect(screen.getByText('Read the terms first.')).toBeVisible();
    await person.click(screen.getByRole('button', { name: 'Get a code' }));
    expect(await screen.findByText('GitHub Copilot is connected.')).toBeVisible();
    await person.click(screen.getByRole('button', { name: 'Done' }));
    expect(onCreated).toHaveBeenCalledExactlyOnceWith(MADE);
    expect(asked).toEqual([{ login: 'ticket' }, { login: 'ticket' }, { login: 'ticket' }]);
  });

  it('leads to GitHub with the code in hand', async () => {
    server.use(http.post('*/api/v1/copilot/login', () => HttpResponse.json({ ...LOGIN, interval_seconds: 60 })));
    const { person } = renderPart(<CopilotLogin kind={COPILOT} onCreated={vi.fn()} />);
    await person.click(screen.getByRole('button', { name: 'Get a code' }));
    expect(await screen.findByText('WDJB-MJHT')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Open github.com/login/device' })).toHaveAttribute('href', LOGIN.verification_url);
    expect(screen.getByRole('status')).toHaveTextContent('Waiting for GitHub.');
  });

  it.each([
    ['denied', 'The login was refused at GitHub.'],
    ['expired', 'The code was not entered in time.'],
  ])('that was %s can be begun again', async (status, text) => {
    polls(ended(status));
    const { person } = renderPart(<CopilotLogin kind={COPILOT} onCreated={vi.fn()} />);
    await person.click(screen.getByRole('button', { name: 'Get a code' }));
    expect(await screen.findByText(text)).toBeVisible();
    server.use(http.post('*/api/v1/copilot/login', () => HttpResponse.json({ ...LOGIN, login: 'next', interval_seconds: 60 })));
    await person.click(screen.getByRole('button', { name: 'Get another code' }));
    expect(await screen.findByText('WDJB-MJHT')).toBeVisible();
  });

  it('that cannot begin says why', async () => {
    const off = { code: 'copilot_off', message: 'GitHub Copilot is switched off on this server.', detail: '' };
    server.use(http.post('*/api/v1/copilot/login', () => HttpResponse.json(off, { status: 403 })));
    const { person } = renderPart(<CopilotLogin kind={COPILOT} onCreated={vi.fn()} />);
    await person.click(screen.getByRole('button', { name: 'Get a code' }));
    expect(await screen.findByText(off.message)).toBeVisible();
  });
});
