import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Instrument } from '../../src-shared/domain/instrument.ts';
import { NO_LIMITS, type RiskLimits, type TradingState } from '../../src-shared/domain/limits.ts';
import type { IdentifiedOrder, Side } from '../../src-shared/domain/order.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { approve } from '../../src-main/core/risk/gate.ts';
import { Judged, reserveOf } from '../../src-main/core/risk/judged.ts';
import { parsedLimits } from '../../src-main/core/risk/parsed-limits.ts';
import type { Refusal } from '../../src-main/core/risk/refusal.ts';
import { SIZE_RULES } from '../../src-main/core/risk/rules/catalog.ts';
import { priceCollar } from '../../src-main/core/risk/rules/price-collar.ts';
import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import { DeskView, order, spec } from '../src-main/core/risk/desk-of-one.ts';

type Generated<Source> = Source extends fc.Arbitrary<infer Value> ? Value : never;

const MARK = 10_000;
const POSITION = 30_000;
const GROSS = 40_000;

const limits: RiskLimits = {
  ...NO_LIMITS,
  maxOrderNotional: '20000',
  maxPositionNotional: String(POSITION),
  maxGrossExposure: String(GROSS),
  maxOpenOrders: 8,
  priceCollar: 0.05,
};

/** An account whose venue fills any outstanding order, wholly, partly or not at all, at the worst price that the order allows. */
class Account {
  readonly view = new DeskView();
  readonly instruments: readonly Instrument[];
  cash = Decimal.parse('50000');
  open: { readonly order: IdentifiedOrder; left: number; reserve: Decimal }[] = [];

  constructor(kind: InstrumentSpec['kind']) {
    this.instruments = ['BTC', 'ETH'].map(
      (base, index) => new Instrument(spec(base, { kind, tick: '1', lot: '0.1', engineLot: '0.1' }), index),
    );
    Object.assign(this.view, { instruments: this.instruments, limits, cash: this.cash });
    this.view.mark.splice(0, 2, MARK, MARK);
  }

  held(instrument: number): number {
    return this.view.position[instrument] ?? 0;
  }

  refresh(): void {
    const { view } = this;
    view.openOrders = this.open.length;
    let reserved = Decimal.ZERO;
    for (const { reserve } of this.open) reserved = reserved.add(reserve);
    view.cash = this.cash.sub(reserved);
    for (const { index } of this.instruments) {
      for (const side of ['buy', 'sell'] as const) {
        const here = this.open.filter((entry) => entry.order.instrument === index && entry.order.side === side);
        view.outstanding[side][index] = here.reduce((sum, { left }) => sum + left, 0);
        view.opening[side][index] = here.reduce((sum, { left, order: { reduceOnly } }) => sum + (reduceOnly ? 0 : left), 0);
      }
    }
  }

  ask(asked: IdentifiedOrder): Refusal | null {
    const approval = approve(asked, this.view);
    if (!approval.ok) return approval.refusal;
    const lots =
      asked.quoteAmount === null ? asked.lots : this.instruments[asked.instrument]!.lotsForAmount(asked.quoteAmount, MARK, this.view.fee);
    this.open.push({ order: asked, left: lots, reserve: reserveOf(asked, this.view) });
    this.refresh();
    return null;
  }

  /** Fills a share of an order; a reduce-only one is never more than the venue's own check lets through, which must not be needed. */
  fill(which: number, share: number, ends: boolean): void {
    const entry = this.open[which % Math.max(1, this.open.length)];
    if (entry === undefined) return;
    const { order: filled } = entry;
    const lots = Math.floor(entry.left * share);
    const instrument = this.instruments[filled.instrument]!;
    const ticks = filled.limitTicks ?? Math.max(MARK, filled.triggerTicks ?? 0);
    const worth = instrument.notional(ticks, lots);
    const fee = worth.mul(this.view.fee);
    const signed = filled.side === 'buy' ? lots : -lots;
    if (filled.reduceOnly)
      expect(Math.sign(this.held(filled.instrument)) * Math.sign(this.held(filled.instrument) + signed)).toBeGreaterThanOrEqual(0);
    this.view.position[filled.instrument] = this.held(filled.instrument) + signed;
    this.cash = (filled.side === 'buy' ? this.cash.sub(worth) : this.cash.add(worth)).sub(fee);
    entry.reserve =
      entry.left === 0
        ? Decimal.ZERO
        : entry.reserve.mul(Decimal.of(BigInt(entry.left - lots))).divide(Decimal.of(BigInt(entry.left)), 8, 'up');
    entry.left -= lots;
    if (ends || entry.left === 0) this.open = this.open.filter((candidate) => candidate !== entry);
    this.refresh();
  }
}

const side = fc.constantFrom<Side>('buy', 'sell');

const asked = fc.record({
  instrument: fc.constantFrom(0, 1),
  side,
  size: fc.oneof(
    fc.record({ lots: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 40 })), quoteAmount: fc.constant(null) }),
    fc.record({ lots: fc.constant(0), quoteAmount: fc.integer({ min: 1, max: 40_000 }).map((amount) => Decimal.of(BigInt(amount))) }),
  ),
  price: fc.oneof(
    fc.constant({ limitTicks: null, triggerTicks: null }),
    fc.integer({ min: 9_000, max: 11_000 }).map((limitTicks) => ({ limitTicks, triggerTicks: null })),
    fc.integer({ min: 9_000, max: 11_000 }).map((triggerTicks) => ({ limitTicks: null, triggerTicks })),
  ),
  reduceOnly: fc.nat(3).map((chance) => chance === 0),
});

const step = fc.oneof(
  { weight: 9, arbitrary: fc.record({ kind: fc.constant('ask' as const), asked }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('fill' as const),
      which: fc.nat(20),
      share: fc.constantFrom(0, 0.3, 0.5, 1),
      ends: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('state' as const),
      state: fc.constantFrom<TradingState>('ACTIVE', 'ACTIVE', 'ACTIVE', 'REDUCING', 'HALTED'),
    }),
  },
);

function made({ instrument, side: way, size, price, reduceOnly }: Generated<typeof asked>): IdentifiedOrder | null {
  if (size.quoteAmount !== null && (way === 'sell' || price.limitTicks !== null || price.triggerTicks !== null)) return null;
  return order({ instrument, side: way, ...size, ...price, reduceOnly });
}

/** The largest position that any outcome of what is outstanding could lead to, per instrument, lots. */
function worst(account: Account, instrument: number): number {
  const held = account.held(instrument);
  let [high, low] = [held, held];
  for (const entry of account.open) {
    if (entry.order.instrument !== instrument) continue;
    // A reducing order never leads away from zero.
    if (entry.order.side === 'buy' && !entry.order.reduceOnly) high += entry.left;
    if (entry.order.side === 'sell' && !entry.order.reduceOnly) low -= entry.left;
  }
  return Math.max(Math.abs(high), Math.abs(low));
}

function run(kind: InstrumentSpec['kind'], steps: readonly Generated<typeof step>[], after: (account: Account) => void): void {
  const account = new Account(kind);
  for (const each of steps) {
    if (each.kind === 'fill') account.fill(each.which, each.share, each.ends);
    else if (each.kind === 'state') account.view.state = each.state;
    else {
      const wish = made(each.asked);
      if (wish === null) continue;
      const before = worst(account, wish.instrument);
      const refusal = account.ask(wish);
      if (refusal === null && account.view.state !== 'ACTIVE') expect(worst(account, wish.instrument)).toBeLessThanOrEqual(before);
    }
    after(account);
  }
}

/** Rules of size that say nothing of this order. */
const SILENT: ReadonlySet<string> = new Set(['risk.free-base', 'risk.fat-finger', 'risk.max-leverage']);

/** Whether the price alone is refused. */
function priceRefused(wish: IdentifiedOrder, account: Account): boolean {
  return priceCollar.check(new Judged(wish, account.view, { count: 1, reference: 0 })) !== null;
}

describe('the gate, whatever becomes of what it passed', () => {
  it('never lets a spot position or its money go below zero, nor a reduce-only order through zero, nor exposure over its limits', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        run('spot', steps, (account) => {
          const lotsWorth = (lots: number) => lots * 0.1 * MARK;
          expect(account.cash.sign()).toBeGreaterThanOrEqual(0);
          for (const { index } of account.instruments) {
            expect(account.held(index)).toBeGreaterThanOrEqual(0);
            expect(lotsWorth(worst(account, index))).toBeLessThanOrEqual(POSITION);
          }
          expect(lotsWorth(worst(account, 0) + worst(account, 1))).toBeLessThanOrEqual(GROSS);
          expect(account.open.length).toBeLessThanOrEqual(8 + account.open.filter(({ order: { side: way } }) => way === 'sell').length);
        });
      }),
      { numRuns: 600 },
    );
  });

  it('holds the same limits for a position that may be short', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        // A venue keeps its own promise on reduce-only orders where an opening one overtakes them.
        const plain = steps.map((each) => (each.kind === 'ask' ? { ...each, asked: { ...each.asked, reduceOnly: false } } : each));
        run('perpetual', plain, (account) => {
          for (const { index } of account.instruments) expect(worst(account, index) * 0.1 * MARK).toBeLessThanOrEqual(POSITION);
          expect((worst(account, 0) + worst(account, 1)) * 0.1 * MARK).toBeLessThanOrEqual(GROSS);
        });
      }),
      { numRuns: 400 },
    );
  });

  it('names as passing exactly the largest size that passes, or the smallest where an order is too small', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20, size: 'max' }), asked, (steps, last) => {
        const account = new Account('spot');
        for (const each of steps)
          if (each.kind === 'fill') account.fill(each.which, each.share, each.ends);
          else if (each.kind === 'ask') {
            const wish = made(each.asked);
            if (wish !== null) account.ask(wish);
          }
        const wish = made(last);
        if (wish === null) return;
        const refusal = approve(wish, account.view);
        // A price beyond the collar is refused at any size; what is named is about size.
        if (refusal.ok || priceRefused(wish, account)) return;
        const { passesSize, passesAmount } = refusal.refusal.details;
        const beyond = refusal.refusal.code === 'risk.min-notional' ? -1 : 1;
        if (typeof passesSize === 'string') {
          const lots = account.instruments[wish.instrument]!.lotsOf(Decimal.parse(passesSize))!;
          expect(approve({ ...wish, lots }, account.view).ok).toBe(true);
          expect(Math.sign(wish.lots - lots)).toBe(beyond);
          expect(approve({ ...wish, lots: lots + beyond }, account.view).ok).toBe(false);
        }
        if (typeof passesAmount === 'string') {
          const amount = Decimal.parse(passesAmount);
          expect(approve({ ...wish, quoteAmount: amount }, account.view).ok).toBe(true);
          expect(approve({ ...wish, quoteAmount: amount.add(Decimal.of(BigInt(beyond), 9)) }, account.view).ok).toBe(false);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('decides in doubles only what the exact amounts would decide alike', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9_000_000_000 }),
        fc.integer({ min: 1, max: 900_000 }),
        fc.integer({ min: -2, max: 2 }),
        (ticks, lots, nudge) => {
          const instrument = new Instrument(spec('BTC', { tick: '0.00000001', lot: '0.001', engineLot: '0.001', minNotional: '0' }), 0);
          const exact = instrument.notional(ticks, lots).add(Decimal.of(BigInt(nudge), 11));
          if (exact.sign() <= 0) return;
          const view = Object.assign(new DeskView(), {
            instruments: [instrument],
            limits: {
              ...NO_LIMITS,
              maxOrderNotional: exact.toString(),
              maxPositionNotional: exact.toString(),
              maxGrossExposure: exact.toString(),
              maxStrategyExposure: exact.toString(),
              maxAssetExposure: exact.toString(),
              maxGroupExposure: exact.toString(),
              groupCorrelation: 0.5,
              maxQuoteExposure: exact.toString(),
              maxVenueExposure: exact.toString(),
              maxNetExposure: exact.toString(),
            },
            groups: [[0, 1]],
            cash: exact,
            fee: Decimal.ZERO,
          });
          view.mark[0] = ticks;
          const wish = order({ lots, limitTicks: ticks });
          expect(approve(wish, view).ok).toBe(nudge >= 0);
          const judged = new Judged(wish, view, { count: 1, reference: 0 });
          for (const rule of SIZE_RULES) expect(rule.check(judged) === null).toBe(nudge >= 0 || SILENT.has(rule.code));
          expect(parsedLimits(view.limits)).toBe(parsedLimits(view.limits));
        },
      ),
      { numRuns: 500 },
    );
  });
});
