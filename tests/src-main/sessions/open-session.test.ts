import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clientOrderId, type ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import { DEFAULT_LIMITS } from '../../../src-shared/domain/limits.ts';
import { temporaryFolder } from '../../support/ledger-kit.ts';
import { orderOf, PaperHome, RegisteredLedger, SCOPE, type PaperOptions } from '../../support/paper-kit.ts';

let folder: { readonly path: string; remove(): void };
let ledger: RegisteredLedger;

beforeEach(() => {
  folder = temporaryFolder();
  ledger = new RegisteredLedger();
});
afterEach(() => {
  folder.remove();
});

function home(options: PaperOptions = {}): PaperHome {
  return new PaperHome(folder.path, options, ledger);
}

function fillsOf(order: ClientOrderId, of: RegisteredLedger = ledger): string[] {
  return of.fills.filter(({ fill }) => fill.order === order).map(({ fill }) => JSON.stringify({ ...fill, fee: fill.fee.toString() }));
}

/** The id that the first order of a command will have. */
function nextOrder(paper: PaperHome, command: string): ClientOrderId {
  const instrument = paper.market.instruments[0]?.spec.id ?? '';
  return clientOrderId({ ...SCOPE, instrument, origin: 'you', decision: command, leg: 0 });
}

/** What the same deeds give when nothing dies. */
function undisturbed(deeds: (paper: PaperHome) => void, options: PaperOptions = {}): RegisteredLedger {
  const other = temporaryFolder();
  const quiet = new RegisteredLedger();
  deeds(new PaperHome(other.path, options, quiet));
  other.remove();
  return quiet;
}

describe('openSession on a new account', () => {
  test('brings the money in once, however often the start dies', () => {
    const paper = home();
    for (const kind of ['before send', 'after send', 'before commit'] as const) {
      paper.dieBefore(kind);
      paper.dying(() => paper.open());
    }
    const life = paper.open();
    expect(life.opened.fresh).toBe(true);
    expect(ledger.transfers).toHaveLength(1);
    expect(paper.open().opened.fresh).toBe(false);
    expect(ledger.transfers).toHaveLength(1);
    expect(life.opened.engine.account.exactEquity().toString()).toBe('100000');
  });
});

describe('openSession after a death', () => {
  test('sends an order that was recorded and never sent, once, and it fills as if nothing had been', () => {
    const paper = home();
    const first = paper.open();
    paper.dieBefore('before send');
    paper.dying(() => first.place('c1', {}));
    const second = paper.open();
    second.run(MINUTE_MS);
    const [order] = ledger.orders;
    const quiet = undisturbed((calm) => {
      const life = calm.open();
      life.place('c1', {});
      life.run(MINUTE_MS);
    });
    expect(ledger.orders).toHaveLength(1);
    expect(fillsOf(order!.id)).toEqual(fillsOf(order!.id, quiet));
    expect(fillsOf(order!.id)).not.toEqual([]);
    expect(paper.crossed.filter((kind) => kind === 'after send')).toHaveLength(3);
  });

  test('books a fill that the venue gave and nobody wrote down', () => {
    const paper = home();
    const first = paper.open();
    const order = orderOf(first.place('c1', {}));
    // The first answer is the acknowledgement, the second the fill.
    paper.dieBefore('before answer', 2);
    paper.dying(() => first.run(MINUTE_MS));
    expect(fillsOf(order)).toEqual([]);
    const second = paper.open();
    expect(fillsOf(order)).toHaveLength(1);
    expect(second.stateOf(order)).not.toBe('in-doubt');
    second.run(MINUTE_MS);
    expect(fillsOf(order)).toHaveLength(1);
  });

  test('takes up an order in the midst of its fills', () => {
    const deeds = { quoteAmount: null, lots: 3_000_000, instrument: 0 } as const;
    const calm = undisturbed(
      (quiet) => {
        const life = quiet.open();
        life.place('c1', deeds);
        life.run(5 * MINUTE_MS);
      },
      { cash: '100000000' },
    );
    const paper = home({ cash: '100000000' });
    const first = paper.open();
    const order = orderOf(first.place('c1', deeds));
    paper.dieBefore('after commit', 4);
    paper.dying(() => first.run(5 * MINUTE_MS));
    const booked = fillsOf(order).length;
    expect(booked).toBeGreaterThan(1);
    const second = paper.open();
    second.run(first.time + 5 * MINUTE_MS - second.time);
    expect(fillsOf(order).slice(0, 10)).toEqual(fillsOf(order, calm).slice(0, 10));
    expect(new Set(fillsOf(order)).size).toBe(fillsOf(order).length);
  });

  test('asks for a cancel that was recorded and never sent', () => {
    const paper = home();
    const first = paper.open();
    const ticks = Math.round(paper.market.quote(0, first.time).bidTicks * 0.97);
    const order = orderOf(first.place('c1', { type: 'limit', limitTicks: ticks }));
    first.run(1_000);
    paper.dieBefore('before send');
    paper.dying(() => first.cancel('c2', order));
    const second = paper.open();
    expect(second.stateOf(order)).toBe('acknowledged');
    second.run(1_000);
    expect(second.stateOf(order)).toBe('cancelled');
    // A command that was carried out is not carried out again.
    expect(second.cancel('c2', order)).toMatchObject({ ok: true, cancelled: 0 });
  });

  test('asks twice for a cancel whose answer was missed, to no effect', () => {
    const paper = home();
    const first = paper.open();
    const ticks = Math.round(paper.market.quote(0, first.time).bidTicks * 0.97);
    const order = orderOf(first.place('c1', { type: 'limit', limitTicks: ticks }));
    first.run(1_000);
    first.cancel('c2', order);
    const second = paper.open();
    second.run(5_000);
    expect(second.stateOf(order)).toBe('cancelled');
  });

  test('sends the legs of a bracket that died between its sends', () => {
    const paper = home();
    const first = paper.open();
    const { bidTicks, askTicks } = paper.market.quote(0, first.time);
    const leg = { side: 'sell', reduceOnly: true } as const;
    paper.dieBefore('after send');
    paper.dying(() =>
      first.place(
        'c1',
        { group: { id: 'g', role: 'entry' } },
        { ...leg, type: 'stop', triggerTicks: Math.round(bidTicks * 0.9), group: { id: 'g', role: 'stop' } },
        { ...leg, type: 'limit', limitTicks: Math.round(askTicks * 1.1), group: { id: 'g', role: 'target' } },
      ),
    );
    const second = paper.open();
    second.run(MINUTE_MS);
    const [entry, stop, target] = ledger.orders.map(({ id }) => id);
    expect(fillsOf(entry!)).toHaveLength(1);
    expect(second.stateOf(stop!)).toBe('acknowledged');
    expect(second.stateOf(target!)).toBe('acknowledged');
    // Both sell the same hundred lots, so the larger of them is what could be sold; and once more after another start.
    for (const life of [second, paper.open()]) expect(life.opened.engine.account.orders.outstandingLots(0, 'sell', false)).toBe(100);
  });

  test('finds an order by id whose answers were lost', () => {
    const paper = home();
    const first = paper.open();
    const order = orderOf(first.place('c0', { type: 'limit', limitTicks: 5_000_000 }));
    paper.losses.set(nextOrder(paper, 'c1'), 'answer');
    const silent = orderOf(first.place('c1', {}));
    first.run(2_000);
    expect(first.stateOf(order)).toBe('acknowledged');
    expect(first.stateOf(silent)).toBe('submitted');
    const second = paper.open();
    expect(fillsOf(silent)).toHaveLength(1);
    second.run(MINUTE_MS);
    expect(fillsOf(silent)).toHaveLength(1);
  });

  test('ends an order whose request was lost only when it cannot arrive any more, also across deaths', () => {
    const paper = home();
    let life = paper.open();
    paper.losses.set(nextOrder(paper, 'c1'), 'request');
    const order = orderOf(life.place('c1', {}));
    const sentAt = life.time;
    life.run(5_250);
    expect(life.stateOf(order)).toBe('in-doubt');
    life = paper.open();
    expect(life.stateOf(order)).toBe('in-doubt');
    expect(life.opened.engine.gate.recovering).toBe(false);
    life.run(sentAt + 5_251 - life.time);
    expect(life.stateOf(order)).toBe('expired');
    expect(ledger.snapshot(SCOPE, life.exchange.instruments).openOrders).toEqual([]);
    expect(fillsOf(order)).toEqual([]);
  });

  test('does not send an order whose end was asked for', () => {
    const paper = home();
    const first = paper.open();
    const order = nextOrder(paper, 'c1');
    paper.losses.set(order, 'request');
    first.place('c1', {});
    first.run(1_000);
    first.cancel('c2', order);
    paper.losses.clear();
    const second = paper.open();
    expect(second.stateOf(order)).toBe('in-doubt');
    second.run(10_000);
    expect(second.stateOf(order)).toBe('expired');
    expect(fillsOf(order)).toEqual([]);
  });

  test('does not send what trading was stopped for', () => {
    const paper = home();
    const first = paper.open();
    const order = nextOrder(paper, 'c1');
    paper.losses.set(order, 'request');
    first.place('c1', {});
    paper.dieBefore('before send');
    paper.dying(() => first.opened.session.command({ type: 'kill', id: 'k' }));
    paper.losses.clear();
    const second = paper.open();
    second.run(10_000);
    expect(second.opened.engine.control.monitor.tradingState).toBe('HALTED');
    expect(second.stateOf(order)).toBe('expired');
  });

  test('closes a position whose closing waited for a stop to be cancelled', () => {
    for (const [kind, count] of [
      ['before send', 1],
      ['after send', 1],
      ['before answer', 1],
    ] as const) {
      folder.remove();
      folder = temporaryFolder();
      ledger = new RegisteredLedger();
      const paper = home();
      const first = paper.open();
      first.place('c1', {});
      first.run(2_000);
      first.place('c2', {
        side: 'sell',
        type: 'stop',
        reduceOnly: true,
        triggerTicks: Math.round(paper.market.quote(0, first.time).bidTicks * 0.9),
      });
      first.run(2_000);
      paper.dieBefore(kind, count);
      paper.dying(() => {
        first.close('c3');
        first.run(2_000);
      });
      const second = paper.open();
      second.run(MINUTE_MS);
      expect(second.opened.engine.account.positions.lots(0), kind).toBe(0);
      expect(ledger.orders.map(({ type }) => type)).toEqual(['market', 'stop', 'market']);
    }
  });

  test('goes on with the trading state and the limits', () => {
    const paper = home({ limits: DEFAULT_LIMITS });
    const first = paper.open();
    first.run(2_000);
    first.opened.session.command({ type: 'set-limits', id: 'l', limits: { ...DEFAULT_LIMITS, maxOpenOrders: 3 } });
    first.opened.session.command({ type: 'kill', id: 'k' });
    first.run(5_000);
    const { engine } = paper.open().opened;
    expect(engine.control.record).toEqual(first.opened.engine.control.record);
    expect(engine.gate.limits.maxOpenOrders).toBe(3);
    expect(engine.gate.state).toBe('HALTED');
  });

  test('counts the orders of the last minute', () => {
    const paper = home({ limits: { ...DEFAULT_LIMITS, maxOrdersPerMinute: 2 } });
    const first = paper.open();
    first.run(2_000);
    first.place('c1', {});
    first.place('c2', {});
    const second = paper.open();
    const refused = second.place('c3', {});
    expect(refused.ok ? '' : refused.fault.code).toBe('risk.order-rate');
    second.run(61_000);
    expect(second.place('c4', {}).ok).toBe(true);
  });
});

describe('openSession with strategies', () => {
  const minutes = 20;
  const startAll = (life: ReturnType<PaperHome['open']>): void => {
    life.start('sma', 'sma-cross', { instrument: 0, parameters: { fast: 1, slow: 3 } });
    life.start('grid', 'grid', { instrument: 1, parameters: { spacing: 0.05, levels: 3 } });
    life.start('hold', 'buy-and-hold', { instrument: 0 });
  };

  test.each([1, 7, 16, 24])('decides the same after a death at commit %i', (commit) => {
    const calm = undisturbed((quiet) => {
      const life = quiet.open();
      startAll(life);
      life.run(minutes * MINUTE_MS);
    });
    const paper = home();
    const first = paper.open();
    const end = first.time + minutes * MINUTE_MS;
    startAll(first);
    paper.dieBefore('after commit', commit);
    paper.dying(() => first.run(minutes * MINUTE_MS));
    const second = paper.open();
    expect(second.opened.engine.director.running.map(({ record }) => record.instance).sort()).toEqual(['grid', 'hold', 'sma']);
    second.run(end - second.time);
    expect(ledger.orders).toEqual(calm.orders);
    expect(ledger.fills.map(({ fill }) => fill)).toEqual(calm.fills.map(({ fill }) => fill));
    expect(calm.fills.length).toBeGreaterThan(5);
  });
});
