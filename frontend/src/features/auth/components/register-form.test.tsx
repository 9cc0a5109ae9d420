import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { session } from '@/test/builders';
import { renderPart } from '@/test/render';
import { server, startServer } from '@/test/server';
import { RegisterForm } from './register-form';

startServer();

async function fillIn(person: ReturnType<typeof renderPart>['person']) {
  await person.type(screen.getByLabelText('Name'), 'Ada');
  await person.type(screen.getByLabelText('Email'), 'ada@example.com');
  await person.type(screen.getByLabelText('Password'), 'correct horse');
  await person.click(screen.getByRole('button', { name: 'Create account' }));
}

describe('registration form', () => {
  it('sends the token of the setup link', async () => {
    const onDone = vi.fn();
    const bodies: unknown[] = [];
    server.use(
      http.post('*/api/v1/auth/register', async ({ request }) => {
        bodies.push(await request.json());
        return HttpResponse.json(session('fresh'), { status: 201 });
      }),
    );
    const { person } = renderPart(<RegisterForm setupToken="s3t" onDone={onDone} />);
    expect(screen.getByLabelText('Setup token')).toHaveValue('s3t');
    await fillIn(person);
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(bodies).toEqual([{ name: 'Ada', email: 'ada@example.com', password: 'correct horse', setup_token: 's3t' }]);
  });

  it('puts every complaint of the server on its field', async () => {
    const errors = [
      { field: 'email', message: 'has an account already' },
      { field: 'password', message: 'is too common' },
    ];
    server.use(
      http.post('*/api/v1/auth/register', () =>
        HttpResponse.json({ code: 'invalid', message: 'Check the fields.', detail: '', errors }, { status: 422 }),
      ),
    );
    const { person } = renderPart(<RegisterForm setupToken={undefined} onDone={vi.fn()} />);
    await fillIn(person);
    expect(await screen.findByText('Has an account already.')).toBeVisible();
    expect(screen.getByLabelText('Email')).toHaveAccessibleDescription('Has an account already.');
    expect(screen.getByLabelText('Password')).toHaveAccessibleDescription(/Is too common\.$/);
    expect(screen.queryByText('Check the fields.')).not.toBeInTheDocument();
  });

  it('refuses a short password before the server has to', async () => {
    const { person } = renderPart(<RegisterForm setupToken={undefined} onDone={vi.fn()} />);
    await person.type(screen.getByLabelText('Password'), 'short');
    await person.click(screen.getByRole('button', { name: 'Create account' }));
    expect(await screen.findByText('Use at least 8 characters.')).toBeVisible();
  });
});
