import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../../src-shared/contract/stream.ts';
import type { StrategyInstanceId } from '../../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { SimView } from '../../../../src-main/adapters/exchange-sim/sim-view.ts';
import type { StrategyRecord } from '../../../../src-main/ports/ledger.ts';
import { Effects } from '../../../../src-main/core/engine/effects.ts';
import { DeskPublisher } from '../../../../src-main/sessions/desk/desk-publisher.ts';
import { temporaryFolder } from '../../../support/ledger-kit.ts';
import { PaperHome, SCOPE, type PaperLife } from '../../../support/paper-kit.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

function publishing(): { readonly life: PaperLife; readonly publisher: DeskPublisher; readonly told: StreamEvent[] } {
  const paper = new PaperHome(folder.path);
  const life = paper.open();
  const told: StreamEvent[] = [];
  const publisher = new DeskPublisher({
    engine: life.opened.engine,
    view: new SimView(paper.market),
    scope: SCOPE,
    tell: (event) => told.push(event),
  });
  life.run(2_000);
  life.place('c1', { lots: 1_000 });
  life.run(2_000);
  return { life, publisher, told };
}

/** The last price of every quote among what was told, and the mark of every position, by instrument. */
function prices(told: readonly StreamEvent[]): { readonly quotes: Map<string, number>; readonly marks: Map<string, number> } {
  const quotes = new Map<string, number>();
  const marks = new Map<string, number>();
  for (const event of told) {
    if (event.kind === 'quote') quotes.set(event.row.instrument, event.row.last);
    if (event.kind === 'position') marks.set(event.row.instrument, Number(event.row.mark));
  }
  return { quotes, marks };
}

describe('what a window is told together', () => {
  it('values a position at the very last price of the quote that comes with it, on every beat', () => {
    const { life, publisher, told } = publishing();
    for (let beat = 0; beat < 40; beat += 1) {
      life.run(137);
      told.length = 0;
      if (beat % 5 === 4) publisher.publishAccount();
      else publisher.publishMarket();
      const { quotes, marks } = prices(told);
      expect(marks.size).toBeGreaterThan(0);
      for (const [instrument, mark] of marks) expect(mark).toBe(quotes.get(instrument));
    }
  });

  it('tells what an order leaves of the account together with the order', () => {
    const { life, publisher, told } = publishing();
    const outcome = life.place('c2', { type: 'limit', limitTicks: 5_000_000, lots: 1_000 });
    const order = outcome.ok ? outcome.orders[0]! : ('' as never);
    const say = (effects: Effects) => {
      told.length = 0;
      publisher.after(null, effects);
      return told.map((event) => (event.kind === 'account' ? event.row.openOrders : event.kind));
    };
    const recorded = new Effects();
    recorded.records.push({ kind: 'order', order: life.opened.engine.account.orders.get(order)!.order });
    expect(say(recorded)).toEqual(['order', 1]);
    life.cancel('c3', order);
    life.run(2_000);
    const ended = new Effects();
    ended.records.push({ kind: 'order-state', order, state: 'cancelled', filledLots: 0, reason: 'user', time: utcMs(life.time) });
    expect(say(ended)).toEqual(['order', 0]);
  });

  it('shows terms that are asked for beside those that hold, until the venue has answered', () => {
    const { life, publisher, told } = publishing();
    const [placed] = life.opened.engine.account.orders.all();
    expect(placed).toBeUndefined();
    const outcome = life.place('c2', { type: 'limit', limitTicks: 5_000_000, lots: 1_000 });
    const order = outcome.ok ? outcome.orders[0]! : ('' as never);
    const recorded = new Effects();
    recorded.records.push({ kind: 'order', order: life.opened.engine.account.orders.get(order)!.order });
    publisher.after(null, recorded);
    const terms = { lots: 2_000, limitTicks: 5_100_000, triggerTicks: null, trailTicks: null, expiresAt: null };
    const say = (state: 'asked' | 'amended' | 'refused') => {
      told.length = 0;
      const effects = new Effects();
      effects.records.push({
        kind: 'amendment',
        order,
        number: 1,
        state,
        terms,
        reason: state === 'refused' ? 'funds' : null,
        time: utcMs(life.time),
      });
      publisher.after(null, effects);
      const rows: unknown[] = [];
      for (const event of told) {
        if (event.kind === 'order') rows.push(event.row);
        else if (event.kind === 'log') rows.push(event.row.message);
      }
      return rows;
    };
    expect(say('asked')).toMatchObject([
      { price: '50000.00', size: '0.01000', amending: { price: '51000.00', size: '0.02000', trigger: null } },
    ]);
    expect(say('refused')).toMatchObject([
      expect.stringContaining('the change was not taken (funds)'),
      { price: '50000.00', amending: null },
    ]);
    say('asked');
    expect(say('amended')).toMatchObject([{ price: '51000.00', size: '0.02000', amending: null }]);
  });

  it('follows the trigger of a trailing stop, also as a start is told of it', () => {
    const { life, publisher, told } = publishing();
    const outcome = life.place('c2', { side: 'sell', type: 'trailing-stop', trailTicks: 100_000, reduceOnly: true, lots: 1_000 });
    const order = outcome.ok ? outcome.orders[0]! : ('' as never);
    const recorded = new Effects();
    recorded.records.push({ kind: 'order', order: life.opened.engine.account.orders.get(order)!.order });
    publisher.after(null, recorded);
    const time = utcMs(life.time);
    const triggers = () => told.flatMap((event) => (event.kind === 'order' ? [[event.row.trail, event.row.trigger]] : []));
    publisher.after({ kind: 'execution', time, report: { kind: 'trigger-moved', order, triggerTicks: 6_000_000, time } }, new Effects());
    const terms = { lots: 1_000, limitTicks: null, triggerTicks: 6_100_000, trailTicks: 100_000, expiresAt: null };
    const status = { state: 'working', reason: null, fills: [], terms, amendment: 0, amendRefusal: null } as const;
    publisher.after({ kind: 'execution', time, report: { kind: 'status', order, status, time } }, new Effects());
    publisher.after({ kind: 'execution', time, report: { kind: 'status', order, status: null, time } }, new Effects());
    expect(triggers()).toEqual([
      ['1000.00', null],
      ['1000.00', '60000.00'],
      ['1000.00', '61000.00'],
    ]);
  });
});

describe('what is said of strategies of the user’s own', () => {
  const record: StrategyRecord = {
    ...{ instance: 'mine-1' as StrategyInstanceId, strategy: 'mine', instrument: 'BTC/USD.SIM', timeframe: '1m', parameters: {} },
    ...{ size: { kind: 'all' }, running: true, startedAt: utcMs(0), stopReason: null },
    script: { file: 'mine.ts', hash: 'a'.repeat(64), warmupBars: 0 },
  };

  it('which version runs, who stopped it, and what it could not go on with', () => {
    const { publisher, told } = publishing();
    const say = (change: Partial<StrategyRecord>) => {
      told.length = 0;
      const effects = new Effects();
      effects.records.push({ kind: 'strategy', record: { ...record, ...change } });
      publisher.after(null, effects);
      const lines = told.flatMap((event) => (event.kind === 'log' ? [`${event.row.level} ${event.row.message}`] : []));
      return [...lines, ...told.flatMap((event) => (event.kind === 'notice' ? [event.row.details] : []))];
    };
    const what = 'mine-1 on BTC/USD.SIM, 1m';
    expect(say({})).toEqual([`info ${what}: runs mine.ts, version aaaaaaaaaaaa.`]);
    expect(say({ running: false, stopReason: 'you' })).toEqual([`info ${what}: stopped by you.`]);
    expect(say({ running: false })).toEqual([`info ${what}: stopped by its own end.`]);
    expect(say({ running: false, stopReason: 'mine.ts:3:1: no.' })).toEqual([
      `error ${what}: stopped. mine.ts:3:1: no.`,
      { instance: 'mine-1', instrument: 'BTC/USD.SIM', problem: 'mine.ts:3:1: no.' },
    ]);
  });

  it('what became of its file while the program was away', () => {
    const { publisher, told } = publishing();
    told.length = 0;
    for (const state of ['same', 'changed', 'gone'] as const) publisher.logVersion('mine-1', { file: 'mine.ts', state });
    expect(told.flatMap((event) => (event.kind === 'log' ? [`${event.row.level} ${event.row.message}`] : []))).toEqual([
      'info mine-1: goes on with mine.ts.',
      'warn mine-1: goes on with the version of mine.ts that ran. The file has changed since: Reload takes it as it is now.',
      'warn mine-1: goes on with the version of mine.ts that ran. The file is gone.',
    ]);
  });
});
