import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { IDEAL } from '../../../../src-shared/domain/costs.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { HOUR_MS, utcMs } from '../../../../src-shared/kernel/time.ts';
import { SIM_ANCHOR_MS } from '../../../../src-main/adapters/exchange-sim/market/sim-instruments.ts';
import { SimMarket } from '../../../../src-main/adapters/exchange-sim/market/sim-market.ts';
import { SimExchange } from '../../../../src-main/adapters/exchange-sim/sim-exchange.ts';
import { VenueJournal } from '../../../../src-main/adapters/exchange-sim/venue-journal.ts';
import type { ApprovedOrder } from '../../../../src-main/ports/approved-order.ts';
import { order } from '../../core/matching/venue-fixture.ts';
import { temporaryFolder } from '../../../support/ledger-kit.ts';

const START = SIM_ANCHOR_MS + 500;

/** A market that notes the earliest minute whose prints somebody wanted. */
class Watched extends SimMarket {
  earliest = Number.POSITIVE_INFINITY;

  override prints(instrument: number, minute: number): ReturnType<SimMarket['prints']> {
    this.earliest = Math.min(this.earliest, minute);
    return super.prints(instrument, minute);
  }
}

let folder: { readonly path: string; remove(): void };
let file: string;

beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'venue.jsonl');
});
afterEach(() => {
  folder.remove();
});

function open(time: number, market: SimMarket = new SimMarket(3)): { readonly exchange: SimExchange; close(): void } {
  const journal = new VenueJournal(file);
  const exchange = new SimExchange({ market, costs: IDEAL, journal, start: { time: utcMs(time), placesDone: 0 } });
  return { exchange, close: () => journal.close() };
}

/** Orders that rest for hours: one that is never met, a trailing stop, and what was bought. */
function begin(): readonly ApprovedOrder[] {
  const { exchange, close } = open(START);
  exchange.deposit('opening', 'USD', Decimal.parse('1000000'));
  const price = exchange.quotesAt(START)[0]!.lastTicks;
  const orders = [
    order({ id: 'bought', quoteAmount: Decimal.parse('500.5') }),
    order({
      id: 'far',
      type: 'limit',
      lots: 1_000,
      limitTicks: Math.round(price / 2),
      timeInForce: 'gtd',
      expiresAt: START + 100 * HOUR_MS,
    }),
    order({ id: 'trail', side: 'sell', type: 'trailing-stop', lots: 100, trailTicks: Math.round(price / 3) }),
  ];
  for (const one of orders) exchange.submit(one);
  close();
  return orders;
}

/** What the venue says of orders, as text. */
function said({ exchange, close }: ReturnType<typeof open>, orders: readonly ApprovedOrder[], time: number): string {
  const statuses = orders.map(({ id }) => {
    exchange.query(id);
    const event = exchange.next(utcMs(time));
    return event?.kind === 'execution' ? event.report : null;
  });
  close();
  return JSON.stringify(statuses);
}

test('a start goes on from the one before: it asks for nothing that lies before it', () => {
  const orders = begin();
  const [first, second] = [START + 3 * HOUR_MS, START + 4 * HOUR_MS];
  const walked = new Watched(3);
  open(first, walked).close();
  expect(walked.earliest).toBeLessThan(START);
  const shortened = new Watched(3);
  const short = said(open(second, shortened), orders, second);
  expect(shortened.earliest).toBeGreaterThan(first - HOUR_MS);
  rmSync(`${file}.checkpoint`);
  expect(said(open(second), orders, second)).toBe(short);
  expect(short).toContain('"state":"filled"');
  expect(short.match(/"state":"working"/gu)).toHaveLength(2);
});

test('money that came in before is not brought in again', () => {
  begin();
  open(START + HOUR_MS).close();
  const { exchange, close } = open(START + 2 * HOUR_MS);
  exchange.deposit('opening', 'USD', Decimal.parse('1000000'));
  close();
  expect(readFileSync(file, 'utf8').match(/"deposit"/gu)).toHaveLength(1);
});

test.each([
  ['damaged', (text: string) => text.replace('{', '[')],
  ['cut off', (text: string) => text.slice(0, -1)],
  ['of another form', (text: string) => text.replace('"version":1', '"version":2')],
  ['of another market', (text: string) => text.replace('"seed":3', '"seed":4')],
  ['of a longer journal', (text: string) => text.replace(/"entries":\d+/u, '"entries":99')],
  ['of a later time', (text: string) => text.replace(/"time":\d+/u, `"time":${START + 99 * HOUR_MS}`)],
] as const)('one that is %s is not used: the journal alone gives the same', (_, change) => {
  const orders = begin();
  const time = START + HOUR_MS / 2;
  const expected = said(open(time), orders, time);
  const kept = `${file}.checkpoint`;
  writeFileSync(kept, change(readFileSync(kept, 'utf8')));
  const market = new Watched(3);
  expect(said(open(time, market), orders, time)).toBe(expected);
  expect(market.earliest).toBeLessThan(START);
});
