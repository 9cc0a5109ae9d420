// Counting of checks. A check is a function; it passes when it returns.

import assert from 'node:assert/strict';
import { env, exit } from 'node:process';
import * as vendor from './vendor.mjs';

export const GATEWAY = env.GATEWAY_URL;

const checks = [];

/** A fresh API key. */
export async function key(limits = {}) {
  const made = await vendor.post(`${GATEWAY}/api/v1/api-keys`, { name: 'client', limits }, env.GATEWAY_TOKEN);
  return made.key;
}

/** A check that concerns no vendor. */
export const once = (title, check) => checks.push([title, check]);

/** A check of one model. */
export const on = (model, title, check) => checks.push([`${title} (${model})`, () => check(model)]);

/** A check of a model of every vendor. */
export const everywhere = (title, check) => vendor.MODELS.forEach((model) => on(model, title, check));

/** The error of a promise, which is of exactly this class. */
export async function raises(kind, promise) {
  const error = await promise.then(
    () => assert.fail(`there was no ${kind.name}`),
    (error) => error,
  );
  if (error.constructor !== kind) throw error;
  return error;
}

/** Everything that can be iterated. */
export async function all(stream) {
  const items = [];
  for await (const item of stream) items.push(item);
  return items;
}

/** Runs every check, prints how many passed, and ends the process. */
export async function run(client) {
  let failed = 0;
  for (const [title, check] of checks) {
    await vendor.reset();
    try {
      await check();
    } catch (error) {
      failed += 1;
      console.log(`FAILED ${client}: ${title}`);
      console.log(error);
    }
  }
  console.log(`${client}: ${checks.length - failed} passed, ${failed} failed, 0 skipped`);
  exit(failed > 0 ? 1 : 0);
}
