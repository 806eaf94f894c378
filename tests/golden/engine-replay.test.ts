import { describe, expect, it } from 'vitest';
import { decodeEvent, encodeEffects, encodeEvent } from '../../src-main/sessions/journal-codec.ts';
import { Effects } from '../../src-main/core/engine/effects.ts';
import type { EngineEvent } from '../../src-main/core/engine/engine-event.ts';
import { candleColumns } from '../../src-shared/domain/candle.ts';
import { NO_LIMITS } from '../../src-shared/domain/limits.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { ClientOrderId, StrategyInstanceId } from '../../src-shared/kernel/ids.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { utcMs } from '../../src-shared/kernel/time.ts';
import { Answer, EngineKit, SPECS, intent, strategyRecord } from '../src-main/core/engine/engine-kit.ts';

const LIMITS = { ...NO_LIMITS, maxOpenOrders: 12, maxOrdersPerMinute: 30, maxDailyLoss: '4000', priceCollar: 0.05 };

/** Plays an engine a long, busy and unlucky day, and keeps what went in and what came out. */
class Day {
  readonly events: Uint8Array[] = [];
  readonly effects: Uint8Array[] = [];
  readonly kinds = new Set<string>();
  private readonly kit = new EngineKit({ limits: LIMITS });
  private readonly random: Sfc32;
  private readonly sent: ClientOrderId[] = [];
  private readonly columns = candleColumns(1);
  private price = 100;
  private count = 0;

  constructor(seed: number) {
    this.random = new Sfc32(seed);
    this.play();
  }

  private play(): void {
    this.command({ type: 'deposit', id: this.id(), asset: 'USD', amount: Decimal.parse('100000'), note: 'paper money' });
    for (const [name, size] of [
      ['sma-cross', { kind: 'quote', amount: '900' }],
      ['grid', { kind: 'base', amount: '8' }],
    ] as const) {
      const record = strategyRecord({ instance: `${name}-1` as StrategyInstanceId, strategy: name, size, parameters: PARAMETERS[name] ?? {} });
      this.command({ type: 'start-strategy', id: this.id(), record, history: candleColumns(0) });
    }
    for (let i = 0; i < 1_500; i += 1) this.anything();
  }

  private anything(): void {
    const { random, kit } = this;
    const way = random.next();
    kit.now += 1 + random.below(4_000);
    if (way < 0.35) this.bar();
    else if (way < 0.6) this.quote();
    else if (way < 0.68) this.place();
    else if (way < 0.96) this.report();
    else this.person();
  }

  private bar(): void {
    const { random, kit, columns } = this;
    this.price *= Math.exp(0.004 * random.normal());
    kit.now += 60_000 - (kit.now % 60_000);
    columns.time[0] = kit.now - 60_000;
    for (const column of [columns.open, columns.high, columns.low, columns.close]) column[0] = this.price;
    this.feed({ kind: 'bar', instrument: 0, timeframe: '1m', time: kit.now, received: kit.now, columns, row: 0, place: 0, last: false });
  }

  private quote(): void {
    const { random, kit } = this;
    const lastTicks = Math.round(this.price * 100);
    const prices = { bidTicks: lastTicks - 1, askTicks: lastTicks + 1, lastTicks };
    this.feed({ kind: 'quote', instrument: random.below(2), time: kit.now, received: kit.now + 3, ...prices });
  }

  private place(): void {
    const { random } = this;
    const side = random.next() < 0.6 ? 'buy' : 'sell';
    const limitTicks = Math.round(this.price * (98 + random.below(6)));
    const lots = 1_000 + random.below(90_000);
    const instrument = random.below(2);
    const entry = intent({ side, instrument, lots, type: 'limit', limitTicks, reduceOnly: side === 'sell' });
    const group = (role: 'entry' | 'stop') => ({ id: `g${this.count}`, role });
    const stop = intent({ side: 'sell', instrument, lots, type: 'stop', triggerTicks: limitTicks - 300, reduceOnly: true, group: group('stop') });
    const bracket = side === 'buy' && random.next() < 0.3;
    this.command({ type: 'place', id: this.id(), intents: bracket ? [{ ...entry, group: group('entry') }, stop] : [entry] });
  }

  private report(): void {
    const { random, kit, sent } = this;
    const order = sent[random.below(Math.max(1, sent.length))];
    if (order === undefined) return;
    const entry = kit.engine.account.orders.get(order);
    const time = utcMs(kit.now);
    const left = entry === undefined ? 1 : entry.worstLots - entry.filledLots;
    const way = random.below(9);
    if (way < 3) this.feed({ kind: 'execution', time, report: { kind: 'acknowledged', order, time } });
    else if (way < 6 && left > 0 && entry?.state !== 'rejected') {
      const lots = random.next() < 0.5 ? left : 1 + random.below(left);
      const fill = kit.fillOf(order, lots, this.price);
      this.feed({ kind: 'execution', time, report: { kind: 'fill', order, fill, remaining: left - lots, time } });
    } else if (way === 6) this.feed({ kind: 'timer', time, timer: `answer:${order}` });
    else if (way === 7) this.feed({ kind: 'execution', time, report: { kind: 'status', order, status: null, time } });
    else this.feed({ kind: 'execution', time, report: { kind: 'cancelled', order, reason: 'venue', time } });
  }

  private person(): void {
    const { random } = this;
    const id = this.id();
    const order = this.sent[random.below(Math.max(1, this.sent.length))] ?? ('none' as ClientOrderId);
    const wishes = [
      { type: 'cancel', id, order },
      { type: 'cancel-all', id },
      { type: 'close', id, instrument: null, percent: 40 },
      { type: 'reduce', id },
      { type: 'kill', id },
    ] as const;
    this.command(wishes[random.below(wishes.length)]!);
    this.command({ type: 'rearm', id: this.id() });
  }

  private command(command: Extract<EngineEvent, { kind: 'command' }>['command']): void {
    this.feed({ kind: 'command', time: this.kit.now, command });
  }

  private feed(event: EngineEvent): void {
    this.events.push(encodeEvent(event));
    const effects = new Effects();
    this.kit.engine.step(event, effects);
    this.effects.push(encodeEffects(effects));
    this.sent.push(...new Answer(effects).sent);
    for (const record of effects.records) this.kinds.add(record.kind);
  }

  private id(): string {
    this.count += 1;
    return `c${this.count}`;
  }
}

const PARAMETERS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'sma-cross': { fast: 3, slow: 8 },
  grid: { spacing: 0.5, levels: 4 },
};

function replayed(events: readonly Uint8Array[]): readonly Uint8Array[] {
  const { engine } = new EngineKit({ limits: LIMITS, specs: SPECS });
  const effects = new Effects();
  return events.map((bytes) => {
    engine.step(decodeEvent(bytes), effects);
    const said = encodeEffects(effects);
    effects.clear();
    return said;
  });
}

describe('the same events', () => {
  it.each([1, 2, 3])('give byte-equal effects to another engine, read back from a journal (day %i)', (seed) => {
    const day = new Day(seed);
    expect(day.events.length).toBeGreaterThan(1_000);
    for (const kind of ['order', 'order-state', 'fill', 'refusal', 'risk-state', 'strategy', 'strategy-memory', 'command'])
      expect(day.kinds).toContain(kind);
    const again = replayed(day.events);
    expect(again.map((bytes) => Buffer.from(bytes).toString())).toEqual(day.effects.map((bytes) => Buffer.from(bytes).toString()));
  });
});
