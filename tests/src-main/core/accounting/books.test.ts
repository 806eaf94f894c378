import { describe, expect, it } from 'vitest';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { Balances } from '../../../../src-main/core/accounting/balances.ts';
import { spotPostings } from '../../../../src-main/core/accounting/fill-record.ts';
import { Positions } from '../../../../src-main/core/accounting/positions.ts';
import { checkZeroSums } from '../../../../src-main/core/accounting/zero-sums.ts';
import { spec } from '../risk/desk-of-one.ts';

const decimal = (text: string): Decimal => Decimal.parse(text);

describe('balances', () => {
  it('add and take away exactly, whatever digits the amounts have', () => {
    const balances = new Balances();
    balances.add('USD', decimal('10'));
    balances.sub('USD', decimal('0.00000000000001'));
    balances.add('USD', decimal('0.5'));
    expect(balances.of('USD').toString()).toBe('10.49999999999999');
    expect(balances.of('EUR').isZero()).toBe(true);
  });

  it('say which was overdrawn', () => {
    const balances = new Balances();
    expect(balances.isNegative('USD')).toBe(false);
    balances.sub('USD', decimal('0.01'));
    expect(balances.isNegative('USD')).toBe(true);
    balances.add('USD', decimal('0.01'));
    expect(balances.isNegative('USD')).toBe(false);
  });

  it('begin anew from what a ledger knows, and list it in that order', () => {
    const balances = new Balances();
    balances.add('ETH', decimal('1'));
    balances.restore(
      new Map([
        ['USD', decimal('2')],
        ['BTC', decimal('3')],
      ]),
    );
    expect(balances.entries().map(([asset, amount]) => `${asset} ${amount.toString()}`)).toEqual(['USD 2', 'BTC 3']);
  });

  it('keep the amount that somebody holds as it was', () => {
    const balances = new Balances();
    balances.add('USD', decimal('1'));
    const before = balances.of('USD');
    balances.add('USD', decimal('1'));
    expect([before.toString(), balances.of('USD').toString()]).toEqual(['1', '2']);
  });
});

describe('positions by average cost', () => {
  const book = (...trades: readonly (readonly [lots: number, notional: string, fee?: string])[]) => {
    const positions = new Positions(1);
    const realised = trades.map(([lots, notional, fee = '0'], i) =>
      positions.apply(0, lots, { notional: decimal(notional), fee: decimal(fee) }, 100 + i),
    );
    return { position: positions.read(0), realised: realised.map((each) => each?.toString() ?? null), positions };
  };

  it('add up what was bought, and release the sold share of it', () => {
    const { position, realised } = book([100, '1000', '1'], [100, '1200', '1.2'], [-50, '600', '0.6']);
    expect(realised).toEqual([null, null, '50']);
    expect(position).toMatchObject({ lots: 150, openedAt: 100 });
    expect([position.cost, position.realised, position.fees].map(String)).toEqual(['1650', '50', '2.8']);
  });

  it('are flat when all of it is sold, with nothing of the cost left over', () => {
    const { position, realised } = book([3, '10'], [-1, '4'], [-2, '8']);
    expect(position).toMatchObject({ lots: 0, openedAt: 0 });
    expect(position.cost.isZero()).toBe(true);
    // A third of 10 cannot be written down; the rest of it comes with the rest of the lots.
    expect(realised).toEqual([null, '0.666666666666666667', '1.333333333333333333']);
    expect(position.realised.toString()).toBe('2');
  });

  it('go short and back: a short earns when it is bought back for less', () => {
    const { position, realised } = book([-100, '1000'], [-100, '1100'], [50, '450']);
    expect(realised).toEqual([null, null, '75']);
    expect([position.lots, position.cost.toString()]).toEqual([-150, '-1575']);
  });

  it('turn in one trade: close first, open the rest', () => {
    const long = book([100, '1000'], [-150, '1800']);
    expect([long.realised[1], long.position.lots, long.position.cost.toString(), long.position.openedAt]).toEqual([
      '200',
      -50,
      '-600',
      101,
    ]);
    const short = book([-100, '1000'], [150, '1200']);
    expect([short.realised[1], short.position.lots, short.position.cost.toString()]).toEqual(['200', 50, '400']);
  });

  it('go on from what a ledger knows', () => {
    const positions = new Positions(2);
    positions.restore({ instrument: 1, lots: 5, cost: decimal('50'), realised: decimal('7'), fees: decimal('1'), openedAt: utcMs(3) });
    expect(positions.apply(1, -5, { notional: decimal('60'), fee: Decimal.ZERO }, 4)?.toString()).toBe('10');
    expect(positions.read(1).realised.toString()).toBe('17');
    expect([positions.lots(0), positions.lots(9)]).toEqual([0, 0]);
  });

  it('hold that lots stay safe integers and instruments have a column', () => {
    const { positions } = book([Number.MAX_SAFE_INTEGER, '1']);
    expect(() => positions.apply(0, 1, { notional: Decimal.ONE, fee: Decimal.ZERO }, 1)).toThrow('safe integer');
    expect(() => positions.read(1)).toThrow('column');
  });
});

describe('the postings of a fill', () => {
  const btc = new Instrument(spec('BTC'), 0);
  const said = (side: 'buy' | 'sell', fee: string) =>
    spotPostings(btc, side, { lots: 100_000, notional: decimal('100'), fee: decimal(fee) }).map(
      ({ account, asset, amount }) => `${account} ${asset} ${amount.toString()}`,
    );

  it('move coin against money with the market, and the fee', () => {
    expect(said('buy', '0.1')).toEqual([
      'holdings BTC 1',
      'market BTC -1',
      'holdings USD -100',
      'market USD 100',
      'holdings USD -0.1',
      'fees USD 0.1',
    ]);
    expect(said('sell', '0')).toEqual(['holdings BTC -1', 'market BTC 1', 'holdings USD 100', 'market USD -100']);
  });

  it('sum to zero per asset, and are refused when they do not', () => {
    checkZeroSums(spotPostings(btc, 'sell', { lots: 1, notional: decimal('0.00001'), fee: decimal('-0.01') }));
    expect(() => checkZeroSums([])).toThrow('has lines');
    expect(() => checkZeroSums([{ account: 'holdings', asset: 'USD', amount: Decimal.ONE }])).toThrow('zero in USD');
  });
});
