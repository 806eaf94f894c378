import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NO_LIMITS } from '../../../../src-shared/domain/limits.ts';
import type { OrderIntent } from '../../../../src-shared/domain/order.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId, InstrumentId } from '../../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { decodeEvent, encodeEffects, encodeEvent } from '../../../../src-main/sessions/journal-codec.ts';
import type { EngineEvent } from '../../../../src-main/core/engine/engine-event.ts';
import { Effects } from '../../../../src-main/core/engine/effects.ts';
import { spec } from '../risk/desk-of-one.ts';
import { type Answer, type EngineKit, flatBars, funded, intent, Scripted, snapshot, strategyRecord } from './engine-kit.ts';

interface Taken {
  readonly price?: number;
  readonly remaining?: number;
  /** Value in dollars, where it is not the coin's price. */
  readonly fee?: string;
}

/** Fills an order at 100, its fee taken in a coin. */
function fillFor(
  kit: EngineKit,
  [id, lots]: readonly [ClientOrderId, number],
  paid: Record<string, string>,
  { price = 100, remaining = 0, fee }: Taken = {},
): Answer {
  const order = kit.engine.account.orders.get(id)?.order;
  const amounts = Object.entries(paid).map(([asset, amount]) => ({ asset, amount: Decimal.parse(amount) }));
  const value = fee === undefined ? Decimal.fromNumber(price).mul(amounts[0]!.amount) : Decimal.parse(fee);
  const fill = { ...kit.fillOf(id, lots, price), fee: value, paid: amounts };
  expect(order).toBeDefined();
  return kit.report({ kind: 'fill', order: id, fill, remaining, time: utcMs(kit.now) });
}

function trade(kit: EngineKit, over: Partial<OrderIntent>, paid: Record<string, string>, taken: Taken = {}): Answer {
  const id = kit.order(over);
  return fillFor(kit, [id, over.lots ?? 10_000], paid, taken);
}

function told(answer: Answer): readonly string[] {
  return (answer.of('fill')[0]?.feeLots ?? []).map(
    ({ instrument, origin, lots, value, realised }) => `${instrument} ${origin} ${lots} ${value.toString()} ${realised.toString()}`,
  );
}

const figures = (kit: EngineKit, instrument = 0): readonly string[] => {
  const { lots, cost, realised, fees } = kit.engine.account.positions.read(instrument);
  return [String(lots), cost.toString(), realised.toString(), fees.toString()];
};

describe('a fee that is taken in the coin that was bought', () => {
  it('leaves a position that is no larger than the coins, and the lots it took are sold for its value', () => {
    const kit = funded();
    // A tenth of a coin at 100; 0.0001 of it, which is 10 lots, goes.
    const answer = trade(kit, {}, { BTC: '0.0001' });
    expect(told(answer)).toEqual(['0 you 10 0.01 0']);
    expect(figures(kit)).toEqual(['9990', '9.99', '0', '0.01']);
    expect([kit.balance(), kit.balance('BTC')]).toEqual(['99990', '0.0999']);
    expect(kit.engine.account.equity()).toBeCloseTo(99_999.99, 9);
    expect(answer.of('fill')[0]?.postings.slice(4)).toEqual([
      { account: 'holdings', asset: 'BTC', amount: Decimal.parse('-0.0001') },
      { account: 'fees', asset: 'BTC', amount: Decimal.parse('0.0001') },
    ]);
  });

  it('breaks a lot open, and the rest of it pays the next fees', () => {
    const kit = funded();
    const buy = (paid: string) => told(trade(kit, { lots: 100 }, { BTC: paid }));
    // A third of a lot: the lot costs 0.001 and the fee is worth a third of that.
    expect(buy('0.000003')).toEqual(['0 you 1 0.0003 -0.0007']);
    expect(buy('0.000003')).toEqual(['0 you 0 0.0003 0.0003']);
    expect(buy('0.000003')).toEqual(['0 you 0 0.0003 0.0003']);
    expect(buy('0.000003')).toEqual(['0 you 1 0.0003 -0.0007']);
    expect(kit.held()).toBe(398);
    expect(kit.balance('BTC')).toBe('0.003988');
  });

  it('can be sold in full afterwards, and what is less than a lot stays', () => {
    const kit = funded();
    trade(kit, { lots: 200 }, { BTC: '0.000003' });
    const closing = kit.command({ type: 'close', instrument: 0, percent: 100 });
    expect(closing.actions).toMatchObject([{ kind: 'submit', order: { side: 'sell', lots: 199 } }]);
    fillFor(kit, [closing.sent[0]!, 199], { USD: '0.0001' }, { fee: '0.0001' });
    expect([kit.held(), kit.balance('BTC')]).toEqual([0, '0.000007']);
    // Bought at 0.2, sold at 0.199, with a fee of 0.0003 and one of 0.0001: a lot less seven tenths of it are still there.
    expect(figures(kit)).toEqual(['0', '0', '-0.0007', '0.0004']);
  });

  it('takes all that a fill brought where that is a single lot', () => {
    const kit = funded({ specs: [spec('BTC', { minNotional: '0' })] });
    expect(told(trade(kit, { lots: 1 }, { BTC: '0.00000001' }))).toEqual(['0 you 1 0.000001 -0.000999']);
    expect(figures(kit)).toEqual(['0', '0', '-0.000999', '0.000001']);
  });

  it('takes lots from what is left where a sale pays it', () => {
    const kit = funded();
    trade(kit, {}, { USD: '0.01' }, { fee: '0.01' });
    const sold = trade(kit, { side: 'sell', lots: 5_000, reduceOnly: true }, { BTC: '0.00005' }, { price: 110 });
    expect(told(sold)).toEqual(['0 you 5 0.0055 0.0005']);
    expect(figures(kit)).toEqual(['4995', '4.995', '0.5005', '0.0155']);
  });

  it('given back as a rebate lies beside the position, which stays as it was', () => {
    const kit = funded();
    const answer = trade(kit, {}, { BTC: '-0.0001' });
    expect(told(answer)).toEqual(['0 you 0 -0.01 -0.01']);
    expect(figures(kit)).toEqual(['10000', '10', '-0.01', '-0.01']);
    expect(kit.balance('BTC')).toBe('0.1001');
  });

  it('is paid by the position however many coins lie beside it', () => {
    const kit = funded();
    kit.deposit('5', 'BTC');
    expect(told(trade(kit, {}, { BTC: '0.0001' }))).toEqual(['0 you 10 0.01 0']);
    expect([kit.held(), kit.balance('BTC')]).toEqual([9_990, '5.0999']);
  });

  it('is paid by what lies beside as far as the position cannot: that much is a cost', () => {
    const kit = funded();
    kit.deposit('5', 'BTC');
    kit.buy(10_000);
    const sold = trade(kit, { side: 'sell', lots: 9_990, reduceOnly: true }, { BTC: '0.0004' });
    // Ten lots were left, a quarter of what the fee took.
    expect(told(sold)).toEqual(['0 you 10 0.01 0']);
    expect([kit.held(), kit.balance('BTC')]).toEqual([0, '4.9997']);
    // Sold at what it cost: the fees of 0.1 and 0.04, of which 0.01 came from the position.
    expect(figures(kit)).toEqual(['0', '0', '0', '0.14']);
    expect(told(trade(kit, { instrument: 1 }, { BTC: '0.00001' }, { fee: '0.001' }))).toEqual([]);
  });

  it('is not paid by the rest of a lot that a person has taken out', () => {
    const kit = funded();
    trade(kit, { lots: 100 }, { BTC: '0.000003' });
    // Seven tenths of a lot are left, of which all but one go.
    kit.deposit('-0.000006', 'BTC');
    expect(told(trade(kit, { lots: 100 }, { BTC: '0.000003' }))).toEqual(['0 you 1 0.0003 -0.0007']);
    expect(told(trade(kit, { lots: 100 }, { BTC: '0.000008' }))).toEqual(['0 you 0 0.0008 0.0008']);
    expect([kit.held(), kit.balance('BTC')]).toEqual([298, '0.00298']);
  });

  it('goes on after a restart with what was left of a lot', () => {
    const kit = funded();
    const kept = trade(kit, { lots: 100 }, { BTC: '0.000003' }).of('strategy-memory');
    expect(kept).toMatchObject([{ instance: 'fee-coins', memory: '[["BTC","0.000007"]]' }]);
    const again = funded();
    const { balances, positions } = kit.engine.account;
    again.restore(
      snapshot({
        balances: new Map(balances.entries()),
        positions: [positions.read(0)],
        memories: new Map([[kept[0]!.instance, kept[0]!.memory]]),
      }),
    );
    expect(told(trade(again, { lots: 100 }, { BTC: '0.000003' }))).toEqual(['0 you 0 0.0003 0.0003']);
  });

  it('is no matter of positions where the coin is none of the session, and no coin at all where nothing was taken', () => {
    const kit = funded();
    expect(told(trade(kit, {}, { BNB: '0.00002' }, { fee: '0.01' }))).toEqual([]);
    expect(figures(kit)).toEqual(['10000', '10', '0', '0.01']);
    expect([kit.balance(), kit.balance('BNB')]).toEqual(['99990', '-0.00002']);
    const nothing = trade(kit, {}, {}, { fee: '0' });
    expect(nothing.of('fill')[0]?.postings).toHaveLength(4);
  });

  it('goes through the journal as it is', () => {
    const kit = funded();
    const id = kit.order();
    const fill = { ...kit.fillOf(id, 10_000, 100), paid: [{ asset: 'BTC', amount: Decimal.parse('0.0001') }] };
    const report = { kind: 'fill', order: id, fill, remaining: 0, time: utcMs(kit.now) } as const;
    const event: EngineEvent = { kind: 'execution', time: kit.now, report };
    expect(decodeEvent(encodeEvent(event))).toEqual(event);
    const effects = new Effects();
    kit.engine.step(event, effects);
    expect(new TextDecoder().decode(encodeEffects(effects))).toContain('"feeLots"');
  });
});

it('the worked example of docs/costs.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/costs.md'), 'utf8');
  const rows = page
    .slice(page.indexOf('## A fee in coins'))
    .split('\n')
    .filter((line) => /^\| (?:buy|sell) /u.test(line))
    .map((line) =>
      line
        .replaceAll(',', '')
        .split('|')
        .map((cell) => cell.trim()),
    );
  expect(rows).toHaveLength(4);
  const kit = funded({ specs: [spec('BTC')] });
  for (const [, fill = '', fee = '', taken, ...shown] of rows) {
    const [side, size, , price] = fill.split(' ');
    const [amount = '', asset = 'USD', , value = amount] = fee.split(' ');
    kit.quote(Number(price));
    const order = { side: side as 'buy' | 'sell', lots: Math.round(Number(size) * 100_000), reduceOnly: side === 'sell' };
    const given = trade(kit, order, { [asset]: amount }, { price: Number(price), fee: value }).of('fill')[0]?.feeLots ?? [];
    expect(given.reduce((sum, { lots }) => sum + lots, 0)).toBe(Number(taken));
    expect(figures(kit)).toEqual(shown.slice(0, 4).map((text) => Decimal.parse(text).toString()));
  }
  expect(kit.balance('BTC')).toBe('0.0095');
});

describe('a fee that is taken in a third coin of the session', () => {
  it('takes lots of that coin, and its value is what the fee was worth', () => {
    const kit = funded();
    // 0.1 ETH for 10.
    kit.fill(kit.order({ instrument: 1 }), 10_000);
    const answer = trade(kit, {}, { ETH: '0.00012' }, { fee: '0.013' });
    expect(told(answer)).toEqual(['1 you 12 0.013 0.001']);
    expect(figures(kit, 1)).toEqual(['9988', '9.988', '0.001', '0.1']);
    expect(kit.balance('ETH')).toBe('0.09988');
  });

  it('is a cost that no position shows where coins lie beside them', () => {
    const kit = funded();
    kit.deposit('1', 'ETH');
    kit.fill(kit.order({ instrument: 1 }), 10_000);
    expect(told(trade(kit, {}, { ETH: '0.00012' }, { fee: '0.01' }))).toEqual([]);
    expect([kit.held(1), kit.balance('ETH')]).toEqual([10_000, '1.09988']);
    expect(figures(kit)).toEqual(['10000', '10', '0', '0.01']);
  });

  it('takes lots at no value where nobody knows one', () => {
    const kit = funded();
    kit.fill(kit.order({ instrument: 1 }), 10_000);
    expect(told(trade(kit, {}, { ETH: '0.000015' }, { fee: '0' }))).toEqual(['1 you 2 0 -0.002']);
    expect(told(trade(kit, {}, { ETH: '0.000005' }, { fee: '0' }))).toEqual([]);
    expect(kit.held(1)).toBe(9_998);
  });

  it('is given by the instruments of that coin one after another, in proportion to the coins', () => {
    const other = spec('ETH', { id: 'ETH2/USD.SIM' as InstrumentId, symbol: 'ETH2/USD', minNotional: '0' });
    const kit = funded({ specs: [spec('BTC', { minNotional: '0' }), spec('ETH', { minNotional: '0' }), other] });
    kit.fill(kit.order({ instrument: 1, lots: 6 }), 6);
    kit.fill(kit.order({ instrument: 2, lots: 10 }), 10);
    expect(told(trade(kit, {}, { ETH: '0.00008' }, { fee: '0.008' }))).toEqual(['1 you 6 0.006 0', '2 you 2 0.002 0']);
  });
});

describe('who gives up lots', () => {
  function strategies() {
    const scripted = new Scripted();
    const kit = funded({ find: scripted.find });
    const record = strategyRecord({ size: { kind: 'base', amount: '0.1' } });
    kit.command({ type: 'start-strategy', record, history: flatBars(0, '1m', []) });
    return { kit, scripted };
  }

  it('is the strategy whose fill it was: it hears of what arrived', () => {
    const { kit, scripted } = strategies();
    scripted.bar = (desk) => {
      desk.enter('long');
    };
    kit.now += 60_000;
    const [id] = kit.bar(100).sent;
    const answer = fillFor(kit, [id!, 10_000], { BTC: '0.0001' });
    expect(told(answer)).toEqual(['0 scripted-1 10 0.01 0']);
    expect(scripted.fills).toMatchObject([{ side: 'buy', lots: 9_990 }]);
    expect(kit.engine.director.holdings(0)).toEqual([['scripted-1', 9_990]]);
    // Its sale loses what the fee takes besides.
    scripted.bar = (desk) => {
      desk.sell(5_000);
    };
    kit.now += 60_000;
    const [sale] = kit.bar(100).sent;
    fillFor(kit, [sale!, 5_000], { BTC: '0.00005' });
    expect(scripted.fills.at(-1)).toMatchObject({ side: 'sell', lots: 5_005 });
    expect(kit.engine.director.holdings(0)).toEqual([['scripted-1', 4_985]]);
    expect(kit.held()).toBe(4_985);
  });

  it('is a person before strategies that did not trade', () => {
    const { kit, scripted } = strategies();
    scripted.bar = (desk) => {
      desk.enter('long');
    };
    kit.now += 60_000;
    const [id] = kit.bar(100).sent;
    kit.fill(id!, 10_000);
    kit.fill(kit.order({ lots: 1_000 }), 1_000);
    kit.fill(kit.order({ side: 'sell', lots: 996, reduceOnly: true }), 996);
    const other = kit.order({ instrument: 1 });
    const answer = fillFor(kit, [other, 10_000], { BTC: '0.0001' }, { fee: '0.01' });
    expect(told(answer)).toEqual(['0 you 4 0.004 0', '0 scripted-1 6 0.006 0']);
    expect(kit.engine.director.holdings(0)).toEqual([['scripted-1', 9_994]]);
    expect(scripted.fills).toHaveLength(1);
  });
});

describe('orders that protect what a fee made smaller', () => {
  it('of a bracket come to what is there', () => {
    const kit = funded();
    const group = (role: 'entry' | 'stop' | 'target') => ({ group: { id: 'g', role } });
    const placed = kit.place(
      intent(group('entry')),
      intent({ ...group('stop'), side: 'sell', type: 'stop', triggerTicks: 9_000, reduceOnly: true }),
      intent({ ...group('target'), side: 'sell', type: 'limit', limitTicks: 11_000, lots: 5_000, reduceOnly: true }),
    );
    const [entry, stop] = placed.sent;
    fillFor(kit, [entry!, 4_000], { BTC: '0.0001' }, { remaining: 6_000 });
    expect(kit.engine.account.orders.groupOf('g')).toMatchObject({ entryLots: 3_990 });
    expect(kit.engine.account.orders.get(stop!)?.worstLots).toBe(3_990);
    fillFor(kit, [entry!, 6_000], { BTC: '0.0001' });
    expect(kit.engine.gate.outstandingLots(0, 'sell')).toBe(9_980);
    expect(kit.held()).toBe(9_980);
    // A leg whose own fill pays in the coin leaves less for the others.
    fillFor(kit, [stop!, 1_000], { BTC: '0.0001' }, { remaining: 8_980 });
    expect(kit.engine.gate.outstandingLots(0, 'sell')).toBe(kit.held());
  });

  it('are asked to say less where a stop says more than is held', () => {
    const kit = funded();
    kit.buy(10_000);
    const stop = kit.order({ side: 'sell', type: 'stop', triggerTicks: 9_000, reduceOnly: true });
    kit.ack(stop);
    const other = kit.order({ instrument: 1 });
    const answer = fillFor(kit, [other, 10_000], { BTC: '0.0001' }, { fee: '0.01' });
    expect(answer.of('amendment')).toMatchObject([{ order: stop, state: 'asked', terms: { lots: 9_990 } }]);
  });
});

describe('trades that protections and breakers look at', () => {
  const limits = { ...NO_LIMITS, breakers: [{ kind: 'losses', trips: 'REDUCING', count: 9, withinMs: 0, level: 0 }] } as const;

  it('have cost what the fee took: one that gains nothing but its fee loses just that', () => {
    const kit = funded({ limits });
    const closed: number[] = [];
    kit.engine.trades.onClosed = ({ profit }) => closed.push(profit);
    trade(kit, {}, { BTC: '0.0001' });
    trade(kit, { side: 'sell', lots: 9_990, reduceOnly: true }, { USD: '0' }, { fee: '0' });
    trade(kit, { lots: 200 }, { BTC: '0.00001' });
    trade(kit, { side: 'sell', lots: 199, reduceOnly: true }, { USD: '0' }, { fee: '0' });
    expect(closed.map((profit) => Number(profit.toFixed(9)))).toEqual([-0.01, -0.001]);
  });

  it('end where a fee takes all of them', () => {
    const kit = funded({ limits, specs: [spec('BTC', { minNotional: '0' }), spec('ETH', { minNotional: '0' })] });
    const closed: unknown[] = [];
    kit.engine.trades.onClosed = ({ instrument, origin, stopped }) => closed.push([instrument, origin, stopped]);
    kit.fill(kit.order({ lots: 3 }), 3);
    fillFor(kit, [kit.order({ instrument: 1 }), 10_000], { BTC: '0.00003' }, { fee: '0.003' });
    expect(closed).toEqual([[0, 'you', false]]);
    expect(kit.held()).toBe(0);
  });
});
