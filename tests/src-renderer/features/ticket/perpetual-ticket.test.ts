import { describe, expect, it } from 'vitest';
import type { PositionRow } from '../../../../src-shared/contract/rows.ts';
import { Instrument, type InstrumentSpec } from '../../../../src-shared/domain/instrument.ts';
import { detailOf, titleOf } from '../../../../src-renderer/features/ticket/order-sentence.ts';
import type { TicketFacts } from '../../../../src-renderer/features/ticket/ticket-facts.ts';
import { readTicket, type TicketReading } from '../../../../src-renderer/features/ticket/ticket-model.ts';
import type { TicketDraft } from '../../../../src-renderer/state/ticket-draft.ts';
import { ACCOUNT, BTC, draft, facts, FORMAT, orders, risk } from './desk-fixture.ts';

/** The perpetual on the fixture's coin, on ten times leverage; a taker fee of 0.1 %. */
const PERPETUAL = new Instrument(
  {
    ...BTC.spec,
    kind: 'perpetual',
    terms: { maxLeverage: 50, leverage: 10, maintenanceMargin: '0.01', liquidationFee: '0.01' },
  },
  0,
);

const balance = (total: string) => ({ asset: 'USD', total, free: total, reserved: '0', inDoubt: '0', price: '1', value: total });

function held(size: string, entry: string, mark = '100000'): ReadonlyMap<string, PositionRow> {
  const value = Number(size) * Number(mark);
  const unrealised = value - Number(size) * Number(entry);
  const freeIfClosed = 10_000 + unrealised - Math.abs(value) * 0.001;
  return new Map([
    [
      PERPETUAL.id,
      {
        ...{ instrument: PERPETUAL.id, size, entry, mark, value: String(value), unrealised: String(unrealised) },
        perpetual: { margin: '0', liquidation: null, freeIfClosed: String(freeIfClosed) },
      } as unknown as PositionRow,
    ],
  ]);
}

function read(over: Partial<TicketDraft>, rest: Partial<TicketFacts> = {}): TicketReading {
  const account = { ...ACCOUNT, free: '10000', equity: '10000', balances: [balance('10000')] };
  const limits = risk({ maxOrderNotional: null, maxPositionNotional: null, maxGrossExposure: null, priceCollar: null });
  return readTicket(
    draft({ side: 'sell', type: 'limit', price: '100100', size: '0.5', ...over }),
    facts({ instrument: PERPETUAL, instruments: new Map([[PERPETUAL.id, PERPETUAL]]), account, risk: limits, ...rest }),
    FORMAT,
  );
}

const title = (reading: TicketReading): string => titleOf(reading, { instrument: PERPETUAL, format: FORMAT, mode: 'paper', account: null });

describe('the ticket on a perpetual', () => {
  it('a sell with nothing held sells short, at a tenth of its value and with a liquidation above', () => {
    const reading = read({});
    expect([title(reading), reading.block]).toEqual(['Sell short 0.5 BTC', null]);
    expect(reading.outlook?.margin.toNumber()).toBe(5_005);
    // Resting: a fee of 0.08 %, 40.04. (50,050 + 10,000 - 40.04) / (0.5 x 1.01) = 118,831.60...
    expect(PERPETUAL.priceText(reading.outlook?.liquidationTicks ?? 0)).toMatch(/^118831\.6\d$/u);
    expect([reading.estimate?.lossKind, reading.request?.side]).toEqual(['unbounded', 'sell']);
  });

  it('says whether it opens, closes or turns', () => {
    const short = { positions: held('-0.2', '100000') };
    expect(title(read({ size: '0.1' }, short))).toBe('Sell short 0.1 BTC');
    expect(title(read({ side: 'buy', price: '99000', size: '0.2' }, short))).toBe('Buy back 0.2 BTC');
    expect(title(read({ side: 'buy', price: '99000', size: '0.3' }, short))).toBe('Turn long, buy 0.3 BTC');
    expect(title(read({ size: '0.3' }, { positions: held('0.2', '100000') }))).toBe('Turn short, sell 0.3 BTC');
    expect(title(read({ side: 'buy', price: '99000' }))).toBe('Buy long 0.5 BTC');
    const context = { instrument: PERPETUAL, format: FORMAT, mode: 'paper', account: null, now: 0 } as const;
    expect(detailOf(read({}), context)).toContain('limit 100,100.00');
  });

  it('a size that the free margin does not reach is refused with the one that it does', () => {
    // One coin takes 10,010 of margin and 100.1 of fee: 0.98910 of them fit into 10,000.
    const reading = read({ size: '1' });
    expect([reading.block?.reason, reading.block?.ways[0]]).toMatchObject(['more than is free', { kind: 'size', value: '0.98910' }]);
    expect(read({ size: '0.98910' }).block).toBeNull();
    expect(reading.tightest?.rule).toBe('risk.funds');
  });

  it('a share of what is free is a share of what the leverage makes of it, on both sides', () => {
    expect(read({ unit: 'free', size: '100' }).lots).toBe(98_910);
    expect(read({ unit: 'free', size: '50' }).lots).toBe(49_455);
    expect(read({ side: 'buy', unit: 'free', size: '100', price: '99000' }).lots).toBe(100_010);
    expect(read({ size: '0.98910' }).percentOfFree?.toString()).toBe('100');
  });

  it('all that is free against a position closes it first, and opens with what that leaves', () => {
    // Long 0.5 from 100,000: closing costs 50 of fee. 9,950 / (10,010 + 100.1) = 0.98416 opens beside the 0.5.
    const reading = read({ unit: 'free', size: '100' }, { positions: held('0.5', '100000') });
    expect([reading.lots, title(reading)]).toEqual([148_416, 'Turn short, sell 1.48416 BTC']);
    expect(reading.block).toBeNull();
    expect(read({ size: '1.48417' }, { positions: held('0.5', '100000') }).block?.reason).toBe('more than is free');
  });

  it('closing needs no money', () => {
    const poor = { account: { ...ACCOUNT, free: '0', balances: [balance('10000')] } };
    const reading = read({ side: 'buy', price: '99000', size: '0.5' }, { positions: held('-0.5', '100000'), ...poor });
    expect([reading.block, reading.outlook?.effect]).toEqual([null, 'closes']);
  });

  it('legs of a short lie above and below', () => {
    const bracket = { bracket: true, stop: '101000', targets: [{ price: '98000', share: '100' }] };
    const reading = read(bracket);
    expect([reading.block, reading.estimate?.lossKind]).toEqual([null, 'stop']);
    expect(reading.request?.bracket).toEqual({ stop: '101000.00', targets: [{ price: '98000.00', share: 100 }] });
    expect(read({ ...bracket, stop: '99000' }).block?.reason).toBe('the stop is on the wrong side');
    // A rise of 900 and more on half a coin, with the fees of both ways.
    expect(reading.estimate?.worstLoss?.toNumber()).toBeGreaterThan(450 + 90);
    expect(reading.estimate?.targetGain?.toNumber()).toBeLessThan(1_050 - 78);
  });

  it('names the orders that buy a short back already, and offers to close with them', () => {
    const legs = orders(
      { id: 'l1', side: 'buy', type: 'stop', role: 'stop', group: 'g', reduceOnly: true, trigger: '101000', size: '0.5' },
      { id: 'l2', side: 'buy', type: 'limit', role: 'target', group: 'g', reduceOnly: true, price: '98000', size: '0.5' },
    );
    const reading = read(
      { side: 'buy', price: '99000', size: '0.5', reduceOnly: true },
      { positions: held('-0.5', '100000'), orders: legs },
    );
    expect(reading.block?.sentence).toContain('the stop at 101,000.00 and the target at 98,000.00 hold the 0.5 BTC');
    expect(reading.block?.ways.map(({ kind }) => kind)).toEqual(['close', 'cancel']);
  });

  it('counts the other perpetuals in what stands behind it, and knows nothing without a balance', () => {
    const other = new Instrument({ ...PERPETUAL.spec, id: 'ETH/USD.SIM' } as InstrumentSpec, 1);
    const losing = { ...held('-0.5', '100000').get(PERPETUAL.id)!, instrument: other.id, unrealised: '-1000', value: '-51000' };
    const both = {
      instruments: new Map([PERPETUAL, other].map((each) => [each.id as string, each])),
      positions: new Map([[other.id, losing]]),
    };
    // 1,000 of loss and 510 of maintenance margin less: 1,510 / 0.505 = 2,990.10 nearer.
    const [alone, beside] = [read({}), read({}, both)].map(({ outlook }) => outlook?.liquidationTicks ?? 0) as [number, number];
    expect(alone - beside).toBeGreaterThanOrEqual(299_009);
    expect(alone - beside).toBeLessThanOrEqual(299_010);
    expect(read({}, { account: { ...ACCOUNT, free: '10000' } }).outlook?.liquidationTicks).toBeNull();
  });

  it('an order that is changed gives back the margin that it holds', () => {
    const row = orders({ id: 'o1', side: 'sell', type: 'limit', price: '100100.00', size: '0.9', trigger: null });
    const left = { ...ACCOUNT, free: '900.91', balances: [balance('10000')] };
    const reading = read({ amending: 'o1', size: '0.95', price: '100100.00' }, { orders: row, account: left });
    expect([reading.block, reading.change]).toEqual([null, { size: '0.95000' }]);
  });
});
