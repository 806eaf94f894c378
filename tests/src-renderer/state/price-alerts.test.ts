import { beforeEach, expect, it } from 'vitest';
import { reachedAlerts, usePriceAlerts } from '../../../src-renderer/state/price-alerts.ts';
import type { PriceAlert } from '../../../src-renderer/state/price-alerts.ts';

const above: PriceAlert = { instrument: 'BTC/USD.SIM', price: '105000', above: true };
const below: PriceAlert = { instrument: 'BTC/USD.SIM', price: '100000', above: false };
const at = (last: number) => new Map([['BTC/USD.SIM', { last }]]);

beforeEach(() => {
  usePriceAlerts.setState(usePriceAlerts.getInitialState());
});

it('speaks at its price and beyond, on the side it was set for', () => {
  expect(reachedAlerts([above, below], at(104_999.99))).toEqual([]);
  expect(reachedAlerts([above, below], at(105_000))).toEqual([above]);
  expect(reachedAlerts([above, below], at(99_000))).toEqual([below]);
  expect(reachedAlerts([above, below], new Map())).toEqual([]);
  expect(reachedAlerts([below], at(0))).toEqual([]);
});

it('is set once and taken away', () => {
  const { add, remove } = usePriceAlerts.getState();
  add(above);
  add({ ...above });
  add(below);
  expect(usePriceAlerts.getState().alerts).toEqual([above, below]);
  remove({ ...above });
  expect(usePriceAlerts.getState().alerts).toEqual([below]);
});

it('leaves out of what was kept what is no alert', () => {
  usePriceAlerts.getState().load({ alerts: [above, { instrument: 1 }, null, { ...below, price: 'x' }] });
  expect(usePriceAlerts.getState().alerts).toEqual([above]);
  usePriceAlerts.getState().load({ alerts: 'broken' });
  expect(usePriceAlerts.getState().alerts).toEqual([]);
});
