import { afterAll, beforeAll, expect, test } from 'vitest';
import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import { temporaryFolder } from '../../support/ledger-kit.ts';
import { PaperHome, RegisteredLedger } from '../../support/paper-kit.ts';

const MINUTES = 22;
/** Commits after which the process dies. */
const DEATHS = [9, 26];

const folders: { readonly path: string; remove(): void }[] = [];
let calm: RegisteredLedger;

beforeAll(() => {
  calm = new RegisteredLedger();
  const quiet = home(calm).open();
  startAll(quiet);
  quiet.run(MINUTES * MINUTE_MS);
});
afterAll(() => {
  for (const folder of folders) folder.remove();
});

function home(ledger: RegisteredLedger): PaperHome {
  const folder = temporaryFolder();
  folders.push(folder);
  return new PaperHome(folder.path, {}, ledger);
}

/** Strategies of the gallery that keep a stop, a peak, a plan or a reason over a restart, each on an instrument of its own. */
function startAll(life: ReturnType<PaperHome['open']>): void {
  const size = { kind: 'quote', amount: '5000' } as const;
  life.start('a', 'chandelier-trend', { instrument: 0, parameters: { entry: 2, atrPeriod: 2, distance: 0.5 }, size });
  life.start('b', 'keltner-breakout', { instrument: 1, parameters: { period: 2, width: 0.1, atrPeriod: 2, stop: 0.3 }, size });
  life.start('c', 'volatility-target', { instrument: 2, parameters: { period: 5, target: 10, band: 1, most: 90 }, size });
  life.start('d', 'rsi-reversion', { instrument: 3, parameters: { period: 2, buyBelow: 45, sellAbove: 55 }, size });
  life.start('e', 'dca', { instrument: 4, parameters: { interval: 1, purchases: 2 }, size });
  life.start('f', 'macd-trend', { instrument: 5, parameters: { fast: 2, slow: 4, signal: 2 }, size });
}

test.each(DEATHS)('strategies of the gallery decide and say the same after a death at commit %i', (commit) => {
  const ledger = new RegisteredLedger();
  const paper = home(ledger);
  const first = paper.open();
  const end = first.time + MINUTES * MINUTE_MS;
  startAll(first);
  paper.dieBefore('after commit', commit);
  paper.dying(() => first.run(MINUTES * MINUTE_MS));
  const second = paper.open();
  second.run(end - second.time);
  expect(ledger.orders).toEqual(calm.orders);
  expect(ledger.fills.map(({ fill }) => fill)).toEqual(calm.fills.map(({ fill }) => fill));
});

test('every one of them has traded, and the target has sold a part of what it holds', () => {
  expect(new Set(calm.orders.map(({ origin }) => origin))).toEqual(new Set(['a', 'b', 'c', 'd', 'e', 'f']));
  expect(calm.fills.some(({ origin, side }) => origin === 'c' && side === 'sell')).toBe(true);
});
