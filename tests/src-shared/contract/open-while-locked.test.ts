import { expect, test } from 'vitest';
import type { CallMeta } from '../../../src-shared/contract/base.ts';
import { contract } from '../../../src-shared/contract/contract.ts';

const CALLS = Object.entries(contract).flatMap(([area, procedures]) =>
  Object.entries(procedures).map(([name, procedure]) => {
    const { meta } = (procedure as { readonly '~orpc': { readonly meta: CallMeta } })['~orpc'];
    return { call: `${area}.${name}`, needs: (meta.privilege ?? 'open') !== 'open', allowed: meta.openWhileLocked === true };
  }),
);

test('a locked window stops, cancels and makes smaller, and does nothing else that needs an unlocked one', () => {
  expect(CALLS.filter(({ allowed }) => allowed).map(({ call }) => call)).toEqual([
    'app.leave',
    'orders.cancel',
    'orders.cancelAll',
    'risk.reduce',
  ]);
  expect(CALLS.find(({ call }) => call === 'risk.kill')).toMatchObject({ needs: false });
});

test('whatever sends, arms, changes accounts or limits, or takes data out is shut', () => {
  const shut = new Set(CALLS.filter(({ needs, allowed }) => needs && !allowed).map(({ call }) => call));
  const must = [
    ...['orders.place', 'orders.amend', 'orders.protect', 'orders.close'],
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
