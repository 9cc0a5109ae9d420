import { expect, it } from 'vitest';
import { rowWindow } from './virtual-rows';

it('draws what is seen and a few rows around it', () => {
  expect(rowWindow(0, 600, 60, 20_000)).toEqual({ first: 0, end: 18 });
  expect(rowWindow(-600_000, 600, 60, 20_000)).toEqual({ first: 9_992, end: 10_018 });
});

it('ends with the list', () => {
  expect(rowWindow(-1_199_700, 600, 60, 20_000)).toEqual({ first: 19_987, end: 20_000 });
  expect(rowWindow(-60, 600, 60, 0)).toEqual({ first: 0, end: 0 });
});

it('draws only the beginning of a list that is below the view', () => {
  expect(rowWindow(900, 600, 60, 100)).toEqual({ first: 0, end: 3 });
  expect(rowWindow(9_000, 600, 60, 100)).toEqual({ first: 0, end: 0 });
});
