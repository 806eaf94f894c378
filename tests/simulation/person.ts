import type { OpenedSession } from '../../src-main/sessions/open-session.ts';
import type { EngineCommand } from '../../src-main/core/engine/engine-event.ts';
import type { CandleColumns } from '../../src-shared/domain/candle.ts';
import type { AccountState } from '../../src-main/core/engine/account.ts';
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import type { GroupRole, OrderIntent, Side } from '../../src-shared/domain/order.ts';
import type { StrategyInstanceId } from '../../src-shared/kernel/ids.ts';
import type { Random } from '../../src-shared/kernel/random.ts';

type StartStrategy = Extract<EngineCommand, { type: 'start-strategy' }>;

/** What a person does beside placing and cancelling orders. */
export interface Habits {
  /** They place brackets, and change the terms of what stands. */
  readonly brackets: boolean;
  /** They sell short and turn positions. */
  readonly shorts: boolean;
}

/** What a person does, decided by chance from what they see. */
export class Person {
  private readonly random: Random;
  private readonly habits: Habits;
  private done = 0;

  constructor(random: Random, habits: Habits) {
    this.random = random;
    this.habits = habits;
  }

  /** The next command, or null where there is nothing to do just now. */
  next({ engine }: OpenedSession): EngineCommand | null {
    const { random } = this;
    const { account, control } = engine;
    this.done += 1;
    const id = `deed-${String(this.done)}`;
    if (control.monitor.tradingState !== 'ACTIVE') return random.below(3) === 0 ? { type: 'rearm', id } : null;
    const open = account.orders.all();
    const chance = random.below(100);
    if (chance < 3) return { type: 'kill', id };
    if (chance < 7) return { type: 'cancel-all', id };
    if (chance < 27 && open.length > 0) return { type: 'cancel', id, order: open[random.below(open.length)]!.order.id };
    if (this.habits.shorts && chance < 30) return { type: 'reverse', id, instrument: random.below(2) };
    if (chance < 32) return { type: 'close', id, instrument: random.below(2), percent: random.below(2) === 0 ? 100 : 50 };
    if (this.habits.brackets && chance < 70) return chance < 52 ? this.bracket(id, account) : this.change(id, account);
    return this.place(id, engine);
  }

  /** An entry with a stop, and one or two targets or none. */
  private bracket(id: string, { market, instruments }: AccountState): EngineCommand | null {
    const { random } = this;
    const instrument = instruments[random.below(2)]!;
    const mark = market.markTicks[instrument.index] ?? 0;
    if (mark === 0) return null;
    const lots = Math.max(4, Math.floor([60, 300, 1_500][random.below(3)]! / instrument.toPrice(mark) / instrument.lotSize));
    const away = (parts: number) => Math.max(1, Math.round(mark * parts * (1 + random.below(20))));
    const base = { ...PLAIN, instrument: instrument.index, lots };
    const short = this.habits.shorts && random.below(2) === 0;
    const [side, opposite]: readonly [Side, Side] = short ? ['sell', 'buy'] : ['buy', 'sell'];
    const direction = short ? -1 : 1;
    const exit = { ...base, side: opposite, reduceOnly: true } as const;
    const group = (role: GroupRole) => ({ group: { id, role } });
    const atOnce = random.below(2) === 0;
    const entry: OrderIntent = {
      ...{ ...base, side, ...group('entry') },
      ...(atOnce ? { type: 'market' } : { type: 'limit', limitTicks: mark - direction * away(0.00005) }),
    };
    const limit = entry.limitTicks ?? mark;
    const stop: OrderIntent = { ...exit, ...group('stop'), type: 'stop', triggerTicks: limit - direction * away(0.0003) };
    const target = (part: number): OrderIntent => ({
      ...{ ...exit, ...group('target'), lots: Math.floor(lots / part), type: 'limit', limitTicks: limit + direction * away(0.0003) },
    });
    const targets = [[], [target(1)], [target(1)], [target(2), target(2)]][random.below(4)]!;
    return { type: 'place', id, intents: [entry, stop, ...targets].map((intent) => priced(intent, instrument)) };
  }

  /** Other terms for an open order, or other exits for what is held. */
  private change(id: string, { orders, market, positions, instruments }: AccountState): EngineCommand | null {
    const { random } = this;
    const open = orders.all();
    if (open.length === 0) return null;
    const { order } = open[random.below(open.length)]!;
    const mark = market.markTicks[order.instrument] ?? 0;
    const away = Math.max(1, Math.round(mark * 0.0002 * (1 + random.below(20))));
    const above = order.side === 'sell' ? order.type === 'limit' : order.type !== 'limit';
    const instrument = instruments[order.instrument]!;
    const ticks = instrument.orderTicks(above ? mark + away : mark - away, order.side);
    if (mark === 0) return null;
    const held = positions.lots(order.instrument);
    const stop = held > 0 ? -away : away;
    const exit = (price: number) => instrument.orderTicks(price, held > 0 ? 'sell' : 'buy');
    if (random.below(4) === 0 && (this.habits.shorts ? held !== 0 : held > 0))
      return {
        type: 'protect',
        id,
        instrument: order.instrument,
        stopTicks: exit(mark + stop),
        targets: [{ ticks: exit(mark - stop), share: 100 }],
      };
    const price = order.type === 'limit' ? { limitTicks: ticks } : { triggerTicks: ticks };
    const terms = random.below(3) === 0 ? { lots: Math.max(1, Math.floor(order.lots * (random.below(2) === 0 ? 0.5 : 1.2))) } : price;
    return { type: 'amend', id, order: order.id, terms };
  }

  /** Starts the strategy of every world where it does not run. */
  startStrategy(opened: OpenedSession, history: CandleColumns, number: number): StartStrategy | null {
    const { director, account } = opened.engine;
    if (director.running.length > 0) return null;
    return {
      type: 'start-strategy',
      id: `start-strategy-${String(number)}`,
      record: {
        instance: 'restless-1' as StrategyInstanceId,
        strategy: 'restless',
        instrument: account.instruments[1]!.id,
        timeframe: '1m',
        parameters: {},
        size: { kind: 'quote', amount: '700' },
        running: true,
        startedAt: opened.session.time,
        stopReason: null,
        ...(this.habits.shorts ? { ways: 'both' as const } : {}),
      },
      history,
    };
  }

  private place(id: string, { account }: OpenedSession['engine']): EngineCommand | null {
    const { random } = this;
    const instrument = account.instruments[random.below(2)]!;
    const { index } = instrument;
    const mark = account.market.markTicks[index] ?? 0;
    if (mark === 0) return null;
    const held = account.positions.lots(index);
    const { side, closes } = this.sideFor(held);
    const worth = [40, 150, 900, 2_500, 5_000][random.below(5)]!;
    const lots = closes
      ? Math.max(1, Math.ceil(Math.abs(held) / (1 + random.below(3))))
      : Math.max(1, Math.floor(worth / instrument.toPrice(mark) / instrument.lotSize));
    const near = (parts: number) => Math.max(1, Math.round(mark * parts));
    const away = near(0.0001 * random.below(20));
    const behind = side === 'buy' ? mark - away : mark + away;
    const through = side === 'buy' ? mark + near(0.002) : mark - near(0.002);
    const base = { ...PLAIN, instrument: index, side, lots, reduceOnly: closes && random.below(2) === 0 };
    const kinds: readonly Partial<OrderIntent>[] = [
      { type: 'market' },
      { type: 'market' },
      { type: 'limit', limitTicks: behind },
      { type: 'limit', limitTicks: behind },
      { type: 'limit', limitTicks: behind, postOnly: true },
      { type: 'limit', limitTicks: side === 'buy' ? mark + 1 : mark - 1, timeInForce: 'ioc' },
      { type: 'limit', limitTicks: through, timeInForce: 'fok' },
      { type: 'stop', triggerTicks: through },
      { type: 'stop-limit', triggerTicks: through, limitTicks: through },
    ];
    return { type: 'place', id, intents: [priced({ ...base, ...kinds[random.below(kinds.length)]! }, instrument)] };
  }

  /** Closes some of what is held in one case of two, else opens. */
  private sideFor(held: number): { readonly side: Side; readonly closes: boolean } {
    const { random } = this;
    const opposite = held > 0 ? 'sell' : 'buy';
    if (this.habits.shorts)
      return held !== 0 && random.below(2) === 0
        ? { side: opposite, closes: true }
        : { side: random.below(2) === 0 ? 'buy' : 'sell', closes: false };
    return held > 0 && random.below(2) === 0 ? { side: 'sell', closes: true } : { side: 'buy', closes: false };
  }
}

/** Prices as the venue takes them. */
function priced(intent: OrderIntent, instrument: Instrument): OrderIntent {
  const fit = (ticks: number | null) => (ticks === null ? null : instrument.orderTicks(ticks, intent.side));
  return { ...intent, limitTicks: fit(intent.limitTicks), triggerTicks: fit(intent.triggerTicks) };
}

const PLAIN: Omit<OrderIntent, 'instrument' | 'side' | 'lots'> = {
  type: 'market',
  quoteAmount: null,
  limitTicks: null,
  triggerTicks: null,
  trailTicks: null,
  timeInForce: 'gtc',
  expiresAt: null,
  postOnly: false,
  reduceOnly: false,
  group: null,
};
