import type { Timeframe } from '../../src-shared/domain/candle.ts';
import { DEFAULT_LIMITS, type RiskLimits } from '../../src-shared/domain/limits.ts';
import type { OrderGroup, OrderIntent, OrderTerms, Side } from '../../src-shared/domain/order.ts';
import type { SizeRule, StrategyParameters } from '../../src-shared/domain/strategy-spec.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { type AccountId, type ClientOrderId, type VenueId, clientOrderId } from '../../src-shared/kernel/ids.ts';
import { mixSeed, Sfc32 } from '../../src-shared/kernel/random.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../src-shared/kernel/time.ts';
import type { SimMarket } from '../../src-main/adapters/exchange-sim/market/sim-market.ts';
import { SIM_ANCHOR_MS } from '../../src-main/adapters/exchange-sim/market/sim-instruments.ts';
import type { SimLoss } from '../../src-main/adapters/exchange-sim/sim-exchange.ts';
import { Instrument } from '../../src-shared/domain/instrument.ts';
import type { ProtectTarget } from '../../src-main/core/engine/engine-event.ts';
import type { AccountScope } from '../../src-main/ports/ledger.ts';

/** Market minutes of a scenario. */
const MINUTES = 18;
/** Market time within which an order in doubt is settled. */
const SETTLED_MS = 12_000;

export const ACCOUNT: AccountScope = { book: 'paper', account: 'crash' as AccountId, venue: 'SIM' as VenueId };

/** A strategy to start. */
export interface Placement {
  readonly instance: string;
  readonly strategy: string;
  readonly instrument: number;
  readonly timeframe: Timeframe;
  readonly parameters: StrategyParameters;
  readonly size: SizeRule;
}

/** What a person of a scenario does. */
export type Deed =
  | { readonly type: 'start'; readonly placement: Placement }
  | { readonly type: 'stop'; readonly instance: string; readonly close: boolean }
  | { readonly type: 'place'; readonly intents: readonly OrderIntent[] }
  | { readonly type: 'cancel'; readonly order: ClientOrderId }
  | { readonly type: 'amend'; readonly order: ClientOrderId; readonly terms: Partial<OrderTerms> }
  | { readonly type: 'protect'; readonly instrument: number; readonly stopTicks: number | null; readonly targets: readonly ProtectTarget[] }
  | { readonly type: 'change'; readonly instance: string; readonly parameters: StrategyParameters }
  | { readonly type: 'close'; readonly instrument: number | null; readonly percent: number }
  | { readonly type: 'limits'; readonly limits: RiskLimits }
  | { readonly type: 'alert'; readonly text: string }
  | { readonly type: 'cancel-all' | 'kill' | 'reduce' | 'rearm' };

/** A deed with its market time and the id of its command. */
export interface ScriptedDeed {
  readonly id: string;
  readonly at: number;
  readonly deed: Deed;
}

/** A stretch of market time with everything that a person does in it: a function of its seed. */
export interface Scenario {
  readonly seed: number;
  readonly startAt: number;
  readonly endAt: number;
  readonly cash: Decimal;
  readonly limits: RiskLimits;
  readonly script: readonly ScriptedDeed[];
  /** Orders that never arrive, or whose answers do not; and so first amendments, by `amendmentKey`. */
  readonly losses: ReadonlyMap<string, SimLoss>;
}

/** The name of an order's amendment among the losses. */
export function amendmentKey(order: ClientOrderId, number: number): string {
  return `${order}#${String(number)}`;
}

/** Makes the scenario of a seed on its market. */
export function makeScenario(seed: number, market: SimMarket): Scenario {
  return new ScenarioMaker(seed, market).make();
}

class ScenarioMaker {
  private readonly seed: number;
  private readonly random: Sfc32;
  private readonly market: SimMarket;
  private readonly instruments: readonly Instrument[];
  private readonly script: ScriptedDeed[] = [];
  private readonly losses = new Map<string, { readonly at: number; readonly loss: SimLoss }>();
  private readonly lossy: boolean;
  private readonly limits: RiskLimits;
  private readonly startAt: number;

  constructor(seed: number, market: SimMarket) {
    this.seed = seed;
    this.random = new Sfc32(mixSeed(seed, 0xc4a5));
    this.market = market;
    this.instruments = market.instruments.map(({ spec }, index) => new Instrument(spec, index));
    this.lossy = this.random.below(2) === 0;
    // Now and then limits so close that trading trips on them; not where something is in doubt, whose loss is known later.
    const close = !this.lossy && this.random.below(2) === 0;
    this.limits = close ? { ...DEFAULT_LIMITS, maxDailyLoss: '40', maxDrawdown: 0.002 } : DEFAULT_LIMITS;
    const day = SIM_ANCHOR_MS - this.random.below(60) * DAY_MS;
    // One in three runs over midnight, where days of loss limits change.
    this.startAt = this.random.below(3) === 0 ? day - 5 * MINUTE_MS : day + this.random.below(1_400) * MINUTE_MS;
    if (this.random.below(3) === 0) this.startAt += this.random.below(MINUTE_MS);
  }

  make(): Scenario {
    this.placeStrategies();
    for (let minute = 0; minute < MINUTES - 1; minute += 1) this.playMinute(minute);
    this.addAt(this.startAt + (MINUTES - 1) * MINUTE_MS + 7_000, { type: 'close', instrument: null, percent: 100 });
    this.setAlerts();
    const script = this.script.toSorted((a, b) => a.at - b.at);
    const endAt = this.startAt + MINUTES * MINUTE_MS + 30 * SECOND_MS;
    // One in three has so little money that orders wait for each other's.
    const cash = Decimal.of(this.random.below(3) === 0 ? 12_000n : 100_000n);
    return { seed: this.seed, startAt: this.startAt, endAt, cash, limits: this.limits, script, losses: this.apart(script) };
  }

  /** The losses after which nobody does anything until the order's fate is known: what is done meanwhile would depend on when it is. */
  private apart(script: readonly ScriptedDeed[]): ReadonlyMap<string, SimLoss> {
    const kept = [...this.losses].filter(([, { at }]) => !script.some((other) => other.at > at && other.at < at + SETTLED_MS));
    return new Map(kept.map(([order, { loss }]) => [order, loss]));
  }

  private placeStrategies(): void {
    const order = this.instruments.map(({ index }) => index).sort(() => this.random.next() - 0.5);
    const [a = 0, b = 1, c = 2, d = 3] = order;
    const cross = (): StrategyParameters => ({ fast: 1 + this.random.below(2), slow: 3 + this.random.below(3) });
    this.start('sma-1', { strategy: 'sma-cross', instrument: a, parameters: cross(), size: { kind: 'equity-fraction', fraction: 0.1 } });
    this.start('sma-2', { strategy: 'sma-cross', instrument: b, parameters: cross(), size: { kind: 'quote', amount: '4000' } });
    const grid = { spacing: 0.05 + this.random.below(3) * 0.01, levels: 2 + this.random.below(3) };
    this.start('grid-1', { strategy: 'grid', instrument: c, parameters: grid, size: { kind: 'quote', amount: '9000' } });
    this.start('hold-1', { strategy: 'buy-and-hold', instrument: d, parameters: {}, size: { kind: 'equity-fraction', fraction: 0.05 } });
    // A second strategy on an instrument that is taken already.
    this.start('grid-2', { strategy: 'grid', instrument: a, parameters: grid, size: { kind: 'equity-fraction', fraction: 0.06 } });
  }

  /** Alerts that speak often: on prices near the first, moves, an indicator, silences, profit and limits. None on doubt, which a restart settles sooner. */
  private setAlerts(): void {
    const texts = this.instruments.slice(0, 2).flatMap(({ id, index }, at) => {
      const level = this.instruments[index]!.priceText(this.market.quote(index, this.startAt).lastTicks);
      const on = [`${id} above ${level} each`, `${id} below ${level}`, `${id} moves 0.1% within 2m each`, `feed ${id} 3s each`];
      return at === 0 ? [...on, `${id} 1m ema:2 above ema:3 each`, `pnl ${id} above 1 each 2`] : on;
    });
    for (const text of [...texts, 'pnl day below -2 each 1', 'pnl account above 1 each', 'limit drawdown 1% each'])
      this.addAt(this.startAt, { type: 'alert', text });
  }

  private start(instance: string, what: Omit<Placement, 'instance' | 'timeframe'>, minute = 0): void {
    const at = minute === 0 ? this.startAt : this.timeIn(minute);
    this.addAt(at, { type: 'start', placement: { instance, timeframe: '1m', ...what } });
  }

  /** A few deeds at chance times of one minute; one in eight exactly where bars close. */
  private playMinute(minute: number): void {
    const deeds = 1 + this.random.below(3);
    for (let deed = 0; deed < deeds; deed += 1) this.play(minute);
    if (minute === 4) this.stopSome();
    if (minute === 5) this.addAt(this.timeIn(minute), { type: 'reduce' });
    if (minute === 6) this.addAt(this.timeIn(minute), { type: 'rearm' });
    if (minute === 9) this.addAt(this.timeIn(minute), { type: 'kill' });
    if (minute === 7) this.addAt(this.timeIn(minute), { type: 'change', instance: 'sma-1', parameters: { fast: 1, slow: 2 } });
    if (minute === 8) this.addAt(this.timeIn(minute), { type: 'change', instance: 'grid-1', parameters: { spacing: 0.06, levels: 3 } });
    if (minute === 10) this.restart();
  }

  private stopSome(): void {
    this.addAt(this.timeIn(4), {
      type: 'stop',
      instance: this.pick(['sma-1', 'sma-2', 'grid-1', 'grid-2']),
      close: this.random.below(3) > 0,
    });
    const size: SizeRule = { kind: 'base', amount: '0.05' };
    this.start('sma-3', { strategy: 'sma-cross', instrument: this.random.below(8), parameters: { fast: 1, slow: 2 }, size }, 4);
  }

  private restart(): void {
    this.addAt(this.timeIn(10), { type: 'rearm' });
    const size: SizeRule = { kind: 'quote', amount: '3000' };
    this.start('sma-4', { strategy: 'sma-cross', instrument: this.random.below(8), parameters: { fast: 1, slow: 3 }, size }, 10);
    this.start('grid-3', { strategy: 'grid', instrument: this.random.below(8), parameters: { spacing: 0.05, levels: 4 }, size }, 10);
  }

  private play(minute: number): void {
    const at = this.timeIn(minute);
    switch (this.random.below(13)) {
      case 0:
      case 1:
        this.place(at, [this.market1(at)]);
        return;
      case 2:
      case 3:
        this.rest(at);
        return;
      case 4:
      case 5:
        this.bracket(at);
        return;
      case 6:
        this.addAt(at, {
          type: 'close',
          instrument: this.random.below(3) === 0 ? null : this.random.below(8),
          percent: this.pick([100, 50]),
        });
        return;
      case 7:
      case 8:
        this.trail(at);
        return;
      case 9:
      case 10:
        this.protect(at);
        return;
      case 11:
        this.addAt(at, { type: 'limits', limits: { ...this.limits, maxOrderNotional: this.pick(['25000', '2500']) } });
        return;
      default:
        this.addAt(at, this.random.below(2) === 0 ? { type: 'cancel-all' } : { type: 'rearm' });
    }
  }

  private market1(at: number): OrderIntent {
    const quote = Decimal.of(BigInt(500 + this.random.below(6_000)));
    const byAmount = this.random.below(2) === 0;
    const instrument = this.instrument();
    return {
      ...this.intent(instrument, 'buy'),
      lots: byAmount ? 0 : this.lots(instrument, at, 3_000),
      quoteAmount: byAmount ? quote : null,
    };
  }

  /** A limit order that mostly rests, and often its cancel a little later. */
  private rest(at: number): void {
    const instrument = this.instrument();
    const { bidTicks } = this.market.quote(instrument.index, at);
    const limitTicks = Math.round(bidTicks * (1 - this.random.below(20) / 10_000));
    const intent = { ...this.intent(instrument, 'buy'), type: 'limit' as const, limitTicks, lots: this.lots(instrument, at, 2_000) };
    const ends = this.random.below(3) === 0 ? { timeInForce: 'gtd' as const, expiresAt: at + 300 + this.random.below(90_000) } : {};
    const [order] = this.place(at, [{ ...intent, ...ends, postOnly: this.random.below(3) === 0 }]);
    if (order === undefined) return;
    const moved = { limitTicks: Math.round(limitTicks * (1 + (this.random.below(20) - 8) / 10_000)) };
    if (this.random.below(2) === 0) this.amend(at, order, this.random.below(2) === 0 ? moved : { lots: Math.ceil(intent.lots * 1.4) });
    if (this.random.below(2) === 0) this.addAt(at + 100 + this.random.below(40_000), { type: 'cancel', order });
  }

  /** Other terms some time after an order was placed; where the venue loses messages, often the one that says so. */
  private amend(placedAt: number, order: ClientOrderId, terms: Partial<OrderTerms>): void {
    const at = placedAt + 1 + this.random.below(this.random.below(2) === 0 ? 600 : 20_000);
    this.addAt(at, { type: 'amend', order, terms });
    this.lose(amendmentKey(order, 1), at);
  }

  /** A market buy, and a little later an order that sells it as the market turns or rises. */
  private trail(at: number): void {
    const instrument = this.instrument();
    const { lastTicks, askTicks } = this.market.quote(instrument.index, at);
    const lots = this.lots(instrument, at, 3_000);
    this.place(at, [{ ...this.intent(instrument, 'buy'), lots }]);
    const sell = { ...this.intent(instrument, 'sell'), lots: Math.max(1, Math.floor(lots / 3)), reduceOnly: true };
    const later = at + 2_000 + this.random.below(6_000);
    const trailTicks = Math.max(1, Math.round((lastTicks * (1 + this.random.below(12))) / 10_000));
    const triggerTicks = Math.round(askTicks * (1 + (1 + this.random.below(10)) / 10_000));
    if (this.random.below(3) === 0) this.place(later, [{ ...sell, type: 'take-profit', triggerTicks }]);
    else {
      const [order] = this.place(later, [{ ...sell, type: 'trailing-stop', trailTicks }]);
      if (order !== undefined && this.random.below(2) === 0) this.amend(later, order, { trailTicks: trailTicks * 2 });
    }
  }

  /** Stop and targets for whatever is held of an instrument by then. */
  private protect(at: number): void {
    const instrument = this.instrument();
    const { bidTicks, askTicks } = this.market.quote(instrument.index, at);
    const bought = this.lots(instrument, at, 2_500);
    if (this.random.below(2) === 0) this.place(at, [{ ...this.intent(instrument, 'buy'), lots: bought }]);
    for (let time = 0; time < 2; time += 1) {
      const away = (way: 1 | -1): number => 1 + (way * (2 + this.random.below(20))) / 10_000;
      const shares = this.pick([[], [100], [50, 50], [33, 33, 34], [30]]);
      const targets = shares.map((share) => ({ ticks: Math.round(askTicks * away(1)), share }));
      const stopTicks = this.random.below(5) === 0 ? null : Math.round(bidTicks * away(-1));
      this.addAt(at + 1_000 + this.random.below(9_000), { type: 'protect', instrument: instrument.index, stopTicks, targets });
    }
  }

  /** An entry with a stop and up to three targets so near that one of them is likely to come; often a leg is moved later. */
  private bracket(at: number): void {
    const instrument = this.instrument();
    const group = `g${String(this.script.length)}`;
    const { bidTicks, askTicks } = this.market.quote(instrument.index, at);
    const lots = this.lots(instrument, at, 4_000);
    const away = 1 + this.random.below(15);
    const entry = { ...this.intent(instrument, 'buy'), lots, group: member(group, 'entry') };
    const leg = { ...this.intent(instrument, 'sell'), lots, reduceOnly: true };
    const atLimit = this.random.below(2) === 0;
    const targets = this.pick([1, 1, 2, 3]);
    const triggerTicks = Math.round(bidTicks * (1 - away / 10_000));
    const limitTicks = (target: number): number => Math.round(askTicks * (1 + (away + 3 * target) / 10_000));
    const orders = this.place(at, [
      atLimit ? { ...entry, type: 'limit', limitTicks: bidTicks } : entry,
      { ...leg, type: 'stop', triggerTicks, group: member(group, 'stop') },
      ...Array.from({ length: targets }, (_, target) => ({
        ...leg,
        type: 'limit' as const,
        lots: Math.max(1, Math.floor(lots / targets)),
        limitTicks: limitTicks(target),
        group: member(group, 'target'),
      })),
    ]);
    const [, stop, target] = orders;
    if (stop !== undefined && this.random.below(2) === 0) this.amend(at, stop, { triggerTicks: Math.round(triggerTicks * 0.9996) });
    if (target !== undefined && this.random.below(2) === 0) this.amend(at, target, { limitTicks: limitTicks(1) });
  }

  private place(at: number, intents: readonly OrderIntent[]): readonly ClientOrderId[] {
    const id = this.addAt(at, { type: 'place', intents });
    const orders = intents.map((intent, leg) =>
      clientOrderId({ ...ACCOUNT, instrument: this.instruments[intent.instrument]?.id ?? '', origin: 'you', decision: id, leg }),
    );
    const [entry] = orders;
    if (entry !== undefined) this.lose(entry, at);
    return orders;
  }

  private lose(key: string, at: number): void {
    // What is in doubt must be settled before bars close, or the next decision would depend on when it was.
    const within = (at % MINUTE_MS) / SECOND_MS;
    if (this.lossy && within > 1 && within < 45 && this.random.below(2) === 0)
      this.losses.set(key, { at, loss: this.pick<SimLoss>(['request', 'answer']) });
  }

  private addAt(at: number, deed: Deed): string {
    const id = `c${String(this.seed)}-${String(this.script.length)}`;
    this.script.push({ id, at, deed });
    return id;
  }

  private timeIn(minute: number): number {
    const boundary = Math.ceil(this.startAt / MINUTE_MS) * MINUTE_MS + minute * MINUTE_MS;
    return this.random.below(8) === 0 ? boundary : boundary + this.random.below(MINUTE_MS);
  }

  private intent(instrument: Instrument, side: Side): OrderIntent {
    return {
      instrument: instrument.index,
      side,
      type: 'market',
      lots: 0,
      quoteAmount: null,
      limitTicks: null,
      triggerTicks: null,
      trailTicks: null,
      expiresAt: null,
      timeInForce: 'gtc',
      postOnly: false,
      reduceOnly: false,
      group: null,
    };
  }

  private instrument(): Instrument {
    return this.pick(this.instruments);
  }

  private lots(instrument: Instrument, at: number, money: number): number {
    const { lastTicks } = this.market.quote(instrument.index, at);
    return Math.max(1, instrument.lotsForAmount(Decimal.of(BigInt(money)), lastTicks, Decimal.ZERO));
  }

  private pick<Item>(items: readonly Item[]): Item {
    return items[this.random.below(items.length)] as Item;
  }
}

function member(id: string, role: OrderGroup['role']): OrderGroup {
  return { id, role };
}
