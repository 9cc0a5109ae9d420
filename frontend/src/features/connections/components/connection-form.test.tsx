import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/api-error';
import { connection, kind } from '@/test/builders';
import { renderPart } from '@/test/render';
import { toCreate, toUpdate } from '../model/connection-form';
import { ConnectionForm } from './connection-form';

describe('connection form', () => {
  it('wants a key where the vendor wants one', async () => {
    const onSubmit = vi.fn();
    const { person } = renderPart(<ConnectionForm kind={kind()} scope="user" onSubmit={onSubmit} />);
    await person.click(screen.getByRole('button', { name: 'Connect' }));
    expect(await screen.findByText('Enter the API key.')).toBeVisible();
    expect(onSubmit).not.toHaveBeenCalled();
  });

  it('hands over key, name and scope, and leaves the rest to the server', async () => {
    const onSubmit = vi.fn();
    const { person } = renderPart(<ConnectionForm kind={kind()} scope="system" onSubmit={onSubmit} />);
    await person.type(screen.getByLabelText('API key'), 'sk-1');
    await person.type(screen.getByLabelText('Name (optional)'), 'Work');
    await person.click(screen.getByRole('button', { name: 'Connect' }));
    await waitFor(() => expect(onSubmit).toHaveBeenCalledOnce());
    expect(toCreate(kind(), onSubmit.mock.lastCall?.[0])).toEqual({
      kind: 'openai',
      scope: 'system',
      name: 'Work',
      api_key: 'sk-1',
    });
  });

  it('hides the key while it is typed', () => {
    renderPart(<ConnectionForm kind={kind()} scope="user" onSubmit={vi.fn()} />);
    expect(screen.getByLabelText('API key')).toHaveAttribute('type', 'password');
  });

  it('keeps a saved key without ever showing it', async () => {
    const onSubmit = vi.fn();
    const existing = connection();
    const { person } = renderPart(
      <ConnectionForm kind={kind()} existing={existing} scope="user" onSubmit={onSubmit} />,
    );
    expect(screen.getByLabelText('API key')).toHaveValue('');
    expect(screen.getByPlaceholderText('Saved (…1a2b), unchanged while empty')).toBeVisible();
    await person.clear(screen.getByLabelText('Name (optional)'));
    await person.type(screen.getByLabelText('Name (optional)'), 'Home');
    await person.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(onSubmit).toHaveBeenCalledOnce());
    expect(toUpdate(existing, onSubmit.mock.lastCall?.[0])).toEqual({ name: 'Home' });
  });

  it('wants the address of a server that only the user knows', async () => {
    const compatible = kind({ kind: 'openai_compatible', name: 'Other', default_base_url: null, needs_secret: false });
    const onSubmit = vi.fn();
    const { person } = renderPart(<ConnectionForm kind={compatible} scope="user" onSubmit={onSubmit} />);
    await person.type(screen.getByLabelText('Address'), 'localhost');
    await person.click(screen.getByRole('button', { name: 'Connect' }));
    expect(await screen.findByText('Enter an address such as https://api.example.com/v1.')).toBeVisible();
    expect(onSubmit).not.toHaveBeenCalled();
  });

  it('limits how many calls there are at once, and takes the limit away again', async () => {
    const onSubmit = vi.fn();
    const existing = connection({ max_parallel: 2 });
    const { person } = renderPart(<ConnectionForm kind={kind()} existing={existing} scope="user" onSubmit={onSubmit} />);
    const atOnce = screen.getByLabelText('Calls at once (optional)');
    expect(atOnce).toHaveValue('2');
    expect(atOnce).toHaveAccessibleDescription('For a local GPU; further calls wait in line.');
    await person.clear(atOnce);
    await person.type(atOnce, '0');
    await person.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Use a whole number from 1 to 1000.')).toBeVisible();
    await person.clear(atOnce);
    await person.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(onSubmit).toHaveBeenCalledOnce());
    const values = onSubmit.mock.lastCall?.[0];
    expect(toUpdate(existing, values)).toEqual({ max_parallel: null });
    expect(toCreate(kind(), { ...values, max_parallel: '4' })).toEqual({
      kind: 'openai',
      scope: 'user',
      name: 'OpenAI',
      base_url: 'https://api.openai.com/v1',
      max_parallel: 4,
    });
  });

  it('shows a refused key on its field', async () => {
    const errors = [{ field: 'api_key', message: 'The vendor refuses this key.' }];
    const onSubmit = vi.fn().mockRejectedValue(new ApiError({ code: 'invalid', message: '', errors }, 422));
    const { person } = renderPart(<ConnectionForm kind={kind()} scope="user" onSubmit={onSubmit} />);
    await person.type(screen.getByLabelText('API key'), 'bad');
    await person.click(screen.getByRole('button', { name: 'Connect' }));
    expect(await screen.findByText('The vendor refuses this key.')).toBeVisible();
    expect(screen.getByLabelText('API key')).toBeInvalid();
  });
});
