import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fill } from '../../src-shared/domain/fill.ts';
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { ClientOrderId, VenueFillId } from '../../src-shared/kernel/ids.ts';
import { utcMs } from '../../src-shared/kernel/time.ts';
import { EngineKit, intent, type Answer } from '../src-main/core/engine/engine-kit.ts';
import { SCOPE, SPECS, batch } from '../support/ledger-kit.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';

/** Ordinary prices in ticks, and what an account there may hold in quote units. */
const MAGNITUDES: Readonly<Record<string, { readonly ticks: number; readonly cash: string }>> = {
  // A hundred thousand dollars a coin.
  'BTC/USD': { ticks: 10_000_000, cash: '1000000' },
  // A hundred-thousandth of a dollar, held by the billion.
  'SHIB/USD': { ticks: 1_000, cash: '1000000' },
  // One and a half billion rupiah a coin.
  'BTC/IDR': { ticks: 1_500_000, cash: '15000000000000' },
  // Whole ticks and lots of 1e-18 at a price of a ten-thousandth: as many digits as there are.
  'WEI/USD': { ticks: 100_000_000_000_000, cash: '0.00000005' },
};

const step = fc.record({
  kind: fc.constantFrom('buy', 'sell', 'bar', 'bar', 'deposit'),
  /** Share of what is there. */
  share: fc.double({ min: 0.001, max: 1, noNaN: true }),
  move: fc.double({ min: 0.5, max: 2, noNaN: true }),
  parts: fc.integer({ min: 1, max: 3 }),
});

/** One account whose every batch is written to a ledger that sums postings by itself. */
class Account {
  readonly kit: EngineKit;
  readonly ledger = new MemoryLedger();
  readonly instrument: Instrument;
  price: number;
  private count = 0;

  constructor(index: number, cash: string) {
    this.kit = new EngineKit({ specs: [{ ...SPECS[index]!, minNotional: '0' }] });
    this.instrument = this.kit.instruments[0]!;
    this.price = this.instrument.toPrice(MAGNITUDES[this.instrument.spec.symbol]!.ticks);
    this.keep(this.kit.deposit(cash, this.instrument.spec.quote));
    this.bar(1);
  }

  bar(move: number): void {
    const most = this.instrument.toPrice(1e15);
    this.price = Math.min(most, Math.max(this.instrument.tickSize * 10, this.price * move));
    this.kit.now += 60_000;
    this.keep(this.kit.bar(this.price));
  }

  trade(side: 'buy' | 'sell', share: number, parts: number): void {
    const { instrument, kit } = this;
    const ticks = instrument.toTicks(this.price);
    const rate = Decimal.parse('0.001');
    const room = side === 'sell' ? kit.held() : instrument.lotsForAmount(kit.engine.account.freeCash(instrument.spec.quote), ticks, rate);
    const lots = Math.floor(room * share * 0.99);
    // An instrument's engine lot is made so coarse that no position comes there.
    if (lots < parts || !Number.isSafeInteger(lots + kit.held())) return;
    const answer = this.keep(kit.place(intent({ side, lots, reduceOnly: side === 'sell' })));
    const [id] = answer.sent;
    if (id === undefined) return;
    for (let part = 0; part < parts; part += 1) {
      const size = part === parts - 1 ? lots - Math.floor(lots / parts) * part : Math.floor(lots / parts);
      const remaining = part === parts - 1 ? 0 : 1;
      const fill = this.fill(id, ticks, size);
      this.keep(kit.report({ kind: 'fill', order: id, fill, remaining, time: utcMs(kit.now) }));
    }
  }

  private fill(order: ClientOrderId, ticks: number, lots: number): Fill {
    this.count += 1;
    const fee = this.instrument.notional(ticks, lots).mul(Decimal.parse('0.001'));
    return { id: `f${this.count}` as VenueFillId, order, ticks, lots, liquidity: 'taker', fee, time: utcMs(this.kit.now) };
  }

  private keep(answer: Answer): Answer {
    if (answer.records.length > 0) this.ledger.commit(batch(answer.records));
    return answer;
  }

  /** Holds the double to the ledger's exact sums at the same price. */
  check(): void {
    const { base, quote } = this.instrument.spec;
    const { balances } = this.ledger.snapshot(SCOPE, []);
    const cash = balances.get(quote) ?? Decimal.ZERO;
    const held = balances.get(base) ?? Decimal.ZERO;
    const exact = cash.add(held.mul(Decimal.fromNumber(this.price)));
    expect(cash.equals(this.kit.engine.account.balances.of(quote))).toBe(true);
    expect(held.equals(this.instrument.sizeOf(this.kit.held()))).toBe(true);
    const off = Math.abs(this.kit.engine.account.worth - exact.toNumber());
    // A handful of roundings of the parts that it is the sum of.
    expect(off).toBeLessThanOrEqual(8 * Number.EPSILON * (cash.abs().toNumber() + held.toNumber() * this.price));
  }
}

describe('equity per bar, a double', () => {
  it.each(Object.keys(MAGNITUDES).map((symbol, index) => ({ symbol, index })))(
    'stays with the exact ledger for $symbol',
    ({ symbol, index }) => {
      let traded = 0;
      fc.assert(
        fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
          const account = new Account(index, MAGNITUDES[symbol]!.cash);
          for (const { kind, share, move, parts } of steps) {
            if (kind === 'bar') account.bar(move);
            else if (kind === 'deposit') account.kit.deposit('0');
            else account.trade(kind, share, parts);
            account.kit.engine.account.revalue();
            account.check();
          }
          traded += account.ledger.fills.length;
        }),
        { numRuns: 60 },
      );
      expect(traded).toBeGreaterThan(100);
    },
  );

  it('sums lots whose product with ticks is beyond a double exactly', () => {
    const account = new Account(0, '90071992547409.93');
    account.trade('buy', 1, 1);
    account.check();
    account.bar(1.000_000_1);
    account.check();
  });
});
