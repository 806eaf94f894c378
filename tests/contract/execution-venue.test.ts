import { describe, expect, test } from 'vitest';
import { IDEAL } from '../../src-shared/domain/costs.ts';
import { termsOf, type OrderIntent, type OrderTerms } from '../../src-shared/domain/order.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS, utcMs } from '../../src-shared/kernel/time.ts';
import { CandleReplay } from '../../src-main/adapters/candle-replay/candle-replay.ts';
import { PaperVenue } from '../../src-main/adapters/exchange-heard/paper-venue.ts';
import { DepthReplay } from '../../src-main/adapters/depth-replay/depth-replay.ts';
import { SIM_ANCHOR_MS } from '../../src-main/adapters/exchange-sim/market/sim-instruments.ts';
import { SimMarket } from '../../src-main/adapters/exchange-sim/market/sim-market.ts';
import { SimExchange } from '../../src-main/adapters/exchange-sim/sim-exchange.ts';
import type { ApprovedAmendment, ApprovedOrder } from '../../src-main/ports/approved-order.ts';
import type { ExecutionReport, ExecutionVenue, VenueOrderStatus } from '../../src-main/ports/execution-venue.ts';
import type { MarketSource } from '../../src-main/ports/market-source.ts';
import { cursorOf, DepthScript } from '../src-main/core/matching/depth-fixture.ts';
import { bars, FLAT, instrument, order as made, START, type BarRow } from '../src-main/core/matching/venue-fixture.ts';

const LATENCY = 250;
const COSTS = { ...IDEAL, name: 'contract', latencyMs: LATENCY };

/** A venue with money and coins, on a market whose price is known at the start. */
class Ground {
  readonly venue: MarketSource & ExecutionVenue;
  readonly reports: ExecutionReport[] = [];
  readonly ticks: number;
  readonly lots: number;
  time: number;
  private count = 0;

  constructor(venue: MarketSource & ExecutionVenue & Pick<SimExchange, 'deposit'>, at: { readonly time: number; readonly ticks: number }) {
    this.venue = venue;
    this.time = at.time;
    this.ticks = at.ticks;
    const traded = venue.instruments[0]!;
    venue.deposit('money', traded.spec.quote, Decimal.parse('10000000'));
    venue.deposit('coins', traded.spec.base, Decimal.parse('1000'));
    // Something like 2,000 in quote units, whatever the instrument.
    this.lots = Math.max(1, Math.round(2_000 / (traded.toPrice(at.ticks) * traded.sizeOf(1).toNumber())));
    this.play(1);
  }

  /** An order for `lots` of the first instrument; prices as a share of the price at the start. */
  order(
    intent: Partial<Omit<OrderIntent, 'limitTicks' | 'triggerTicks' | 'trailTicks'>>,
    at: { limit?: number; trigger?: number; trail?: number } = {},
  ): ApprovedOrder {
    const ticks = (share: number | undefined): number | null => (share === undefined ? null : Math.round(this.ticks * share));
    this.count += 1;
    return made({
      id: `c${this.count}`,
      lots: this.lots,
      limitTicks: ticks(at.limit),
      triggerTicks: ticks(at.trigger),
      trailTicks: ticks(at.trail),
      ...intent,
    });
  }

  amend(one: ApprovedOrder, number: number, change: Partial<OrderTerms>): OrderTerms {
    const terms = { ...termsOf(one), ...change };
    this.venue.amend({ order: one.id, number, terms } as ApprovedAmendment);
    return terms;
  }

  /** Lets the market go on; what it told of an order since the start. */
  play(ms: number, one?: ApprovedOrder): readonly string[] {
    this.time += ms;
    for (let event = this.venue.next(utcMs(this.time)); event !== null; event = this.venue.next(utcMs(this.time))) {
      if (event.kind === 'execution') this.reports.push(event.report);
    }
    return this.reports.filter((report) => report.order === one?.id && report.kind !== 'status').map(({ kind }) => kind);
  }

  status(one: ApprovedOrder): VenueOrderStatus | null {
    this.venue.query(one.id);
    this.play(1);
    const answer = this.reports.findLast((report) => report.kind === 'status' && report.order === one.id);
    if (answer?.kind !== 'status') throw new RangeError('a question is answered');
    return answer.status;
  }
}

/** Five hours of quiet bars that breathe by 0.5 %. */
function onBars(): Ground {
  const rows = Array.from({ length: 300 }, (_, i): BarRow => [100, 100.5, 99.5, 100 + (i % 2) * 0.1, 1_000]);
  const replay = new CandleReplay({
    instruments: [instrument()],
    series: [{ instrument: 0, timeframe: '1m', columns: bars(rows, MINUTE_MS) }],
    costs: COSTS,
    balances: new Map(),
  });
  return new Ground(replay, { time: START, ticks: 10_000 });
}

function onTape(): Ground {
  const start = { time: utcMs(SIM_ANCHOR_MS + 500), placesDone: 0 };
  const exchange = new SimExchange({ market: new SimMarket(11), costs: COSTS, journal: null, start });
  return new Ground(exchange, { time: start.time, ticks: exchange.quotesAt(start.time)[0]!.lastTicks });
}

/** Five hours of a deep book whose trades climb by a tick a minute. */
function onDepth(): Ground {
  const deep = (best: number, step: number) => Array.from({ length: 20 }, (_, i) => [best + i * step, 1_000_000] as const);
  const script = new DepthScript().snapshot(START, deep(9_999, -1), deep(10_001, 1));
  for (let i = 1; i < 1_800; i += 1) {
    const time = START + i * 10 * SECOND_MS;
    script.diff(time, [[9_999, 1_000_000 + i]], [[10_001, 1_000_000 + i]]).trade(time, 10_000 + Math.floor(i / 6), 10, 'buy');
  }
  const replay = new DepthReplay({
    instrument: instrument(),
    messages: cursorOf(script.messages),
    timeframe: '1m',
    bars: bars(Array(300).fill(FLAT), MINUTE_MS),
    costs: COSTS,
    queue: 'conservative',
    balances: new Map([
      ['USD', Decimal.parse('10000000')],
      ['BTC', Decimal.parse('1000')],
    ]),
  });
  // Money and coins are there from the start.
  return new Ground(Object.assign(replay, { deposit: () => undefined }), { time: START, ticks: 10_000 });
}

/** Five hours of a market as it is heard: prices every ten seconds, and a trade each time that climbs by a tick a minute. */
function onHeardMarket(): Ground {
  const { spec } = instrument();
  const venue = new PaperVenue({ specs: [spec], costs: COSTS, startAt: utcMs(START) });
  venue.evidence.learnDays(0, bars(Array(31).fill([100, 101, 99, 100, 10_000_000] satisfies BarRow), DAY_MS));
  for (let i = 0; i < 1_800; i += 1) {
    const at = START + i * 10 * SECOND_MS;
    venue.hear({ kind: 'quote', symbol: spec.symbol, bid: '99.99', bidSize: '900', ask: '100.01', askSize: '900' }, at);
    const price = (100 + Math.floor(i / 6) / 100).toFixed(2);
    venue.hear({ kind: 'trade', symbol: spec.symbol, price, size: '1000', taker: 'buy', time: at }, at);
  }
  return new Ground(venue, { time: START, ticks: 10_000 });
}

const VENUES: readonly (readonly [string, () => Ground])[] = [
  ['stored bars', onBars],
  ['the simulated market', onTape],
  ['a recorded book', onDepth],
  ['a real market as it is heard', onHeardMarket],
];

/** Long enough for anything that was sent to arrive and to meet the market. */
const SOON = 2 * MINUTE_MS;

describe.each(VENUES)('a venue on %s', (_, open) => {
  test('acknowledges an order, fills it and knows of it', () => {
    const ground = open();
    const one = ground.order({});
    ground.venue.submit(one);
    expect(ground.play(SOON, one)).toEqual(['acknowledged', 'fill']);
    const status = ground.status(one);
    expect(status).toMatchObject({ state: 'filled', reason: null, terms: termsOf(one), amendment: 0, amendRefusal: null });
    expect(status?.fills.reduce((sum, { lots }) => sum + lots, 0)).toBe(ground.lots);
  });

  test('counts an id once', () => {
    const ground = open();
    const one = ground.order({});
    ground.venue.submit(one);
    ground.venue.submit(one);
    ground.play(SOON);
    ground.venue.submit(one);
    expect(ground.play(SOON, one)).toEqual(['acknowledged', 'fill']);
  });

  test('has never seen what it was not sent, and says so of cancels and amendments too', () => {
    const ground = open();
    const one = ground.order({});
    expect(ground.status(one)).toBeNull();
    ground.venue.cancel(one.id, 'user');
    ground.amend(one, 1, {});
    expect(ground.play(SOON, one)).toEqual(['cancel-refused', 'amend-refused']);
  });

  test('cancels what works, once', () => {
    const ground = open();
    const one = ground.order({ type: 'limit' }, { limit: 0.5 });
    ground.venue.submit(one);
    ground.play(SOON);
    ground.venue.cancel(one.id, 'strategy');
    ground.venue.cancel(one.id, 'user');
    expect(ground.play(SOON, one)).toEqual(['acknowledged', 'cancelled', 'cancel-refused']);
    expect(ground.status(one)).toMatchObject({ state: 'cancelled', reason: 'strategy', fills: [] });
  });

  test('takes other terms whole, and answers each number once', () => {
    const ground = open();
    const one = ground.order({ type: 'limit' }, { limit: 0.5 });
    ground.venue.submit(one);
    ground.play(SOON);
    const terms = ground.amend(one, 1, { limitTicks: Math.round(ground.ticks * 0.6), lots: ground.lots - 1 });
    expect(ground.status(one)?.terms).toEqual(termsOf(one));
    ground.play(SOON);
    ground.amend(one, 1, { limitTicks: Math.round(ground.ticks * 0.7) });
    expect(ground.play(SOON, one)).toEqual(['acknowledged', 'amended']);
    expect(ground.status(one)).toMatchObject({ state: 'working', terms, amendment: 1, amendRefusal: null });
    const last = ground.amend(one, 2, { limitTicks: Math.round(ground.ticks * 1.1) });
    expect(ground.play(SOON, one)).toEqual(['acknowledged', 'amended', 'amended', 'fill']);
    expect(ground.status(one)).toMatchObject({ state: 'filled', terms: last, amendment: 2 });
  });

  test('refuses other terms with a reason and keeps the old ones', () => {
    const ground = open();
    const resting = ground.order({ type: 'limit', postOnly: true }, { limit: 0.5 });
    const filled = ground.order({});
    ground.venue.submit(resting);
    ground.venue.submit(filled);
    ground.play(SOON);
    ground.amend(resting, 1, { limitTicks: Math.round(ground.ticks * 1.2) });
    ground.amend(resting, 2, { lots: ground.lots * 1_000_000 });
    ground.amend(resting, 3, { expiresAt: ground.time });
    ground.amend(filled, 1, { lots: ground.lots * 2 });
    ground.play(SOON);
    const reasons = ground.reports.flatMap((report) => (report.kind === 'amend-refused' ? [report.reason] : []));
    expect(reasons).toEqual(['post-only', 'funds', 'too-late', 'ended']);
    expect(ground.status(resting)).toMatchObject({ state: 'working', terms: termsOf(resting), amendment: 3, amendRefusal: 'too-late' });
    expect(ground.status(filled)).toMatchObject({ state: 'filled', terms: termsOf(filled), amendRefusal: 'ended' });
  });

  test('ends an order at its instant, by market time', () => {
    const ground = open();
    const expiresAt = Math.ceil(ground.time / SECOND_MS) * SECOND_MS + 3 * MINUTE_MS;
    const one = ground.order({ type: 'limit', timeInForce: 'gtd', expiresAt }, { limit: 0.5 });
    ground.venue.submit(one);
    expect(ground.play(expiresAt - 1 - ground.time, one)).toEqual(['acknowledged']);
    expect(ground.play(1, one)).toEqual(['acknowledged', 'expired']);
    expect(ground.reports.at(-1)).toMatchObject({ kind: 'expired', reason: 'gtd', time: expiresAt });
    expect(ground.status(one)).toMatchObject({ state: 'expired', reason: 'gtd' });
  });

  test('moves the trigger of a trailing stop one way only, tells it, and knows it', () => {
    const ground = open();
    const one = ground.order({ side: 'sell', type: 'trailing-stop' }, { trail: 0.2 });
    ground.venue.submit(one);
    ground.play(60 * MINUTE_MS);
    const triggers = ground.reports.flatMap((report) => (report.kind === 'trigger-moved' ? [report.triggerTicks] : []));
    expect(triggers.length).toBeGreaterThan(1);
    expect(triggers).toEqual([...new Set(triggers)].sort((a, b) => a - b));
    expect(ground.status(one)).toMatchObject({ state: 'working', terms: { triggerTicks: triggers.at(-1), trailTicks: one.trailTicks } });
    const narrower = Math.round(ground.ticks * 0.1);
    ground.amend(one, 1, { trailTicks: narrower });
    ground.play(1 + LATENCY);
    const best = triggers.at(-1)! + one.trailTicks!;
    expect(ground.reports.findLast(({ kind }) => kind === 'amended')).toMatchObject({ terms: { triggerTicks: best - narrower } });
  });

  test('takes profit on the good side of the market', () => {
    const ground = open();
    const reached = ground.order({ side: 'sell', type: 'take-profit' }, { trigger: 0.9 });
    const away = ground.order({ side: 'sell', type: 'take-profit' }, { trigger: 1.5 });
    ground.venue.submit(reached);
    ground.venue.submit(away);
    expect(ground.play(SOON, reached)).toEqual(['acknowledged', 'triggered', 'fill']);
    expect(ground.status(away)?.state).toBe('working');
  });

  test('lets legs sleep until their entry fills, shares what it filled, and ends them with it', () => {
    const ground = open();
    const bracket = (id: string, limit: number): readonly ApprovedOrder[] => [
      ground.order({ type: 'limit', group: { id, role: 'entry' } }, { limit }),
      ground.order({ side: 'sell', type: 'trailing-stop', reduceOnly: true, group: { id, role: 'stop' } }, { trail: 0.3 }),
      ground.order({ side: 'sell', type: 'limit', reduceOnly: true, group: { id, role: 'target' } }, { limit: 0.8 }),
    ];
    const asleep = bracket('far', 0.5);
    for (const one of asleep) ground.venue.submit(one);
    expect(ground.play(SOON, asleep[1])).toEqual(['acknowledged']);
    ground.venue.cancel(asleep[0]!.id, 'user');
    ground.play(SOON);
    expect(asleep.map((one) => ground.status(one)?.reason)).toEqual(['user', 'parent-ended', 'parent-ended']);
    const filled = bracket('near', 1.1);
    for (const one of filled) ground.venue.submit(one);
    ground.play(5 * MINUTE_MS);
    expect(filled.map((one) => ground.status(one)?.state)).toEqual(['filled', 'cancelled', 'filled']);
    expect(ground.status(filled[1]!)?.reason).toBe('oco');
  });

  test('never tells of something earlier than it has told before', () => {
    const ground = open();
    for (let i = 0; i < 20; i += 1) {
      const one = ground.order({ type: 'limit', side: i % 2 === 0 ? 'buy' : 'sell' }, { limit: 1 + (i - 10) / 5_000 });
      ground.venue.submit(one);
      ground.play(i * SECOND_MS);
      ground.amend(one, 1, { limitTicks: ground.ticks });
      if (i % 3 === 0) ground.venue.cancel(one.id, 'user');
    }
    ground.play(10 * MINUTE_MS);
    const times = ground.reports.map(({ time }) => time);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.length).toBeGreaterThan(40);
  });
});
