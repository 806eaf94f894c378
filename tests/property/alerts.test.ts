import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AlertSpec, MoveAlertSpec, PriceAlertSpec } from '../../src-shared/domain/alert-spec.ts';
import { candleColumns } from '../../src-shared/domain/candle.ts';
import { MINUTE_MS, SECOND_MS, utcMs } from '../../src-shared/kernel/time.ts';
import { Effects } from '../../src-main/core/engine/effects.ts';
import type { ExecutionVenue } from '../../src-main/ports/execution-venue.ts';
import type { MarketSource, QuoteEvent } from '../../src-main/ports/market-source.ts';
import { TradingSession } from '../../src-main/sessions/trading-session.ts';
import { NOW } from '../src-main/core/risk/desk-of-one.ts';
import { EngineKit } from '../src-main/core/engine/engine-kit.ts';
import { SCOPE } from '../support/ledger-kit.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';

const LONG = process.env['CRYPTOORCH_TEST_LONG'] === '1';
const BTC = 'BTC/USD.SIM';
const START = Math.ceil(NOW / MINUTE_MS) * MINUTE_MS;

interface Tick {
  readonly time: number;
  /** Hundredths. */
  readonly ticks: number;
}

/** One engine's life between two kills. */
class Life {
  readonly session: TradingSession;
  private readonly kit = new EngineKit();

  constructor(path: readonly Tick[], ledger: MemoryLedger) {
    const { engine, instruments } = this.kit;
    const before = ledger.snapshot(SCOPE, instruments);
    const from = before.time ?? START;
    let at = path.findIndex(({ time }) => time > from);
    if (at < 0) at = path.length;
    const source: MarketSource = {
      instruments,
      next: (until) => {
        const tick = path[at];
        if (tick === undefined || tick.time > until) return null;
        at += 1;
        return quoteOf(tick);
      },
      history: () => candleColumns(0),
      subscribe: () => undefined,
    };
    const silent = (): void => undefined;
    const venue = { submit: silent, amend: silent, cancel: silent, query: silent } as unknown as ExecutionVenue;
    const parts = { engine, source, venue, ledger, scope: SCOPE, recorder: null, observer: null };
    this.session = new TradingSession(parts);
    engine.account.time = from;
    const known = path.findLast(({ time }) => time <= from);
    if (known !== undefined) engine.seedMarket(quoteOf(known));
    if (before.time === null) return;
    const effects = new Effects();
    engine.restore(before, () => candleColumns(0), effects);
    engine.restoreAlerts(before, { history: () => undefined, heardFrom: null }, effects);
    this.session.resumeAt(from, 0);
    this.session.settle(effects);
  }

  set(spec: AlertSpec, id: string): void {
    this.session.command({ type: 'set-alert', id, spec, history: candleColumns(0) });
  }
}

function quoteOf({ time, ticks }: Tick): QuoteEvent {
  return { kind: 'quote', instrument: 0, time, received: time, bidTicks: ticks - 1, askTicks: ticks + 1, lastTicks: ticks };
}

/** Every firing as alert, time, over a path that is cut short as often as there are cuts. */
function played(path: readonly Tick[], specs: readonly AlertSpec[], cuts: readonly number[]): readonly string[] {
  const ledger = new MemoryLedger();
  const first = new Life(path, ledger);
  specs.forEach((spec, i) => first.set(spec, `set-${String(i)}`));
  const end = utcMs((path.at(-1)?.time ?? START) + 5 * MINUTE_MS);
  let life = first;
  for (const cut of cuts) {
    life.session.pump(end, cut);
    life = new Life(path, ledger);
  }
  life.session.pump(end);
  return ledger.firings.map(({ alert, time }) => `${String(alert)} ${String(time - START)}`).sort();
}

/** When a price alert speaks, by looking at the whole path for each of its prices. */
function naivePrice(path: readonly Tick[], { cross, level, repeat, rearm }: PriceAlertSpec): number[] {
  const sign = cross === 'above' ? 1 : -1;
  const lead = path.map(({ ticks }) => sign * (ticks - Math.round(Number(level) * 100)));
  const distance = Math.round(rearm * 100);
  const said: number[] = [];
  let last = -1;
  lead.forEach((value, i) => {
    const before = lead.slice(last + 1, i);
    const back = before.some((earlier, j) => earlier < 0 && (earlier <= -distance || (last < 0 && j === 0)));
    if (value < 0 || !back || (repeat === 'once' && said.length > 0)) return;
    said.push(path[i]!.time);
    last = i;
  });
  return said;
}

function naiveMove(path: readonly Tick[], { percent, minutes, direction, repeat }: MoveAlertSpec): number[] {
  const part = (minutes * MINUTE_MS) / 60;
  const said: number[] = [];
  let last = 0;
  path.forEach(({ time, ticks }, i) => {
    const seen = path.slice(last, i + 1).filter((earlier) => Math.floor(earlier.time / part) > Math.floor(time / part) - 60);
    const prices = seen.map((earlier) => earlier.ticks);
    const up = (ticks / Math.min(...prices) - 1) * 100 >= percent - 1e-10;
    const down = (1 - ticks / Math.max(...prices)) * 100 >= percent - 1e-10;
    const moved = (direction !== 'down' && up) || (direction !== 'up' && down);
    if (!moved || (repeat === 'once' && said.length > 0)) return;
    said.push(time);
    last = i;
  });
  return said;
}

function naiveFeed(path: readonly Tick[], seconds: number, once: boolean): number[] {
  const ends = [...path.slice(1).map(({ time }) => time), (path.at(-1)?.time ?? 0) + 5 * MINUTE_MS + 1];
  const first = path[0]!.time > START + seconds * SECOND_MS ? [START + seconds * SECOND_MS] : [];
  const gaps = path.flatMap(({ time }, i) => (ends[i]! - time > seconds * SECOND_MS ? [time + seconds * SECOND_MS] : []));
  const all = [...first, ...gaps];
  return once ? all.slice(0, 1) : all;
}

const repeats = fc.constantFrom('once' as const, 'each' as const);
const paths = fc
  .array(fc.record({ wait: fc.integer({ min: 1, max: 90 }), step: fc.integer({ min: -150, max: 150 }) }), { minLength: 2, maxLength: 60 })
  .map((steps) => {
    let time = START;
    let ticks = 10_000;
    return steps.map(({ wait, step }): Tick => {
      time += wait * 500;
      ticks = Math.max(5_000, ticks + step);
      return { time, ticks };
    });
  });
const cross = fc.constantFrom('above' as const, 'below' as const);
const price = fc.record({
  kind: fc.constant('price' as const),
  instrument: fc.constant(BTC),
  cross,
  level: fc.integer({ min: 9_700, max: 10_300 }).map((ticks) => (ticks / 100).toFixed(2)),
  repeat: repeats,
  rearm: fc.integer({ min: 0, max: 300 }).map((ticks) => ticks / 100),
});
const move = fc.record({
  kind: fc.constant('move' as const),
  instrument: fc.constant(BTC),
  direction: fc.constantFrom('up' as const, 'down' as const, 'either' as const),
  percent: fc.integer({ min: 1, max: 30 }).map((tenths) => tenths / 10),
  minutes: fc.integer({ min: 1, max: 10 }),
  repeat: repeats,
  rearm: fc.constant(0),
});
const seconds = fc.integer({ min: 1, max: 60 });

it('alerts speak iff the whole path says so, once each, however often the engine is killed and started again', () => {
  let said = 0;
  fc.assert(
    fc.property(
      paths,
      fc.record({ price, move, seconds, once: repeats }),
      fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 4 }),
      (path, wanted, cuts) => {
        const feed: AlertSpec = { kind: 'feed', instrument: BTC, seconds: wanted.seconds, repeat: wanted.once, rearm: 0 };
        const expected = [
          naivePrice(path, wanted.price),
          naiveMove(path, wanted.move),
          naiveFeed(path, wanted.seconds, wanted.once === 'once'),
        ].flatMap((times, i) => times.map((time) => `${String(i + 1)} ${String(time - START)}`));
        expect(played(path, [wanted.price, wanted.move, feed], cuts)).toEqual(expected.sort());
        said += expected.length;
      },
    ),
    { numRuns: LONG ? 5_000 : 300 },
  );
  expect(said).toBeGreaterThan(300);
});
