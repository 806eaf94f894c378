import { beforeEach, describe, expect, it } from 'vitest';
import type { PerpetualSpec } from '../../../../src-shared/domain/instrument.ts';
import { perpetualOf } from '../../../../src-main/core/market-data/perpetual-instrument.ts';
import { instrument, START } from '../../core/matching/venue-fixture.ts';
import { at, fill, looked, open, opened, reset, seen, told } from './live-fixture.ts';

const TERMS = { maxLeverage: 20, leverage: 2, maintenanceMargin: '0.01', liquidationFee: '0' };
const CONTRACT: PerpetualSpec = perpetualOf(instrument().spec, TERMS);
const { symbol, id } = CONTRACT;
const closed = (tradeId: string, over: Parameters<typeof fill>[2] = {}) =>
  fill(tradeId, '0.5', { symbol, side: 'sell', liquidation: true, ...over });

beforeEach(() => {
  reset();
  at.venue = open(CONTRACT);
});

describe('a look at an account of contracts', () => {
  it('shows positions and money as the venue counts it, after its funding', () => {
    opened();
    at.venue.look();
    looked({
      balances: [{ asset: 'USD', free: '90', used: '10', lessCost: true }],
      positions: [{ symbol, size: '-0.5', cost: '-50.25' }],
      funding: [
        { symbol, amount: '0.01', time: START - 400 },
        { symbol: 'DOGE/USD:USD', amount: '5', time: START - 400 },
        { symbol, amount: '7', time: START - 600 },
      ],
    });
    const [paid, account, ...rest] = told();
    // What was paid before the account was opened is in its opening, and what is not traded here in what differs.
    expect(paid).toMatchObject({ kind: 'funded', instrument: 0, paidAt: START - 400 });
    expect(paid?.kind === 'funded' && paid.amount.toString()).toBe('0.01');
    expect(account).toMatchObject({ kind: 'account', balances: [{ asset: 'USD', lessCost: true }] });
    const position = account?.kind === 'account' ? account.positions?.[0] : undefined;
    expect([position?.symbol, position?.size.toString(), position?.cost.toString(), rest]).toEqual([symbol, '-0.5', '-50.25', []]);
  });

  it('does not open a new account while it is paid: that would be in its opening, and news too', () => {
    const look = (funding: readonly { symbol: string; amount: string; time: number }[]) => {
      looked({ funding, positions: [] });
      at.clock.pass(500);
    };
    at.venue.look();
    look([]);
    look([{ symbol, amount: '0.01', time: START + 500 }]);
    look([{ symbol, amount: '0.01', time: START + 500 }]);
    look([{ symbol, amount: '0.01', time: START + 500 }]);
    expect(told().map((event) => (event.kind === 'account' ? event.settled : event.kind))).toEqual([false, false, false, false]);
    at.clock.pass(2_000);
    at.venue.look();
    look([{ symbol, amount: '0.01', time: START + 500 }]);
    // It was opened by then, and what was paid before is no news.
    expect(told()).toMatchObject([{ kind: 'account', settled: true }]);
  });

  it('opens a new account when positions stand still, whatever is free of its money', () => {
    const look = (free: string, size: string) => {
      looked({ balances: [{ asset: 'USD', free, used: String(100 - Number(free)) }], positions: [{ symbol, size, cost: '50' }] });
      at.clock.pass(500);
    };
    at.venue.look();
    look('90', '0.4');
    look('90', '0.5');
    look('80', '0.5');
    expect(told().map((event) => event.kind === 'account' && event.settled)).toEqual([false, false, true]);
  });
});

describe('a fill by which the venue closed a position', () => {
  it('is told once, whether it was pushed or is in a look, and nobody is asked whose it was', () => {
    opened();
    at.tell({ kind: 'fill', fill: closed('t1') });
    at.venue.look();
    looked({ positions: [], fills: [closed('t1'), closed('t2')] });
    expect(told().filter(({ kind }) => kind !== 'account')).toMatchObject([
      { kind: 'liquidated', instrument: 0, side: 'sell', ticks: 10_000, lots: 500, trade: 't1-sell' },
      { kind: 'liquidated', trade: 't2-sell' },
    ]);
    expect(at.sent.map(({ kind }) => kind)).toEqual(['look']);
    expect(at.notes).toEqual(Array.from({ length: 2 }, () => `The venue closed 0.5 ${symbol} at 100: the margin behind it was used up.`));
  });

  it('says nothing new where the ledger has it, or the account was opened after it', () => {
    opened();
    at.booked.add(`${id} t1-sell`);
    at.tell({ kind: 'fill', fill: closed('t1') });
    at.tell({ kind: 'fill', fill: closed('t2', { time: START - 600 }) });
    expect([told(), at.sent, at.notes]).toEqual([[], [], []]);
  });

  it('says what the venue paid for what it closed', () => {
    opened();
    at.tell({ kind: 'fill', fill: closed('t1', { profit: '-0.5568' }) });
    const [report] = told();
    expect(report?.kind === 'liquidated' && report.profit?.toString()).toBe('-0.5568');
  });

  it('is one although its order was taken over as one that was made elsewhere, and is found with it', () => {
    opened();
    const order = seen(null, { symbol, side: 'sell', size: '0.5', venueId: 'v9', reduceOnly: true });
    at.tell({ kind: 'order', order });
    at.tell({ kind: 'order', order: { ...order, state: 'filled', filled: '0.5' } });
    const asked = at.sent.findLast(({ kind }) => kind === 'ask');
    if (asked?.kind !== 'ask') throw new Error('it was not asked for');
    const own = { ...order, id: asked.id, state: 'filled', filled: '0.5' } as const;
    at.tell({ kind: 'found', order: own, fills: [closed('t1', { id: asked.id, venueId: 'v9' })] });
    at.tell({ kind: 'fill', fill: closed('t1', { venueId: 'v9' }) });
    const reports = told();
    expect(reports.filter(({ kind }) => kind === 'liquidated')).toMatchObject([{ trade: 't1-sell', lots: 500 }]);
    // Nothing of it was wanted by anybody.
    expect(reports.flatMap((report) => (report.kind === 'status' ? [report.status] : []))).toMatchObject([
      { state: 'cancelled', fills: [] },
    ]);
  });

  it('that does not fit the contract is counted, and nothing is booked', () => {
    opened();
    at.tell({ kind: 'fill', fill: closed('t1', { price: '100.0001' }) });
    expect([told(), at.venue.market.garbled]).toEqual([[], 1]);
  });

  it('of a market that is not traded here is left to the position that differs', () => {
    opened();
    at.tell({ kind: 'fill', fill: closed('t1', { symbol: 'DOGE/USD:USD' }) });
    expect([told(), at.sent]).toEqual([[], []]);
  });
});
