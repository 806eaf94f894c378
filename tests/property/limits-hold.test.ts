import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NO_LIMITS, type RiskLimits } from '../../src-shared/domain/limits.ts';
import type { IdentifiedOrder, OrderIntent, Side } from '../../src-shared/domain/order.ts';
import { defaultProtection, PROTECTION_KINDS } from '../../src-shared/domain/protection-spec.ts';
import type { AssetId, ClientOrderId, InstrumentId, VenueId } from '../../src-shared/kernel/ids.ts';
import { utcMs } from '../../src-shared/kernel/time.ts';
import { approve } from '../../src-main/core/risk/gate.ts';
import { EngineKit, intent } from '../src-main/core/engine/engine-kit.ts';
import { spec } from '../src-main/core/risk/desk-of-one.ts';

type Generated<Source> = Source extends fc.Arbitrary<infer Value> ? Value : never;

const RUNS = process.env['CRYPTOORCH_TEST_LONG'] === '1' ? 5_000 : 200;
const HOUR = 3_600_000;
/** Every instrument costs 100, whatever happens, so what is held changes by fills alone. A lot is worth 0.1. */
const LOT = 0.001;
const PRICE = 100;
const MOST = { order: 4_000, position: 5_000, asset: 6_000, quote: 7_000, venue: 6_500, gross: 8_000, net: 4_500, leverage: 0.75 };
const COOLDOWN = HOUR;

/** The limits that are on in a run; the others are off, so that each of them is the narrowest now and then. */
const LIMITS = {
  maxOrderNotional: String(MOST.order),
  maxPositionNotional: String(MOST.position),
  maxAssetExposure: String(MOST.asset),
  maxQuoteExposure: String(MOST.quote),
  maxVenueExposure: String(MOST.venue),
  maxStrategyExposure: String(MOST.gross),
  maxGrossExposure: String(MOST.gross),
  maxNetExposure: String(MOST.net),
  maxLeverage: MOST.leverage,
  maxOpenOrders: 3,
  maxOrdersPerMinute: 5,
  maxTradesPerDay: 8,
  protections: [{ ...defaultProtection(PROTECTION_KINDS[0]!), stopMs: COOLDOWN }],
  breakers: [{ kind: 'losses', trips: 'HALTED', count: 4, withinMs: 0, level: 0 }],
} as const satisfies Partial<RiskLimits>;
type Limit = keyof typeof LIMITS;
const ALL = Object.keys(LIMITS) as readonly Limit[];

const perpetual = (base: string, over: Parameters<typeof spec>[1] = {}) =>
  spec(base, { kind: 'perpetual', minNotional: '0', lot: String(LOT), engineLot: String(LOT), ...over });
const SPECS = [
  perpetual('BTC'),
  perpetual('ETH'),
  perpetual('BTC', { id: 'BTC/USD.OTHER' as InstrumentId, venue: 'OTHER' as VenueId }),
  perpetual('ETH', { id: 'ETH/EUR.SIM' as InstrumentId, quote: 'EUR' as AssetId }),
];

/** An order as this test follows it: from what it asked, what filled and how it ended. */
interface Followed {
  readonly id: ClientOrderId;
  readonly intent: OrderIntent;
  filled: number;
  over: boolean;
  enteredAt: number | null;
}

/** The account as its orders and fills say, by a reading of its own. */
class Reading {
  readonly on: ReadonlySet<Limit>;
  readonly orders: Followed[] = [];
  readonly held = SPECS.map(() => 0);
  readonly closedAt = SPECS.map(() => Number.NEGATIVE_INFINITY);
  readonly placedAt: number[] = [];

  constructor(on: readonly Limit[]) {
    this.on = new Set(on);
  }

  open(instrument: number, side: Side, opening: boolean): number {
    return this.orders
      .filter(
        ({ over, intent: asked }) => !over && asked.instrument === instrument && asked.side === side && !(opening && asked.reduceOnly),
      )
      .reduce((sum, { intent: asked, filled }) => sum + asked.lots - filled, 0);
  }

  /** The most that a position could be worth, whatever fills. */
  worst(instrument: number): number {
    const high = this.held[instrument]! + this.open(instrument, 'buy', true);
    const low = this.held[instrument]! - this.open(instrument, 'sell', true);
    return Math.max(Math.abs(this.held[instrument]!), Math.abs(high), Math.abs(low)) * LOT * PRICE;
  }

  together(of: (each: (typeof SPECS)[number]) => boolean): number {
    return SPECS.reduce((sum, each, index) => (of(each) ? sum + this.worst(index) : sum), 0);
  }

  net(side: Side): number {
    const sign = side === 'buy' ? 1 : -1;
    return SPECS.reduce((sum, _, index) => sum + (sign * this.held[index]! + this.open(index, side, true)) * LOT * PRICE, 0);
  }

  reduces({ instrument, side, lots }: OrderIntent): boolean {
    const against = side === 'buy' ? -this.held[instrument]! : this.held[instrument]!;
    return against > 0 && lots + this.open(instrument, side, false) <= against;
  }
}

const step = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('place' as const),
      instrument: fc.nat(SPECS.length - 1),
      side: fc.constantFrom<Side>('buy', 'sell'),
      lots: fc.integer({ min: 1, max: 45_000 }),
      reduceOnly: fc.nat(3).map((chance) => chance === 0),
      limit: fc.nat(2).map((chance) => chance === 0),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({ kind: fc.constant('fill' as const), which: fc.nat(20), share: fc.constantFrom(0.3, 1, 1), lost: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('cancelled' as const, 'rejected' as const, 'silent' as const), which: fc.nat(20) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(20_000, 70_000, 2 * HOUR, 30 * HOUR) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('kill' as const, 'reduce' as const, 'rearm' as const) }) },
);

function breaches(reading: Reading): readonly string[] {
  const over = (limit: Limit, value: number, most: number): string[] =>
    reading.on.has(limit) && value > most * (1 + 1e-9) ? [`${limit}: ${value} of ${most}`] : [];
  const by = (limit: Limit, key: 'base' | 'quote' | 'venue', most: number): string[] =>
    [...new Set(SPECS.map((each) => each[key]))].flatMap((name) =>
      over(
        limit,
        reading.together((each) => each[key] === name),
        most,
      ),
    );
  return [
    ...SPECS.flatMap((_, index) => over('maxPositionNotional', reading.worst(index), MOST.position)),
    ...by('maxAssetExposure', 'base', MOST.asset),
    ...by('maxQuoteExposure', 'quote', MOST.quote),
    ...by('maxVenueExposure', 'venue', MOST.venue),
    ...over(
      'maxStrategyExposure',
      reading.together(() => true),
      MOST.gross,
    ),
    ...over(
      'maxGrossExposure',
      reading.together(() => true),
      MOST.gross,
    ),
  ];
}

function place(kit: EngineKit, reading: Reading, asked: OrderIntent): void {
  const reducing = reading.reduces(asked);
  const active = kit.engine.gate.state === 'ACTIVE';
  const answer = kit.place(asked);
  const [id] = answer.sent;
  if (id === undefined) {
    // Whatever the state: what only reduces is never turned away.
    expect(reducing, String(answer.fault)).toBe(false);
    return;
  }
  reading.orders.push({ id, intent: asked, filled: 0, over: false, enteredAt: null });
  reading.placedAt.push(kit.now);
  if (reducing) return;
  expect(active).toBe(true);
  const most = (limit: Limit, value: number, allowed: number): void => {
    if (reading.on.has(limit)) expect(value, limit).toBeLessThanOrEqual(allowed * (1 + 1e-9));
  };
  most('maxOrderNotional', asked.lots * LOT * PRICE, MOST.order);
  most('maxNetExposure', reading.net(asked.side), MOST.net);
  most(
    'maxLeverage',
    reading.together(() => true),
    MOST.leverage * kit.engine.account.equity(),
  );
  most('maxOpenOrders', reading.orders.filter(({ over }) => !over).length, 3);
  most('maxOrdersPerMinute', reading.placedAt.filter((at) => at > kit.now - 60_000).length, 5);
  const entries = reading.orders.filter(({ over, intent: each, enteredAt }) =>
    enteredAt === null ? !over && !each.reduceOnly : enteredAt > kit.now - 24 * HOUR,
  );
  most('maxTradesPerDay', entries.length, 8);
  if (reading.on.has('protections')) expect(kit.now - reading.closedAt[asked.instrument]!).toBeGreaterThanOrEqual(COOLDOWN);
}

function fill(
  kit: EngineKit,
  reading: Reading,
  { which, share, lost }: { readonly which: number; readonly share: number; readonly lost: boolean },
): void {
  const open = reading.orders.filter(({ over }) => !over);
  const entry = open[which % Math.max(1, open.length)];
  if (entry === undefined) return;
  const { intent: asked } = entry;
  const left = asked.lots - entry.filled;
  const against = asked.side === 'buy' ? -reading.held[asked.instrument]! : reading.held[asked.instrument]!;
  // A venue fills a reduce-only order for no more than there is to reduce.
  const lots = Math.min(Math.max(1, Math.floor(left * share)), asked.reduceOnly ? Math.max(0, against) : left);
  if (lots === 0) return;
  const before = reading.held[asked.instrument]!;
  const sign = asked.side === 'buy' ? 1 : -1;
  kit.fill(entry.id, lots, { price: lost ? PRICE - sign * 0.5 : PRICE, remaining: left - lots });
  entry.filled += lots;
  entry.over = entry.filled === asked.lots;
  const after = before + sign * lots;
  reading.held[asked.instrument] = after;
  if (before !== 0 && (after === 0 || Math.sign(after) !== Math.sign(before))) reading.closedAt[asked.instrument] = kit.now;
  if (sign * after > 0) entry.enteredAt ??= kit.now;
}

function end(kit: EngineKit, reading: Reading, kind: 'cancelled' | 'rejected' | 'silent', which: number): void {
  const open = reading.orders.filter(({ over, filled }) => !over && (kind !== 'rejected' || filled === 0));
  const entry = open[which % Math.max(1, open.length)];
  if (entry === undefined) return;
  // An order in doubt may still fill: it stays counted.
  if (kind === 'silent') kit.timer(`answer:${entry.id}`);
  else {
    kit.end(kind, entry.id);
    entry.over = true;
  }
}

function run(on: readonly Limit[], steps: readonly Generated<typeof step>[]): void {
  const limits = { ...NO_LIMITS, ...Object.fromEntries(on.map((limit) => [limit, LIMITS[limit]])) };
  const kit = new EngineKit({ limits, specs: SPECS });
  kit.deposit('10000');
  const reading = new Reading(on);
  const quoteAll = (): void => {
    for (const { index } of kit.instruments)
      kit.step({
        kind: 'quote',
        instrument: index,
        time: kit.now,
        received: kit.now,
        bidTicks: 10_000,
        askTicks: 10_000,
        lastTicks: 10_000,
      });
  };
  quoteAll();
  for (const each of steps) {
    if (each.kind === 'place') {
      const { instrument, side, lots, reduceOnly, limit } = each;
      place(kit, reading, intent({ instrument, side, lots, reduceOnly, ...(limit ? { type: 'limit', limitTicks: 10_000 } : {}) }));
    } else if (each.kind === 'fill') fill(kit, reading, each);
    else if (each.kind === 'wait') {
      kit.now += each.ms;
      quoteAll();
    } else if ('which' in each) end(kit, reading, each.kind, each.which);
    else kit.command({ type: each.kind });
    expect(breaches(reading)).toEqual([]);
    expect(kit.instruments.map(({ index }) => kit.held(index))).toEqual(reading.held);
    for (const { index } of kit.instruments) exits(kit, reading, index);
  }
}

/** What is held can be left at any instant, in any state, under any block. */
function exits(kit: EngineKit, reading: Reading, instrument: number): void {
  const held = reading.held[instrument]!;
  const side = held > 0 ? 'sell' : 'buy';
  const lots = Math.abs(held) - reading.open(instrument, side, false);
  if (lots <= 0) return;
  const leave: IdentifiedOrder = {
    ...intent({ instrument, side, lots, reduceOnly: true }),
    ...{ id: 'exit' as ClientOrderId, origin: 'you', tag: null, decidedAt: utcMs(kit.now), decisionTicks: 10_000 },
  };
  expect(approve(leave, kit.engine.gate).ok).toBe(true);
}

it('whatever happens to orders, no limit is breached at any instant, and what is held can always be left', () => {
  fc.assert(
    fc.property(fc.subarray([...ALL]), fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }), (on, steps) => {
      run(on, steps);
    }),
    { numRuns: RUNS },
  );
});
