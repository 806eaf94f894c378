import { expect, test } from 'vitest';
import type { CallMeta } from '../../../src-shared/contract/base.ts';
import { contract } from '../../../src-shared/contract/contract.ts';

const CALLS = Object.entries(contract).flatMap(([area, procedures]) =>
  Object.entries(procedures).map(([name, procedure]) => {
    const { meta } = (procedure as { readonly '~orpc': { readonly meta: CallMeta } })['~orpc'];
    return { call: `${area}.${name}`, needs: (meta.privilege ?? 'open') !== 'open', allowed: meta.openWhileLocked === true };
  }),
);

test('a locked window stops, cancels, makes smaller and stands as a page; every other call is shut', () => {
  expect(CALLS.filter(({ allowed }) => allowed).map(({ call }) => call)).toEqual([
    ...['app.info', 'app.leave', 'app.loadSetting', 'app.saveSetting', 'app.reportFault'],
    ...['lock.state', 'lock.goesOn', 'lock.lock', 'lock.unlock', 'lock.touch'],
    'market.instruments',
    ...['orders.cancel', 'orders.cancelAll', 'risk.kill', 'risk.reduce'],
    ...['stream.open', 'stream.acknowledge', 'stream.look'],
  ]);
  expect(CALLS.find(({ call }) => call === 'risk.kill')).toMatchObject({ needs: false });
});

test('whatever answers a figure of an account is shut', () => {
  const shut = new Set(CALLS.filter(({ allowed }) => !allowed).map(({ call }) => call));
  const must = [
    ...['stream.snapshot', 'accounts.list', 'alerts.list', 'books.list', 'venue.state', 'risk.state', 'orders.history', 'orders.fills'],
    ...[
      'ledger.verify',
      'ledger.equity',
      'attribution.sessions',
      'attribution.split',
      'research.report',
      'research.ownCosts',
      'portfolios.report',
    ],
  ];
  expect(must.filter((call) => !shut.has(call))).toEqual([]);
});

test('whatever sends, arms, changes accounts or limits, or takes data out is shut', () => {
  const shut = new Set(CALLS.filter(({ needs, allowed }) => needs && !allowed).map(({ call }) => call));
  const must = [
    ...['orders.place', 'orders.amend', 'orders.protect', 'orders.close', 'orders.reverse'],
    ...['accounts.add', 'accounts.check', 'accounts.rotate', 'accounts.disable', 'accounts.enable', 'accounts.remove', 'accounts.accesses'],
    ...['risk.setLimits', 'risk.rearm', 'strategies.start', 'strategies.change', 'strategies.reload', 'strategies.stop'],
    ...['alerts.set', 'alerts.remove', 'alerts.rearm', 'books.create', 'books.open', 'ledger.backup', 'ledger.exportFills', 'lock.setIdle'],
  ];
  expect(must.filter((call) => !shut.has(call))).toEqual([]);
});

test('what needs nothing changes neither money nor limits', () => {
  const open = CALLS.filter(({ needs }) => !needs).map(({ call }) => call);
  const acting = open.filter((call) => /\.(?:place|add|set|start|create|change|remove|rotate|enable|disable|accept|arm)/u.test(call));
  expect(acting).toEqual(['market.setSpeed']);
});
