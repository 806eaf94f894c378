import { afterEach, describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../src-shared/domain/limits.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { AccountId, SessionId, StrategyInstanceId } from '../../src-shared/kernel/ids.ts';
import { InvariantError } from '../../src-shared/kernel/result.ts';
import { utcMs } from '../../src-shared/kernel/time.ts';
import type { LedgerRecord, RiskStateRecord, StrategyRecord } from '../../src-main/ports/ledger.ts';
import { Desk, INSTRUMENTS, SCOPE, START, batch, deposit, order, orderId } from '../support/ledger-kit.ts';
import { LEDGERS, removeLedgers } from '../support/every-ledger.ts';

afterEach(removeLedgers);

function texts(balances: ReadonlyMap<string, Decimal>): Record<string, string> {
  return Object.fromEntries([...balances].map(([asset, amount]) => [asset, amount.toString()]));
}

const RISK: RiskStateRecord = {
  state: 'REDUCING',
  reason: 'risk.daily-loss',
  since: utcMs(START),
  equityPeak: 101_250.5,
  day: 20_458,
  dayStartEquity: 99.25,
};
const STRATEGY: StrategyRecord = {
  instance: 'sma-cross-1' as StrategyInstanceId,
  strategy: 'sma-cross',
  instrument: 'BTC/USD.SIM',
  timeframe: '1m',
  parameters: { fast: 20, slow: 50 },
  size: { kind: 'equity-fraction', fraction: 0.1 },
  running: true,
  startedAt: utcMs(START),
  stopReason: null,
};

describe.each(LEDGERS)('a ledger %s', (_, open) => {
  test('knows nothing of a new account', async () => {
    const ledger = await open();
    const snapshot = ledger.snapshot(SCOPE, INSTRUMENTS);
    expect(snapshot).toMatchObject({
      time: null,
      sequence: 0,
      positions: [],
      instancePositions: [],
      openOrders: [],
      risk: null,
      limits: null,
    });
    expect(snapshot.balances.size + snapshot.memories.size + snapshot.strategies.length + snapshot.recentOrderTimes.length).toBe(0);
    expect(ledger.hasCommand('command-1')).toBe(false);
    expect(ledger.hasFill(orderId(1), 'f-1')).toBe(false);
  });

  test('books a fill with its order, position and balances', async () => {
    const ledger = await open();
    const desk = new Desk();
    ledger.commit(batch([deposit('USD', '10000')]));
    ledger.commit(batch([{ kind: 'order', order: order(1) }], { time: utcMs(START + 1) }));
    ledger.commit(
      batch(
        [
          desk.fill({ id: 'f-1', order: 1, ticks: 10_000_000, lots: 400_000, fee: '0.4', time: START + 2 }),
          { kind: 'order-state', order: orderId(1), state: 'partially-filled', filledLots: 400_000, reason: null, time: utcMs(START + 2) },
        ],
        { time: utcMs(START + 2), sequence: 3 },
      ),
    );
    const snapshot = ledger.snapshot(SCOPE, INSTRUMENTS);
    // 400,000 lots of 1e-8 at 100,000.00 are 0.004 BTC for 400 USD, and 0.4 USD of fee.
    expect(texts(snapshot.balances)).toEqual({ USD: '9599.6', BTC: '0.004' });
    expect(snapshot).toMatchObject({ time: START + 2, sequence: 3 });
    expect(snapshot.openOrders).toEqual([
      {
        order: order(1),
        state: 'partially-filled',
        filledLots: 400_000,
        cancelReason: null,
        group: null,
        amendments: 0,
        pending: null,
        fillIds: ['f-1'],
      },
    ]);
    expect(snapshot.positions).toHaveLength(1);
    const [position] = snapshot.positions;
    expect(position).toMatchObject({ instrument: 0, lots: 400_000, openedAt: START + 2 });
    expect([position?.cost, position?.realised, position?.fees].map(String)).toEqual(['400', '0', '0.4']);
    expect(ledger.hasFill(orderId(1), 'f-1')).toBe(true);
    expect(ledger.hasFill(orderId(1), 'f-2')).toBe(false);
    expect(ledger.hasFill(orderId(2), 'f-1')).toBe(false);
  });

  test('books what fees took of positions, of the whole and of the origin', async () => {
    const ledger = await open();
    const desk = new Desk();
    const origin = 'grid-1';
    const fill = desk.fill({ id: 'f-1', order: 1, origin, ticks: 10_000_000, lots: 1_000 });
    const shib = desk.fill({ id: 'f-1', order: 2, instrument: 1, ticks: 1_000, lots: 5 });
    const amount = Decimal.parse('0.0000000025');
    const given = [
      { instrument: 0, origin, lots: 3, value: Decimal.parse('0.0025'), realised: Decimal.parse('-0.0005') },
      { instrument: 1, origin: 'you', lots: 0, value: Decimal.parse('0.00001'), realised: Decimal.parse('0.00001') },
    ];
    const postings = [
      ...fill.postings,
      { account: 'holdings', asset: 'BTC', amount: amount.neg() },
      { account: 'fees', asset: 'BTC', amount },
    ] as const;
    const orders: LedgerRecord[] = [
      { kind: 'order', order: order(2, { instrument: 1 }) },
      shib,
      { kind: 'order', order: order(1, { origin, group: { id: 'g', role: 'entry' } }) },
      { kind: 'order', order: order(3, { origin, side: 'sell', group: { id: 'g', role: 'stop' } }) },
    ];
    const paid = { ...fill, fill: { ...fill.fill, paid: [{ asset: 'BTC', amount }] }, feeLots: given, postings };
    ledger.commit(
      batch([
        ...orders,
        paid,
        { kind: 'order-state', order: orderId(1), state: 'filled', filledLots: 1_000, reason: null, time: utcMs(START) },
      ]),
    );
    ledger.commit(batch([paid]));
    const { balances, positions, instancePositions, openOrders } = ledger.snapshot(SCOPE, INSTRUMENTS);
    expect(texts(balances)['BTC']).toBe('0.0000099975');
    const read = ({ lots, cost, realised }: (typeof positions)[number]) => [lots, cost.toString(), realised.toString()];
    expect(positions.map(read)).toEqual([
      [997, '0.997', '-0.0005'],
      [5, '0.00005', '0.00001'],
    ]);
    expect(instancePositions.map(read)).toEqual([[997, '0.997', '-0.0005']]);
    // The legs of a bracket protect what is there.
    expect(openOrders.find(({ order: { id } }) => id === orderId(3))?.group).toMatchObject({ entryLots: 997, legLots: 0 });
  });

  test('books a fill id once, however often it comes', async () => {
    const ledger = await open();
    const desk = new Desk();
    const fill = desk.fill({ id: 'f-1', order: 1, lots: 100_000 });
    ledger.commit(batch([{ kind: 'order', order: order(1) }, fill, fill]));
    ledger.commit(batch([fill]));
    expect(texts(ledger.snapshot(SCOPE, INSTRUMENTS).balances)).toEqual({ BTC: '0.001', USD: '-100' });
    // Fill ids are unique per instrument, not over all of them.
    ledger.commit(
      batch([
        { kind: 'order', order: order(2, { instrument: 1 }) },
        desk.fill({ id: 'f-1', order: 2, instrument: 1, ticks: 1_000, lots: 5 }),
      ]),
    );
    expect(texts(ledger.snapshot(SCOPE, INSTRUMENTS).balances)).toEqual({ BTC: '0.001', USD: '-100.00005', SHIB: '5' });
  });

  test('keeps positions by average cost, over all and per strategy', async () => {
    const ledger = await open();
    const desk = new Desk();
    const a = 'grid-1';
    const b = 'grid-2';
    const records: LedgerRecord[] = [
      { kind: 'order', order: order(1, { origin: a }) },
      { kind: 'order', order: order(2, { origin: b }) },
      { kind: 'order', order: order(3, { origin: a, side: 'sell' }) },
      desk.fill({ id: '1', order: 1, origin: a, ticks: 10_000, lots: 100_000_000, time: START }),
      desk.fill({ id: '2', order: 2, origin: b, ticks: 20_000, lots: 100_000_000, time: START + 1 }),
      desk.fill({ id: '3', order: 3, origin: a, side: 'sell', ticks: 18_000, lots: 50_000_000, fee: '0.1', time: START + 2 }),
    ];
    for (const record of records) ledger.commit(batch([record]));
    const { positions, instancePositions } = ledger.snapshot(SCOPE, INSTRUMENTS);
    // Over all: bought 1 at 100 and 1 at 200, so half a coin sold at 180 cost 75 and realised 15.
    expect(
      positions.map(({ lots, cost, realised, fees, openedAt }) => [lots, String(cost), String(realised), String(fees), openedAt]),
    ).toEqual([[150_000_000, '225', '15', '0.1', START]]);
    // Alone: the first strategy sold half of its coin, bought at 100, for 90.
    expect(instancePositions.map(({ instance, lots, cost, realised }) => [instance, lots, String(cost), String(realised)])).toEqual([
      [a, 50_000_000, '50', '40'],
      [b, 100_000_000, '200', '0'],
    ]);
  });

  test('turns a position through zero', async () => {
    const ledger = await open();
    const desk = new Desk();
    ledger.commit(
      batch([
        { kind: 'order', order: order(1) },
        { kind: 'order', order: order(2, { side: 'sell' }) },
        desk.fill({ id: '1', order: 1, ticks: 10_000, lots: 100_000_000, time: START }),
        desk.fill({ id: '2', order: 2, side: 'sell', ticks: 12_000, lots: 300_000_000, time: START + 5 }),
      ]),
    );
    const [position] = ledger.snapshot(SCOPE, INSTRUMENTS).positions;
    expect([position?.lots, String(position?.cost), String(position?.realised), position?.openedAt]).toEqual([
      -200_000_000,
      '-240',
      '20',
      START + 5,
    ]);
    ledger.commit(batch([desk.fill({ id: '3', order: 1, ticks: 11_000, lots: 200_000_000, time: START + 6 })]));
    const [flat] = ledger.snapshot(SCOPE, INSTRUMENTS).positions;
    expect([flat?.lots, String(flat?.cost), String(flat?.realised), flat?.openedAt]).toEqual([0, '0', '40', 0]);
  });

  test('gives back every field of an open order, and lets go of those that ended', async () => {
    const ledger = await open();
    const full = order(1, {
      instrument: 2,
      origin: 'grid-1',
      tag: 'level 3',
      type: 'stop-limit',
      side: 'sell',
      triggerTicks: 9_000_000,
      timeInForce: 'ioc',
      postOnly: true,
      reduceOnly: true,
      group: { id: 'group-1', role: 'stop' },
    });
    const byAmount = order(2, { type: 'market', lots: 0, quoteAmount: Decimal.parse('123.45'), limitTicks: null });
    ledger.commit(
      batch([
        { kind: 'order', order: full },
        { kind: 'order', order: byAmount },
        { kind: 'order', order: order(3) },
      ]),
    );
    ledger.commit(
      batch([{ kind: 'order-state', order: orderId(3), state: 'cancelled', filledLots: 0, reason: 'user', time: utcMs(START) }]),
    );
    expect(ledger.snapshot(SCOPE, INSTRUMENTS).endedOrders).toEqual([]);
    expect(ledger.snapshot(SCOPE, INSTRUMENTS, utcMs(START + 1)).endedOrders).toEqual([]);
    expect(ledger.snapshot(SCOPE, INSTRUMENTS, utcMs(START)).endedOrders).toMatchObject([{ order: order(3), state: 'cancelled' }]);
    ledger.commit(batch([{ kind: 'order-state', order: orderId(2), state: 'in-doubt', filledLots: 0, reason: null, time: utcMs(START) }]));
    expect(ledger.snapshot(SCOPE, INSTRUMENTS).openOrders).toEqual([
      {
        order: full,
        state: 'recorded',
        filledLots: 0,
        cancelReason: null,
        group: { entryLots: null, legLots: 0, endedLots: 0 },
        amendments: 0,
        pending: null,
        fillIds: [],
      },
      { order: byAmount, state: 'in-doubt', filledLots: 0, cancelReason: null, group: null, amendments: 0, pending: null, fillIds: [] },
    ]);
  });

  test('knows of an open order why its end was asked for, and of a leg what its entry has filled', async () => {
    const ledger = await open();
    const legs = (['entry', 'stop', 'target'] as const).map((role, place) => order(1 + place, { group: { id: 'g', role } }));
    ledger.commit(batch(legs.map((leg) => ({ kind: 'order', order: leg }))));
    ledger.commit(
      batch([
        { kind: 'order-state', order: orderId(1), state: 'cancelled', filledLots: 700, reason: 'user', time: utcMs(START) },
        { kind: 'order-state', order: orderId(2), state: 'acknowledged', filledLots: 0, reason: 'strategy', time: utcMs(START) },
      ]),
    );
    expect(ledger.snapshot(SCOPE, INSTRUMENTS).openOrders).toMatchObject([
      { state: 'acknowledged', cancelReason: 'strategy', group: { entryLots: 700, legLots: 0, endedLots: 0 } },
      { state: 'recorded', cancelReason: null, group: { entryLots: 700, legLots: 0, endedLots: 0 } },
    ]);
  });

  test('takes a late fill of an order that ended', async () => {
    const ledger = await open();
    const desk = new Desk();
    ledger.commit(batch([{ kind: 'order', order: order(1) }]));
    ledger.commit(
      batch([{ kind: 'order-state', order: orderId(1), state: 'cancelled', filledLots: 0, reason: 'user', time: utcMs(START) }]),
    );
    ledger.commit(
      batch([
        desk.fill({ id: 'late', order: 1, lots: 7 }),
        { kind: 'order-state', order: orderId(1), state: 'cancelled', filledLots: 7, reason: 'user', time: utcMs(START + 1) },
      ]),
    );
    expect(ledger.hasFill(orderId(1), 'late')).toBe(true);
    expect(ledger.snapshot(SCOPE, INSTRUMENTS).openOrders).toEqual([]);
  });

  test('keeps risk state, limits, strategies, memories and commands, the newest of each', async () => {
    const ledger = await open();
    ledger.commit(
      batch([
        { kind: 'risk-state', risk: { ...RISK, state: 'ACTIVE' } },
        { kind: 'risk-state', risk: RISK },
        { kind: 'limits', limits: { ...DEFAULT_LIMITS, maxOpenOrders: 1 }, time: utcMs(START) },
        { kind: 'limits', limits: DEFAULT_LIMITS, time: utcMs(START) },
        { kind: 'strategy', record: STRATEGY },
        { kind: 'strategy', record: { ...STRATEGY, instance: 'grid-1' as StrategyInstanceId, size: { kind: 'all' } } },
        { kind: 'strategy', record: { ...STRATEGY, running: false, stopReason: 'user' } },
        { kind: 'strategy-memory', instance: STRATEGY.instance, memory: '{"level":1}' },
        { kind: 'strategy-memory', instance: STRATEGY.instance, memory: '{"level":2}' },
        { kind: 'signal', instance: STRATEGY.instance, code: 'crossed-up', details: { fast: 1.5 }, time: utcMs(START) },
        { kind: 'command', id: 'command-1', time: utcMs(START) },
        { kind: 'refusal', code: 'risk.halted', details: { since: 1 }, instrument: 0, origin: 'you', side: 'buy', time: utcMs(START) },
      ]),
    );
    const { risk, limits, strategies, memories } = ledger.snapshot(SCOPE, INSTRUMENTS);
    expect(risk).toEqual(RISK);
    expect(limits).toEqual(DEFAULT_LIMITS);
    expect(strategies.map(({ instance, running, stopReason, size }) => [instance, running, stopReason, size.kind])).toEqual([
      ['grid-1', true, null, 'all'],
      ['sma-cross-1', false, 'user', 'equity-fraction'],
    ]);
    expect([...memories]).toEqual([['sma-cross-1', '{"level":2}']]);
    expect([ledger.hasCommand('command-1'), ledger.hasCommand('command-2')]).toEqual([true, false]);
    // The same command a second time changes nothing.
    ledger.commit(batch([{ kind: 'command', id: 'command-1', time: utcMs(START) }]));
    expect(ledger.hasCommand('command-1')).toBe(true);
  });

  test('counts the orders of the last minute of market time', async () => {
    const ledger = await open();
    const at = (number: number, time: number): LedgerRecord => ({ kind: 'order', order: order(number, { decidedAt: utcMs(time) }) });
    ledger.commit(batch([at(1, START), at(2, START + 1), at(3, START + 59_000)], { time: utcMs(START + 60_000) }));
    expect(ledger.snapshot(SCOPE, INSTRUMENTS).recentOrderTimes).toEqual([START + 1, START + 59_000]);
  });

  const refused: readonly (readonly [string, () => readonly LedgerRecord[]])[] = [
    [
      'a transfer that does not sum to zero',
      () => [
        {
          ...(deposit('USD', '1') as Extract<LedgerRecord, { kind: 'transfer' }>),
          postings: [{ account: 'holdings', asset: 'USD', amount: Decimal.ONE }],
        },
      ],
    ],
    ['a transfer without lines', () => [{ ...(deposit('USD', '1') as Extract<LedgerRecord, { kind: 'transfer' }>), postings: [] }]],
    [
      'a fill whose lines sum to zero over the assets only together',
      () => [
        {
          ...new Desk().fill({ id: 'x', order: 1 }),
          postings: [
            { account: 'holdings', asset: 'USD', amount: Decimal.ONE },
            { account: 'market', asset: 'BTC', amount: Decimal.ONE.neg() },
          ],
        },
      ],
    ],
    ['a fill of an order that was never recorded', () => [new Desk().fill({ id: 'x', order: 99 })]],
    ['a fill of another instrument than its order', () => [new Desk().fill({ id: 'x', order: 1, instrument: 1 })]],
    [
      'a state of an order that was never recorded',
      () => [{ kind: 'order-state', order: orderId(99), state: 'filled', filledLots: 1, reason: null, time: utcMs(START) }],
    ],
    ['an order a second time', () => [{ kind: 'order', order: order(1) }]],
  ];

  test.each(refused)('refuses %s, with everything else of its batch', async (_name, records) => {
    const ledger = await open();
    ledger.commit(batch([deposit('USD', '100'), { kind: 'order', order: order(1) }]));
    const before = ledger.snapshot(SCOPE, INSTRUMENTS);
    const rest: LedgerRecord[] = [deposit('USD', '5'), { kind: 'command', id: 'command-1', time: utcMs(START) }];
    expect(() => ledger.commit(batch([...rest, ...records()], { sequence: 9 }))).toThrow(InvariantError);
    expect(ledger.snapshot(SCOPE, INSTRUMENTS)).toEqual(before);
    expect(ledger.hasCommand('command-1')).toBe(false);
    // And it goes on as if nothing had been asked.
    ledger.commit(batch([deposit('USD', '1')]));
    expect(texts(ledger.snapshot(SCOPE, INSTRUMENTS).balances)).toEqual({ USD: '101' });
  });

  test('refuses a batch of another book than its session, or on an order of another account', async () => {
    const ledger = await open();
    ledger.commit(batch([deposit('USD', '100'), { kind: 'order', order: order(1) }]));
    expect(() => ledger.commit(batch([deposit('USD', '1')], { scope: { ...SCOPE, book: 'live' } }))).toThrow(InvariantError);
    const other = { ...SCOPE, account: 'paper-2' as AccountId, session: 'session-2' as SessionId };
    expect(() => ledger.commit(batch([new Desk().fill({ id: 'x', order: 1 })], { scope: other }))).toThrow(InvariantError);
    expect(texts(ledger.snapshot(SCOPE, INSTRUMENTS).balances)).toEqual({ USD: '100' });
    expect(ledger.snapshot({ ...SCOPE, book: 'live' }, INSTRUMENTS).balances.size).toBe(0);
  });
});
