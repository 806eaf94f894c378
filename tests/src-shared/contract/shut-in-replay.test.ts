import { expect, test } from 'vitest';
import type { CallMeta } from '../../../src-shared/contract/base.ts';
import { contract } from '../../../src-shared/contract/contract.ts';

/** Areas that tell of the desk that runs, which knows no bar to come, or of no bars at all. */
const AREAS: ReadonlySet<string> = new Set([
  'accounts',
  'alerts',
  'app',
  'books',
  'ledger',
  'lock',
  'live',
  'orders',
  'replay',
  'risk',
  'strategies',
  'stream',
  'venue',
]);
/** Calls of other areas that ask the desk, or tell of no prices. */
const HARMLESS: ReadonlySet<string> = new Set([
  ...['market.instruments', 'market.candles', 'market.tape', 'market.sparkline', 'market.setSpeed', 'market.loseNext'],
  ...['data.list', 'data.recordings', 'data.look', 'data.remove'],
  ...['attribution.sessions', 'research.sources', 'research.ownCosts', 'research.runs', 'research.cancel'],
  ...['portfolios.list', 'portfolios.cancel'],
  ...['checks.list', 'checks.cancel', 'dataJobs.choose', 'dataJobs.cancel'],
  ...['searches.list', 'searches.pause', 'searches.resume', 'searches.cancel'],
]);

test('whatever could tell of a bar to come is shut while a replay is on', () => {
  const calls = Object.entries(contract).flatMap(([area, procedures]) =>
    Object.entries(procedures).map(([name, procedure]) => {
      const meta = (procedure as { readonly '~orpc': { readonly meta: CallMeta } })['~orpc'].meta;
      return { area, call: `${area}.${name}`, shut: meta.shutInReplay === true };
    }),
  );
  expect(calls.filter(({ shut }) => shut).length).toBeGreaterThan(5);
  expect(calls.filter(({ area, call, shut }) => shut === (AREAS.has(area) || HARMLESS.has(call))).map(({ call }) => call)).toEqual([]);
});
