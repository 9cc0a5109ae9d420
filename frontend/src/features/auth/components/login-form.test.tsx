import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { authStore, forgetSession } from '@/lib/auth-store';
import { session, user } from '@/test/builders';
import { renderPart } from '@/test/render';
import { server, startServer } from '@/test/server';
import { LoginForm } from './login-form';

startServer();
beforeEach(forgetSession);

describe('login form', () => {
  it('logs in and says so to its page', async () => {
    const onDone = vi.fn();
    server.use(
      http.post('*/api/v1/auth/login', async ({ request }) => {
        expect(await request.json()).toEqual({ email: 'ada@example.com', password: 'correct horse' });
        return HttpResponse.json(session('fresh'));
      }),
    );
    const { person } = renderPart(<LoginForm onDone={onDone} />);
    await person.type(screen.getByLabelText('Email'), ' ada@example.com');
    await person.type(screen.getByLabelText('Password'), 'correct horse{Enter}');
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(authStore.getState()).toEqual({ status: 'authenticated', token: 'fresh', user: user() });
  });

  it('asks for what is missing without calling the server', async () => {
    const { person } = renderPart(<LoginForm onDone={vi.fn()} />);
    await person.click(screen.getByRole('button', { name: 'Log in' }));
    expect(await screen.findByText('Enter your email.')).toBeVisible();
    expect(screen.getByLabelText('Email')).toHaveAccessibleDescription('Enter your email.');
    expect(screen.getByLabelText('Password')).toBeInvalid();
  });

  it('shows why the server refused, in its words', async () => {
    const message = 'Email or password is not right.';
    server.use(
      http.post('*/api/v1/auth/login', () =>
        HttpResponse.json({ code: 'invalid_credentials', message, detail: message }, { status: 401 }),
      ),
    );
    const { person } = renderPart(<LoginForm onDone={vi.fn()} />);
    await person.type(screen.getByLabelText('Email'), 'ada@example.com');
    await person.type(screen.getByLabelText('Password'), 'wrong{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent(message);
    expect(screen.getByLabelText('Password')).toHaveFocus();
  });
});
