import { beforeEach, expect, test } from 'vitest';
import { choosePortfolio, usePortfolios } from '../../../../src-renderer/features/research/portfolio-store.ts';
import { loadResearch, useResearch } from '../../../../src-renderer/features/research/research-store.ts';
import type { DeskClient } from '../../../../src-renderer/client/desk-client.ts';
import { useDeskLink } from '../../../../src-renderer/state/desk-link.ts';

beforeEach(() => {
  useResearch.setState({ chosen: null, marked: null });
  usePortfolios.setState({ chosen: null });
});

test('of runs and portfolios one stands out, the one that was chosen last; the other report stays as it is', () => {
  useResearch.getState().choose(4);
  expect(useResearch.getState().marked).toBe(4);
  choosePortfolio(5);
  expect([useResearch.getState().marked, useResearch.getState().chosen, usePortfolios.getState().chosen]).toEqual([5, 4, 5]);
  useResearch.getState().choose(3);
  expect([useResearch.getState().marked, usePortfolios.getState().chosen]).toEqual([3, 5]);
});

test('what is read again takes nothing from what was chosen', async () => {
  const runs = [
    { run: 9, state: 'running' },
    { run: 8, state: 'done' },
  ];
  const client = {
    research: { sources: () => Promise.resolve({ sources: [], costs: [] }), runs: () => Promise.resolve({ runs }) },
  };
  useDeskLink.setState({ client: client as unknown as DeskClient });
  await loadResearch();
  expect([useResearch.getState().chosen, useResearch.getState().marked]).toEqual([8, 8]);
  choosePortfolio(2);
  await loadResearch();
  expect([useResearch.getState().chosen, useResearch.getState().marked]).toEqual([8, 2]);
  useDeskLink.setState({ client: null });
});
