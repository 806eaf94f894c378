import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CONSERVATIVE } from '../../../../src-shared/domain/costs.ts';
import { MINUTE_MS, utcMs } from '../../../../src-shared/kernel/time.ts';
import { SIM_ANCHOR_MS } from '../../../../src-main/adapters/exchange-sim/market/sim-instruments.ts';
import { SimMarket } from '../../../../src-main/adapters/exchange-sim/market/sim-market.ts';
import { SimExchange } from '../../../../src-main/adapters/exchange-sim/sim-exchange.ts';
import type { MarketEvent } from '../../../../src-main/ports/market-source.ts';
import { temporaryFolder } from '../../../support/ledger-kit.ts';
import { PaperHome, RegisteredLedger } from '../../../support/paper-kit.ts';

let folders: { readonly path: string; remove(): void }[] = [];

beforeEach(() => {
  folders = [];
});
afterEach(() => {
  for (const folder of folders) folder.remove();
});

function exchangeAt(time: number, placesDone = 0): SimExchange {
  return new SimExchange({ market: new SimMarket(7), costs: CONSERVATIVE, journal: null, start: { time: utcMs(time), placesDone } });
}

function told(exchange: SimExchange, until: number): string[] {
  const events: string[] = [];
  for (let event = exchange.next(utcMs(until)); event !== null; event = exchange.next(utcMs(until))) events.push(nameOf(event));
  return events;
}

function nameOf(event: MarketEvent): string {
  if (event.kind === 'execution' || event.kind === 'margin')
    return `${event.kind} ${event.report.kind} ${String(event.time - SIM_ANCHOR_MS)}`;
  if (event.kind === 'account') return event.kind;
  const rest = event.kind === 'bar' ? ` ${event.timeframe} at ${String(event.place)}` : '';
  return `${event.kind} ${String(event.instrument)} ${String(event.time - SIM_ANCHOR_MS)}${rest}`;
}

const QUOTES = Array.from({ length: 8 }, (_, instrument) => `quote ${String(instrument)} `);

describe('what the simulated exchange tells', () => {
  test('every second each quote, and at their close the bars that were asked for, by instrument and timeframe', () => {
    const exchange = exchangeAt(SIM_ANCHOR_MS + 3_599_000);
    exchange.subscribe(5, '1m');
    exchange.subscribe(2, '1h');
    exchange.subscribe(2, '1m');
    const events = told(exchange, SIM_ANCHOR_MS + 3_600_000);
    expect(events).toEqual([
      ...QUOTES.map((quote) => `${quote}3599000`),
      ...QUOTES.map((quote) => `${quote}3600000`),
      'bar 2 3600000 1m at 12',
      'bar 2 3600000 1h at 15',
      'bar 5 3600000 1m at 30',
    ]);
    expect(told(exchange, SIM_ANCHOR_MS + 3_600_999)).toEqual([]);
  });

  test('a start in the midst of an instant tells the bars that are left of it', () => {
    const exchange = exchangeAt(SIM_ANCHOR_MS + 3_600_000, 13);
    for (const place of [2, 5]) exchange.subscribe(place, '1m');
    expect(told(exchange, SIM_ANCHOR_MS + 3_600_000)).toEqual(['bar 5 3600000 1m at 30']);
  });

  test('the quotes of an instant are those that were told last', () => {
    const exchange = exchangeAt(SIM_ANCHOR_MS);
    const event = exchange.next(utcMs(SIM_ANCHOR_MS));
    expect(exchange.quotesAt(SIM_ANCHOR_MS + 999)[0]).toEqual(event);
  });
});

interface Run {
  readonly slice?: number;
  /** Market times at which the process is gone and a new one goes on. */
  readonly restarts?: readonly number[];
}

const SPAN = 12 * MINUTE_MS;

/** Eight instruments and three strategies on one account, and a person's orders beside them. */
function decisions({ slice = Number.POSITIVE_INFINITY, restarts = [] }: Run): string[] {
  const folder = temporaryFolder();
  folders.push(folder);
  const ledger = new RegisteredLedger();
  const home = new PaperHome(folder.path, { seed: 3 }, ledger);
  let life = home.open();
  const begin = life.time;
  for (let instrument = 0; instrument < 8; instrument += 1) {
    if (instrument % 3 === 0) life.start(`sma-${String(instrument)}`, 'sma-cross', { instrument, parameters: { fast: 1, slow: 3 } });
    else if (instrument % 3 === 1)
      life.start(`grid-${String(instrument)}`, 'grid', { instrument, parameters: { spacing: 0.05, levels: 3 } });
    else life.start(`hold-${String(instrument)}`, 'buy-and-hold', { instrument });
  }
  const stops = [...restarts.map((at) => ({ at, restart: true })), { at: 100_000, restart: false }, { at: SPAN, restart: true }];
  for (const { at, restart } of stops.sort((a, b) => a.at - b.at)) {
    life.run(begin + at - life.time, slice);
    if (restart) life = home.open();
    else life.place('by-hand', { instrument: 4, lots: 300 });
  }
  return [
    ...ledger.orders.map((order) => JSON.stringify(order)),
    ...ledger.fills.map(({ fill }) => JSON.stringify({ ...fill, fee: fill.fee.toString() })),
  ];
}

describe('decisions and fills', () => {
  let undisturbed: readonly string[] | undefined;
  /** Of one process that plays the whole span at once. */
  const expected = (): readonly string[] => (undisturbed ??= decisions({}));

  test('depend on seed, market time and orders alone: not on how the market is pulled', () => {
    const whole = expected();
    expect(whole.length).toBeGreaterThan(30);
    for (const slice of [1, 7, 1_000]) expect(decisions({ slice })).toEqual(whole);
  });

  test('are the same when the process starts again, at whatever time', () => {
    expect(decisions({ restarts: [1, 60_000, 119_500, 180_001, 400_250, 600_749] })).toEqual(expected());
    expect(decisions({ restarts: Array.from({ length: 40 }, (_, i) => i * 17_321 + 250) })).toEqual(expected());
  });
});
