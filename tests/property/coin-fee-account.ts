import fc from 'fast-check';
import { expect } from 'vitest';
import { candleColumns } from '../../src-shared/domain/candle.ts';
import type { Fill, PaidFee } from '../../src-shared/domain/fill.ts';
import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import type { OrderIntent, Side } from '../../src-shared/domain/order.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { ClientOrderId, VenueFillId } from '../../src-shared/kernel/ids.ts';
import { utcMs } from '../../src-shared/kernel/time.ts';
import { checkZeroSums } from '../../src-main/core/accounting/zero-sums.ts';
import type { LedgerSnapshot } from '../../src-main/ports/ledger.ts';
import { type Answer, EngineKit, intent, Scripted, strategyRecord } from '../src-main/core/engine/engine-kit.ts';
import { spec } from '../src-main/core/risk/desk-of-one.ts';

/** Two coins with lots of a very different size, and a contract. BNB is no instrument of the session. */
export const SPECS: readonly InstrumentSpec[] = [
  spec('BTC', { minNotional: '0' }),
  spec('DOGE', { minNotional: '0', lot: '1', engineLot: '1', tick: '0.0001' }),
  spec('ETH', { minNotional: '0', kind: 'perpetual' }),
];
const DOGE = 1;
const PRICES = [50_000, 0.2, 3_000] as const;
export const step = fc.record({
  instrument: fc.constantFrom(0, 0, 1, 1, 2),
  side: fc.constantFrom('buy' as const, 'buy' as const, 'sell' as const),
  /** Share of what could be traded. */
  share: fc.double({ min: 0.001, max: 0.4, noNaN: true }),
  move: fc.double({ min: 0.8, max: 1.25, noNaN: true }),
  fee: fc.array(fc.constantFrom('USD', 'BTC', 'DOGE', 'BNB'), { minLength: 1, maxLength: 3 }),
  /** Of the value of the fill; below zero for a rebate. Often so little that many fees make one lot. */
  rate: fc.oneof(fc.constant(0.001), fc.double({ min: -0.0005, max: 0.01, noNaN: true }), fc.constant(0.000_001)),
  parts: fc.integer({ min: 1, max: 3 }),
  known: fc.boolean(),
  /** The strategy on the second coin trades instead of a person. */
  strategy: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never;

const decimal = (value: number, digits: number): Decimal => Decimal.fromNumber(Number(value.toFixed(digits)));

/** An account beside a naive one: sums of what changed hands, kept here. */
export class CoinFeeAccount {
  kit: EngineKit;
  readonly prices: number[] = [...PRICES];
  /** Coins as they came and went. */
  readonly coins = new Map<string, Decimal>();
  /** Value of the fees that coins outside the session paid. */
  outside = Decimal.ZERO;
  given = 0;
  private scripted = new Scripted();
  private readonly keep: (answer: Answer) => void;
  private fills = 0;
  private commands = 0;

  /** `keep` is given everything that the engine wants written; `beside` are coins that the account holds beside its positions. */
  constructor(keep: (answer: Answer) => void = () => undefined, beside: Readonly<Record<string, string>> = {}) {
    this.keep = keep;
    this.kit = new EngineKit({ specs: SPECS, find: this.scripted.find });
    this.keep(this.kit.deposit('100000'));
    this.coins.set('USD', Decimal.parse('100000'));
    for (const [asset, amount] of Object.entries(beside)) {
      this.keep(this.kit.deposit(amount, asset));
      this.coins.set(asset, Decimal.parse(amount));
    }
    const record = strategyRecord({ instrument: SPECS[DOGE]!.id, size: { kind: 'quote', amount: '1000' } });
    this.keep(this.kit.command({ type: 'start-strategy', record, history: candleColumns(0) }));
    for (const index of PRICES.keys()) this.price(index, 1);
  }

  price(index: number, move: number): void {
    this.prices[index] = Math.min(PRICES[index]! * 4, Math.max(PRICES[index]! / 4, this.prices[index]! * move));
    this.kit.now += 1_000;
    this.keep(this.kit.quote(this.prices[index], index));
  }

  /** Goes on with an engine that knows nothing but what a ledger tells it. */
  restart(snapshot: LedgerSnapshot): void {
    const { now } = this.kit;
    this.scripted = new Scripted();
    this.kit = new EngineKit({ specs: SPECS, find: this.scripted.find });
    this.kit.now = now;
    this.kit.restore(snapshot);
    for (const [index, price] of this.prices.entries()) this.kit.quote(price, index);
  }

  /** Everything that the engine knows of money, as text. */
  figures(of: 'all' | 'positions' = 'all'): unknown {
    const { balances, positions } = this.kit.engine.account;
    const held = balances.entries().filter(([, amount]) => !amount.isZero());
    return {
      balances: of === 'all' ? Object.fromEntries(held.map(([asset, amount]) => [asset, amount.toString()])) : null,
      positions: SPECS.map((_, index) => JSON.stringify(positions.read(index))),
      holdings: SPECS.map((_, index) => this.kit.engine.director.holdings(index)),
    };
  }

  move(asset: string, amount: Decimal): void {
    this.coins.set(asset, (this.coins.get(asset) ?? Decimal.ZERO).add(amount));
  }

  trade(each: Step): void {
    const { instrument: index, side, share, parts } = each;
    const { kit } = this;
    const instrument = kit.instruments[index]!;
    const ticks = instrument.toTicks(this.prices[index]!);
    const spot = instrument.margin === null;
    const byStrategy = each.strategy && index === DOGE;
    const held = byStrategy ? kit.engine.director.holdings(index)[0]![1] : kit.held(index);
    const room =
      spot && side === 'sell' ? held : instrument.lotsForAmount(kit.engine.account.freeCash('USD'), ticks, Decimal.parse('0.02'));
    const lots = Math.floor(room * share);
    if (lots < parts) return;
    const reduceOnly = spot && side === 'sell';
    const id = byStrategy ? this.wish(side, ticks, lots) : this.place(intent({ instrument: index, side, lots, reduceOnly }));
    if (id === undefined) return;
    const size = kit.engine.account.orders.get(id)!.order.lots;
    this.fillUp(each, id, { ticks, lots: size, parts: Math.min(parts, size) });
  }

  private place(order: OrderIntent): ClientOrderId | undefined {
    this.commands += 1;
    const answer = this.kit.command({ type: 'place', intents: [order] }, `place-${this.commands}`);
    this.keep(answer);
    return answer.sent[0];
  }

  private wish(side: Side, ticks: number, lots: number): ClientOrderId | undefined {
    this.scripted.bar = (desk) => {
      if (side === 'buy') desk.limit('buy', ticks, lots, 'entry');
      else desk.sell(lots);
    };
    this.kit.now += 60_000;
    const answer = this.kit.bar(this.prices[DOGE]!, { instrument: DOGE });
    this.keep(answer);
    return answer.sent[0];
  }

  private fillUp(
    { instrument: index, side, fee, rate, known }: Step,
    id: ClientOrderId,
    { ticks, lots, parts }: { readonly ticks: number; readonly lots: number; readonly parts: number },
  ): void {
    const { kit } = this;
    const instrument = kit.instruments[index]!;
    const spot = instrument.margin === null;
    for (let part = 0; part < parts; part += 1) {
      const size = part === parts - 1 ? lots - Math.floor(lots / parts) * part : Math.floor(lots / parts);
      const notional = instrument.notional(ticks, size);
      const arrived = new Map<string, Decimal>([
        [instrument.spec.base, spot ? instrument.sizeOf(side === 'buy' ? size : -size) : Decimal.ZERO],
      ]);
      const paid = fee.map((asset) => this.paid(asset, (notional.toNumber() * rate) / fee.length, arrived.get(asset) ?? Decimal.ZERO));
      const value = this.valueOf(paid, index, ticks, known);
      const fill = this.fill(id, { ticks, lots: size, fee: value, paid });
      const before = kit.engine.account.positions.read(index);
      const answer = kit.report({ kind: 'fill', order: id, fill, remaining: part === parts - 1 ? 0 : 1, time: utcMs(kit.now) });
      this.keep(answer);
      const [record] = answer.of('fill');
      checkZeroSums(record?.postings ?? []);
      this.given += (record?.feeLots ?? []).reduce((sum, row) => sum + row.lots, 0);
      for (const { asset, amount } of paid) this.move(asset, amount.neg());
      if (spot) {
        this.move(instrument.spec.base, side === 'buy' ? instrument.sizeOf(size) : instrument.sizeOf(size).neg());
        this.move('USD', side === 'buy' ? notional.neg() : notional);
      } else this.move('USD', kit.engine.account.positions.read(index).realised.sub(before.realised));
    }
  }

  /** No venue takes coins that are not there. */
  private paid(wanted: string, value: number, arrived: Decimal): PaidFee {
    // A rebate in a third coin would lie beside the positions and pay the next fee in it.
    const asset = value < 0 && arrived.isZero() && wanted !== 'BNB' ? 'USD' : wanted;
    if (asset === 'USD' || asset === 'BNB') return { asset, amount: decimal(value / (asset === 'USD' ? 1 : 600), 8) };
    const amount = decimal(value / this.prices[asset === 'BTC' ? 0 : 1]!, 8);
    const there = (this.coins.get(asset) ?? Decimal.ZERO).add(arrived);
    return there.toNumber() > 4 * amount.toNumber() ? { asset, amount } : { asset: 'USD', amount: decimal(value, 8) };
  }

  /** What the adapter would say: exact for money and for the traded coin, its own finding (or nothing) for others. */
  private valueOf(paid: readonly PaidFee[], index: number, ticks: number, known: boolean): Decimal {
    const instrument = this.kit.instruments[index]!;
    let value = Decimal.ZERO;
    let others = false;
    for (const { asset, amount } of paid) {
      if (asset === 'USD') value = value.add(amount);
      else if (asset === instrument.spec.base) value = value.add(instrument.priceOf(ticks).mul(amount));
      else others = true;
    }
    if (!others || !known) return value;
    const found = decimal(0.37, 2);
    // A third coin that is no instrument comes first where it stands before one that is: it then carries the value of both.
    const carrier = [...new Set(paid.map(({ asset }) => asset))]
      .filter((asset) => asset !== 'USD' && asset !== instrument.spec.base)
      .at(-1);
    const back = paid.some(({ asset, amount }) => asset === carrier && amount.sign() <= 0);
    if (carrier === 'BNB' || back) this.outside = this.outside.add(found);
    return value.add(found);
  }

  private fill(order: ClientOrderId, rest: Pick<Fill, 'ticks' | 'lots' | 'fee' | 'paid'>): Fill {
    this.fills += 1;
    return { id: `f${this.fills}` as VenueFillId, order, liquidity: 'taker', time: utcMs(this.kit.now), ...rest };
  }

  check(): void {
    const { positions, balances, market } = this.kit.engine.account;
    for (const [asset, amount] of this.coins) expect(balances.of(asset).toString()).toBe(amount.toString());
    let result = Decimal.ZERO;
    let equity = this.coins.get('USD')!.sub(Decimal.parse('100000'));
    for (const instrument of this.kit.instruments) {
      const { lots, cost, realised, fees } = positions.read(instrument.index);
      const value = instrument.notional(market.markTicks[instrument.index]!, lots);
      const unrealised = value.sub(cost);
      result = result.add(realised).add(unrealised).sub(fees);
      equity = equity.add(instrument.margin === null ? value : unrealised);
      if (instrument.margin !== null) continue;
      // What is held can be sold.
      const coins = this.coins.get(instrument.spec.base) ?? Decimal.ZERO;
      expect(lots).toBeGreaterThanOrEqual(0);
      if (lots > 0) expect(instrument.sizeOf(lots).compare(coins)).toBeLessThanOrEqual(0);
    }
    expect(result.add(this.outside).toString()).toBe(equity.toString());
  }
}
